import Foundation

/// Turns text into token ids and back: by characters, bytes, words, or pieces of words.
///
/// ```swift
/// let tokenizer = Tokenizer.train(on: corpus, unit: .grapheme)
/// let encoding = tokenizer.encode("naïve 👩‍👧")
/// tokenizer.decode(encoding.ids)  // "naïve 👩‍👧"
/// ```
///
/// Decoding is the exact inverse of encoding for normalized text without unknown tokens; tokenizers of bytes and of
/// byte pairs have no unknown ones.
public struct Tokenizer: Sendable, Equatable {
    /// What a token is.
    public let unit: TokenUnit
    /// What happens to a text before it is cut into tokens.
    public let normalizer: Normalizer
    /// The tokens and their ids.
    public let vocabulary: Vocabulary
    /// The version of the ICU it was trained with, such as "72.1".
    public let icuVersion: String
    /// How words are treated, for a tokenizer of words or of byte pairs.
    public let words: WordOptions
    /// What a tokenizer of byte pairs joins.
    let merges: BytePairMerges

    /// Whether the ICU in use is the one it was trained with.
    ///
    /// If not, rare characters may be cut or normalized in another way than the model learned.
    public var matchesCurrentICU: Bool { icuVersion == Segmenter.icuVersion }

    init(
        unit: TokenUnit, normalizer: Normalizer, vocabulary: Vocabulary, icuVersion: String = Segmenter.icuVersion,
        words: WordOptions = WordOptions(), merges: BytePairMerges = BytePairMerges()
    ) {
        self.unit = unit
        self.normalizer = normalizer
        self.vocabulary = vocabulary
        self.icuVersion = icuVersion
        self.words = words
        self.merges = merges
    }

    /// The ids of a text with the byte range each came from, and what was unknown.
    public func encode(_ text: String) -> Encoding {
        var session = TokenizerSession(self)
        return session.encode(text)
    }

    /// The ids of a text alone: the fast way for a corpus.
    public func encodeIDs(_ text: String) -> [Int32] {
        var session = TokenizerSession(self)
        return session.encodeIDs(text)
    }

    /// The ids of the bytes of a file, with their offsets.
    ///
    /// Valid UTF-8 gives what ``encode(_:)`` gives for that text, a byte order mark included. Anything else a
    /// tokenizer of bytes takes byte by byte, without normalization, and one of byte pairs so far as it is no UTF-8.
    ///
    /// - Parameter file: The name that the error message gives.
    /// - Throws: ``TokenizerError/invalidUTF8(file:byteOffset:)`` if the unit is neither ``TokenUnit/byte`` nor
    ///   ``TokenUnit/bpe``.
    public func encode(bytes: [UInt8], file: String) throws -> Encoding {
        if let text = String(validating: bytes, as: UTF8.self) { return encode(text) }
        try requireAnyBytes(bytes, file: file)
        var encoding = Encoding()
        forEachStretch(of: bytes) { start, text in
            if let text {
                let part = encode(text)
                encoding.ids += part.ids
                encoding.byteRanges += part.byteRanges.map { start + $0.lowerBound..<start + $0.upperBound }
            } else {
                encoding.append(Vocabulary.id(ofByte: bytes[start]), start..<start + 1)
            }
        }
        return encoding
    }

    /// The ids of the bytes of a file alone, as ``encode(bytes:file:)`` gives them.
    public func encodeIDs(bytes: [UInt8], file: String) throws -> [Int32] {
        let isTakenAsIs = unit == .byte && normalizer.steps.isEmpty
        if !isTakenAsIs, let text = String(validating: bytes, as: UTF8.self) { return encodeIDs(text) }
        try requireAnyBytes(bytes, file: file)
        if unit == .byte { return bytes.map(Vocabulary.id(ofByte:)) }
        return try encode(bytes: bytes, file: file).ids
    }

    private func requireAnyBytes(_ bytes: [UInt8], file: String) throws {
        guard unit != .byte, unit != .bpe else { return }
        throw TokenizerError.invalidUTF8(file: file, byteOffset: validUTF8PrefixLength(of: bytes))
    }

    /// Calls `body` with where each stretch of a text that is not UTF-8 begins, and what it holds; nil for a byte that
    /// belongs to no character. A tokenizer of bytes takes all so.
    private func forEachStretch(of bytes: [UInt8], _ body: (_ start: Int, _ text: String?) -> Void) {
        var start = 0
        while start < bytes.count {
            let count = unit == .byte ? 0 : validUTF8PrefixLength(of: bytes[start...])
            if count > 0 { body(start, String(decoding: bytes[start..<start + count], as: UTF8.self)) }
            if start + count < bytes.count { body(start + count, nil) }
            start += count + 1
        }
    }

    /// The text of some ids. Special tokens give nothing; bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Precondition: Each id is in `0..<vocabulary.count`.
    public func decode(_ ids: some Sequence<Int32>) -> String {
        String(decoding: decodeBytes(ids), as: UTF8.self)
    }

    /// The bytes of some ids, for texts of bytes that need not be UTF-8.
    ///
    /// - Precondition: Each id is in `0..<vocabulary.count`.
    public func decodeBytes(_ ids: some Sequence<Int32>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ids.underestimatedCount)
        for id in Array(ids) {
            if unit == .word, !words.keepsWhitespace, !bytes.isEmpty, !Vocabulary.isSpecial(id) {
                bytes.append(UInt8(ascii: " "))
            }
            vocabulary.appendBytes(of: id, to: &bytes)
        }
        return bytes
    }
}

