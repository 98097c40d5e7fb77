/// The classification of a text.
public struct Classification: Sendable, Equatable, Encodable {
    /// The likeliest class; `nil` for a text without a word.
    public let label: String?
    /// Its probability; for a text without a word that of every class.
    public let probability: Double
    /// The classes with their probabilities, in the model's order.
    public let probabilities: [(name: String, probability: Double)]
    /// The words and signs of the text.
    public let tokenCount: Int

    /// Whether all probabilities are numbers, which only a damaged model does not give.
    public var isFinite: Bool { probabilities.allSatisfy(\.probability.isFinite) }

    init(probabilities values: [Double], classNames: [String], tokenCount: Int) {
        probabilities = zip(classNames, values).map { ($0, $1) }
        var best = 0
        for index in values.indices where values[index] > values[best] { best = index }
        label = tokenCount == 0 ? nil : classNames[best]
        probability = values[best]
        self.tokenCount = tokenCount
    }

    public static func == (a: Classification, b: Classification) -> Bool {
        a.label == b.label && a.tokenCount == b.tokenCount
            && a.probabilities.elementsEqual(b.probabilities) { $0 == $1 }
    }

    private enum Keys: String, CodingKey { case label, probability, probabilities, tokens }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(label, forKey: .label)
        try container.encode(probability, forKey: .probability)
        try container.encode(
            Dictionary(uniqueKeysWithValues: probabilities.map { ($0.name, $0.probability) }), forKey: .probabilities)
        try container.encode(tokenCount, forKey: .tokens)
    }
}
