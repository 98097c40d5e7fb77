import Recurrent

// What tokens are called where they are counted: figures for a byte and for a character do not compare.
extension TokenUnit {
    /// One of them, short, as in "nats/char".
    var noun: String {
        switch self {
        case .grapheme: "char"
        case .scalar: "code point"
        case .byte: "byte"
        case .word: "word"
        case .bpe: "piece"
        }
    }

    /// Many of them.
    var plural: String {
        switch self {
        case .grapheme: "characters"
        case .scalar: "code points"
        case .byte: "bytes"
        case .word: "words"
        case .bpe: "pieces"
        }
    }
}