/// Calls `body` with the start and end of each character of valid UTF-8.
@inline(__always)
func forEachCharacter(
    in utf8: UnsafeBufferPointer<UInt8>, _ unit: TokenUnit, _ body: (_ start: Int, _ end: Int) -> Void
) {
    if unit == .grapheme {
        Segmenter.graphemes.forEachRange(in: utf8) { start, end, _ in body(start, end) }
        return
    }
    var start = 0
    while start < utf8.count {
        let end = start + scalarLength(lead: utf8[start])
        body(start, end)
        start = end
    }
}

/// Calls `body` with each word of valid UTF-8 as it counts, and where it stands.
@inline(__always)
func forEachWord(
    in utf8: UnsafeBufferPointer<UInt8>, _ options: WordOptions,
    _ body: (_ token: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Void
) {
    Segmenter.words.forEachRange(in: utf8) { start, end, status in
        let token = UnsafeBufferPointer(rebasing: utf8[start..<end])
        let kind = SegmentKind(wordStatus: status)
        if !options.keepsWhitespace, Segment.isWhitespace(status: status, token) { return }
        if kind == .number, options.foldsNumbers {
            let folded = token.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") ? UInt8(ascii: "0") : $0 }
            folded.withUnsafeBufferPointer { body($0, start, end) }
        } else {
            body(token, start, end)
        }
    }
}

/// The number of bytes of the scalar that begins with this byte of valid UTF-8.
@inline(__always)
func scalarLength(lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
}

/// The unit of a tokenizer: what one token is.
public enum TokenUnit: String, Codable, CaseIterable, Sendable {
    /// A grapheme cluster: what a reader takes for one character, such as "é", "👩‍👧" or CR LF.
    case grapheme
    /// A Unicode scalar: one code point.
    case scalar
    /// A byte of the UTF-8 text, or of any file.
    case byte
    /// A word of ICU's, or what stands between words.
    case word
    /// A piece of a word, by byte-pair encoding.
    case bpe

    /// Those whose tokens are characters or bytes.
    public static let characterUnits: [TokenUnit] = [.grapheme, .scalar, .byte]
}

/// How a tokenizer of words or of pieces of words treats them.
public struct WordOptions: Sendable, Equatable, Codable {
    /// Whether white space between words is a token as well; without it, decoding puts one space between words, and
    /// none between the pieces of byte pairs.
    public var keepsWhitespace: Bool
    /// Whether every digit of a number counts as 0, so that "1987" and "2024" are one token; not for byte pairs.
    public var foldsNumbers: Bool

    /// Words with white space kept and numbers as they are, unless said otherwise.
    public init(keepsWhitespace: Bool = true, foldsNumbers: Bool = false) {
        self.keepsWhitespace = keepsWhitespace
        self.foldsNumbers = foldsNumbers
    }
}

/// Why a text or a tokenizer file cannot be used.
public enum TokenizerError: RemediedError, Equatable {
    /// The text is not valid UTF-8; `byteOffset` is that of the first byte of the bad sequence in the file.
    case invalidUTF8(file: String, byteOffset: Int)
    /// The file cannot be read as a tokenizer; `reason` says why.
    case malformed(file: String, reason: String)
    /// The file has a format version that this program does not know.
    case unsupportedVersion(file: String, found: Int, supported: Int)
    /// A token occurs twice in the file.
    case duplicateToken(file: String, token: String)
    /// The number of tokens is not the one that the file announces.
    case countMismatch(file: String, expected: Int, found: Int)
    /// The limit on the size of a vocabulary is below the number of ids that every such vocabulary has.
    case vocabularyTooSmall(size: Int, needed: Int)

    public var problem: String {
        switch self {
        case .invalidUTF8(let file, let byteOffset): "'\(file)' is not valid UTF-8 at byte \(byteOffset)"
        case .malformed(let file, let reason): "'\(file)' is not a usable tokenizer: \(reason)"
        case .unsupportedVersion(let file, let found, let supported) where found > supported:
            "'\(file)' has format version \(found), made by a newer version of this program, which reads up to \(supported)"
        case .unsupportedVersion(let file, let found, let supported):
            "'\(file)' has format version \(found), which never existed; this program reads versions 1 to \(supported)"
        case .duplicateToken(let file, let token):
            "'\(file)' lists the token \(String(token.unicodeScalars.prefix(40)).debugDescription) twice"
        case .countMismatch(let file, let expected, let found):
            "'\(file)' declares a vocabulary of \(expected) but has \(found), including the special tokens; "
                + "it is damaged or was edited"
        case .vocabularyTooSmall(let size, let needed):
            "A vocabulary of \(size) ids is too small, because \(needed) are always there"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .invalidUTF8: [.advice("convert it to UTF-8, for instance with iconv")]
        case .malformed, .duplicateToken, .countMismatch: [.advice("copy the model again")]
        case .unsupportedVersion(_, let found, let supported) where found > supported:
            [.advice("update the program"), .advice("train the model again")]
        case .unsupportedVersion: [.advice("copy the model again")]
        case .vocabularyTooSmall(_, let needed): [.advice("allow at least \(needed)")]
        }
    }
}
