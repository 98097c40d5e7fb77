import CKernels
import TestSupport
import Testing

@testable import Tensors

/// A product as a test wants it: any sizes, either side transposed, with or without bias, onto zeros or values.
private struct ProductCase: CustomStringConvertible {
    var rows: Int
    var columns: Int
    var depth: Int
    var isLeftTransposed = false
    var isRightTransposed = false
    var hasBias = false
    var accumulates = false

    var description: String {
        "[\(rows), \(depth)]\(isLeftTransposed ? "ᵀ" : "") · [\(depth), \(columns)]\(isRightTransposed ? "ᵀ" : "")"
            + (hasBias ? " + bias" : "") + (accumulates ? " +=" : "")
    }

    static func variants(_ rows: Int, _ columns: Int, _ depth: Int) -> [ProductCase] {
        (0..<16).map { bits in
            ProductCase(
                rows: rows, columns: columns, depth: depth, isLeftTransposed: bits & 1 != 0,
                isRightTransposed: bits & 2 != 0, hasBias: bits & 4 != 0, accumulates: bits & 8 != 0
            )
        }.filter { !($0.hasBias && $0.accumulates) }
    }
}

struct MatrixProductTests {
    private static let sizes = [0, 1, 5, 6, 7, 17, 63, 64, 65, 129]

    @Test func productsOfAllSizesEqualTheNaiveOne() {
        for rows in Self.sizes {
            for columns in Self.sizes {
                for (index, product) in ProductCase.variants(rows, columns, 7).enumerated()
                where (rows + columns + index) % 3 == 0 || rows * columns < 500 {
                    expectProductMatches(product)
                }
            }
        }
    }

    @Test func productsOfAllDepthsEqualTheNaiveOne() {
        for depth in Self.sizes + [383, 384, 385, 1000] {
            for product in ProductCase.variants(7, 65, depth) + ProductCase.variants(13, 33, depth) {
                expectProductMatches(product)
            }
        }
    }

    /// Some strips of rows, which fetch the next panel, over more than one block of the depth; read in place, and copied.
    @Test func productsOfSomeRowsAndManyPanelsEqualTheNaiveOne() {
        for (rows, columns) in [(7, 90), (32, 90), (32, 1_030), (96, 90), (97, 90)] {
            for depth in [3, 513] {
                for product in ProductCase.variants(rows, columns, depth).prefix(6) { expectProductMatches(product) }
            }
        }
    }

    @Test func productsOfMoreRowsThanABlockEqualTheNaiveOne() {
        for rows in [191, 192, 193, 400] {
            for product in ProductCase.variants(rows, 3, 7) { expectProductMatches(product) }
        }
        for product in ProductCase.variants(193, 2, 385) where product.isLeftTransposed {
            expectProductMatches(product)
        }
    }

    @Test func aProductOfDepthZeroIsTheBias() {
        let bias = Tensor([1, 2, 3], shape: [3])
        let empty = Tensor([], shape: [0])
        let output = product(
            MatrixView(empty, rows: 2, columns: 0), MatrixView(empty, rows: 0, columns: 3), bias: bias)
        #expect(output.elements == [1, 2, 3, 1, 2, 3])
    }

    @Test func onlyTheAskedPanelsAndRowsOfTheOutputAreWritten() {
        let panelWidth = kernels_panel_width()
        let (rows, depth, columns, stride) = (8, 11, 3 * panelWidth - 5, 3 * panelWidth + 2)
        var generator = SeededGenerator(seed: 5)
        let a = Tensor.normal([rows, depth], using: &generator)
        let b = PackedMatrix(MatrixView(.normal([depth, columns], using: &generator), rows: depth, columns: columns))
        var workspace = Tensor.zeros([kernels_product_workspace()])
        for panels in [0..<1, 1..<2, 2..<3, 0..<3, 1..<1] {
            for count in [0, 1, 5, 6, 8] {
                var output = Tensor(repeating: -7, shape: [rows + 2, stride])
                output.mutate { output in
                    workspace.mutate {
                        matrix_product_f32(
                            a.pointer, depth, 1, b.pointer, nil, output.baseAddress! + stride, stride, $0.baseAddress,
                            false, count, columns, depth, panels.lowerBound, panels.upperBound)
                    }
                }
                let asked = panels.lowerBound * panelWidth..<min(panels.upperBound * panelWidth, columns)
                for (index, value) in output.elements.enumerated() {
                    let (row, column) = (index / stride - 1, index % stride)
                    let isAsked = (0..<count).contains(row) && asked.contains(column)
                    if (value != -7) != isAsked { Issue.record("row \(row), column \(column) of \(panels): \(value)") }
                }
            }
        }
    }

