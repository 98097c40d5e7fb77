import Datasets
import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Tokenization
import Training

/// Pairs as token ids.
public struct PairedIDs: Sendable {
    /// Each with at least one id.
    public let sources: [[Int32]]
    /// The ids of the translation of each source.
    public let targets: [[Int32]]

    /// Both, one behind the other.
    func joined(with other: PairedIDs) -> PairedIDs {
        PairedIDs(sources: sources + other.sources, targets: targets + other.targets)
    }

    /// Sources and as many targets.
    public init(sources: [[Int32]] = [], targets: [[Int32]] = []) {
        precondition(sources.count == targets.count, "PairedIDs: \(sources.count) sources, \(targets.count) targets.")
        self.sources = sources
        self.targets = targets
    }
}

/// The training task of a translator on pairs.
public struct TranslatorTask: TrainingTask {
    /// How the loss is made.
    public struct Options: Codable, Sendable, Equatable {
        /// Probability mass that is spread over all tokens (Szegedy et al. 2016).
        public var labelSmoothing: Float = 0.1
        /// The share of target tokens that the decoder is told as they are, at the end of the training; at its beginning
        /// all, in between linearly fewer. The others are what the model itself would have said (Bengio et al. 2015; two
        /// passes as in Mihaylova & Martins 2019).
        public var teacherForcing: Float = 1
        /// The probability of leaving out each join of two byte pairs; see ``PieceDropout``.
        public var pieceDropout: Float = 0

        /// Label smoothing of 0.1 and full teacher forcing.
        public init() {}
    }

    public let model: TranslatorNetwork
    private let training: PairedIDs
    private let validation: PairedIDs
    private let options: Options
    /// The epochs over which teacher forcing falls.
    public var epochs: Double
    private var batches: DocumentBatches
    private let pieces: PieceDropout?

    /// - Parameters:
    ///   - mixed: How many of the training pairs, the last ones, are mixed in; see `DocumentBatches`.
    ///   - mixedPerEpoch: How many of these an epoch has.
    ///   - pieces: The texts of `training`, to be cut in another way each time; `nil` for always the same.
    ///   - validation: Held-out pairs; none for no validation.
    ///   - epochs: Passes of the whole training, over which teacher forcing falls.
    ///   - generator: Draws the order of pairs.
    public init(
        model: TranslatorNetwork, training: PairedIDs, mixed: Int = 0, mixedPerEpoch: Int = 0,
        pieces: PieceDropout? = nil, validation: PairedIDs, batchSize: Int, options: Options, epochs: Double,
        generator: SeededGenerator
    ) {
        self.model = model
        self.training = training
        self.pieces = pieces
        self.validation = validation
        self.options = options
        self.epochs = epochs
        batches = DocumentBatches(
            lengths: zip(training.sources, training.targets).map { $0.count + $1.count }, mixed: mixed,
            mixedPerEpoch: mixedPerEpoch, batchSize: batchSize, generator: generator)
    }

    public var unitsPerEpoch: Int { batches.documentsPerEpoch }
    public var largestLoss: Double { Self.largestLoss(tokens: model.configuration.targetVocabularySize) }

    public mutating func nextGradients(
        in context: inout ForwardContext
    ) -> (loss: Float, gradients: Gradients, units: Int) {
        let batch = batches.next()
        let pairs = pairs(batch, in: &context)
        let sources = dropWords(pairs.sources, in: &context)
        var inputs = dropWords(pairs.targets, in: &context).map { [Vocabulary.beginID] + $0 }
        let told = 1 - (1 - options.teacherForcing) * Float(min(1, epochsDone / epochs))
        if told < 1, let key = context.dropoutKey(rate: 1 - told) {
            inputs = mixOwnWords(into: inputs, sources: sources, share: 1 - told, seed: key)
        }
        let (loss, gradients) = withGradients {
            let (logits, layout, _) = model(sources, inputs: inputs, in: &context)
            return crossEntropy(
                logits: logits, targets: layout.pack(pairs.targets.map { $0 + [Vocabulary.endID] }),
                labelSmoothing: options.labelSmoothing)
        }
        return (loss, gradients, batch.count)
    }

    private var epochsDone: Double {
        let perEpoch = Double((unitsPerEpoch + batches.batchSize - 1) / batches.batchSize)
        return Double(batches.cursor.epoch) + Double(batches.cursor.position) / perEpoch
    }

    private func pairs(_ batch: [Int], in context: inout ForwardContext) -> PairedIDs {
        if let pieces, let key = context.dropoutKey(rate: pieces.rate) {
            return pieces.pairs(batch, of: training, seed: key)
        }
        return PairedIDs(sources: batch.map { training.sources[$0] }, targets: batch.map { training.targets[$0] })
    }

    /// Makes some words unknown, so that no single one is relied on.
    private func dropWords(_ sequences: [[Int32]], in context: inout ForwardContext) -> [[Int32]] {
        dropTokens(sequences, rate: model.configuration.dropout.words, unknownID: Vocabulary.unknownID, in: &context)
    }

