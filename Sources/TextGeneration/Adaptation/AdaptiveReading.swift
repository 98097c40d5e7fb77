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
    /// Tokens of a training text, where there is one, over which the root mean squares begin.
    public var measuredLength = 8_000
    /// The lengths of the contexts whose successors are counted, ascending; n-grams have one token more.
    public var contextLengths = [1, 2, 3, 4, 5, 6, 7, 9]

    /// The default options; they were chosen on Tiny Shakespeare.
    public init() {}
}

/// Reads a text with a model that learns from it, and with an ``AdaptiveMixture``. Each token is scored before anything
/// learns from it.
struct AdaptiveReading {
    private let ids: [Int32]
    private let options: AdaptationOptions
    private(set) var network: DynamicEvaluation
    private(set) var mixture: AdaptiveMixture
    /// `-ln p` of each token that has been read.
    private(set) var nats = TokenNats()

    /// `-ln p` of each token, `[tokens]`; those of the n-gram model are empty where there is none.
    struct TokenNats {
        var adapted: [Double] = []
        var counts: [Double] = []
        var mixed: [Double] = []
        var base: [Double] = []
        var baseAndCounts: [Double] = []
    }

    init(_ ids: [Int32], model: TextGeneratorNetwork, options: AdaptationOptions, base: KneserNeyModel? = nil) {
        (self.ids, self.options) = (ids, options)
        network = DynamicEvaluation(model, options)
        mixture = AdaptiveMixture(
            lengths: options.contextLengths, vocabularySize: model.configuration.vocabularySize, base: base)
    }

    /// Takes the scale of the gradients from the beginning of a training text.
    mutating func measure(_ training: [Int32]) throws { try network.measure(training) }

    /// Reads all.
    ///
    /// - Parameter progress: Called for each segment with the number of tokens done.
    mutating func run(progress: (Int) throws -> Void) throws {
        for start in stride(from: 0, to: ids.count, by: options.segmentLength) {
            try Task.checkCancellation()
            try progress(start)
            let targets = Array(ids[start..<min(start + options.segmentLength, ids.count)])
            let inputs = (start == 0 ? [Vocabulary.beginID] : [ids[start - 1]]) + targets.dropLast()
            let logits = network.read(inputs, targets: targets).elements
            let size = logits.count / targets.count
            for (row, id) in targets.enumerated() {
                score(id, logSoftmax(logits[row * size..<(row + 1) * size].map(Double.init)))
            }
        }
    }

    private mutating func score(_ id: Int32, _ network: [Double]) {
        let prediction = mixture.prediction(network)
        nats.adapted.append(-network[Int(id)])
        nats.counts.append(-prediction.counts[Int(id)])
        nats.mixed.append(-prediction.mixed[Int(id)])
        if let base = prediction.base { nats.base.append(-base[Int(id)]) }
        if let both = prediction.baseAndCounts { nats.baseAndCounts.append(-both[Int(id)]) }
        mixture.learn(id, after: prediction)
    }
}

extension TextGenerator {
    /// The cross-entropy on token ids of a model that learns from them while it reads: dynamic evaluation (Krause et
    /// al. 2018), mixed with counts of what followed each context in the text so far.
    ///
    /// Each token is scored before anything learns from it. The generator stays as it is. Reading takes some twenty
    /// times as long as ``evaluate(ids:streams:progress:)``.
    ///
    /// - Parameters:
    ///   - training: Ids of a text whose n-grams are counted first, such as the one the model was trained on; it must not
    ///     contain the text that is evaluated. A Kneser-Ney 8-gram model of its last 20 million ids is mixed in.
    ///   - progress: Called now and then with the number of tokens done.
    /// - Throws: What `progress` throws, and `CancellationError` when the surrounding task is cancelled.
    public func evaluateAdapting(
        ids: [Int32], options: AdaptationOptions = AdaptationOptions(), countsFrom training: [Int32] = [],
        progress: (Int) throws -> Void = { _ in }
    ) throws -> AdaptedEvaluation {
        let size = model.configuration.vocabularySize
        let base =
            training.isEmpty
            ? nil : KneserNeyModel(training: training, vocabularySize: size, maxTrainingCharacters: 20_000_000)
        var reading = AdaptiveReading(ids, model: model, options: options, base: base)
        try reading.measure(training)
        try reading.run(progress: progress)
        func evaluation(_ nats: [Double]) -> TextGeneratorEvaluation {
            self.evaluation(of: ids, nats: nats.reduce(0, +))
        }
        let nats = reading.nats
        return AdaptedEvaluation(
            adapted: evaluation(nats.adapted), counts: evaluation(nats.counts), mixed: evaluation(nats.mixed),
            kneserNey: base.map { _ in evaluation(nats.base) },
            kneserNeyAndCounts: base.map { _ in evaluation(nats.baseAndCounts) })
    }
}

/// The cross-entropy of a model that learns from a text while it reads it, and of the parts of that.
public struct AdaptedEvaluation: Codable, Sendable, Equatable {
    /// The network alone, learning as it reads.
    public let adapted: TextGeneratorEvaluation
    /// The counts of the text alone, without the network: a baseline.
    public let counts: TextGeneratorEvaluation
    /// All together: the network, learning as it reads, the counts, and the n-gram model where there is one.
    public let mixed: TextGeneratorEvaluation
    /// The n-gram model of the training text alone: a baseline. `nil` without such a text.
    public let kneserNey: TextGeneratorEvaluation?
    /// The n-gram model mixed with the counts, without the network: a baseline. `nil` without a training text.
    public let kneserNeyAndCounts: TextGeneratorEvaluation?
}
