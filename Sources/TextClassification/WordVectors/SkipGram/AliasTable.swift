import Tensors

/// Draws numbers with given probabilities in constant time (Walker 1977; built as by Vose 1991).
struct AliasTable: Sendable {
    /// Column i is i itself for a draw of up to `thresholds[i]`, else `aliases[i]`.
    private var thresholds: [UInt32]
    private var aliases: [Int32]

    /// - Parameter weights: In proportion to the probabilities; none negative, not all zero.
    init(weights: [Double]) {
        let mean = weights.reduce(0, +) / Double(weights.count)
        precondition(mean > 0 && mean.isFinite, "AliasTable: the weights have a mean of \(mean).")
        thresholds = Array(repeating: .max, count: weights.count)
        aliases = weights.indices.map(Int32.init)
        var shares = weights.map { $0 / mean }
        var small = shares.indices.filter { shares[$0] < 1 }
        var large = shares.indices.filter { shares[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            thresholds[low] = UInt32(shares[low] * 0x1p32)
            aliases[low] = Int32(high)
            shares[high] -= 1 - shares[low]
            if shares[high] < 1 { small.append(large.removeLast()) }
        }
        // Rounding can leave columns over, each nearly full; one without any weight must not be drawn all the same.
        guard let heaviest = weights.indices.max(by: { weights[$0] < weights[$1] }) else { return }
        for column in small where weights[column] == 0 {
            (thresholds[column], aliases[column]) = (0, Int32(heaviest))
        }
    }

    /// A number of 0 ..< the count of weights; takes one `next()`.
    @inline(__always)
    func draw(using generator: inout SplitMix64) -> Int32 {
        let bits = generator.next()
        let high = bits >> 32
        let column = Int((high &* UInt64(thresholds.count)) >> 32)
        return UInt32(truncatingIfNeeded: bits) < thresholds[column] ? Int32(column) : aliases[column]
    }
}
