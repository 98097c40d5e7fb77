/// Takes texts apart into the pieces of a byte-pair encoding; words that come again, also in a later text, are looked
/// up.
struct BytePairEncoder {
    private let vocabulary: Vocabulary
    private let merges: BytePairMerges
    private var chunks = ByteStringTable()
    /// The pieces of all chunks so far, and where those of each end.
    private var pieces: [Int32] = []
    private var ends: [Int] = [0]
    /// What is remembered of one text at most.
    private static let maxChunks = 1 << 17

    init(_ vocabulary: Vocabulary, _ merges: BytePairMerges) {
        self.vocabulary = vocabulary
        self.merges = merges
    }

    /// Calls `body` with the id, start and end of each piece.
    @inline(__always)
    mutating func forEachPiece(
        in utf8: UnsafeBufferPointer<UInt8>, _ body: (_ id: Int32, _ start: Int, _ end: Int) -> Void
    ) {
        BytePairChunks.forEach(in: utf8) { start, end in
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
