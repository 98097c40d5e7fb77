import Foundation
import ModelFiles
import Tensors
import Tokenization

/// The text of one or several files, in order.
public struct TextCorpus: Sendable {
    /// The files' names, for messages.
    public let name: String
    /// The bytes, valid UTF-8 unless the unit is bytes.
    public let bytes: [UInt8]
    /// What a token of the text is.
    public let unit: TokenUnit

    /// Reads files and joins them; a file that does not end in a line break gets one before the next.
    ///
    /// - Parameters:
    ///   - files: File URLs; one of them may be `URL.standardInput`.
    ///   - encoding: `nil` is UTF-8, and for a corpus of bytes whatever the files hold.
    /// - Throws: `FileError` when a file cannot be read, ``CorpusError/empty(file:)``, and what
    ///   ``TextFile/bytes(of:encoding:)`` throws.
    public init(contentsOf files: [URL], unit: TokenUnit, encoding: TextEncoding? = nil) throws {
        guard !files.isEmpty else { throw CorpusError.noFiles }
        var bytes: [UInt8] = []
        for file in files {
            let isTakenAsIs = unit == .byte && encoding == nil
            let text =
                isTakenAsIs
                ? [UInt8](try FileReading.contents(of: file))
                : try TextFile.bytes(of: file, encoding: encoding ?? .utf8)
            guard !text.isEmpty else { throw CorpusError.empty(file: file.nameInMessages) }
            if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
            bytes += text
        }
        self.init(name: files.map(\.nameInMessages).joined(separator: ", "), bytes: bytes, unit: unit)
    }

    /// A corpus that is at hand as text.
    public init(_ text: String, name: String = "text", unit: TokenUnit = .grapheme) {
        self.init(name: name, bytes: [UInt8](text.utf8), unit: unit)
    }

    private init(name: String, bytes: [UInt8], unit: TokenUnit) {
        self.name = name
        self.bytes = bytes
        self.unit = unit
    }

    /// The text with other line ends.
    public func withLineEnds(_ lineEnds: LineEnds) -> TextCorpus {
        var bytes = bytes
        lineEnds.apply(to: &bytes)
        return TextCorpus(name: name, bytes: bytes, unit: unit)
    }

    /// The number of tokens, nearly: bytes for a corpus of bytes, else code points.
    public var approximateTokenCount: Int {
        unit == .byte ? bytes.count : bytes.reduce(0) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) }
    }

    /// A number, as hexadecimal digits, that changes with the text.
    public var fingerprint: String {
        var hash = StableHash()
        hash.add(bytes)
        return hash.digits + "." + String(bytes.count, radix: 16)
    }

    /// A tokenizer whose vocabulary is that of this text.
    public func makeTokenizer(normalization: Normalization, minFrequency: Int = 1) -> Tokenizer {
        guard unit != .byte else { return .bytes() }
        return .train(
            on: String(decoding: bytes, as: UTF8.self), unit: unit, normalization: normalization,
            minFrequency: minFrequency)
    }

    /// A tokenizer with a vocabulary of limited size.
    ///
    /// - Parameter maxSize: The greatest number of ids, the four special ones included; `nil` is no limit.
    /// - Throws: `TokenizerError.vocabularyTooSmall`.
    public func makeTokenizer(
        normalization: Normalization, minFrequency: Int = 1, maxSize: Int?
    ) throws -> Tokenizer {
        guard unit != .byte else { return .bytes() }
        return try .train(
            on: String(decoding: bytes, as: UTF8.self), unit: unit, normalization: normalization,
            minFrequency: minFrequency, maxSize: maxSize)
    }

    /// The token ids of the text.
    public func ids(with tokenizer: Tokenizer) throws -> [Int32] {
        try tokenizer.encodeIDs(bytes: bytes, file: name)
    }

    /// Cuts off the last part of the text, counted in tokens, or for byte pairs in characters: all units but bytes cut
    /// it at nearly the same place.
    ///
    /// - Parameter fraction: The share of the second part, in 0 ..< 1; `floor((1 - fraction) · tokens)` stay in the
    ///   first.
    /// - Throws: ``SplitError``, or what ``ids(with:)`` throws.
    public func split(
        lastFraction fraction: Double, normalization: Normalization
    ) throws -> (first: TextCorpus, last: TextCorpus) {
        try SplitError.requireValid(fraction: fraction)
        let cutter = unit == .bpe ? TextCorpus(name: name, bytes: bytes, unit: .grapheme) : self
        let tokenizer = cutter.makeTokenizer(normalization: normalization)
        let ids = try ids(with: tokenizer)
        let boundary = Int(Double(ids.count) * (1 - fraction) + 1e-9)
        func part(_ range: Range<Int>) -> TextCorpus {
            TextCorpus(name: name, bytes: tokenizer.decodeBytes(ids[range]), unit: unit)
        }
        return (part(0..<boundary), part(boundary..<ids.count))
    }
}

