import Recurrent

/// `POST /v1/classify`.
package struct ClassifyRequest: Decodable, Sendable, WireType {
    package var model: String?
    package var input: Texts
    /// No label is given below this probability.
    package var threshold: Double
    /// Whether each result says what each word contributed.
    package var explain: Bool

    package enum CodingKeys: String, FieldKeys { case model, input, threshold, explain }
    package static let schemaName = "ClassifyRequest"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        model = try values.decodeIfPresent(String.self, forKey: .model)
        input = try values.decode(Texts.self, forKey: .input)
        threshold = try values.optional(.threshold) ?? 0
        explain = try values.decodeIfPresent(Bool.self, forKey: .explain) ?? false
    }

    /// - Throws: `ServingError.invalid`, `.tooMuch`.
    package func work(limits: Limits) throws(ServingError) -> [ClassifierEngine.Work] {
        guard threshold >= 0, threshold <= 1 else {
            throw .invalid("threshold must be between 0 and 1, not \(threshold).", field: "threshold")
        }
        guard !input.texts.isEmpty else { throw .invalid("input is empty.", field: "input") }
        try limits.require(texts: input.texts.count, field: "input")
        return input.texts.map { ClassifierEngine.Work(text: $0, isExplained: explain) }
    }
}

/// The response of `POST /v1/classify`.
package struct ClassifyResponse: Codable, Sendable, Equatable, WireType {
    package var model: String
    /// One for each text, in their order.
    package var results: [ClassifyResult]

    package enum CodingKeys: String, FieldKeys { case model, results }
    package static let schemaName = "ClassifyResponse"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(model: String, results: [ClassifyResult]) { (self.model, self.results) = (model, results) }
}

/// The class of a text.
package struct ClassifyResult: Codable, Sendable, Equatable, WireType {
    /// The most probable class; null below the threshold and for a text without a word.
    package var label: String?
    /// The probability of the most probable class.
    package var probability: Double
    /// The probability of each class.
    package var probabilities: [String: Double]
    /// The labels of a multi-label model.
    package var labels: [String]?
    /// Words and punctuation marks of the text.
    package var tokens: Int
    /// How many of them the model does not know.
    package var unknown: Int
    /// Where it was asked for.
    package var explanation: [ExplainedWord]?

    package enum CodingKeys: String, FieldKeys {
        case label, probability, probabilities, labels, tokens, unknown, explanation
    }
    package static let schemaName = "ClassifyResult"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(_ event: ClassifierEngine.Event, isMultiLabel: Bool, threshold: Double) {
        let classification = event.classification
        probability = classification.probability
        label = probability >= threshold ? classification.label : nil
        probabilities = Dictionary(
            classification.probabilities.map { ($0.name, $0.probability) }, uniquingKeysWith: { first, _ in first })
        labels =
            isMultiLabel
            ? classification.labels.filter { (classification.probability(of: $0) ?? 0) >= threshold } : nil
        (tokens, unknown) = (classification.tokenCount, classification.unknownCount)
        explanation = event.explanation?.words.map {
            ExplainedWord(
                text: $0.text, start: $0.byteRange.lowerBound, end: $0.byteRange.upperBound, weight: $0.weight)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(label, forKey: .label)  // null where there is none
        try values.encode(probability, forKey: .probability)
        try values.encode(probabilities, forKey: .probabilities)
        try values.encodeIfPresent(labels, forKey: .labels)
        try values.encode(tokens, forKey: .tokens)
        try values.encode(unknown, forKey: .unknown)
        try values.encodeIfPresent(explanation, forKey: .explanation)
    }
}

/// What a word contributed to a class.
package struct ExplainedWord: Codable, Sendable, Equatable, WireType {
    package var text: String
    /// Where it stands in the text, in UTF-8 bytes.
    package var start: Int
    package var end: Int
    /// Added to the log odds of the class.
    package var weight: Double

    package enum CodingKeys: String, FieldKeys { case text, start, end, weight }
    package static let schemaName = "ExplainedWord"
    package static var fieldNames: [String] { CodingKeys.names }
}
