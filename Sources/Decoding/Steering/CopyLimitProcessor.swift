/// Removes the tokens with which the text would repeat too long a piece of another text word for word.
///
/// Only what is generated counts, not the text that it continues.
public struct CopyLimitProcessor: LogitsProcessor {
    private let pieces: PieceTable
    /// The hash of the latest tokens, as many as may be copied.
    private var hash: UInt64 = 0
    /// How many ids of the history were read; `nil` before the first draw.
    private var numRead: Int?
    /// How many of these the processor has drawn itself.
    private var count = 0

    /// - Parameters:
    ///   - maxCopy: The most tokens in a row that may be those of the corpus, 1 or more. With a small number a text may come
    ///     to a point where no token is left.
    ///   - corpus: The ids of the other text.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(maxCopy: Int, corpus: [Int32]) throws(SamplingError) {
        guard maxCopy >= 1 else {
            throw .outOfRange(option: "maxCopy", value: String(maxCopy), allowed: "1 or more")
        }
        pieces = PieceTable(corpus, length: maxCopy + 1)
    }

    public mutating func process(_ candidates: inout TokenCandidates, history: [Int]) {
        let length = pieces.length - 1
        for index in (numRead ?? history.count)..<history.count {
            let oldest = count >= length ? history[index - length] : nil
            hash = pieces.hash(hash, adding: history[index], removing: oldest)
            count += 1
        }
        numRead = history.count
        guard count >= length else { return }
        candidates.keep { !pieces.contains(pieces.hash(hash, adding: $0.id, removing: nil)) }
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
