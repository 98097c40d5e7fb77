import Tensors

/// A stacked, optionally bidirectional convolutional LSTM (Shi et al. 2015) over sequences of maps, such as the frames
/// of a film or of a radar.
///
/// For each layer and direction, with the previous step's `h'` and `c'` and `*` a convolution that keeps the size:
///
///     i, f, o = σ(W * x + b + U * h' + b')   g = tanh(W * x + b + U * h' + b')
///     c = f ∘ c' + i ∘ g                     h = o ∘ tanh(c)
///
/// This is equation 3 of Shi et al. without the peepholes, whose weights would tie a model to one height and width: as
/// it stands, a model runs on maps of any size. With a kernel of 1 it is an ``LSTM`` at each pixel by itself.
///
/// Maps lie channels last. Parameters are named as those of an LSTM, `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`,
/// `bias_hh_l0`, with `_reverse` for the backward direction, and the weights have the axes of PyTorch's `Conv2d`.
/// Masking is by lengths and exact, as in ``RecurrentStack``. Threads share the sequences of a batch, so one sequence by
/// itself keeps one thread busy but for the convolutions of its input.
///
/// ```swift
/// let network = ConvLSTM(inputSize: 1, hiddenSize: 32, kernelSize: 5, numLayers: 2, using: &generator)
/// let (output, state) = network(frames, lengths: [10, 7], in: &context)  // [2, 10, height, width, 32]
/// ```
public struct ConvLSTM: Layer, Sendable {
    /// Channels of the input maps.
    public let inputSize: Int
    /// Channels of the hidden and cell maps of one direction.
    public let hiddenSize: Int
    /// The height and width of all kernels, an odd number of pixels.
    public let kernelSize: Int
    /// Layers, one above the other.
    public let numLayers: Int
    /// Whether each layer also reads the sequence backward.
    public let isBidirectional: Bool
    /// What is dropped in training.
    public let dropout: RecurrentDropout
    /// One for each layer and direction, in the order of ``RecurrentState``.
    public let cells: [ConvLSTMCell]

    /// The channels of the output: `hiddenSize`, twice that when bidirectional.
    public var outputSize: Int { hiddenSize * directions }
    private var directions: Int { isBidirectional ? 2 : 1 }

    /// - Parameters:
    ///   - inputSize: Channels of the input.
    ///   - hiddenSize: Channels of a state.
    ///   - kernelSize: The side of the square of pixels that a convolution sees, an odd number.
    public init(
        inputSize: Int, hiddenSize: Int, kernelSize: Int = 3, numLayers: Int = 1, isBidirectional: Bool = false,
        dropout: RecurrentDropout = .none, using generator: inout some RandomNumberGenerator
    ) {
        precondition(
            inputSize > 0 && hiddenSize > 0 && numLayers > 0,
            "ConvLSTM: inputSize \(inputSize), hiddenSize \(hiddenSize), numLayers \(numLayers) must be positive.")
        self.inputSize = inputSize
        self.hiddenSize = hiddenSize
        self.kernelSize = kernelSize
        self.numLayers = numLayers
        self.isBidirectional = isBidirectional
        self.dropout = dropout
        let directions = isBidirectional ? 2 : 1
        cells = (0..<numLayers * directions).map { index in
            ConvLSTMCell(
                inputSize: index < directions ? inputSize : hiddenSize * directions, hiddenSize: hiddenSize,
                kernelSize: kernelSize, using: &generator)
        }
    }

    /// Runs padded sequences.
    ///
    /// - Parameters:
    ///   - input: `[batch, time, height, width, inputSize]`; what stands past a sequence's length is never read.
    ///   - lengths: The length of each sequence, 1 or more; `nil` when all fill the time axis.
    ///   - state: The state to start from, each `[batch, height, width, hiddenSize]`; `nil` for zeros.
    /// - Returns: `[batch, time, height, width, outputSize]`, zero past each length, and the state after each sequence's
    ///   last step.
    public func callAsFunction(
        _ input: Variable, lengths: [Int]? = nil, state: LSTMState? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: LSTMState) {
        let shape = input.shape
        precondition(
            shape.count == 5 && shape[4] == inputSize
                && lengths.map { $0.count == shape[0] && $0.allSatisfy { $0 <= shape[1] } } ?? true,
            "ConvLSTM: input \(shape) with lengths \(lengths ?? []), expected [batch, time, height, width, \(inputSize)]."
        )
        let (batch, time, pixels) = (shape[0], shape[1], shape[2] * shape[3])
        let layout = lengths.map(SequenceLayout.init) ?? SequenceLayout(batchSize: batch, steps: time)
        let maps = gatherRows(
            input.reshaped([batch * time, pixels * inputSize]), layout.paddedRows(paddedSteps: time))
        let (packed, final) = self(
            packed: maps.reshaped([layout.rowCount] + shape.suffix(3)), layout: layout, state: state, in: &context)
        let output = gatherRows(
            packed.reshaped([layout.rowCount, pixels * outputSize]), layout.packedRows(paddedSteps: time))
        return (output.reshaped(shape.prefix(4) + [outputSize]), final)
    }

