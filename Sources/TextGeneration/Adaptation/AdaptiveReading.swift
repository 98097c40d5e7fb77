import Foundation
import NeuralLayers
import Tensors
import Tokenization

/// How a model learns from a text while it reads it.
public struct AdaptationOptions: Sendable {
    /// What a step of dynamic evaluation multiplies gradients with, after they are divided by their root mean square.
    public var learningRate: Float = 5e-4
    /// What is added to each root mean square, in means of all of them.
    public var damping: Float = 0.5
    /// How far a step pulls each weight back to what it was, times its root mean square in means of all of them.
    public var pull: Float = 0.002
    /// Tokens between two steps.
    public var segmentLength = 20
    /// The lengths of the contexts whose successors are counted, ascending; n-grams have one token more.
    public var contextLengths = [1, 2, 3, 4, 5, 6, 7, 9]

    /// The default options; they were chosen on Tiny Shakespeare.
    public init() {}
}

/// Reads a text with a model that learns from it and with counts of what followed each context. Each token is scored
/// before anything learns from it.
struct AdaptiveReading {
    private let ids: [Int32]
    private let options: AdaptationOptions
    private let vocabularySize: Int
    private var network: DynamicEvaluation
    private var counts: ContextCounts
    private var countsOnNetwork: CountsInterpolation
    private var countsAlone: CountsInterpolation
    private var mixture: LogLinearMixture
    /// Sums of `-ln p` over what has been read.
    private(set) var nats = (adapted: 0.0, counts: 0.0, mixed: 0.0)

    init(_ ids: [Int32], model: TextGeneratorNetwork, options: AdaptationOptions) {
        let lengths = options.contextLengths
        (self.ids, self.options, vocabularySize) = (ids, options, model.configuration.vocabularySize)
        network = DynamicEvaluation(model, options)
        counts = ContextCounts(lengths: lengths)
        countsOnNetwork = CountsInterpolation(lengths: lengths.count, trust: (one: -1.5, further: 0.5))
        countsAlone = CountsInterpolation(lengths: lengths.count, trust: (one: 0.8, further: 0.4))
        mixture = LogLinearMixture(places: lengths.count + 1, start: (0.2, 0.8))
    }

    /// Reads all.
    ///
    /// - Parameter progress: Called for each segment with the number of tokens done.
    mutating func run(progress: (Int) throws -> Void) throws {
        for start in stride(from: 0, to: ids.count, by: options.segmentLength) {
            try Task.checkCancellation()
            try progress(start)
            let targets = Array(ids[start..<min(start + options.segmentLength, ids.count)])
            let inputs = (start == 0 ? [Vocabulary.beginID] : [ids[start - 1]]) + targets.dropLast()
            let logits = network.read(inputs, targets: targets)
            for (row, id) in targets.enumerated() { score(Int(id), logProbabilities(logits, row)) }
        }
    }

    private func logProbabilities(_ logits: Tensor, _ row: Int) -> [Double] {
        logits.withElements { logits in
            let row = logits[row * vocabularySize..<(row + 1) * vocabularySize].map(Double.init)
            let highest = row.max() ?? 0
            let logSum = log(row.reduce(0) { $0 + exp($1 - highest) })
            return row.map { $0 - highest - logSum }
        }
    }

    private mutating func score(_ id: Int, _ network: [Double]) {
        let matches = counts.matches
        var alone = Array(repeating: 1 / Double(vocabularySize), count: vocabularySize)
        countsAlone.mix(counts, matches, into: &alone)
        let start = network.map { exp($0) }
        var onNetwork = start
        countsOnNetwork.mix(counts, matches, into: &onNetwork)
        let mixed = mixture.mix(network, onNetwork.map { log($0) }, place: matches.count, id: id)
        nats.adapted -= network[id]
        nats.counts -= log(alone[id])
        nats.mixed -= mixed
        countsAlone.learn(id, counts, matches, start: 1 / Double(vocabularySize))
        countsOnNetwork.learn(id, counts, matches, start: start[id])
        counts.read(Int32(id))
    }
}

extension TextGenerator {
    /// The cross-entropy on token ids of a model that learns from them while it reads: dynamic evaluation (Krause et
    /// al. 2018), mixed with counts of what followed each context in the text so far.
    ///
    /// Each token is scored before anything learns from it. The generator stays as it is. Reading takes some twenty
    /// times as long as ``evaluate(ids:streams:progress:)``.
    ///
    /// - Parameter progress: Called now and then with the number of tokens done.
    /// - Throws: What `progress` throws, and `CancellationError` when the surrounding task is cancelled.
    public func evaluateAdapting(
        ids: [Int32], options: AdaptationOptions = AdaptationOptions(), progress: (Int) throws -> Void = { _ in }
    ) throws -> AdaptedEvaluation {
        var reading = AdaptiveReading(ids, model: model, options: options)
        try reading.run(progress: progress)
        let unknown = ids.count { $0 == Vocabulary.unknownID }
        func evaluation(_ nats: Double) -> TextGeneratorEvaluation {
            TextGeneratorEvaluation(characters: ids.count, nats: nats, unknownCharacters: unknown)
        }
        return AdaptedEvaluation(
            adapted: evaluation(reading.nats.adapted), counts: evaluation(reading.nats.counts),
            mixed: evaluation(reading.nats.mixed))
    }
}

/// The cross-entropy of a model that learns from a text while it reads it, and of the parts of that.
public struct AdaptedEvaluation: Codable, Sendable, Equatable {
    /// The network alone, learning as it reads.
    public let adapted: TextGeneratorEvaluation
    /// The counts of the text alone, without the network: a baseline.
    public let counts: TextGeneratorEvaluation
    /// The network, learning as it reads, mixed with the counts.
    public let mixed: TextGeneratorEvaluation
}
