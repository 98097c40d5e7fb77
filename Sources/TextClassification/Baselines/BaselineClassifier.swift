import Foundation
import ModelFiles

/// The bag-of-words baseline of every classifier: logistic regression on naive Bayes features of words and word pairs
/// (NB-LR; Wang & Manning 2012), trained on the same documents.
public struct BaselineClassifier: Sendable, Equatable {
    /// The logistic regression on n-gram features.
    public let regression: NaiveBayesLogisticRegression
    /// The weight of its logits when they are added to those of the network; 0 if it is only a baseline.
    public var mix: Double

    static let name = "NB-LR on word pairs"

    init(regression: NaiveBayesLogisticRegression, mix: Double = 0) {
        self.regression = regression
        self.mix = mix
    }

    /// - Parameter hashes: The documents' words.
    init(hashes: [[UInt64]], labels: [Int], classCount: Int, order: Int, randomSeed: UInt64) {
        var options = NaiveBayesLogisticRegression.Options()
        options.order = order
        options.randomSeed = randomSeed
        regression = NaiveBayesLogisticRegression(
            documents: hashes, labels: labels, classCount: classCount, options: options)
        mix = 0
    }

    func logits(of hashes: [UInt64]) -> [Double] { regression.logits(of: hashes) }

    /// Keeps the features that weigh most.
    mutating func prune(to count: Int) {
        self = BaselineClassifier(regression: regression.pruned(to: count), mix: mix)
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
    }

    /// Reads what ``add(to:)`` wrote; `nil` where there is nothing of it.
    init?(from file: SafetensorsFile, classCount: Int) throws {
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
                order: Int(order[0]), classCount: classCount)
        else {
            throw ModelError.mismatch(file: file.name, problems: ["the tensors \(Self.prefix)… do not fit together"])
        }
        self.init(regression: regression, mix: Double(mix[0]))
    }
}
