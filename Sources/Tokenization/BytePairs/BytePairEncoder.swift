/// Takes texts apart into the pieces of a byte-pair encoding; words that come again, also in a later text, are looked
/// up.
struct BytePairEncoder {
    private let vocabulary: Vocabulary
    private let merges: BytePairMerges
    private let keepsWhitespace: Bool
    private var chunks = ByteStringTable()
    /// The pieces of all chunks so far, and where those of each end.
    private var pieces: [Int32] = []
    private var ends: [Int] = [0]
    /// What is remembered of one text at most.
    private static let maxChunks = 1 << 17

    init(_ tokenizer: Tokenizer) {
        (vocabulary, merges) = (tokenizer.vocabulary, tokenizer.merges)
        keepsWhitespace = tokenizer.words.keepsWhitespace
    }

    /// Calls `body` with the id, start and end of each piece.
    @inline(__always)
    mutating func forEachPiece(
        in utf8: UnsafeBufferPointer<UInt8>, _ body: (_ id: Int32, _ start: Int, _ end: Int) -> Void
    ) {
        BytePairChunks.forEach(in: utf8, keepsWhitespace: keepsWhitespace) { start, end in
            let chunk = UnsafeBufferPointer(rebasing: utf8[start..<end])
            let number = chunks.insert(chunk)
            if number == ends.count - 1 { addPieces(of: chunk) }
            var from = start
            for index in ends[number]..<ends[number + 1] {
                let id = pieces[index]
                let to = from + vocabulary.byteCount(of: id)
                body(id, from, to)
                from = to
            }
            if number == Self.maxChunks { forget() }
        }
    }

    /// The pieces of one chunk when each join that could be made is left out with the probability `dropout`
    /// (Provilkov, Emelianenko & Voita 2020).
    func pieces(
        of chunk: UnsafeBufferPointer<UInt8>, dropout: Double, using generator: inout some RandomNumberGenerator
    ) -> [Int32] {
        var result: [Int32] = []
        withSymbols(of: chunk) { symbols, ranks, count in
            let left = merges.join(symbols, ranks: ranks, count: count) {
                Double(generator.next() >> 11) * 0x1p-53 < dropout
            }
            result = Array(symbols[..<left])
        }
        return result
    }

    private mutating func addPieces(of chunk: UnsafeBufferPointer<UInt8>) {
        withSymbols(of: chunk) { symbols, ranks, count in
            let left = merges.join(symbols, ranks: ranks, count: count)
            pieces.append(contentsOf: symbols[..<left])
        }
        ends.append(pieces.count)
    }

    private mutating func forget() {
        chunks = ByteStringTable()
        pieces = []
        ends = [0]
    }

    private func withSymbols(
        of chunk: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeMutableBufferPointer<Int32>, UnsafeMutableBufferPointer<Int32>, Int) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: chunk.count) { symbols in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: chunk.count) { ranks in
                symbols.initialize(repeating: 0)
                ranks.initialize(repeating: 0)
                var count = 0
                forEachBaseSymbol(of: chunk, vocabulary) {
                    symbols[count] = $0
                    count += 1
                }
                body(symbols, ranks, count)
            }
        }
    }
}

/// The joins of a byte-pair encoding (Gage 1994; Sennrich, Haddow & Birch 2016), in the order in which they were learned.
///
/// A text begins as characters, or bytes where a character is not in the vocabulary; then, again and again, the pair
/// that was learned first is joined, the leftmost first.
struct BytePairMerges: Sendable, Equatable {
    /// The pairs, the first learned first.
    private(set) var pairs = PairTable()
    /// The token that each pair is joined to.
    private(set) var results: [Int32] = []

    /// The ids of all pairs, one after the other.
    var flattened: [Int32] { (0..<pairs.count).flatMap { [pairs[$0].left, pairs[$0].right] } }

    mutating func append(_ left: Int32, _ right: Int32, result: Int32) {
        let number = pairs.insert(left, right)
        precondition(number == results.count, "BytePairMerges: the pair \(left), \(right) is there twice.")
        results.append(result)
    }

