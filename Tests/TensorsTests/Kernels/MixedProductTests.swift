import TestSupport
import Testing

@testable import Tensors

/// Products of values rounded to bfloat16 against the same in plain loops.
struct MixedProductTests {
    private static let sizes = [0, 1, 7, 17, 64, 129]

    @Test func productsOfAllSizesAreThoseOfTheRoundedValues() {
        for rows in Self.sizes {
            for columns in Self.sizes {
                for depth in [0, 1, 2, 7, 33] { expectMatches(rows, columns, depth) }
            }
        }
        expectMatches(200, 70, 1_027)  // more rows and a greater depth than a block
    }

    @Test func wholeNumbersThatBFloat16HoldsAreExact() {
        var generator = SeededGenerator(seed: 1)
        let values = (0..<50 * 30).map { _ in Float(Int.random(in: -128...128, using: &generator)) }
        let a = Tensor(values, shape: [50, 30])
        let b = Tensor(values.reversed(), shape: [50, 30])
        #expect(productOfTransposed(a, b, isMixed: true) == productOfTransposed(a, b))
    }

    private func expectMatches(_ rows: Int, _ columns: Int, _ depth: Int) {
        var generator = SeededGenerator(seed: UInt64(rows * 1_000_003 + columns * 1_009 + depth))
        let left = Tensor.normal([rows, depth], using: &generator)
        let right = Tensor.normal([depth, columns], using: &generator)
        let bias = columns % 2 == 0 ? nil : Tensor.normal([columns], using: &generator)
        let (a, b) = (left.elements.map(rounded), right.elements.map(rounded))
        var expected = [Double](repeating: 0, count: rows * columns)
        for i in 0..<rows {
            for j in 0..<columns {
                expected[i * columns + j] = (0..<depth).reduce(Double(bias?.elements[j] ?? 0)) {
                    $0 + a[i * depth + $1] * b[$1 * columns + j]
                }
            }
        }
        for isLeftTransposed in [false, true] {
            for isRightTransposed in [false, true] {
                let found = product(
                    view(left, rows, depth, isTransposed: isLeftTransposed),
                    view(right, depth, columns, isTransposed: isRightTransposed), bias: bias, isMixed: true)
                let error = zip(found.elements, expected).map { abs(Double($0) - $1) }.max() ?? 0
                #expect(error <= 2e-6 * Double(depth + 10), "[\(rows), \(depth)] · [\(depth), \(columns)]: \(error)")
            }
        }
    }

    /// The matrix, lying in memory as it is or column by column.
    private func view(_ tensor: Tensor, _ rows: Int, _ columns: Int, isTransposed: Bool) -> MatrixView {
        guard isTransposed else { return MatrixView(tensor, rows: rows, columns: columns) }
        let values = tensor.elements
        let turned = (0..<columns).flatMap { j in (0..<rows).map { values[$0 * columns + j] } }
        return MatrixView(Tensor(turned, shape: [columns, rows]), rows: columns, columns: rows).transposed
    }

    /// To the nearest bfloat16, ties to even.
    private func rounded(_ value: Float) -> Double {
        let bits = value.bitPattern
        return Double(Float(bitPattern: (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff_0000))
    }
}
