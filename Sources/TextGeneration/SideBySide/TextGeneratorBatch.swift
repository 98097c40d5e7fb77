import NeuralLayers
import Tensors

/// Step-by-step inference of several texts at a time: reads a token of each and returns the logits of the next ones.
///
/// It shares the weights of a ``TextGeneratorSession``, and gives each text the bits that this session gives it alone.
struct TextGeneratorBatch: Sendable {
    private let weights: OutputWeights
    private let encoder: SequenceEncoderBatchStep
    private var state: SequenceEncoderBatchStep.State

    /// No texts yet.
    init(sharing session: TextGeneratorSession) {
        weights = session.weights
        encoder = SequenceEncoderBatchStep(sharing: session.encoder)
        state = encoder.start(rows: 0)
    }

    /// Keeps the texts of some rows, in that order, and adds new ones after them.
    mutating func keep(rows: [Int], adding count: Int) { state.keep(rows: rows.map(Int32.init), adding: count) }

    /// Reads a token of each text.
    ///
    /// - Returns: The hidden states, `[texts, hiddenSize]`, for ``logits(of:)``.
    mutating func read(_ ids: [Int32]) -> Tensor { encoder(ids, state: &state) }

    /// The logits of the tokens after the last ones read, `[texts, vocabularySize]`.
    func logits(of hidden: Tensor) -> Tensor { weights.logits(of: hidden) }
}
