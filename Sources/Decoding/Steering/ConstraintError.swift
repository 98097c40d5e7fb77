import Tokenization

/// Why texts cannot be held to a ``TextConstraint``.
public enum ConstraintError: RemediedError, Equatable {
    /// A regular expression that cannot be read; `column` counts from 1.
    case invalidPattern(pattern: String, column: Int, reason: String)
    /// A pattern that needs a character which the model cannot write; `column` counts from 1.
    case unwritablePattern(pattern: String, column: Int)
    /// A word that is to occur, with a character which the model cannot write.
    case unwritableWord(word: String, character: String)
    /// A word without characters.
    case emptyWord
    /// An automaton with more states than fit into memory.
    case tooLarge
    /// No text meets all the conditions.
    case contradiction
    /// The shortest text that meets the conditions is longer than texts may be.
    case tooLong(shortest: Int, length: Int)

    public var problem: String {
        switch self {
        case .invalidPattern(let pattern, let column, let reason):
            let scalars = Array(pattern.unicodeScalars)
            let place = column <= scalars.count ? "\"\(scalars[column - 1])\"" : "the end"
            return "The pattern \(pattern.debugDescription) cannot be read: at column \(column), \(place) \(reason)"
        case .unwritablePattern(let pattern, let column):
            return "The pattern \(pattern.debugDescription) cannot be met: what it needs at column \(column) is not in "
                + "the model's vocabulary"
        case .unwritableWord(let word, let character):
            return "The word \(word.debugDescription) cannot be written: \(character.debugDescription) is not in the "
                + "model's vocabulary"
        case .emptyWord: return "A word that is required or forbidden must not be empty"
        case .tooLarge: return "The pattern and the words need an automaton that is too large"
        case .contradiction:
            return "No text that the model can write meets the pattern and all required and forbidden words"
        case .tooLong(let shortest, let length):
            return "The shortest text that meets the conditions has \(shortest) characters, more than the \(length) "
                + "that are allowed"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .tooLarge: [.advice("give a shorter pattern or fewer words")]
        case .contradiction: [.advice("leave one of them out")]
        case .tooLong: [.raise([.length])]
        default: []
        }
    }
}
