/// What every unit of a recurrent layer did at every step of a sequence.
public struct RecurrentTrace: Sendable {
    /// The activated blocks of the cell in the order of its weights, `[layout.rowCount, blocks * hiddenSize]`.
    public let gates: Tensor
    /// The hidden states, `[layout.rowCount, hiddenSize]`.
    public let hidden: Tensor
    /// The cell states, `[layout.rowCount, hiddenSize]`; `nil` where the cell has none.
    public let cell: Tensor?
}

/// One layer over a batch of sequences from a state of zeros, with all that it worked out on the way. The hidden states
/// have the bits of ``recurrentSequences(_:_:layout:directions:precision:)``.
///
/// - Parameters:
///   - input: Packed rows, `[layout.rowCount, inputSize]`.
///   - direction: The layer's weights; its state is `nil`.
public func recurrentTrace(
    _ kernel: RecurrentKernel, _ input: Tensor, layout: SequenceLayout, direction: RecurrentDirection
) -> RecurrentTrace {
    requireShapes(kernel, Variable(input), layout, .point, direction)
    precondition(direction.state == nil, "recurrentTrace: the sequences start from zeros.")
    let run = RecurrentRun(
        kernel, input: input, direction: direction, layout: layout, maps: .point, isMixed: false,
        needsInputGradient: false, needsWeightGradients: false, isRecorded: true)
    return run.traced()
}
