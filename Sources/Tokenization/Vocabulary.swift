/// The tokens a model knows, each with an id: four special ones first, then the ordinary ones.
///
/// The special tokens have no text: `<pad>` in a user's text is five characters, never ``paddingID``.
public struct Vocabulary: Sendable, Equatable {
    /// Fills up short rows of a batch.
    public static let paddingID: Int32 = 0
    /// Stands for every token that the vocabulary does not have.
    public static let unknownID: Int32 = 1
    /// Comes before the first token of a text.
    public static let beginID: Int32 = 2
    /// Comes after the last token of a text.
    public static let endID: Int32 = 3
    /// The number of special tokens, and so the first ordinary id.
    public static let specialCount = 4

    private static let specialNames = ["<pad>", "<unk>", "<bos>", "<eos>"]

    /// All 256 bytes with the ids 4...259, in order.
    public static let bytes = Vocabulary(tokens: (0...255).map { [UInt8($0)] })

    /// The ordinary tokens one behind the other.
    private let text: [UInt8]
    /// For each ordinary token its end in ``text``.
    private let ends: [Int]
    /// The ids of tokens of one scalar below U+10000, by scalar value.
    private let scalarIDs: [Int32]
    /// All others, and their ids.
    private let others: ByteStringTable
    private let otherIDs: [Int32]

    /// Makes a vocabulary of the tokens that occur, the most frequent first, ties in byte order.
    ///
    /// - Parameter minFrequency: Leaves out tokens that occur less often.
    public init(counting tokens: some Sequence<String>, minFrequency: Int = 1) {
        self.init(Self.counter(of: tokens), minFrequency: minFrequency, maxSize: nil)
    }

    /// Makes a vocabulary of limited size.
    ///
    /// - Parameters:
    ///   - minFrequency: Leaves out tokens that occur less often.
    ///   - maxSize: Keeps the most frequent so that there are at most that many ids, the four special ones
    ///     counted; nil keeps all.
    /// - Throws: ``TokenizerError/vocabularyTooSmall(size:needed:)`` if there is no room for the special ids.
    public init(counting tokens: some Sequence<String>, minFrequency: Int = 1, maxSize: Int?) throws {
        if let maxSize, maxSize < Self.specialCount {
            throw TokenizerError.vocabularyTooSmall(size: maxSize, needed: Self.specialCount)
        }
        self.init(Self.counter(of: tokens), minFrequency: minFrequency, maxSize: maxSize)
    }

    private static func counter(of tokens: some Sequence<String>) -> TokenCounter {
        var counter = TokenCounter()
        for var token in tokens where !token.isEmpty { token.withUTF8 { counter.count($0) } }
        return counter
    }

    init(_ counter: TokenCounter, minFrequency: Int, maxSize: Int?) {
        let limit = maxSize ?? Int.max
        precondition(
            limit >= Self.specialCount,
            "Vocabulary: maxSize \(limit) has no room for the \(Self.specialCount) special tokens")
        let kept = counter.ranked.prefix { $0.count >= minFrequency }.prefix(limit - Self.specialCount)
        self.init(tokens: kept.map(\.token))
    }

    /// Takes the ordinary tokens in the order of their ids; they must be distinct and not empty.
    init(tokens: [[UInt8]]) {
        var text: [UInt8] = []
        var ends: [Int] = []
        var scalarIDs: [Int32] = []
        var others = ByteStringTable()
        var otherIDs: [Int32] = []
        for (index, token) in tokens.enumerated() {
            let id = Int32(index + Self.specialCount)
            text += token
            ends.append(text.count)
            if let scalar = token.withUnsafeBufferPointer(basicScalar) {
                if scalar >= scalarIDs.count {
                    scalarIDs += [Int32](repeating: Self.unknownID, count: scalar + 1 - scalarIDs.count)
                }
                scalarIDs[scalar] = id
            } else {
                let number = token.withUnsafeBufferPointer { others.insert($0) }
                precondition(number == otherIDs.count, "Vocabulary: the token \(token) is there twice.")
                otherIDs.append(id)
            }
        }
        self.text = text
        self.ends = ends
        self.scalarIDs = scalarIDs
        self.others = others
        self.otherIDs = otherIDs
    }

    /// The number of ids, the special ones included.
    public var count: Int { Self.specialCount + ends.count }

    /// The ids of ordinary tokens.
    public var ordinaryIDs: Range<Int32> { Int32(Self.specialCount)..<Int32(count) }

    /// Whether the id is one of the four special tokens.
    public static func isSpecial(_ id: Int32) -> Bool { 0 <= id && id < specialCount }

    /// The id of a token, or nil if the vocabulary does not have it. No text has a special id.
    public func id(of token: String) -> Int32? {
        var token = token
        let id = token.withUTF8 { self.id(of: $0) }
        return id == Self.unknownID ? nil : id
    }

    /// The id of a byte in a byte vocabulary.
    @inline(__always)
    static func id(ofByte byte: UInt8) -> Int32 { Int32(byte) + Int32(specialCount) }

    /// The id of a token given as UTF-8, ``unknownID`` if the vocabulary does not have it.
    @inline(__always)
    func id(of token: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let scalar = basicScalar(token) else {
            return others.number(of: token).map { otherIDs[$0] } ?? Self.unknownID
        }
        return scalar < scalarIDs.count ? scalarIDs[scalar] : Self.unknownID
    }

    /// The bytes of a token: its UTF-8, one byte in a byte vocabulary, none for a special token.
    ///
    /// - Precondition: The id is in `0..<count`.
    public func bytes(of id: Int32) -> ArraySlice<UInt8> {
        text[textRange(of: id)]
    }

    /// How many bytes a token has.
    @inline(__always)
    func byteCount(of id: Int32) -> Int { textRange(of: id).count }

    /// Appends the bytes of a token.
    @inline(__always)
    func appendBytes(of id: Int32, to bytes: inout [UInt8]) {
        for offset in textRange(of: id) { bytes.append(text[offset]) }
    }

    @inline(__always)
    private func textRange(of id: Int32) -> Range<Int> {
        precondition(0 <= id && id < count, "Vocabulary: id \(id) is not in 0..<\(count)")
        let index = Int(id) - Self.specialCount
        guard index >= 0 else { return 0..<0 }
        return (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    /// A token for display: `<pad>`, `<unk>`, `<bos>`, `<eos>`, the text of a token, or `<0xE9>` for a byte that
    /// is no text by itself.
    ///
    /// - Precondition: The id is in `0..<count`.
    public func name(of id: Int32) -> String {
        let bytes = bytes(of: id)
        if Self.isSpecial(id) { return Self.specialNames[Int(id)] }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return bytes.map { "<0x" + String($0, radix: 16, uppercase: true) + ">" }.joined()
    }
}

extension Vocabulary {
    /// Whether both have the same tokens under the same ids.
    public static func == (left: Vocabulary, right: Vocabulary) -> Bool {
        left.ends == right.ends && left.text == right.text
    }
}
