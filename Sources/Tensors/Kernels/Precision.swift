import CKernels

/// How many bits products read for each value.
///
/// Parameters and model files keep 32. In training, `bf16` doubles the speed of a processor that has the instructions;
/// at inference, where reading the weights takes the time, fewer bits are faster on any.
public enum Precision: String, Codable, Sendable, CaseIterable {
    /// Values as they are.
    case fp32
    /// Training: both sides of a product rounded to bfloat16. Inference: the weights alone. Sums in 32 bits.
    case bf16
    /// Inference only: weights and inputs as whole numbers of eight bits, with a scale for each output and each row.
    case int8

    /// Whether products of training round to bfloat16.
    var isMixed: Bool {
        precondition(self != .int8, "Precision: int8 is for inference alone.")
        return self == .bf16
    }

    /// Whether this processor has instructions that make training in bf16 faster than in fp32.
    public static var isTrainingFasterInBF16: Bool { kernels_have_fast_bf16() }
}
