import Tensors

/// How the states of a sequence become one vector.
public enum PoolingKind: String, Codable, CaseIterable, Sendable {
    /// The state after each direction's last step.
    case last
    /// The mean of a sequence's rows.
    case mean
    /// The maximum of a sequence's rows, each feature by itself.
    case max
    /// A mean weighted by learned scores (Yang et al. 2016).
    case attention
}

/// Turns the packed states of sequences into one vector each: one kind of pooling, or several side by side.
public struct Pooling: Layer, Sendable {
    /// The poolings whose results are concatenated, in this order.
    public let kinds: [PoolingKind]
    /// The scores' projection, where attention is among the kinds.
    public let attention: Linear?

    /// The width of the result for states `inputSize` wide.
    public static func outputSize(of kinds: [PoolingKind], inputSize: Int) -> Int { kinds.count * inputSize }

    /// A pooling of rows of width `inputSize`; only attention has weights.
    public init(_ kinds: [PoolingKind], inputSize: Int, using generator: inout some RandomNumberGenerator) {
        precondition(!kinds.isEmpty, "Pooling: no kind given.")
        self.kinds = kinds
        attention =
            kinds.contains(.attention) ? Linear(inputSize: inputSize, outputSize: 1, using: &generator) : nil
    }

    /// - Parameters:
    ///   - rows: Packed states `[layout.rowCount, inputSize]`.
    ///   - final: The states after each direction's last step, which side by side are `inputSize` wide.
    /// - Returns: `[layout.batchSize, kinds.count * inputSize]`.
    public func callAsFunction(_ rows: Variable, final: [Variable], layout: SequenceLayout) -> Variable {
        let parts = kinds.map { kind in
            switch kind {
            case .last: final.dropFirst().reduce(final[0], concatenateColumns)
            case .mean: meanOverTime(rows, layout: layout)
            case .max: maximumOverTime(rows, layout: layout)
            case .attention: attentionOverTime(rows, scores: attention!(rows), layout: layout)
            }
        }
        return parts.dropFirst().reduce(parts[0], concatenateColumns)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        if let attention { visitor.visit("attention", attention) }
    }
}
