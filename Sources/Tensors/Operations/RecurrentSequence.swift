import CKernels

/// The parameters of one direction of one recurrent layer.
///
/// A cell has so many blocks of rows, each as high as the hidden state, in the order that its operation names.
public struct RecurrentWeights {
    /// The matrix of the input, `[blocks * hiddenSize, inputSize]`.
    public let inputWeight: Variable
    /// The matrix of the hidden state, `[blocks * hiddenSize, hiddenSize]`.
    public let recurrentWeight: Variable
    /// The bias added to the product of the input, `[blocks * hiddenSize]`.
    public let inputBias: Variable
    /// The bias added to the product of the hidden state, `[blocks * hiddenSize]`.
    public let recurrentBias: Variable

    /// The weights of one layer in one direction; the shapes are those of the properties.
    public init(inputWeight: Variable, recurrentWeight: Variable, inputBias: Variable, recurrentBias: Variable) {
        self.inputWeight = inputWeight
        self.recurrentWeight = recurrentWeight
        self.inputBias = inputBias
        self.recurrentBias = recurrentBias
    }

    var all: [Variable] { [inputWeight, recurrentWeight, inputBias, recurrentBias] }
}

/// The kernels of a recurrent cell, and how they want its memory laid out.
public struct RecurrentKernel: Sendable {
    /// The name in the list of the kernels' cells, `RecurrentCells.h`, such as `lstm`.
    public let name: String
    /// Blocks of pre-activations, each as wide as the hidden state.
    public let blocks: Int
    /// Whether the state is a hidden and a cell state, or the hidden one alone.
    public let hasCellState: Bool
    /// Whether the gates see the cell state through `[3 * hiddenSize]` weights.
    public let hasPeepholes: Bool
    /// Whether the recurrent product, with a bias of its own, lies apart from the input projections.
    let keepsProduct: Bool
    let cell: recurrent_cell

    /// - Precondition: The list has a cell of this name.
    public init(_ name: String) {
        let count = RECURRENT_CELL_COUNT.rawValue
        guard
            let number = (0..<count).first(where: {
                String(cString: recurrent_cell_name(recurrent_cell(rawValue: $0))) == name
            })
        else { preconditionFailure("RecurrentKernel: there is no cell named \(name).") }
        cell = recurrent_cell(rawValue: number)
        let traits = recurrent_cell_traits_of(cell)
        self.name = name
        blocks = traits.blocks
        hasCellState = traits.has_cell_state
        hasPeepholes = traits.has_peepholes
        keepsProduct = traits.keeps_product
    }

    /// What the input projections and what the recurrent product start from: the sum of both biases and nothing, or
    /// where the product lies apart, a bias each.
    func biases(input: Tensor, recurrent: Tensor) -> (projection: Tensor, product: Tensor?) {
        keepsProduct ? (input, recurrent) : (input.adding(recurrent), nil)
    }
}

/// One way through the sequences of a batch.
public struct RecurrentDirection {
    let weights: RecurrentWeights
    let peepholes: Variable?  // [3 * hiddenSize]
    let state: [Variable]?
    let isReversed: Bool

    /// - Parameters:
    ///   - peepholes: `[3 * hiddenSize]`, of a cell that has them.
    ///   - state: Hidden state and, where the cell has one, cell state before the first step, `[batch, hiddenSize]`
    ///     each; `nil` for zeros.
    ///   - isReversed: From each sequence's own last step to its first.
    public init(
        weights: RecurrentWeights, peepholes: Variable? = nil, state: [Variable]? = nil, isReversed: Bool = false
    ) {
        self.weights = weights
        self.peepholes = peepholes
        self.state = state
        self.isReversed = isReversed
    }

    /// What it reads beside the input.
    fileprivate var inputs: [Variable] { weights.all + (peepholes.map { [$0] } ?? []) + (state ?? []) }
}

/// One layer over a whole batch of sequences, in one direction or both, as one operation.
///
/// The input projections of some steps are one product; then each step adds the recurrent product on packed weights for
/// the sequences still running. The backward pass walks the steps the other way, and makes the weight gradients of some
/// steps at a time. Where there are no more threads than directions, each takes one.
///
/// - Parameter input: Packed rows, `[layout.rowCount, inputSize]`.
/// - Returns: For each direction the packed hidden states `[layout.rowCount, hiddenSize]`, and the state after each
///   sequence's own last step (its first, when reversed), `[batch, hiddenSize]` each, in the caller's order of
///   sequences.
public func recurrentSequences(
    _ kernel: RecurrentKernel, _ input: Variable, layout: SequenceLayout, directions: [RecurrentDirection],
    precision: Precision
) -> [(output: Variable, state: [Variable])] {
    recurrentSequences(kernel, input, layout: layout, maps: .point, directions: directions, precision: precision)
}

