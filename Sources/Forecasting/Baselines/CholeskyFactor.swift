/// The factor `L` of a symmetric matrix `A = L·Lᵀ` without negative eigenvalues, and what it solves.
///
/// A column that the ones before it determine, up to rounding, is left out: its solution is 0, as in a generalised
/// inverse. So equations of features that depend on each other have a solution, one of many. Source: Golub & Van Loan
/// (2013), *Matrix Computations*, section 4.2.
struct CholeskyFactor {
    /// The number of rows.
    let size: Int
    private var rows: [[Double]]  // the lower triangle
    private var isUsed: [Bool]

    /// Factors a matrix.
    ///
    /// - Parameters:
    ///   - matrix: `[size][size]`; only its lower triangle is read.
    ///   - tolerance: The part of a diagonal element below which what is left of it counts as rounding.
    /// - Complexity: `size³ / 3` products.
    init(_ matrix: [[Double]], tolerance: Double = 1e-12) {
        size = matrix.count
        rows = []
        isUsed = [Bool](repeating: true, count: size)
        for (index, source) in matrix.enumerated() {
            var row = [Double](repeating: 0, count: index + 1)
            for column in 0..<index where isUsed[column] {
                let above = rows[column]
                row[column] = (source[column] - dot(row, above, count: column)) / above[column]
            }
            let pivot = source[index] - dot(row, row, count: index)
            isUsed[index] = pivot > tolerance * source[index]
            row[index] = isUsed[index] ? pivot.squareRoot() : 0
            rows.append(row)
        }
    }

    /// `L⁻¹·b`. Its first elements depend on the first of `b` alone, and the sum of their squares is what the first
    /// columns explain of a target whose products with them are `b`.
    func halfSolution(_ right: [Double]) -> [Double] {
        var solution = [Double](repeating: 0, count: size)
        for index in 0..<size where isUsed[index] {
            solution[index] = (right[index] - dot(rows[index], solution, count: index)) / rows[index][index]
        }
        return solution
    }

    /// The solution `x` of `A·x = b`.
    func solution(_ right: [Double]) -> [Double] {
        var solution = halfSolution(right)
        for index in (0..<size).reversed() where isUsed[index] {
            solution[index] /= rows[index][index]
            for column in 0..<index { solution[column] -= rows[index][column] * solution[index] }
        }
        return solution
    }
}

/// The sum of the products of the first `count` elements.
func dot(_ first: [Double], _ second: [Double], count: Int) -> Double {
    first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
            var sum = 0.0
            for index in 0..<count { sum += first[index] * second[index] }
            return sum
        }
    }
}
