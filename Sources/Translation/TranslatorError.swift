/// Why a translator cannot be trained, or why models cannot be combined.
public enum TranslatorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// All pairs are longer than the model reads.
    case allTooLong(maxTokens: Int)
    /// Models of an ensemble that cut texts in different ways.
    case differentTokenizers

    public var description: String {
        switch self {
        case .allTooLong(let maxTokens):
            "every pair has more than \(maxTokens) tokens on a side; raise --max-tokens, or use larger units (--unit bpe)."
        case .differentTokenizers:
            "the models of an ensemble need the same tokenizers; train them on the same pairs with the same options and held-out "
                + "pairs (--validation), for what is held out otherwise differs with the seed."
        }
    }
}
