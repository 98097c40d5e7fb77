import Tensors
import TestSupport

@testable import NeuralLayers

/// The cells that every test of recurrent layers goes through.
typealias CellKind = DoubleTwin.RecurrentCell

/// A recurrent network with a padded batch for it, all of it random, and the naive twin of the computation.
struct RecurrentCase {
    let kind: CellKind
    let network: any RecurrentNetwork
    let input: Parameter  // [batch, time, inputSize] or maps of such rows, random on the padding too
    let lengths: [Int]
    let hidden: [Parameter]  // [batch, hiddenSize] or maps; empty without an initial state
    let cell: [Parameter]  // likewise, and without a cell state

    init(
        _ kind: CellKind, inputSize: Int = 3, hiddenSize: Int, numLayers: Int = 1, isBidirectional: Bool = false,
        lengths: [Int], time: Int? = nil, hasState: Bool = false, dropout: RecurrentDropout = .none, seed: UInt64 = 11
    ) {
        var generator = SeededGenerator(seed: seed)
        let network = kind.network(
            inputSize: inputSize, hiddenSize: hiddenSize, numLayers: numLayers, isBidirectional: isBidirectional,
            dropout: dropout, using: &generator)
        for (name, parameter) in network.namedParameters where !name.hasPrefix("weight") {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.3, using: &generator)
        }
        self.init(
            kind, network, lengths: lengths, time: time, rowShape: [inputSize], stateShape: [hiddenSize],
            hasState: hasState, using: &generator)
    }

    /// A convolutional LSTM on maps of `height` and `width`.
    init(
        height: Int, width: Int, kernelSize: Int = 3, inputSize: Int = 2, hiddenSize: Int, numLayers: Int = 1,
        isBidirectional: Bool = false, lengths: [Int], time: Int? = nil, hasState: Bool = false,
        dropout: RecurrentDropout = .none, seed: UInt64 = 11
    ) {
        var generator = SeededGenerator(seed: seed)
        let network = ConvLSTM(
            inputSize: inputSize, hiddenSize: hiddenSize, kernelSize: kernelSize, numLayers: numLayers,
            isBidirectional: isBidirectional, dropout: dropout, using: &generator)
        for (_, parameter) in network.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.3, using: &generator)
        }
        self.init(
            .lstm, network, lengths: lengths, time: time, rowShape: [height, width, inputSize],
            stateShape: [height, width, hiddenSize], hasState: hasState, using: &generator)
    }

    private init(
        _ kind: CellKind, _ network: any RecurrentNetwork, lengths: [Int], time: Int?, rowShape: [Int],
        stateShape: [Int], hasState: Bool, using generator: inout SeededGenerator
    ) {
        (self.kind, self.network, self.lengths) = (kind, network, lengths)
        input = Parameter(.normal([lengths.count, time ?? lengths.max()!] + rowShape, using: &generator))
        let count = hasState ? network.cellCount : 0
        let states = (0..<(kind.hasCellState ? 2 * count : count)).map { _ in
            Parameter(.normal([lengths.count] + stateShape, using: &generator))
        }
        hidden = Array(states.prefix(count))
        cell = Array(states.dropFirst(count))
    }

    private init(copying other: RecurrentCase, input: Tensor, lengths: [Int], hidden: [Tensor], cell: [Tensor]) {
        (kind, network) = (other.kind, other.network)
        self.input = Parameter(input)
        self.lengths = lengths
        self.hidden = hidden.map { Parameter($0) }
        self.cell = cell.map { Parameter($0) }
    }

    /// The same network on another batch.
    func copy(input: Tensor, lengths: [Int], hidden: [Tensor]? = nil, cell: [Tensor]? = nil) -> RecurrentCase {
        RecurrentCase(
            copying: self, input: input, lengths: lengths, hidden: hidden ?? self.hidden.map(\.value),
            cell: cell ?? self.cell.map(\.value))
    }

    var state: StateLists? {
        hidden.isEmpty ? nil : StateLists(hidden: hidden.map { Variable($0) }, cell: cell.map { Variable($0) })
    }

    /// Everything to differentiate by: input, the weights, the initial state.
    var parameters: [(name: String, parameter: Parameter)] {
        [("input", input)] + network.namedParameters
            + hidden.enumerated().map { ("h0.\($0)", $1) } + cell.enumerated().map { ("c0.\($0)", $1) }
    }

    /// Output, final hidden states, final cell states.
    func outputs(in context: ForwardContext = .inference) -> [Variable] {
        var context = context
        let (output, final) = network.run(Variable(input), lengths: lengths, state: state, in: &context)
        return [output] + final.hidden + final.cell
    }

    /// The outputs by the naive twin, from values in the order of ``parameters``.
    ///
    /// - Parameters:
    ///   - recurrentMasks: What each recurrent weight is multiplied with; empty for nothing.
    ///   - layerMasks: What the padded input of each layer but the first is multiplied with; empty for nothing.
    func twinOutputs(
        _ values: [DoubleTensor], recurrentMasks: [DoubleTensor] = [], layerMasks: [DoubleTensor] = []
    ) -> [DoubleTensor] {
        let (cells, each) = (network.cellCount, kind.parameterCount)
        var weights = (0..<cells).map {
            DoubleTwin.RecurrentWeights(Array(values[1 + each * $0..<1 + each * ($0 + 1)]))
        }
        for (index, mask) in recurrentMasks.enumerated() {
            weights[index].recurrentWeight = DoubleTwin.multiply(weights[index].recurrentWeight, mask)
        }
        let states = Array(values[(1 + each * cells)...])
        let directions = network.isBidirectional ? 2 : 1
        let hidden = states.isEmpty ? nil : Array(states.prefix(cells))
        let cell = states.count > cells ? Array(states.dropFirst(cells)) : nil
        let result =
            network is ConvLSTM
            ? DoubleTwin.convLSTM(
                values[0], lengths: lengths, weights: weights, directions: directions, hidden: hidden, cell: cell,
                layerMasks: layerMasks)
            : DoubleTwin.recurrent(
                kind, values[0], lengths: lengths, weights: weights, directions: directions, hidden: hidden, cell: cell,
                layerMasks: layerMasks)
        return [result.output] + result.hidden + result.cell
    }
}