    /// Joins pairs of `symbols` and returns how many symbols are left, at the front.
    ///
    /// - Parameters:
    ///   - ranks: As many numbers, to work with.
    ///   - skips: Asked before each join that could be made; `true` leaves that place as it is this time.
    @inline(__always)
    func join(
        _ symbols: UnsafeMutableBufferPointer<Int32>, ranks: UnsafeMutableBufferPointer<Int32>, count: Int,
        skips: () -> Bool = { false }
    ) -> Int {
        var count = count
        for index in 0..<max(count - 1, 0) { ranks[index] = rank(symbols[index], symbols[index + 1]) }
        while count > 1 {
            var (best, place) = (Int32.max, -1)
            for index in 0..<count - 1 where ranks[index] < best {
                if skips() { continue }
                (best, place) = (ranks[index], index)
            }
            if place < 0 { break }
            symbols[place] = results[Int(best)]
            count -= 1
            for index in place + 1..<max(count, place + 1) {
                symbols[index] = symbols[index + 1]
                ranks[index] = ranks[index + 1]
            }
            if place > 0 { ranks[place - 1] = rank(symbols[place - 1], symbols[place]) }
            if place + 1 < count { ranks[place] = rank(symbols[place], symbols[place + 1]) }
        }
        return count
    }

    @inline(__always)
    private func rank(_ left: Int32, _ right: Int32) -> Int32 {
        pairs.number(of: left, right).map { Int32(truncatingIfNeeded: $0) } ?? Int32.max
    }
}

/// The stretches of a text that byte-pair encoding joins pieces within, never across.
///
/// A stretch is a word of ICU's, or what stands between words, with the one space in front of it, or without any white
/// space; one that is longer than ``maxLength`` bytes is cut, so that the time for a text grows with its length.
enum BytePairChunks {
    static let maxLength = 255

    /// Calls `body` with the start and end of each stretch of valid UTF-8; they cover it without a gap, but for the white
    /// space that is not kept.
    @inline(__always)
    static func forEach(
        in utf8: UnsafeBufferPointer<UInt8>, keepsWhitespace: Bool = true, _ body: (_ start: Int, _ end: Int) -> Void
    ) {
        guard keepsWhitespace else {
            return forEachWord(in: utf8, WordOptions(keepsWhitespace: false)) { _, start, end in
                cut(utf8, start, end, body)
            }
        }
        var held = -1  // a single space that may belong to what follows
        Segmenter.words.forEachRange(in: utf8) { start, end, _ in
            let isSpace = end - start == 1 && utf8[start] == UInt8(ascii: " ")
            let begin = held < 0 ? start : held
            if isSpace {
                if held >= 0 { body(held, start) }
                held = start
            } else if held >= 0, isASCIIWhitespace(utf8[start]) {
                body(held, start)
                cut(utf8, start, end, body)
                held = -1
            } else {
                cut(utf8, begin, end, body)
                held = -1
            }
        }
        if held >= 0 { body(held, utf8.count) }
    }

    @inline(__always)
    private static func cut(
        _ utf8: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ body: (_ start: Int, _ end: Int) -> Void
    ) {
        var start = start
        while end - start > maxLength {
            var cut = start + maxLength
            while utf8[cut] & 0xC0 == 0x80 { cut -= 1 }
            body(start, cut)
            start = cut
        }
        body(start, end)
    }
}

extension Tokenizer {
    /// The number of pieces of the last stretch of a text that pairs are joined within: its last word with the space
    /// before it, or what stands behind that.
    ///
    /// - Precondition: The unit is ``TokenUnit/bpe``.
    package func lastStretchCount(of text: String) -> Int {
        precondition(unit == .bpe, "Tokenizer.lastStretchCount: the unit is \(unit), not bpe.")
        return withNormalizedUTF8(of: text) { utf8, _ in
            var last = 0
            BytePairChunks.forEach(in: utf8, keepsWhitespace: words.keepsWhitespace) { start, _ in last = start }
            var (encoder, count) = (BytePairEncoder(self), 0)
            encoder.forEachPiece(in: utf8) { _, start, _ in count += start >= last ? 1 : 0 }
            return count
        }
    }
}

extension Tokenizer {
    /// A tokenizer of the same byte pairs that leaves nothing out and changes nothing, so that the ids of any bytes decode to
    /// these bytes.
    package var cuttingAllBytes: Tokenizer {
        Tokenizer(
            unit: unit, normalizer: Normalizer(.none), vocabulary: vocabulary, icuVersion: icuVersion, merges: merges)
    }
}
