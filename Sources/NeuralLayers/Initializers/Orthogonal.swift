import Tensors

extension Tensor {
    /// Blocks of `size` rows, each a random orthogonal matrix `[size, size]` (Saxe, McClelland & Ganguli 2014), which
    /// keeps the length of what a recurrent layer carries on.
    ///
    /// - Returns: `[blocks * size, size]`.
    public static func orthogonalBlocks(
        _ blocks: Int, size: Int, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        if generator is DeferredWeights { return Tensor(deferred: [blocks * size, size]) }
        let rows = (0..<blocks).flatMap { _ in orthogonalRows(size: size, using: &generator) }
        return Tensor(rows.flatMap { $0.map(Float.init) }, shape: [blocks * size, size])
    }

    /// Gram and Schmidt's process, done twice for each row so that rounding leaves the rows orthogonal.
    private static func orthogonalRows(size: Int, using generator: inout some RandomNumberGenerator) -> [[Double]] {
        var rows: [[Double]] = []
        while rows.count < size {
            var row = (0..<size).map { _ in generator.nextNormal() }
            for other in rows + rows { subtractProjection(of: &row, on: other) }
            let length = dot(row, row).squareRoot()
            guard length > 1e-6 else { continue }
            for j in 0..<size { row[j] /= length }
            rows.append(row)
        }
        return rows
    }

    private static func subtractProjection(of row: inout [Double], on other: [Double]) {
        let share = dot(row, other)
        row.withUnsafeMutableBufferPointer { row in
            other.withUnsafeBufferPointer { other in
                for j in 0..<row.count { row[j] -= share * other[j] }
            }
        }
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                var sums = SIMD8<Double>.zero
                var j = 0
                while j + 8 <= left.count {
                    for lane in 0..<8 { sums[lane] += left[j + lane] * right[j + lane] }
                    j += 8
                }
                var sum = sums.sum()
                while j < left.count {
                    sum += left[j] * right[j]
                    j += 1
                }
                return sum
            }
        }
    }
}
