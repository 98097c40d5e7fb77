import Decoding
import NeuralLayers
import Tensors

/// Step-by-step inference with weights that are packed once.
public struct TranslatorSession: Sendable {
    /// The network whose weights it reads.
    public let model: TranslatorNetwork
    private let weights: Weights

    /// - Parameter precision: How many bits the products read for each weight.
    public init(_ model: TranslatorNetwork, precision: Precision = .fp32) {
        self.model = model
        weights = Weights(model, precision)
    }

    /// Sources that were read, and for some rows, each with one of them, how far their targets are.
    public struct State: Sendable {
        let memory: AttentionDecoderStep.Memory
        /// The source of each row.
        public fileprivate(set) var sources: [Int]
        fileprivate var decoder: AttentionDecoderStep.State
        fileprivate var upper: SequenceEncoderRowsStep.State?

        /// The length of a row's source.
        public func sourceLength(ofRow row: Int) -> Int { memory.length(of: sources[row]) }

        /// Goes on with the rows `rows`, in that order; a row may come several times, or not at all.
        public mutating func select(_ rows: [Int]) {
            guard rows != Array(sources.indices) else { return }
            let numbers = rows.map(Int32.init)
            sources = rows.map { sources[$0] }
            decoder = decoder.rows(numbers)
            upper = upper?.rows(numbers)
        }
    }

    /// Reads sources, each of at least one token; the state has a row for each, before its first target token.
    public func start(_ sources: [[Int32]]) -> State {
        let layout = SequenceLayout(lengths: sources.map(\.count))
        let (rows, final) = weights.encoder(layout.pack(sources), layout: layout)
        let values = gatherRows(Variable(rows), layout.rowsBySequence)
        let memory = model.decoder.attention.memory(values, lengths: layout.lengths)
        let joined = concatenateColumns(Variable(final[0]), Variable(final[1])).value
        let start = tanh(Variable(affine(joined, weights.bridge, bias: model.bridge.bias?.value)))
        let size = model.configuration.hiddenSize
        return State(
            memory: AttentionDecoderStep.Memory(
                values: values.value, keys: memory.keys.value, lengths: layout.lengths),
            sources: Array(sources.indices),
            decoder: weights.decoder.start(
                hidden: columns(0..<size, of: start).value, cell: columns(size..<2 * size, of: start).value),
            upper: weights.upper?.start(rows: sources.count))
    }

    /// Moves every row on by a token.
    ///
    /// - Returns: The logits of what comes next, `[rows, targetVocabularySize]`, and the attention to the source of the
    ///   step that made them, `[rows, longest source]`.
    public func step(_ tokens: [Int32], _ state: inout State) -> (logits: Tensor, attention: Tensor) {
        precondition(
            tokens.count == state.sources.count,
            "TranslatorSession: \(tokens.count) tokens, \(state.sources.count) rows.")
        var (rows, attention) = weights.decoder(
            tokens, of: weights.targetWords, state: &state.decoder, memory: state.memory, sequences: state.sources)
        if let upper = weights.upper { rows = upper(rows, state: &state.upper!) }
        if let outputBridge = weights.outputBridge { rows = affine(rows, outputBridge, bias: nil) }
        return (affine(rows, weights.projection, bias: model.projection.bias.value), attention)
    }

    /// The model's weights as the kernels want them; shared by all copies of a session.
    private final class Weights: Sendable {
        let encoder: SequenceEncoderSession
        let targetWords: ProjectedWords
        let bridge: InferenceMatrix
        let decoder: AttentionDecoderStep
        let upper: SequenceEncoderRowsStep?
        let outputBridge: InferenceMatrix?
        let projection: InferenceMatrix

        init(_ model: TranslatorNetwork, _ precision: Precision) {
            func packed(_ weight: Parameter) -> InferenceMatrix {
                InferenceMatrix(transposing: weight.value, precision: precision)
            }
            encoder = SequenceEncoderSession(model.encoder, precision: precision)
            bridge = packed(model.bridge.weight)
            var context = ForwardContext.inference
            decoder = AttentionDecoderStep(model.decoder.weights(in: &context), precision: precision)
            targetWords = decoder.projecting(model.targetEmbedding.weight.value)
            upper = model.upper.map { SequenceEncoderRowsStep($0, precision: precision) }
            outputBridge = model.outputBridge.map { packed($0.weight) }
            projection = packed(model.projection.weight)
        }
    }
}

/// A model and the sources it reads.
public struct TranslatorScorer: TokenScorer {
    private let session: TranslatorSession
    private let lengths: [Int]
    private var state: TranslatorSession.State

    /// A scorer of the targets of some sources.
    public init(_ session: TranslatorSession, sources: [[Int32]]) {
        self.session = session
        lengths = sources.map(\.count)
        state = session.start(sources)
    }

    public var sourceCount: Int { lengths.count }
    public func sourceLength(_ source: Int) -> Int { lengths[source] }

    public mutating func step(rows: [Int], tokens: [Int32]) -> (logits: Tensor, attention: Tensor) {
        state.select(rows)
        return session.step(tokens, &state)
    }
}