    @Test func packingWritesNothingBesideItsPanels() {
        let panelWidth = kernels_panel_width()
        let (depth, columns) = (19, 2 * panelWidth + 3)
        for (depthStride, columnStride) in [(columns, 1), (1, depth)] {
            let source = Tensor((0..<depth * columns).map { Float($0 + 1) }, shape: [depth * columns])
            var packed = Tensor(repeating: -7, shape: [3, depth, panelWidth])
            packed.mutate {
                matrix_pack_f32(source.pointer, depthStride, columnStride, $0.baseAddress, depth, columns, 1, 3)
            }
            for (index, value) in packed.elements.enumerated() {
                let panel = index / (depth * panelWidth)
                let (row, column) = (index / panelWidth % depth, panel * panelWidth + index % panelWidth)
                let inside = column < columns ? Float(row * depthStride + column * columnStride + 1) : 0
                let expected = panel == 0 ? -7 : inside
                if value != expected { Issue.record("panel \(panel), row \(row), column \(column): \(value)") }
            }
        }
    }

    @Test func aViewKeepsItsTensorAlive() {
        let view = MatrixView(Tensor(repeating: 3, shape: [16, 16]), rows: 16, columns: 16)
        let others = (0..<8).map { Tensor(repeating: Float($0 + 10), shape: [16, 16]) }
        let packed = PackedMatrix(view)
        #expect(packed.panels.elements.allSatisfy { $0 == 3 || $0 == 0 })
        #expect(others.count == 8 && packed.panels.elements.contains(3))
    }

    @Test func notANumberPropagatesThroughProducts() {
        let a = Tensor([1, .nan, 0, 1], shape: [2, 2])
        let b = Tensor([0, 1, 0, 1], shape: [2, 2])
        let output = product(MatrixView(a, rows: 2, columns: 2), MatrixView(b, rows: 2, columns: 2))
        #expect(output.elements.map(\.isNaN) == [true, true, false, false])
    }

    private func expectProductMatches(_ c: ProductCase) {
        var generator = SeededGenerator(seed: UInt64(c.rows + 1000 * c.columns + 1_000_000 * c.depth))
        let a = Tensor.normal([c.rows * c.depth], using: &generator)
        let b = Tensor.normal([c.depth * c.columns], using: &generator)
        let bias = Tensor.normal([c.columns], using: &generator)
        let before = Tensor.normal([c.rows * c.columns], using: &generator)
        let left =
            c.isLeftTransposed
            ? MatrixView(a, rows: c.depth, columns: c.rows).transposed : MatrixView(a, rows: c.rows, columns: c.depth)
        let right =
            c.isRightTransposed
            ? MatrixView(b, rows: c.columns, columns: c.depth).transposed
            : MatrixView(b, rows: c.depth, columns: c.columns)
        let guardCount = 64
        let guards = [Float](repeating: 12345, count: guardCount)
        var output = Tensor(guards + before.elements + guards, shape: [before.count + 2 * guardCount])
        output.mutate {
            multiply(
                left, PackedMatrix(right), bias: c.hasBias ? bias : nil, into: $0.baseAddress! + guardCount,
                accumulate: c.accumulates)
        }
        let found = output.elements
        let (error, worst) = worstError(
            found.dropFirst(guardCount).dropLast(guardCount), left, right, bias: c.hasBias ? bias : nil,
            before: c.accumulates ? before : nil)
        #expect(error <= 1, "\(c) at \(worst)")
        #expect(Array(found.prefix(guardCount)) == guards && Array(found.suffix(guardCount)) == guards, "\(c)")
    }

    /// The largest error as a share of 2⁻²³ · (1 + √depth) times the sum of the terms' magnitudes, and its place.
    private func worstError(
        _ output: ArraySlice<Float>, _ left: MatrixView, _ right: MatrixView, bias: Tensor?, before: Tensor?
    ) -> (error: Double, index: Int) {
        let (a, b) = (doubles(left), doubles(right.transposed))
        let bias = bias.map(DoubleTensor.init)
        let sums = DoubleTwin.linear(a, weight: b, bias: bias).values
        let magnitudes = DoubleTwin.linear(absolute(a), weight: absolute(b), bias: bias.map(absolute)).values
        var worst = (error: 0.0, index: 0)
        for (index, found) in output.enumerated() {
            let start = before.map { Double($0.pointer[index]) } ?? 0
            let bound = 0x1p-23 * (1 + Double(left.columns).squareRoot()) * (magnitudes[index] + abs(start))
            let difference = abs(Double(found) - (start + sums[index]))
            let error = difference == 0 ? 0 : difference / bound
            if !(error <= worst.error) { worst = (error.isNaN ? .infinity : error, index) }
        }
        return worst
    }

    private func doubles(_ matrix: MatrixView) -> DoubleTensor {
        let values = (0..<matrix.rows).flatMap { i in
            (0..<matrix.columns).map { Double(matrix.pointer[i * matrix.rowStride + $0 * matrix.columnStride]) }
        }
        return DoubleTensor(values, shape: [matrix.rows, matrix.columns])
    }

    private func absolute(_ tensor: DoubleTensor) -> DoubleTensor {
        DoubleTensor(tensor.values.map(abs), shape: tensor.shape)
    }
}
