/// Turns ids into text while they are being sampled, never cutting a character.
///
/// The pieces together are the decoded text. Each piece is valid UTF-8 and ends where a grapheme cluster ends:
/// tokens of scalars and bytes are held back until what follows cannot join them any more. Clusters of more than 256
/// bytes, which no script needs, are handed out in parts. Special tokens print nothing.
///
/// ```swift
/// var decoder = StreamingDecoder(tokenizer)
/// for id in ids { print(decoder.append(id), terminator: "") }
/// print(decoder.finish())
/// ```
public struct StreamingDecoder: Sendable {
    private let tokenizer: Tokenizer
    /// The grapheme cluster that the next scalar may still join.
    private var heldCluster: [UInt8] = []
    private static let longestCluster = 256
    /// The bytes of a scalar that is not whole yet.
    private var partialScalar: [UInt8] = []
    private var constraint = UTF8Constraint()

    /// Begins a text.
    public init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
    }

    /// Takes one id and returns the text that is now certain, often empty.
    ///
    /// - Precondition: The id is in `0..<vocabulary.count`.
    public mutating func append(_ id: Int32) -> String {
        let bytes = tokenizer.vocabulary.bytes(of: id)
        if tokenizer.unit == .grapheme { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        for byte in bytes { append(byte, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Ends the text and returns what was held back, less an unfinished scalar and a zero-width joiner that
    /// waits for a further emoji. The decoder can then begin another text.
    public mutating func finish() -> String {
        var rest = String(decoding: heldCluster, as: UTF8.self)
        let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"
        while rest.unicodeScalars.last == zeroWidthJoiner, rest.unicodeScalars.contains(where: isPictographic) {
            rest.unicodeScalars.removeLast()
        }
        self = StreamingDecoder(tokenizer)
        return rest
    }

    /// Puts scalars together; what cannot become one is replaced, as `String(decoding:as:)` does.
    private mutating func append(_ byte: UInt8, to text: inout [UInt8]) {
        if !constraint.allows(byte), !partialScalar.isEmpty { replacePartialScalar(to: &text) }
        partialScalar.append(byte)
        guard constraint.allows(byte) else { return replacePartialScalar(to: &text) }
        constraint.advance(byte)
        guard constraint.isComplete else { return }
        append(scalar: partialScalar, to: &text)
        partialScalar = []
    }

    private mutating func replacePartialScalar(to text: inout [UInt8]) {
        append(scalar: Array("\u{FFFD}".utf8), to: &text)
        partialScalar = []
        constraint = UTF8Constraint()
    }

    /// Puts clusters together; one is certain when the next begins, or when it ends a line.
    private mutating func append(scalar: [UInt8], to text: inout [UInt8]) {
        let joined = heldCluster + scalar
        if joined.count <= Self.longestCluster, Segmenter.graphemes.firstEnd(in: joined) == joined.count {
            heldCluster = joined
        } else {
            text += heldCluster
            heldCluster = scalar
        }
        if scalar == [UInt8(ascii: "\n")] {
            text += heldCluster
            heldCluster = []
        }
    }
}
