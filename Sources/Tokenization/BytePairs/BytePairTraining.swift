/// Learns a byte-pair encoding: the pair that occurs most often is joined, until the vocabulary is full.
///
/// Equal counts go by the lower ids, so equal texts give equal encodings.
struct BytePairTraining {
    /// The stretches of the text, all their symbols one behind the other.
    private var symbols: [Int32] = []
    private var starts: [Int] = []
    private var lengths: [Int] = []
    private let counts: [Int]

    private var pairs = PairTable()
    private var pairCounts: [Int] = []
    /// For each pair, stretches that held it at some time.
    private var places: [[Int32]] = []
    private var queue = CountQueue()
    /// Pairs whose count grew during the current join.
    private var grown: [Int] = []

    /// - Parameters:
    ///   - chunks: The distinct stretches and how often each occurs.
    ///   - vocabulary: Bytes and characters, the ids to begin with, and what `merges` join them to.
    ///   - merges: Joins that were learned before; the stretches are encoded with them first.
    init(
        chunks: ByteStringTable, counts: [Int], vocabulary: Vocabulary, merges: BytePairMerges = BytePairMerges()
    ) {
        self.counts = counts
        for number in 0..<chunks.count {
            starts.append(symbols.count)
            chunks[number].withUnsafeBufferPointer { utf8 in
                forEachBaseSymbol(of: utf8, vocabulary) { symbols.append($0) }
            }
            if !merges.results.isEmpty { joinLast(from: starts[number], by: merges) }
            lengths.append(symbols.count - starts[number])
        }
        for word in starts.indices {
            for index in starts[word]..<starts[word] + max(lengths[word] - 1, 0) {
                change(symbols[index], symbols[index + 1], by: counts[word], in: word)
            }
        }
        queueGrown()
    }

    /// Joins the symbols of the last stretch as an encoder would.
    private mutating func joinLast(from start: Int, by merges: BytePairMerges) {
        let count = symbols.count - start
        var ranks = [Int32](repeating: 0, count: count)
        let left = symbols.withUnsafeMutableBufferPointer { symbols in
            ranks.withUnsafeMutableBufferPointer { ranks in
                merges.join(UnsafeMutableBufferPointer(rebasing: symbols[start...]), ranks: ranks, count: count)
            }
        }
        symbols.removeLast(count - left)
    }

    /// Joins until there are `size` tokens or no pair occurs twice.
    ///
    /// - Parameters:
    ///   - tokens: The bytes of the ordinary tokens so far; grows.
    ///   - merges: The joins so far; grows. A pair of them that a new join brings about is joined again.
    mutating func learn(tokens: inout [[UInt8]], merges: inout BytePairMerges, size: Int) {
        var ids: [[UInt8]: Int32] = [:]
        for (index, token) in tokens.enumerated() { ids[token] = Int32(index + Vocabulary.specialCount) }
        while tokens.count + Vocabulary.specialCount < size, let pair = mostFrequentPair() {
            let (left, right) = pairs[pair]
            if let known = merges.pairs.number(of: left, right) {
                join(pair, to: merges.results[known])
                continue
            }
            let token = tokens[Int(left) - Vocabulary.specialCount] + tokens[Int(right) - Vocabulary.specialCount]
            let result = ids[token] ?? Int32(tokens.count + Vocabulary.specialCount)
            if ids[token] == nil {
                ids[token] = result
                tokens.append(token)
            }
            merges.append(left, right, result: result)
            join(pair, to: result)
        }
    }

    private mutating func mostFrequentPair() -> Int? {
        while let entry = queue.pop() {
            let count = pairCounts[entry.pair]
            if count == entry.count { return count >= 2 ? entry.pair : nil }
            if count >= 2 { queue.push(.init(count: count, order: order(of: entry.pair), pair: entry.pair)) }
        }
        return nil
    }

    private mutating func join(_ pair: Int, to result: Int32) {
        let (left, right) = pairs[pair]
        let words = places[pair]
        places[pair] = []
        pairCounts[pair] = 0
        for word in words { join(left, right, to: result, in: Int(word)) }
        pairCounts[pair] = 0  // what was counted off inside runs of one symbol
        queueGrown()
    }

