import CKernels

/// A weight packed for products of few rows: what inference multiplies with, step after step.
///
/// A class, so that a step hands it around without copying.
public final class InferenceMatrix: Sendable {
    /// The length of an input row.
    public let depth: Int
    /// The length of an output row.
    public let columns: Int
    /// The number of bits that a product reads for each weight.
    public let precision: Precision
    private let panels: Tensor  // memory for the packed weights, whatever their size
    private let scales: Tensor  // int8: what one is worth in each column
    private let sums: Tensor  // int8: memory for the sum of each column's whole numbers

    /// The weight `[columns, depth]` of a layer, which maps rows `[depth]` to rows `[columns]`.
    public init(transposing weight: Tensor, precision: Precision) {
        precondition(weight.shape.count == 2, "InferenceMatrix: a weight of shape \(weight.shape) is no matrix.")
        (columns, depth) = (weight.shape[0], weight.shape[1])
        self.precision = precision
        switch precision {
        case .fp32, .bf16:
            panels = PackedMatrix(transposing: weight, isMixed: precision == .bf16).panels
            (scales, sums) = (.zeros([0]), .zeros([0]))
        case .int8:
            let size = PackedMatrix.panelCount(columns: columns) * kernels_panel_width() * Self.paddedDepth(depth)
            panels = Tensor(uninitialized: [size / 4])
            scales = Tensor(uninitialized: [columns])
            sums = Tensor(uninitialized: [columns])
            packBytes(of: weight)
        }
    }

    /// Bytes that the packed weights take.
    public var byteCount: Int { 4 * (panels.count + scales.count + sums.count) }

    private static func paddedDepth(_ depth: Int) -> Int { (depth + 3) / 4 * 4 }

    private var bytes: UnsafeMutablePointer<Int8> {
        UnsafeMutableRawPointer(panels.freshPointer).assumingMemoryBound(to: Int8.self)
    }

    private var wholeSums: UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(sums.freshPointer).assumingMemoryBound(to: Int32.self)
    }

    private func packBytes(of weight: Tensor) {
        ThreadPool.shared.forEachRange(of: PackedMatrix.panelCount(columns: columns)) { range in
            matrix_pack_int8(
                weight.pointer, bytes, scales.freshPointer, wholeSums, depth, columns, range.lowerBound,
                range.upperBound)
        }
    }

    // MARK: Products

    /// output (+)= input · weightᵀ (+ bias) for rows that lie one after the other.
    func multiply(
        _ input: UnsafePointer<Float>, rows: Int = 1, bias: UnsafePointer<Float>? = nil,
        into output: UnsafeMutablePointer<Float>, accumulate: Bool = false
    ) {
        switch precision {
        case .fp32:
            forEachPanelRange(bytesPerWeight: 4) { range in
                let workspace = rows < 6 ? nil : Tensor(uninitialized: [kernels_product_workspace()])
                matrix_product_f32(
                    input, depth, 1, panels.pointer, bias, output, columns, workspace?.freshPointer, accumulate, rows,
                    columns, depth, range.lowerBound, range.upperBound)
            }
        case .bf16:
            let halves = UnsafeRawPointer(panels.pointer).assumingMemoryBound(to: UInt16.self)
            forEachPanelRange(bytesPerWeight: 2) { range in
                matrix_product_bf16(
                    input, depth, halves, bias, output, columns, accumulate, rows, columns, depth, range.lowerBound,
                    range.upperBound)
            }
        case .int8:
            let stride = Self.paddedDepth(depth)
            withQuantized(input, rows: rows, stride: stride) { quantized, inputScales in
                forEachPanelRange(bytesPerWeight: 1) { range in
                    matrix_product_int8(
                        quantized, stride, inputScales, bytes, scales.pointer, wholeSums, bias, output, columns,
                        accumulate, rows, columns, depth, range.lowerBound, range.upperBound)
                }
            }
        }
    }

    private func withQuantized(
        _ input: UnsafePointer<Float>, rows: Int, stride: Int,
        _ body: (UnsafePointer<UInt8>, UnsafePointer<Float>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(rows * stride, 1)) { values in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: max(rows, 1)) { scales in
                for row in 0..<rows {
                    scales[row] = vector_quantize_int8(input + row * depth, values.baseAddress! + row * stride, depth)
                }
                body(values.baseAddress!, scales.baseAddress!)
            }
        }
    }

    /// Shares the panels among the threads where there is enough to read for it to pay.
    private func forEachPanelRange(bytesPerWeight: Int, _ body: (Range<Int>) -> Void) {
        let panelCount = PackedMatrix.panelCount(columns: columns)
        if bytesPerWeight * depth * columns < Self.bytesWorthSharing {
            body(0..<panelCount)
        } else {
            ThreadPool.shared.forEachRange(of: panelCount, body)
        }
    }

    /// About ten microseconds of one processor's work.
    private static let bytesWorthSharing = 400_000
}

/// How many bits products read for each value.
///
/// Parameters and model files keep 32. In training, `bf16` doubles the speed of a processor that has the instructions;
/// at inference, where reading the weights takes the time, fewer bits are faster on any.
public enum Precision: String, Codable, Sendable, CaseIterable {
    /// Values as they are.
    case fp32
    /// Training: both sides of a product rounded to bfloat16. Inference: the weights alone. Sums in 32 bits.
    case bf16
    /// Inference only: weights as whole numbers of eight bits, inputs of seven, with a scale for each output and each row.
    case int8

    /// Whether products of training round to bfloat16.
    var isMixed: Bool {
        precondition(self != .int8, "Precision: int8 is for inference alone.")
        return self == .bf16
    }

    /// Whether this processor has instructions that make training in bf16 faster than in fp32.
    public static var isTrainingFasterInBF16: Bool { kernels_have_fast_bf16() }
}
