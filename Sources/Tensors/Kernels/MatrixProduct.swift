import CKernels

/// A matrix laid over memory with any strides; a transposed view costs nothing.
struct MatrixView {
    private let tensor: Tensor  // held, so that its memory outlives the view
    private let offset: Int
    let rows: Int
    let columns: Int
    let rowStride: Int
    let columnStride: Int

    /// The elements of `tensor` as a row-major matrix.
    init(_ tensor: Tensor, rows: Int, columns: Int) {
        self.init(tensor, rows: rows, columns: 0..<columns, width: columns)
    }

    /// Neighbouring rows of `tensor` as a row-major matrix `[rows.count, columns]`.
    init(_ tensor: Tensor, rows: Range<Int>, columns: Int) {
        self.tensor = tensor
        self.rows = rows.count
        self.columns = columns
        offset = rows.lowerBound * columns
        rowStride = columns
        columnStride = 1
    }

    /// Neighbouring columns of `tensor` as a row-major matrix `[rows, width]`.
    init(_ tensor: Tensor, rows: Int, columns: Range<Int>, width: Int) {
        self.tensor = tensor
        self.rows = rows
        self.columns = columns.count
        offset = columns.lowerBound
        rowStride = width
        columnStride = 1
    }

    private init(transposing other: MatrixView) {
        tensor = other.tensor
        offset = other.offset
        rows = other.columns
        columns = other.rows
        rowStride = other.columnStride
        columnStride = other.rowStride
    }

    var pointer: UnsafePointer<Float> { tensor.pointer + offset }
    var transposed: MatrixView { MatrixView(transposing: self) }
}

/// The right-hand side of a product, stored in panels as the kernels want it.
///
/// Pack once what is multiplied with often: recurrent weights over a sequence, all weights at inference.
public struct PackedMatrix: Sendable {
    /// Rows of the matrix, along which a product sums.
    public let depth: Int
    /// The number of columns of the packed matrix, which is the number of rows of the weight.
    public let columns: Int
    /// Whether the elements are rounded to bfloat16, as the other side of a product with them then is too.
    public let isMixed: Bool
    let panels: Tensor  // floats, or memory for halves

    init(_ matrix: MatrixView, isMixed: Bool = false) {
        depth = matrix.rows
        columns = matrix.columns
        self.isMixed = isMixed
        let floatsPerColumn = isMixed ? (depth + 1) / 2 : depth
        panels = Tensor(
            uninitialized: [Self.panelCount(columns: columns), floatsPerColumn, kernels_panel_width()])
        let (depth, columns, packed) = (depth, columns, panels.freshPointer)
        ThreadPool.shared.forEachRange(of: panelCount) { range in
            if isMixed {
                matrix_pack_bf16(
                    matrix.pointer, matrix.rowStride, matrix.columnStride,
                    UnsafeMutableRawPointer(packed).assumingMemoryBound(to: UInt16.self), depth, columns,
                    range.lowerBound, range.upperBound)
            } else {
                matrix_pack_f32(
                    matrix.pointer, matrix.rowStride, matrix.columnStride, packed, depth, columns, range.lowerBound,
                    range.upperBound)
            }
        }
    }

    /// The transpose of a weight `[outputSize, inputSize]`, which maps `[rows, inputSize]` to `[rows, outputSize]`.
    public init(transposing weight: Tensor, isMixed: Bool = false) {
        precondition(weight.shape.count == 2, "PackedMatrix: a weight of shape \(weight.shape) is no matrix.")
        self.init(MatrixView(weight, rows: weight.shape[0], columns: weight.shape[1]).transposed, isMixed: isMixed)
    }

    var panelCount: Int { Self.panelCount(columns: columns) }
    /// The panels of a matrix that is not mixed.
    var pointer: UnsafePointer<Float> { panels.pointer }
    /// The panels of either kind.
    var rawPointer: UnsafeRawPointer { UnsafeRawPointer(panels.pointer) }
    /// The panels of a mixed matrix.
    var halves: UnsafePointer<UInt16> { UnsafeRawPointer(panels.pointer).assumingMemoryBound(to: UInt16.self) }

    static func panelCount(columns: Int) -> Int {
        (columns + kernels_panel_width() - 1) / kernels_panel_width()
    }
}

/// output (+)= a · b (+ bias), `output` `[a.rows, b.columns]` row-major, `bias` one value a column.
func multiply(
    _ a: MatrixView, _ b: PackedMatrix, bias: Tensor? = nil, into output: UnsafeMutablePointer<Float>,
    accumulate: Bool = false
) {
    precondition(a.columns == b.depth, "multiply: [\(a.rows), \(a.columns)] · [\(b.depth), \(b.columns)].")
    func part(rows: Range<Int>, panels: Range<Int>) {
        let workspace = Tensor(uninitialized: [kernels_product_workspace()])
        let (from, to) = (a.pointer + rows.lowerBound * a.rowStride, output + rows.lowerBound * b.columns)
        if b.isMixed {
            matrix_product_mixed(
                from, a.rowStride, a.columnStride, b.halves, bias?.pointer, to, b.columns, workspace.freshPointer,
                accumulate, rows.count, b.columns, b.depth, panels.lowerBound, panels.upperBound)
        } else {
            matrix_product_f32(
                from, a.rowStride, a.columnStride, b.pointer, bias?.pointer, to, b.columns, workspace.freshPointer,
                accumulate, rows.count, b.columns, b.depth, panels.lowerBound, panels.upperBound)
        }
    }
    let isTiny = a.rows * a.columns * b.columns < 1 << 14
    if isTiny {
        part(rows: 0..<a.rows, panels: 0..<b.panelCount)
    } else if a.rows >= 12 * ThreadPool.shared.threadCount {
        let rangesPerThread = min(4, a.rows / (192 * ThreadPool.shared.threadCount) + 1)
        ThreadPool.shared.forEachRange(of: a.rows, grain: 6, rangesPerThread: rangesPerThread) {
            part(rows: $0, panels: 0..<b.panelCount)
        }
    } else {
        ThreadPool.shared.forEachRange(of: b.panelCount) { part(rows: 0..<a.rows, panels: $0) }
    }
}

/// aᵀ · b for `a` `[rows, m]` and `b` `[rows, n]`: `[m, n]`, the sum over rows of their outer products.
public func productOfTransposed(_ a: Tensor, _ b: Tensor, isMixed: Bool = false) -> Tensor {
    precondition(
        a.shape.count == 2 && b.shape.count == 2 && a.shape[0] == b.shape[0],
        "productOfTransposed: \(a.shape) and \(b.shape).")
    return product(
        MatrixView(a, rows: a.shape[0], columns: a.shape[1]).transposed,
        MatrixView(b, rows: b.shape[0], columns: b.shape[1]), isMixed: isMixed)
}

/// a · b as a new tensor.
func product(_ a: MatrixView, _ b: MatrixView, bias: Tensor? = nil, isMixed: Bool = false) -> Tensor {
    let output = Tensor(uninitialized: [a.rows, b.columns])
    multiply(a, PackedMatrix(b, isMixed: isMixed), bias: bias, into: output.freshPointer)
    return output
}
