import NeuralLayers
import Tensors

/// A forecaster network: window → recurrent network → its last state → all steps of the horizon at once.
///
/// What is known about the future (the calendar, plans) is concatenated with the state. If the configuration has a
/// linear highway, a linear map of the window is added to the output.
public struct ForecasterNetwork: Layer, Sendable {
    public let configuration: Configuration
    public let encoder: SeriesEncoder
    public let output: Linear
    /// One for each target, `[horizon, window]`; empty without highways.
    public let highways: [Linear]

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        encoder = SeriesEncoder(c, using: &generator)
        output = Linear(inputSize: c.headSize, outputSize: c.outputSize, using: &generator)
        highways = (0..<(c.hasHighway ? c.targetSize : 0)).map { _ in
            Linear(inputSize: c.window, outputSize: c.horizon, using: &generator)
        }
    }

    /// Forecasts behind some windows.
    ///
    /// - Parameters:
    ///   - inputs: The rows of the first step of all windows, then those of the second, …: `[window * count, inputSize]`.
    ///   - future: What is known in advance, `[count, horizon * futureSize]`.
    /// - Returns: `[count, horizon * targetSize * valuesPerTarget]`.
    public func callAsFunction(
        inputs: Tensor, future: Tensor?, in context: inout ForwardContext
    ) -> Variable {
        let c = configuration
        let count = inputs.shape[0] / c.window
        precondition(
            inputs.shape == [count * c.window, c.inputSize]
                && future?.shape ?? [count, 0] == [count, c.horizon * c.futureSize],
            "ForecasterNetwork: windows \(inputs.shape), future \(future?.shape ?? []).")
        var state = encoder(
            Variable(inputs), layout: SequenceLayout(batchSize: count, steps: c.window), in: &context)
        if let key = context.dropoutKey(rate: c.dropout.output) {
            state = dropout(state, rate: c.dropout.output, key: key)
        }
        let forecast = output(future.map { concatenateColumns(state, Variable($0)) } ?? state)
        return c.hasHighway ? forecast + highway(inputs, count) : forecast
    }

    /// What is linear of the forecasts, the same for all quantiles.
    private func highway(_ inputs: Tensor, _ count: Int) -> Variable {
        let c = configuration
        let straight = highways.enumerated().map { target, map in map(Variable(window(of: target, inputs, count))) }
        let beside = straight.dropFirst().reduce(straight[0]) { concatenateColumns($0, $1) }
        if c.targetSize == 1 && c.valuesPerTarget == 1 { return beside }
        // From target by target, each of all steps, to step by step, each of all targets and their quantiles.
        let rows = (0..<Int32(count)).flatMap { row in
            (0..<Int32(c.horizon)).flatMap { step in
                (0..<Int32(c.targetSize)).flatMap { target in
                    let source = (row * Int32(c.targetSize) + target) * Int32(c.horizon) + step
                    return repeatElement(source, count: c.valuesPerTarget)
                }
            }
        }
        return gatherRows(beside.reshaped([beside.value.count, 1]), rows).reshaped([count, c.outputSize])
    }

    /// The values of a target, one window a row: `[count, window]`.
    private func window(of target: Int, _ inputs: Tensor, _ count: Int) -> Tensor {
        var windows = Tensor(uninitialized: [count, configuration.window])
        inputs.withElements { source in
            windows.mutate { values in
                for step in 0..<configuration.window {
                    for row in 0..<count {
                        values[row * configuration.window + step] =
                            source[(step * count + row) * configuration.inputSize + target]
                    }
                }
            }
        }
        return windows
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("encoder", encoder)
        visitor.visit("output", output)
        for (target, highway) in highways.enumerated() { visitor.visit("highway.\(target)", highway) }
    }
}

/// The recurrent network of a forecaster, of any cell.
public enum SeriesEncoder: Layer, Sendable {
    case lstm(LSTM)
    case gru(GRU)
    case peephole(PeepholeLSTM)
    case simpleRNN(SimpleRNN)

    init(_ c: ForecasterNetwork.Configuration, using generator: inout some RandomNumberGenerator) {
        func stack<Cell: RecurrentCell>(_ generator: inout some RandomNumberGenerator) -> RecurrentStack<Cell> {
            RecurrentStack(
                inputSize: c.inputSize, hiddenSize: c.hiddenSize, numLayers: c.numLayers,
                isBidirectional: c.isBidirectional,
                dropout: RecurrentDropout(
                    betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights),
                using: &generator)
        }
        switch c.cell {
        case .lstm: self = .lstm(stack(&generator))
        case .gru: self = .gru(stack(&generator))
        case .peephole: self = .peephole(stack(&generator))
        case .simpleRNN: self = .simpleRNN(stack(&generator))
        }
    }

    /// The last hidden state of the last layer, of both directions side by side, `[batch, outputSize]`.
    func callAsFunction(_ rows: Variable, layout: SequenceLayout, in context: inout ForwardContext) -> Variable {
        switch self {
        case .lstm(let stack): last(stack(packed: rows, layout: layout, in: &context).state.hidden, of: stack)
        case .gru(let stack): last(stack(packed: rows, layout: layout, in: &context).state.hidden, of: stack)
        case .peephole(let stack): last(stack(packed: rows, layout: layout, in: &context).state.hidden, of: stack)
        case .simpleRNN(let stack): last(stack(packed: rows, layout: layout, in: &context).state.hidden, of: stack)
        }
    }

    private func last<Cell>(_ hidden: [Variable], of stack: RecurrentStack<Cell>) -> Variable {
        guard stack.isBidirectional else { return hidden[hidden.count - 1] }
        return concatenateColumns(hidden[hidden.count - 2], hidden[hidden.count - 1])
    }

    private var layer: any Layer {
        switch self {
        case .lstm(let stack): stack
        case .gru(let stack): stack
        case .peephole(let stack): stack
        case .simpleRNN(let stack): stack
        }
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) { layer.visitParameters(&visitor) }
}