    /// Puts in place of some input tokens those that the model finds likeliest there.
    private func mixOwnWords(into inputs: [[Int32]], sources: [[Int32]], share: Float, seed: UInt64) -> [[Int32]] {
        var context = ForwardContext.inference
        let (logits, layout, _) = model(sources, inputs: inputs, in: &context)
        let width = logits.shape[1]
        let likeliest = logits.value.withElements { values in
            (0..<layout.rowCount).map { row -> Int32 in
                let part = values[row * width..<(row + 1) * width]
                return Int32((part.indices.max { part[$0] < part[$1] } ?? part.startIndex) - part.startIndex)
            }
        }
        var generator = SeededGenerator(seed: seed)
        let rows = layout.packedRows()
        return inputs.enumerated().map { sequence, tokens in
            tokens.enumerated().map { time, token in
                let isOwn = time > 0 && generator.nextUniform() < Double(share)
                return isOwn ? likeliest[Int(rows[sequence * layout.steps + time - 1])] : token
            }
        }
    }

    /// Nats for each target token, ends included.
    public func validationLoss() throws -> Double? {
        guard !validation.sources.isEmpty else { return nil }
        return Self.loss(of: model, on: validation)
    }

    /// Tokens that a batch of a validation has at most, unless a single target has more: their logits are kept.
    private static let mostTokens = 2_048

    /// Nats for each target token, ends included, without smoothing.
    public static func loss(of model: TranslatorNetwork, on pairs: PairedIDs) -> Double {
        let order = pairs.sources.indices.sorted {
            (pairs.targets[$0].count, pairs.sources[$0].count, $0) < (
                pairs.targets[$1].count, pairs.sources[$1].count, $1
            )
        }
        var (total, count) = (0.0, 0)
        var start = 0
        while start < order.count {
            // Sorted by length: the last target of a batch is its longest.
            var end = start + 1
            while end < order.count, (end - start + 1) * (pairs.targets[order[end]].count + 1) <= mostTokens {
                end += 1
            }
            let batch = order[start..<end]
            start = end
            let targets = batch.map { pairs.targets[$0] }
            var context = ForwardContext.inference
            let (logits, layout, _) = model(
                batch.map { pairs.sources[$0] }, inputs: targets.map { [Vocabulary.beginID] + $0 }, in: &context)
            let losses = crossEntropies(
                logits: logits.value, targets: layout.pack(targets.map { $0 + [Vocabulary.endID] }))
            total += losses.reduce(0) { $0 + Double($1) }
            count += losses.count
        }
        return total / Double(max(count, 1))
    }

    public func snapshot() throws -> (cursor: Data, tensors: [String: Tensor]) { (try batches.cursorData(), [:]) }

    public mutating func restore(cursor: Data, tensors: [String: Tensor]) throws { try batches.restore(from: cursor) }
}

/// BPE dropout (Provilkov, Emelianenko & Voita 2020): texts are split into different subwords each time they are read.
public struct PieceDropout: Sendable {
    private let sources: [String]
    private let targets: [String]
    private let sourceTokenizer: Tokenizer
    private let targetTokenizer: Tokenizer
    private let maxTokens: Int
    let rate: Float

    /// - Parameters:
    ///   - maxTokens: Texts that come to more pieces are cut as they always are.
    ///   - rate: The probability of leaving out each join of two pieces.
    /// - Precondition: Both tokenizers are of byte pairs.
    public init(
        sources: [String], targets: [String], sourceTokenizer: Tokenizer, targetTokenizer: Tokenizer, maxTokens: Int,
        rate: Float
    ) {
        precondition(
            sources.count == targets.count, "PieceDropout: \(sources.count) sources, \(targets.count) targets.")
        self.sources = sources
        self.targets = targets
        self.sourceTokenizer = sourceTokenizer
        self.targetTokenizer = targetTokenizer
        self.maxTokens = maxTokens
        self.rate = rate
    }

    /// The pairs of `batch` in pieces that are drawn with `seed`.
    ///
    /// - Parameter whole: All pairs in their usual pieces.
    func pairs(_ batch: [Int], of whole: PairedIDs, seed: UInt64) -> PairedIDs {
        var generator = SeededGenerator(seed: seed)
        func draw(_ text: String, _ tokenizer: Tokenizer, usual: [Int32]) -> [Int32] {
            let ids = tokenizer.encodeIDs(text, dropout: Double(rate), using: &generator)
            return ids.count <= maxTokens ? ids : usual
        }
        return PairedIDs(
            sources: batch.map { draw(sources[$0], sourceTokenizer, usual: whole.sources[$0]) },
            targets: batch.map { draw(targets[$0], targetTokenizer, usual: whole.targets[$0]) })
    }
}

extension TranslatorTask.Options: DefaultedDecodable {
    package static var decodingDefaults: TranslatorTask.Options? { TranslatorTask.Options() }
}
