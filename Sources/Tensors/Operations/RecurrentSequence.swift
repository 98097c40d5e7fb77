import CKernels

/// The parameters of one direction of one recurrent layer.
///
/// A cell has so many blocks of rows, each as high as the hidden state, in the order that its operation names.
public struct RecurrentWeights {
    public let inputWeight: Variable  // [blocks * hiddenSize, inputSize]
    public let recurrentWeight: Variable  // [blocks * hiddenSize, hiddenSize]
    public let inputBias: Variable  // [blocks * hiddenSize]
    public let recurrentBias: Variable  // [blocks * hiddenSize]

    public init(inputWeight: Variable, recurrentWeight: Variable, inputBias: Variable, recurrentBias: Variable) {
        self.inputWeight = inputWeight
        self.recurrentWeight = recurrentWeight
        self.inputBias = inputBias
        self.recurrentBias = recurrentBias
    }

    var all: [Variable] { [inputWeight, recurrentWeight, inputBias, recurrentBias] }
}

/// What a pass over a sequence has to know of a cell.
struct RecurrentKernel {
    /// The operation's name, for messages.
    let name: String
    let cell: recurrent_cell
    /// Blocks of pre-activations, each as wide as the hidden state.
    let blocks: Int
    /// Whether the state is a hidden and a cell state, or the hidden one alone.
    let hasCellState: Bool
    /// Whether the recurrent product, with a bias of its own, lies apart from the input projections.
    let keepsProduct: Bool
}

/// One direction of one layer over a whole batch of sequences, as one operation.
///
/// The input projections of all steps are one product; then each step adds the recurrent product on packed weights for
/// the sequences still running. The backward pass walks the steps the other way, and the weight gradients are one
/// product each at its end.
///
/// - Parameters:
///   - input: `[layout.rowCount, inputSize]`, or with maps a row for each pixel.
///   - maps: What a state is; where it is a map, the products are convolutions, the weights are those of
///     ``channelsLast(_:)``, and a state has a row of pixels and their channels for each sequence.
///   - state: Hidden state and, where the cell has one, cell state before the first step, `[batch, hiddenSize]` each;
///     `nil` for zeros.
/// - Returns: Packed hidden states `[layout.rowCount, hiddenSize]`, and the state after each sequence's own last step,
///   like `state`, in the caller's order of sequences.
func recurrentSequence(
    _ kernel: RecurrentKernel, _ input: Variable, layout: SequenceLayout, maps: MapShape = .point,
    weights: RecurrentWeights, peepholes: Variable? = nil, state: [Variable]?, isReversed: Bool, precision: Precision
) -> (output: Variable, state: [Variable]) {
    requireShapes(kernel, input, layout, maps, weights, peepholes, state)
    let order = layout.isIdentity ? nil : layout.order.map(Int32.init)
    let sorted = (state ?? []).map { state in order.map { gatherRows(state, $0) } ?? state }
    let inputs = [input] + weights.all + (peepholes.map { [$0] } ?? []) + sorted
    let run = RecurrentRun(
        kernel, input: input.value, weights: weights, peepholes: peepholes?.value, initialState: sorted.map(\.value),
        layout: layout, maps: maps, isReversed: isReversed, isMixed: precision.isMixed,
        needsInputGradient: input.needsGradient,
        isRecorded: inputs.contains(where: \.needsGradient))
    let results = Variable.results(run.forward(), of: inputs) { run.backward($0) }
    guard let order else { return (results[0], Array(results.dropFirst())) }
    var inverse = order
    for (position, sequence) in order.enumerated() { inverse[Int(sequence)] = Int32(position) }
    return (results[0], results.dropFirst().map { gatherRows($0, inverse) })
}

private func requireShapes(
    _ kernel: RecurrentKernel, _ input: Variable, _ layout: SequenceLayout, _ maps: MapShape,
    _ weights: RecurrentWeights, _ peepholes: Variable?, _ state: [Variable]?
) {
    let (name, batch) = (kernel.name, layout.batchSize)
    let hidden = weights.recurrentWeight.shape[1] / maps.squareSize
    let height = kernel.blocks * hidden
    let inputShape = [layout.rowCount * maps.pixelCount, weights.inputWeight.shape[1] / maps.squareSize]
    precondition(input.shape == inputShape, "\(name): input \(input.shape), expected \(inputShape).")
    precondition(
        weights.inputWeight.shape[0] == height && weights.recurrentWeight.shape[0] == height
            && weights.inputBias.shape == [height] && weights.recurrentBias.shape == [height],
        "\(name): weights \(weights.all.map(\.shape)) are not those of one layer.")
    precondition(
        peepholes.map { $0.shape == [3 * hidden] } ?? true,
        "\(name): peepholes \(peepholes?.shape ?? []), expected \([3 * hidden]).")
    precondition(
        state.map { $0.allSatisfy { $0.shape == [batch, maps.pixelCount * hidden] } } ?? true,
        "\(name): state \(state?.map(\.shape) ?? []), expected \([batch, maps.pixelCount * hidden]).")
}
