import Tokenization

/// Removes the tokens with which the text would repeat too long a piece of another text word for word.
///
/// Only what is generated counts, not the text that it continues.
public struct CopyLimitProcessor: LogitsProcessor {
    private let pieces: PieceTable
    /// What tokens are made of; `nil` where each counts as one.
    private let spellings: ScalarSpellings?
    /// All tokens, or the scalars of all pieces of words, that were generated.
    private var symbols: [Int32] = []
    /// Bytes of a scalar that is not whole yet.
    private var partialScalar: [UInt8] = []
    /// The hash of the latest symbols, as many as may be copied.
    private var hash: UInt64 = 0
    /// How many ids of the history were read; `nil` before the first draw.
    private var numRead: Int?

    /// A limit that counts tokens.
    ///
    /// - Parameters:
    ///   - maxCopy: The most tokens in a row that may be those of the corpus, 1 or more. With a small number a text may come
    ///     to a point where no token is left.
    ///   - corpus: The ids of the other text.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(maxCopy: Int, corpus: [Int32]) throws(SamplingError) {
        try self.init(maxCopy, corpus, nil)
    }

    /// A limit that counts code points, however a tokenizer of byte pairs cuts them into pieces.
    ///
    /// - Parameters:
    ///   - maxCopy: The most code points in a row that may be those of the corpus, 1 or more.
    ///   - text: The other text.
    ///   - tokenizer: That of the model.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(maxCopy: Int, text: String, tokenizer: Tokenizer) throws(SamplingError) {
        let normalized = tokenizer.decode(tokenizer.encodeIDs(text))
        let corpus = normalized.unicodeScalars.map { Int32(bitPattern: $0.value) }
        try self.init(maxCopy, corpus, ScalarSpellings(tokenizer.vocabulary))
    }

    private init(_ maxCopy: Int, _ corpus: [Int32], _ spellings: ScalarSpellings?) throws(SamplingError) {
        guard maxCopy >= 1 else {
            throw .outOfRange(option: "maxCopy", value: String(maxCopy), allowed: "1 or more")
        }
        pieces = PieceTable(corpus, length: maxCopy + 1)
        self.spellings = spellings
    }

    public mutating func process(_ candidates: inout TokenCandidates, history: [Int]) {
        for id in history[(numRead ?? history.count)...] { read(id) }
        numRead = history.count
        guard let spellings else {
            guard symbols.count >= pieces.length - 1 else { return }
            candidates.keep { !pieces.contains(pieces.hash(hash, adding: $0.id, removing: nil)) }
            return
        }
        candidates.keep { !copies(spellings.scalars(of: $0.id, after: partialScalar).scalars) }
    }

    private mutating func read(_ id: Int) {
        guard let spellings else { return append(Int32(id)) }
        let (scalars, rest) = spellings.scalars(of: id, after: partialScalar)
        for scalar in scalars { append(scalar) }
        partialScalar = rest
    }

    private mutating func append(_ symbol: Int32) {
        let place = symbols.count - (pieces.length - 1)
        hash = pieces.hash(hash, adding: Int(symbol), removing: place >= 0 ? Int(symbols[place]) : nil)
        symbols.append(symbol)
    }

    /// Whether the text would copy too much with some more scalars.
    private func copies(_ scalars: [Int32]) -> Bool {
        var hash = hash
        let length = pieces.length - 1
        for (index, scalar) in scalars.enumerated() {
            let count = symbols.count + index
            if count >= length, pieces.contains(pieces.hash(hash, adding: Int(scalar), removing: nil)) { return true }
            let place = count - length
            let oldest = place < 0 ? nil : place < symbols.count ? symbols[place] : scalars[place - symbols.count]
            hash = pieces.hash(hash, adding: Int(scalar), removing: oldest.map(Int.init))
        }
        return false
    }
}

/// The Unicode scalars that the tokens of byte pairs are made of.
private struct ScalarSpellings: Sendable {
    private let vocabulary: Vocabulary
    /// For each id its whole scalars, and the bytes behind them.
    private let spellings: [(scalars: [Int32], rest: [UInt8])]

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        spellings = (0..<Int32(vocabulary.count)).map { Self.split(Array(vocabulary.bytes(of: $0))) }
    }

    /// The scalars that are whole with a token, and the bytes of one that is not.
    func scalars(of id: Int, after partial: [UInt8]) -> (scalars: [Int32], rest: [UInt8]) {
        partial.isEmpty ? spellings[id] : Self.split(partial + vocabulary.bytes(of: Int32(id)))
    }

    /// Bytes that are no UTF-8 count as U+FFFD.
    private static func split(_ bytes: [UInt8]) -> (scalars: [Int32], rest: [UInt8]) {
        var constraint = UTF8Constraint()
        var (start, index) = (0, 0)
        while index < bytes.count, constraint.allows(bytes[index]) {
            constraint.advance(bytes[index])
            index += 1
            if constraint.isComplete { start = index }
        }
        let whole = index < bytes.count ? bytes[...] : bytes[..<start]
        let scalars = String(decoding: whole, as: UTF8.self).unicodeScalars.map { Int32(bitPattern: $0.value) }
        return (scalars, Array(bytes[whole.endIndex...]))
    }
}

/// The hashes of all pieces of one length of a text.
///
/// Two pieces have the same hash by chance once in about 10^13 lookups in a text of a million tokens; then one token more
/// than necessary is removed.
private struct PieceTable: Sendable {
    let length: Int
    /// Open addressing; 0 is an empty slot.
    private var slots: [UInt64]
    private let mask: Int
    /// The factor of the token before the window of `length - 1` tokens.
    private let oldestFactor: UInt64
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

    init(_ ids: [Int32], length: Int) {
        self.length = length
        var capacity = 64
        while capacity < 2 * ids.count { capacity *= 2 }
        mask = capacity - 1
        slots = Array(repeating: 0, count: capacity)
        var factor: UInt64 = 1
        for _ in 0..<(length - 1) { factor = factor &* Self.base }
        oldestFactor = factor
        var hash: UInt64 = 0
        for (index, id) in ids.enumerated() {
            if index >= length { hash = hash &- Self.value(Int(ids[index - length])) &* factor }
            hash = hash &* Self.base &+ Self.value(Int(id))
            if index >= length - 1 { insert(hash) }
        }
    }

    /// The hash of a window of `length - 1` tokens with another one behind it.
    ///
    /// - Parameter oldest: The token that leaves the window; `nil` where it grows.
    func hash(_ hash: UInt64, adding id: Int, removing oldest: Int?) -> UInt64 {
        let added = hash &* Self.base &+ Self.value(id)
        return oldest.map { added &- Self.value($0) &* oldestFactor } ?? added
    }

    func contains(_ hash: UInt64) -> Bool {
        let hash = max(hash, 1)
        var place = Self.place(hash) & mask
        while slots[place] != 0 {
            if slots[place] == hash { return true }
            place = (place + 1) & mask
        }
        return false
    }

    private mutating func insert(_ hash: UInt64) {
        let hash = max(hash, 1)
        var place = Self.place(hash) & mask
        while slots[place] != 0, slots[place] != hash { place = (place + 1) & mask }
        slots[place] = hash
    }

    /// A number for each token, so that small ids differ in all bits.
    private static func value(_ id: Int) -> UInt64 {
        var value = UInt64(truncatingIfNeeded: id) &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ (hash >> 29)) }
}
