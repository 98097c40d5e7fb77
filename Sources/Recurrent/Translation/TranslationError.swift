/// Pairs that nothing can be learned from.
public enum TranslationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// All pairs are longer than the model reads.
    case allTooLong(maxTokens: Int)

    public var description: String {
        switch self {
        case .allTooLong(let maxTokens):
            "every pair has more than \(maxTokens) tokens on a side; raise --max-tokens, or use larger units (--unit bpe)."
        }
    }
}