    private mutating func join(_ left: Int32, _ right: Int32, to result: Int32, in word: Int) {
        let (start, end, count) = (starts[word], starts[word] + lengths[word], counts[word])
        var (from, to) = (start, start)
        while from < end {
            guard from + 1 < end, symbols[from] == left, symbols[from + 1] == right else {
                symbols[to] = symbols[from]
                (from, to) = (from + 1, to + 1)
                continue
            }
            if to > start {
                change(symbols[to - 1], left, by: -count, in: word)
                change(symbols[to - 1], result, by: count, in: word)
            }
            if from + 2 < end {
                change(right, symbols[from + 2], by: -count, in: word)
                change(result, symbols[from + 2], by: count, in: word)
            }
            symbols[to] = result
            (from, to) = (from + 2, to + 1)
        }
        lengths[word] = to - start
    }

    /// Counts a pair, unless one side is a byte that is no character: such bytes stay apart.
    private mutating func change(_ left: Int32, _ right: Int32, by count: Int, in word: Int) {
        if isLooseByte(left) || isLooseByte(right) { return }
        let pair = pairs.insert(left, right)
        if pair == pairCounts.count {
            pairCounts.append(0)
            places.append([])
        }
        pairCounts[pair] += count
        guard count > 0 else { return }
        if places[pair].last != Int32(word) { places[pair].append(Int32(word)) }
        grown.append(pair)
    }

    private mutating func queueGrown() {
        for pair in Set(grown) where pairCounts[pair] >= 2 {
            queue.push(.init(count: pairCounts[pair], order: order(of: pair), pair: pair))
        }
        grown.removeAll(keepingCapacity: true)
    }

    private func order(of pair: Int) -> UInt64 {
        let (left, right) = pairs[pair]
        return UInt64(left) << 32 | UInt64(right)
    }
}

/// Whether the id is that of a byte above 0x7F.
private func isLooseByte(_ id: Int32) -> Bool {
    id >= 128 + Vocabulary.specialCount && id < 256 + Vocabulary.specialCount
}

/// Calls `body` with the id of each character of valid UTF-8, or those of its bytes if it has none.
@inline(__always)
func forEachBaseSymbol(of utf8: UnsafeBufferPointer<UInt8>, _ vocabulary: Vocabulary, _ body: (Int32) -> Void) {
    var start = 0
    while start < utf8.count {
        let end = start + scalarLength(lead: utf8[start])
        let id =
            end == start + 1
            ? Vocabulary.id(ofByte: utf8[start])
            : vocabulary.id(of: UnsafeBufferPointer(rebasing: utf8[start..<end]))
        if id != Vocabulary.unknownID {
            body(id)
        } else {
            for byte in utf8[start..<end] { body(Vocabulary.id(ofByte: byte)) }
        }
        start = end
    }
}

/// Pairs by falling count, equal ones by rising order: a binary heap.
private struct CountQueue {
    struct Entry {
        let count: Int
        let order: UInt64
        let pair: Int

        func precedes(_ other: Entry) -> Bool {
            count != other.count ? count > other.count : order < other.order
        }
    }

    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0, entries[index].precedes(entries[(index - 1) / 2]) {
            entries.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if entries.isEmpty { return first }
        entries[0] = last
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < entries.count else { return first }
            if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
            guard entries[child].precedes(entries[index]) else { return first }
            entries.swapAt(index, child)
            index = child
        }
    }
}

/// Numbers pairs of ids in the order in which they first come: a hash table.
struct PairTable: Sendable, Equatable {
    private var keys: [UInt64] = []
    /// Open addressing: one more than a pair's number, 0 where there is none.
    private var slots = [Int32](repeating: 0, count: 64)

    var count: Int { keys.count }

    /// The pair of a number.
    subscript(number: Int) -> (left: Int32, right: Int32) {
        (Int32(truncatingIfNeeded: keys[number] >> 32), Int32(truncatingIfNeeded: keys[number]))
    }

    /// The number of a pair; nil if it is not there.
    @inline(__always)
    func number(of left: Int32, _ right: Int32) -> Int? {
        let slot = find(Self.key(left, right))
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// The number of a pair, which is added if it is not there.
    mutating func insert(_ left: Int32, _ right: Int32) -> Int {
        let slot = find(Self.key(left, right))
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        keys.append(Self.key(left, right))
        slots[slot] = Int32(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private func find(_ key: UInt64) -> Int {
        slots.withUnsafeBufferPointer { slots in
            keys.withUnsafeBufferPointer { keys in
                var slot = Int(truncatingIfNeeded: mixed(key)) & (slots.count - 1)
                while slots[slot] != 0, keys[Int(slots[slot]) - 1] != key { slot = (slot + 1) & (slots.count - 1) }
                return slot
            }
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 4)
        for (number, key) in keys.enumerated() { slots[find(key)] = Int32(number + 1) }
    }
}