/// Why a corpus cannot be trained on or evaluated.
public enum CorpusError: RemediedError, Equatable {
    /// No file was given.
    case noFiles
    /// The file has no text.
    case empty(file: String)
    /// The training part has fewer tokens than one batch.
    case tooShort(name: String, tokens: Int, needed: Int, unit: TokenUnit = .grapheme)
    /// No token is frequent enough for the vocabulary.
    case everythingRare(name: String, minFrequency: Int)

    public var problem: String {
        switch self {
        case .noFiles: "there are no files to read"
        case .empty(let file): "\(file) is empty"
        case .tooShort(let name, let tokens, let needed, let unit):
            "\(name) has only \(tokens) \(unit == .bpe ? "pieces" : "characters") to train on, not counting the held-out part, and at least \(needed) are "
                + "needed (batch size times sequence length)"
        case .everythingRare(let name, let minFrequency):
            "No character of \(name) occurs \(minFrequency) times"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .noFiles, .empty: [.advice("give a file with text in it")]
        case .tooShort: [.advice("give a longer text"), .lower([.batchSize, .sequenceLength])]
        case .everythingRare: [.lower([.minFrequency])]
        }
    }
}

/// Reading a whole file of text, whatever its encoding.
public enum TextFile {
    /// The text of a file in UTF-8, a byte order mark left out.
    ///
    /// - Parameter url: A file URL, or `URL.standardInput`.
    /// - Throws: `FileError`, `TextEncodingError.malformed` with the place of the first bad byte and what the file looks
    ///   like, or ``RecordError/compressed(file:command:)``.
    public static func bytes(of url: URL, encoding: TextEncoding = .utf8) throws -> [UInt8] {
        let file = url.nameInMessages
        let stream = EncodingStream(encoding, file: file)
        var (text, head): ([UInt8], [UInt8]) = ([], [])
        do {
            try FileReading.forEachChunk(of: url, size: 1 << 20) { chunk in
                if head.isEmpty { head = Array(chunk.prefix(8)) }
                try stream.append(Array(chunk), to: &text)
            }
            try stream.finish(to: &text)
        } catch let error as TextEncodingError {
            if let command = TextInput.unpacking(head) { throw RecordError.compressed(file: file, command: command) }
            throw error
        }
        return text
    }

    /// The text of a file, a byte order mark left out.
    ///
    /// - Throws: As ``bytes(of:encoding:)`` does.
    public static func text(of url: URL, encoding: TextEncoding = .utf8) throws -> String {
        String(decoding: try bytes(of: url, encoding: encoding), as: UTF8.self)
    }
}

/// A token of a text that a vocabulary does not have, and how often it occurs.
public struct UnknownToken: Sendable, Equatable {
    /// As the text has it, before normalization.
    public let text: String
    /// How often it occurs.
    public let count: Int

    /// Its code points, such as "U+6F22".
    public var codePoints: [String] {
        text.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }
}

extension TextCorpus {
    /// The tokens of the text that a tokenizer does not know, the most frequent first.
    public func unknownTokens(for tokenizer: Tokenizer) throws -> [UnknownToken] {
        let encoding = try tokenizer.encode(bytes: bytes, file: name)
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for (id, range) in zip(encoding.ids, encoding.byteRanges) where id == Vocabulary.unknownID {
            counts[bytes[range], default: 0] += 1
        }
        return counts.map { UnknownToken(text: String(decoding: $0.key, as: UTF8.self), count: $0.value) }
            .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }
}
