import Tensors

/// A block of a recurrent cell's weights, such as the forget gate of an LSTM.
public struct RecurrentGate: Sendable, Equatable {
    /// The name, such as "forget"; "candidate" for what is no gate but a new value, in -1 ... 1.
    public let name: String
    /// The values, 0 or 1, at which fixing the gate says what it is worth. A value that lets the unit do nothing at all
    /// isn't among them.
    public let fixedValues: [Float]

    /// Whether the block is a gate, in 0 ... 1.
    public var isGate: Bool { !fixedValues.isEmpty }

    /// - Parameter values: 0, 1 or both for a gate; none for a candidate.
    public init(_ name: String, fixing values: [Float] = []) { (self.name, fixedValues) = (name, values) }
}

extension RecurrentCell {
    /// What every unit does at every step of sequences that start from zeros.
    ///
    /// - Parameter rows: Packed, `[layout.rowCount, inputSize]`.
    func trace(_ rows: Tensor, layout: SequenceLayout) -> RecurrentTrace {
        var context = ForwardContext.inference
        let direction = RecurrentDirection(
            weights: weights(dropout: .none, in: &context), peepholes: peepholes.map { Variable($0) })
        return recurrentTrace(Self.kernel, rows, layout: layout, direction: direction)
    }
}

extension RecurrentLayers {
    /// What every unit does at every step of sequences that start from zeros, one trace a layer.
    ///
    /// - Parameter rows: Packed, `[layout.rowCount, inputSize]`.
    /// - Precondition: The layers read in one direction.
    public func traces(_ rows: Tensor, layout: SequenceLayout) -> [RecurrentTrace] {
        precondition(!isBidirectional, "RecurrentLayers.traces: the layers read in both directions.")
        var traces: [RecurrentTrace] = []
        for cell in allCells { traces.append(cell.trace(traces.last?.hidden ?? rows, layout: layout)) }
        return traces
    }
}

extension RecurrentCellKind {
    /// The blocks of the cell's weights, in their order.
    public var gates: [RecurrentGate] { type.gates }
}

extension RecurrentCell {
    /// Fixes a gate of the cell: its weights become zero and its bias so large that the gate is 0 or 1 whatever is read.
    ///
    /// - Parameters:
    ///   - gate: The number of the gate in ``gates``.
    ///   - value: 0 or 1.
    public func fix(gate: Int, at value: Float) {
        let size = recurrentWeight.shape[1]
        for parameter in [inputWeight, recurrentWeight, recurrentBias, inputBias] {
            let width = parameter.value.count / parameter.shape[0]
            let filling = parameter === inputBias ? (value * 2 - 1) * Self.saturation : 0
            parameter.value.mutate { elements in
                for index in gate * size * width..<(gate + 1) * size * width { elements[index] = filling }
            }
        }
        let ordinal = Self.gates[..<gate].count(where: \.isGate)
        peepholes?.value.mutate { elements in
            for index in ordinal * size..<(ordinal + 1) * size { elements[index] = 0 }
        }
    }

    /// A pre-activation whose sigmoid is 1, and that of its negative about 1e-26.
    private static var saturation: Float { 60 }
}
