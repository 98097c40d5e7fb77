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

/// A symmetric matrix as `Q·T·Qᵀ`, with `T` zero but on the diagonal and beside it, and `Q` orthogonal.
///
/// With it, equations of `A + λ·1` for any `λ` cost `3·size` products, in place of a factor of their own. By
/// Householder reflections: Golub & Van Loan (2013), *Matrix Computations*, section 8.3.1. For ridge regression: Eldén
/// (1977), *Algorithms for the regularization of ill-conditioned least squares problems*.
///
/// - Complexity: about `2·size³` products.
struct TridiagonalForm {
    let size: Int
    /// `T`: the diagonal, and below it `size - 1` elements.
    private(set) var diagonal: [Double] = []
    private(set) var offDiagonal: [Double] = []
    /// `Q`, row by row.
    private var basis: [Double] = []

    /// - Parameter matrix: `[size][size]`, symmetric.
    init(_ matrix: [[Double]]) {
        size = matrix.count
        var elements = matrix.flatMap { $0 }
        var reflections: [[Double]] = []
        for column in 0..<max(0, size - 2) {
            reflections.append(Self.reflect(&elements, column: column, size: size))
        }
        diagonal = (0..<size).map { elements[$0 * size + $0] }
        offDiagonal = (0..<max(0, size - 1)).map { elements[($0 + 1) * size + $0] }
        basis = Self.product(of: reflections, size: size)
    }

    /// Makes the elements of a column two and more below the diagonal zero by a reflection `1 - v·vᵀ` from both sides.
    ///
    /// - Returns: `v`, of norm √2 or 0, from row `column + 1` on.
    private static func reflect(_ elements: inout [Double], column: Int, size: Int) -> [Double] {
        let first = column + 1
        var vector = (first..<size).map { elements[$0 * size + column] }
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > 0 else { return vector }
        let target = vector[0] > 0 ? -norm : norm
        vector[0] -= target
        let scale = (2 / vector.reduce(0) { $0 + $1 * $1 }).squareRoot()
        for index in vector.indices { vector[index] *= scale }
        elements.withUnsafeMutableBufferPointer { elements in
            elements[first * size + column] = target
            // A - v·wᵀ - w·vᵀ with w = A·v - ½(vᵀ·A·v)·v
            var image = [Double](repeating: 0, count: vector.count)
            for (row, factor) in vector.enumerated() {
                let source = elements[((first + row) * size + first)..<((first + row + 1) * size)]
                add(factor, UnsafeBufferPointer(rebasing: source), to: &image)
            }
            let half = dot(vector, image, count: vector.count) / 2
            for index in image.indices { image[index] -= half * vector[index] }
            for row in vector.indices {
                let target = UnsafeMutableBufferPointer(
                    rebasing: elements[((first + row) * size + first)..<((first + row + 1) * size)])
                for index in vector.indices {
                    target[index] -= vector[row] * image[index] + image[row] * vector[index]
                }
            }
        }
        return vector
    }

    /// `H₀·H₁·…`, the last one first, so that each changes only the rows below it.
    private static func product(of reflections: [[Double]], size: Int) -> [Double] {
        var basis = [Double](repeating: 0, count: size * size)
        for index in 0..<size { basis[index * size + index] = 1 }
        basis.withUnsafeMutableBufferPointer { basis in
            for (column, vector) in reflections.enumerated().reversed() {
                var image = [Double](repeating: 0, count: size)
                for (row, factor) in vector.enumerated() {
                    let start = (column + 1 + row) * size
                    add(factor, UnsafeBufferPointer(rebasing: basis[start..<start + size]), to: &image)
                }
                for (row, factor) in vector.enumerated() {
                    let start = (column + 1 + row) * size
                    for index in 0..<size { basis[start + index] -= factor * image[index] }
                }
            }
        }
        return basis
    }

    /// `Qᵀ·x`.
    func coordinates(of vector: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: size)
        basis.withUnsafeBufferPointer { basis in
            for (row, factor) in vector.enumerated() {
                add(factor, UnsafeBufferPointer(rebasing: basis[row * size..<(row + 1) * size]), to: &result)
            }
        }
        return result
    }

    /// `Q·z`.
    func vector(at coordinates: [Double]) -> [Double] {
        (0..<size).map { row in
            dot(Array(basis[row * size..<(row + 1) * size]), coordinates, count: size)
        }
    }

    /// The equations of `T + λ·1`.
    func shifted(by shift: Double) -> ShiftedTridiagonal {
        ShiftedTridiagonal(diagonal: diagonal.map { $0 + shift }, offDiagonal: offDiagonal)
    }
}

/// A tridiagonal matrix above zero as `L·D·Lᵀ`, with ones on the diagonal of `L`.
struct ShiftedTridiagonal {
    private let factors: [Double]  // below the diagonal of L; [0] is 0
    private let inverses: [Double]  // 1 / D

    init(diagonal: [Double], offDiagonal: [Double]) {
        var (factors, inverses) = ([0.0], [1 / diagonal[0]])
        for (index, element) in offDiagonal.enumerated() {
            factors.append(element * inverses[index])
            inverses.append(1 / (diagonal[index + 1] - element * factors[index + 1]))
        }
        (self.factors, self.inverses) = (factors, inverses)
    }

    /// The solution of `(T + λ·1)·x = b`.
    func solution(_ right: [Double]) -> [Double] {
        var solution = right
        for index in solution.indices.dropFirst() { solution[index] -= factors[index] * solution[index - 1] }
        for index in solution.indices { solution[index] *= inverses[index] }
        for index in solution.indices.dropLast().reversed() {
            solution[index] -= factors[index + 1] * solution[index + 1]
        }
        return solution
    }

    /// `zᵀ·(T + λ·1)⁻¹·z`.
    func quadraticForm(_ vector: [Double]) -> Double {
        var (previous, sum) = (0.0, 0.0)
        for (index, element) in vector.enumerated() {
            previous = element - factors[index] * previous
            sum += previous * previous * inverses[index]
        }
        return sum
    }
}

/// Adds `factor·source` to `sum`.
private func add(_ factor: Double, _ source: UnsafeBufferPointer<Double>, to sum: inout [Double]) {
    sum.withUnsafeMutableBufferPointer { sum in
        for index in sum.indices { sum[index] += factor * source[index] }
    }
}