    /// Runs sequences that lie packed, `[layout.rowCount, height, width, inputSize]`, and returns them so.
    public func callAsFunction(
        packed input: Variable, layout: SequenceLayout, state: LSTMState? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: LSTMState) {
        let initial = state?.parts
        var maps = input
        var final: [LSTMState.Part] = []
        for layer in 0..<numLayers {
            if layer > 0 { maps = dropped(maps, layout: layout, in: &context) }
            var outputs: [Variable] = []
            for direction in 0..<directions {
                let index = layer * directions + direction
                let (output, hidden, cell) = convLSTMSequence(
                    maps, layout: layout, weights: cells[index].weights(dropout: dropout, in: &context),
                    state: initial?[index], isReversed: direction == 1, precision: context.precision)
                outputs.append(output)
                final.append((hidden, cell))
            }
            maps = outputs.count == 1 ? outputs[0] : joinedChannels(outputs[0], outputs[1])
        }
        return (maps, LSTMState(parts: final))
    }

    /// Dropout between layers: an element of a mask is a channel of a pixel.
    private func dropped(
        _ maps: Variable, layout: SequenceLayout, in context: inout ForwardContext
    ) -> Variable {
        let rows = maps.reshaped([layout.rowCount, maps.shape[1] * maps.shape[2] * maps.shape[3]])
        return dropout.betweenLayers(rows, layout: layout, in: &context).reshaped(maps.shape)
    }

    /// The channels of both directions side by side.
    private func joinedChannels(_ forward: Variable, _ backward: Variable) -> Variable {
        let pixels = forward.shape[0] * forward.shape[1] * forward.shape[2]
        let joined = concatenateColumns(
            forward.reshaped([pixels, hiddenSize]), backward.reshaped([pixels, hiddenSize]))
        return joined.reshaped(forward.shape.prefix(3) + [2 * hiddenSize])
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        for (index, cell) in cells.enumerated() {
            cell.visitParameters(&visitor, index: index, directions: directions)
        }
    }
}

/// One direction of one layer of a convolutional LSTM; gates in the order input, forget, cell, output.
public struct ConvLSTMCell: RecurrentParameters {
    /// The kernels over the input, `[4 * hiddenSize, inputSize, kernelSize, kernelSize]`.
    public let inputWeight: Parameter
    /// The kernels over the hidden state, `[4 * hiddenSize, hiddenSize, kernelSize, kernelSize]`.
    public let recurrentWeight: Parameter
    /// The bias of the convolution of the input, `[4 * hiddenSize]`.
    public let inputBias: Parameter
    /// The bias of the convolution of the hidden state, `[4 * hiddenSize]`.
    public let recurrentBias: Parameter

    /// Starts as an ``LSTMCell`` does: input weights uniform in ±1/√(inputSize · kernelSize²); recurrent weights
    /// orthogonal at the pixel itself and zero around it (Xiao et al. 2018), which keeps the length of a state; biases at
    /// zero but for the forget gate's 1.
    public init(
        inputSize: Int, hiddenSize: Int, kernelSize: Int, using generator: inout some RandomNumberGenerator
    ) {
        precondition(kernelSize > 0 && kernelSize % 2 == 1, "ConvLSTM: kernelSize \(kernelSize) must be odd.")
        let (rows, square) = (4 * hiddenSize, kernelSize * kernelSize)
        let flat = Parameter.inputWeight(rows: rows, inputSize: inputSize * square, using: &generator)
        inputWeight = Parameter(flat.value.reshaped([rows, inputSize, kernelSize, kernelSize]))
        let centre = Tensor.orthogonalBlocks(4, size: hiddenSize, using: &generator)
        var recurrent = Tensor.zeros([rows, hiddenSize, kernelSize, kernelSize], using: &generator)
        if !(generator is DeferredWeights) {
            recurrent.mutate { target in
                centre.withElements { for index in $0.indices { target[index * square + square / 2] = $0[index] } }
            }
        }
        recurrentWeight = Parameter(recurrent)
        inputBias = .openForgetGate(hiddenSize: hiddenSize, using: &generator)
        recurrentBias = .zeros([rows], using: &generator)
    }
}
