import Tensors
import Tokenization

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