/// - Parameters:
///   - input: `[layout.rowCount, inputSize]`, or with maps a row for each pixel.
///   - maps: What a state is; where it is a map, the products are convolutions, the weights are those of
///     ``channelsLast(_:)``, and a state has a row of pixels and their channels for each sequence.
func recurrentSequences(
    _ kernel: RecurrentKernel, _ input: Variable, layout: SequenceLayout, maps: MapShape,
    directions: [RecurrentDirection], precision: Precision
) -> [(output: Variable, state: [Variable])] {
    for direction in directions { requireShapes(kernel, input, layout, maps, direction) }
    let order = layout.isIdentity ? nil : layout.order.map(Int32.init)
    let sorted = directions.map { direction in
        RecurrentDirection(
            weights: direction.weights, peepholes: direction.peepholes,
            state: direction.state.map { $0.map { state in order.map { gatherRows(state, $0) } ?? state } },
            isReversed: direction.isReversed)
    }
    let inputs = [input] + sorted.flatMap(\.inputs)
    let runs = sorted.map { direction in
        RecurrentRun(
            kernel, input: input.value, direction: direction, layout: layout, maps: maps, isMixed: precision.isMixed,
            needsInputGradient: input.needsGradient,
            needsWeightGradients: (direction.weights.all + (direction.peepholes.map { [$0] } ?? []))
                .contains(where: \.needsGradient),
            isRecorded: inputs.contains(where: \.needsGradient))
    }
    let resultCount = kernel.hasCellState ? 3 : 2
    let values = ThreadPool.shared.map(runs.count) { runs[$0].forward() }
    let results = Variable.results(values.flatMap { $0 }, of: inputs) { upstream in
        let gradients = ThreadPool.shared.map(runs.count) {
            runs[$0].backward(Array(upstream[$0 * resultCount..<($0 + 1) * resultCount]))
        }
        let ofInput = gradients.compactMap(\.input)
        return [ofInput.dropFirst().reduce(ofInput.first) { $0?.adding($1) }] + gradients.flatMap(\.others)
    }
    return runs.indices.map { run in
        let own = Array(results[run * resultCount..<(run + 1) * resultCount])
        return (own[0], order.map { inCallersOrder(own.dropFirst(), $0) } ?? Array(own.dropFirst()))
    }
}

/// Sorted states in the order of the caller's sequences.
private func inCallersOrder(_ states: some Sequence<Variable>, _ order: [Int32]) -> [Variable] {
    var inverse = order
    for (position, sequence) in order.enumerated() { inverse[Int(sequence)] = Int32(position) }
    return states.map { gatherRows($0, inverse) }
}

func requireShapes(
    _ kernel: RecurrentKernel, _ input: Variable, _ layout: SequenceLayout, _ maps: MapShape,
    _ direction: RecurrentDirection
) {
    let (name, batch) = (kernel.name, layout.batchSize)
    let (weights, peepholes, state) = (direction.weights, direction.peepholes, direction.state)
    let hidden = weights.recurrentWeight.shape[1] / maps.squareSize
    let height = kernel.blocks * hidden
    let inputShape = [layout.rowCount * maps.pixelCount, weights.inputWeight.shape[1] / maps.squareSize]
    precondition(input.shape == inputShape, "\(name): input \(input.shape), expected \(inputShape).")
    precondition(
        weights.inputWeight.shape[0] == height && weights.recurrentWeight.shape[0] == height
            && weights.inputBias.shape == [height] && weights.recurrentBias.shape == [height],
        "\(name): weights \(weights.all.map(\.shape)) are not those of one layer.")
    precondition(
        peepholes.map { $0.shape == [3 * hidden] } ?? !kernel.hasPeepholes,
        "\(name): peepholes \(peepholes?.shape ?? []), expected \([3 * hidden]).")
    precondition(
        state.map { $0.allSatisfy { $0.shape == [batch, maps.pixelCount * hidden] } } ?? true,
        "\(name): state \(state?.map(\.shape) ?? []), expected \([batch, maps.pixelCount * hidden]).")
}
