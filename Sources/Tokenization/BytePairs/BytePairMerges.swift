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
