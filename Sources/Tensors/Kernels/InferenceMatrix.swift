import CKernels

/// A weight packed for products of few rows: what inference multiplies with, step after step.
public struct InferenceMatrix: Sendable {
    /// The length of an input row.
    public let depth: Int
    /// The length of an output row.
    public let columns: Int
    private let panels: Panels

    private enum Panels {
        case fp32(PackedMatrix)
        case bf16(PackedMatrix)
        case int8(Tensor, scales: Tensor, sums: [Int32])  // memory for bytes
    }

    /// The weight `[columns, depth]` of a layer, which maps rows `[depth]` to rows `[columns]`.
    public init(transposing weight: Tensor, precision: Precision) {
        precondition(weight.shape.count == 2, "InferenceMatrix: a weight of shape \(weight.shape) is no matrix.")
        (columns, depth) = (weight.shape[0], weight.shape[1])
        switch precision {
        case .fp32: panels = .fp32(PackedMatrix(transposing: weight))
        case .bf16: panels = .bf16(PackedMatrix(transposing: weight, isMixed: true))
        case .int8: panels = Self.packedBytes(weight)
        }
    }

    /// Bytes that the packed weights take.
    public var byteCount: Int {
        switch panels {
        case .fp32(let matrix), .bf16(let matrix): matrix.byteCount
        case .int8(let memory, let scales, let sums): 4 * (memory.count + scales.count + sums.count)
        }
    }

    private var panelCount: Int { PackedMatrix.panelCount(columns: columns) }

    /// The elements of all panels, with the depth rounded up to a multiple of four.
    private static func paddedCount(_ weight: Tensor) -> Int {
        PackedMatrix.panelCount(columns: weight.shape[0]) * kernels_panel_width() * paddedDepth(weight.shape[1])
    }

    private static func paddedDepth(_ depth: Int) -> Int { (depth + 3) / 4 * 4 }

    private static func packedBytes(_ weight: Tensor) -> Panels {
        let memory = Tensor(uninitialized: [paddedCount(weight) / 4])
        let (columns, depth) = (weight.shape[0], weight.shape[1])
        let scales = Tensor(uninitialized: [columns])
        var sums = [Int32](repeating: 0, count: columns)
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums.baseAddress
            ThreadPool.shared.forEachRange(of: PackedMatrix.panelCount(columns: columns)) { range in
                matrix_pack_int8(
                    weight.pointer, UnsafeMutableRawPointer(memory.freshPointer).assumingMemoryBound(to: Int8.self),
                    scales.freshPointer, sums, depth, columns, range.lowerBound, range.upperBound)
            }
        }
        return .int8(memory, scales: scales, sums: sums)
    }

    // MARK: Products

    /// output (+)= input · weightᵀ (+ bias) for rows that lie one after the other.
    func multiply(
        _ input: UnsafePointer<Float>, rows: Int = 1, bias: Tensor? = nil, into output: UnsafeMutablePointer<Float>,
        accumulate: Bool = false
    ) {
        let (depth, columns, bias) = (depth, columns, bias?.pointer)
        switch panels {
        case .fp32(let matrix):
            forEachPanelRange(bytesPerWeight: 4) { range in
                matrix_product_f32(
                    input, depth, 1, matrix.pointer, bias, output, columns, nil, accumulate, rows, columns, depth,
                    range.lowerBound, range.upperBound)
            }
        case .bf16(let matrix):
            forEachPanelRange(bytesPerWeight: 2) { range in
                matrix_product_bf16(
                    input, depth, matrix.halves, bias, output, columns, accumulate, rows, columns, depth,
                    range.lowerBound, range.upperBound)
            }
        case .int8(let memory, let scales, let sums):
            let packed = UnsafeRawPointer(memory.pointer).assumingMemoryBound(to: Int8.self)
            withQuantized(input, rows: rows) { quantized, stride, inputScales in
                sums.withUnsafeBufferPointer { sums in
                    forEachPanelRange(bytesPerWeight: 1) { range in
                        matrix_product_int8(
                            quantized, stride, inputScales, packed, scales.pointer, sums.baseAddress, bias, output,
                            columns, accumulate, rows, columns, depth, range.lowerBound, range.upperBound)
                    }
                }
            }
        }
    }

    private func withQuantized(
        _ input: UnsafePointer<Float>, rows: Int, _ body: (UnsafePointer<Int8>, Int, UnsafePointer<Float>) -> Void
    ) {
        let stride = Self.paddedDepth(depth)
        withUnsafeTemporaryAllocation(of: Int8.self, capacity: max(rows * stride, 1)) { bytes in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: max(rows, 1)) { scales in
                for row in 0..<rows {
                    scales[row] = vector_quantize_int8(input + row * depth, bytes.baseAddress! + row * stride, depth)
                }
                body(bytes.baseAddress!, stride, scales.baseAddress!)
            }
        }
    }

    /// Shares the panels among the threads where there is enough to read for it to pay.
    private func forEachPanelRange(bytesPerWeight: Int, _ body: (Range<Int>) -> Void) {
        if bytesPerWeight * depth * columns < Self.bytesWorthSharing {
            body(0..<panelCount)
        } else {
            ThreadPool.shared.forEachRange(of: panelCount, body)
        }
    }

    /// About ten microseconds of one processor's work.
    private static let bytesWorthSharing = 400_000
}
