import Foundation
import ModelFiles

/// The bag-of-words baseline of every classifier: logistic regression on naive Bayes features of words and word pairs
/// (NB-LR; Wang & Manning 2012), trained on the same documents.
public struct BaselineClassifier: Sendable, Equatable {
    /// The logistic regression on n-gram features.
    public let regression: NaiveBayesLogisticRegression
    /// The weight of its logits when they are added to those of the network; 0 if it is only a baseline.
    public var mix: Double
    /// Whether the network was trained on top of it, so that the network alone has no answer.
    public let isBeneath: Bool
    /// The probabilities above which it gives the labels of a multi-label model, where held-out texts have chosen them.
    var thresholds: [Double]?

    static let name = "NB-LR on word pairs"

    init(
        regression: NaiveBayesLogisticRegression, mix: Double = 0, isBeneath: Bool = false, thresholds: [Double]? = nil
    ) {
        self.regression = regression
        self.mix = mix
        self.isBeneath = isBeneath
        self.thresholds = thresholds
    }

    /// - Parameter hashes: The documents' words.
    init(hashes: [[UInt64]], labels: [Int], classCount: Int, order: Int, randomSeed: UInt64) {
        self.init(
            regression: NaiveBayesLogisticRegression(
                documents: hashes, labels: labels, classCount: classCount,
                options: .init(order: order, randomSeed: randomSeed)))
    }

    /// - Parameter labelSets: The labels of each document, as places among `labelCount`.
    init(hashes: [[UInt64]], labelSets: [[Int]], labelCount: Int, order: Int, randomSeed: UInt64) {
        self.init(
            regression: NaiveBayesLogisticRegression(
                documents: hashes, labelSets: labelSets, labelCount: labelCount,
                options: .init(order: order, randomSeed: randomSeed)))
    }

    func logits(of hashes: [UInt64]) -> [Double] { regression.logits(of: hashes) }

    /// Keeps the features that weigh most.
    mutating func prune(to count: Int) {
        self = BaselineClassifier(
            regression: regression.pruned(to: count), mix: mix, isBeneath: isBeneath, thresholds: thresholds)
    }

    // MARK: Files

    private static let prefix = "extra.rival."  // as files of all versions have it

    func add(to writer: inout SafetensorsWriter) {
        let outputs = regression.biases.count
        writer.add(Self.prefix + "hashes", shape: [regression.hashes.count], integers: regression.hashes)
        writer.add(
            Self.prefix + "weights", shape: [regression.hashes.count, outputs], as: .float16,
            floats: regression.weights)
        writer.add(Self.prefix + "biases", shape: [outputs], floats: regression.biases)
        writer.add(Self.prefix + "order", shape: [1], integers: [Int32(regression.order)])
        writer.add(Self.prefix + "mix", shape: [1], floats: [Float(mix)])
        if isBeneath { writer.add(Self.prefix + "beneath", shape: [1], integers: [Int32(1)]) }
        if let thresholds {
            writer.add(Self.prefix + "thresholds", shape: [outputs], floats: thresholds.map { Float($0) })
        }
    }

    /// Reads what ``add(to:)`` wrote; `nil` where there is nothing of it.
    init?(from file: SafetensorsFile, of configuration: TextClassifierNetwork.Configuration) throws {
        guard file.names.contains(where: { $0.hasPrefix(Self.prefix) }) else { return nil }
        for name in ["weights", "biases", "mix"] {
            try file.checkFinite(Self.prefix + name, belowPowerOfTwo: WeightStorage.exponentLimit)
        }
        let order = try file.integers(Self.prefix + "order", as: Int32.self)
        let mix = try file.floats(Self.prefix + "mix")
        guard order.count == 1, (1...8).contains(order[0]), mix.count == 1, mix[0] >= 0,
            let regression = NaiveBayesLogisticRegression(
                hashes: try file.integers(Self.prefix + "hashes", as: UInt64.self),
                weights: try file.floats(Self.prefix + "weights"), biases: try file.floats(Self.prefix + "biases"),
                order: Int(order[0]), classCount: configuration.classNames.count,
                isMultiLabel: configuration.isMultiLabel)
        else {
            throw ModelError.mismatch(file: file.name, problems: ["the tensors \(Self.prefix)… do not fit together"])
        }
        self.init(
            regression: regression, mix: Double(mix[0]), isBeneath: file.names.contains(Self.prefix + "beneath"),
            thresholds: try Self.thresholds(in: file, configuration))
    }

    private static func thresholds(
        in file: SafetensorsFile, _ configuration: TextClassifierNetwork.Configuration
    ) throws -> [Double]? {
        let name = prefix + "thresholds"
        guard configuration.isMultiLabel, file.names.contains(name) else { return nil }
        let values = try file.floats(name)
        guard values.count == configuration.classNames.count, values.allSatisfy({ $0 >= 0 && $0 < 1 }) else {
            throw ModelError.mismatch(file: file.name, problems: ["the tensor \(name) has no threshold for each label"])
        }
        return values.map(Double.init)
    }
}
