import Foundation
import Recurrent

/// `POST /predict`, as text-embeddings-inference has it.
package struct PredictRequest: Decodable, Sendable, WireType {
    package var inputs: PredictInputs
    /// Whether the middle of a text that is too long for the model is left out; if not, such a text is refused.
    package var truncate: Bool
    /// Whether scores are logarithms of probabilities.
    package var rawScores: Bool
    /// The classifier; an addition to the interface.
    package var model: String?

    package enum CodingKeys: String, FieldKeys {
        case inputs, truncate, model
        case rawScores = "raw_scores"
    }
    package static let schemaName = "PredictRequest"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        inputs = try values.decode(PredictInputs.self, forKey: .inputs)
        truncate = try values.decodeIfPresent(Bool.self, forKey: .truncate) ?? false
        rawScores = try values.decodeIfPresent(Bool.self, forKey: .rawScores) ?? false
        model = try values.decodeIfPresent(String.self, forKey: .model)
    }

    /// - Throws: `ServingError.tooMuch` for more texts than the limits allow, and for texts that are too long for the
    ///   model, without ``truncate``.
    package func work(for classifier: TextClassifier, limits: Limits) throws(ServingError) -> [ClassifierEngine.Work] {
        try limits.require(texts: inputs.texts.count, field: "inputs")
        let longest = classifier.model.configuration.maxTokens
        if !truncate,
            let count = inputs.texts.lazy.map({ classifier.tokenizer.encodeIDs($0).count }).first(where: {
                $0 > longest
            })
        {
            throw .tooMuch(
                "A text has \(count) tokens, and the model reads \(longest); shorten it, or set truncate.",
                field: "inputs")
        }
        return inputs.texts.map { ClassifierEngine.Work(text: $0) }
    }
}

/// A text, an array of texts, or an array of arrays of one text each.
package struct PredictInputs: Decodable, Sendable {
    package var texts: [String]
    /// Whether the response has an array for each text.
    package var isBatch: Bool

    package init(from decoder: any Decoder) throws {
        if let one = try? Texts(from: decoder) {
            (texts, isBatch) = (one.texts, one.isList)
        } else {
            let lists = try decoder.singleValueContainer().decode([[String]].self)
            guard lists.allSatisfy({ $0.count == 1 }) else {
                throw ServingError.invalid(
                    "Each array in inputs must have one text: these classifiers read no pairs of texts.",
                    field: "inputs")
            }
            (texts, isBatch) = (lists.map { $0[0] }, true)
        }
        if texts.isEmpty { throw ServingError.invalid("inputs is empty.", field: "inputs") }
    }
}

/// A class with its score.
package struct Prediction: Codable, Sendable, Equatable, WireType {
    package var score: Double
    package var label: String

    package enum CodingKeys: String, FieldKeys { case score, label }
    package static let schemaName = "Prediction"
    package static var fieldNames: [String] { CodingKeys.names }

    /// The classes of a text, the highest score first.
    ///
    /// - Parameters:
    ///   - isRaw: Whether a score is the natural logarithm of the probability or, of a multi-label model, that of the
    ///     odds: the model's logit, for one class up to a constant that all classes share.
    package static func predictions(
        of classification: Classification, isMultiLabel: Bool, isRaw: Bool
    ) -> [Prediction] {
        func score(_ probability: Double) -> Double {
            guard isRaw else { return probability }
            let tiny = Double.leastNormalMagnitude
            return log(max(probability, tiny)) - (isMultiLabel ? log(max(1 - probability, tiny)) : 0)
        }
        return classification.probabilities.map { Prediction(score: score($0.probability), label: $0.name) }
            .enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    }
}
