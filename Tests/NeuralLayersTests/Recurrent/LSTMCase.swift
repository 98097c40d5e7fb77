import Tensors
import TestSupport

@testable import NeuralLayers

/// An LSTM with a padded batch for it, all of it random, and the naive twin of the computation.
struct LSTMCase {
    let lstm: LSTM
    let input: Parameter  // [batch, time, inputSize], random on the padding too
    let lengths: [Int]
    let hidden: [Parameter]  // empty without an initial state
    let cell: [Parameter]

    init(
        inputSize: Int = 3, hiddenSize: Int, numLayers: Int = 1, isBidirectional: Bool = false, lengths: [Int],
        time: Int? = nil, hasState: Bool = false, dropout: RecurrentDropout = .none, seed: UInt64 = 11
    ) {
        var generator = SeededGenerator(seed: seed)
        lstm = LSTM(
            inputSize: inputSize, hiddenSize: hiddenSize, numLayers: numLayers, isBidirectional: isBidirectional,
            dropout: dropout, using: &generator)
        for cell in lstm.cells {
            for bias in [cell.inputBias, cell.recurrentBias] {
                bias.value = .normal(bias.shape, standardDeviation: 0.3, using: &generator)
            }
        }
        self.lengths = lengths
        input = Parameter(.normal([lengths.count, time ?? lengths.max()!, inputSize], using: &generator))
        let states = (0..<(hasState ? 2 * lstm.cells.count : 0)).map { _ in
            Parameter(.normal([lengths.count, hiddenSize], using: &generator))
        }
        hidden = Array(states.prefix(states.count / 2))
        cell = Array(states.suffix(states.count / 2))
    }

    init(lstm: LSTM, input: Parameter, lengths: [Int], hidden: [Parameter], cell: [Parameter]) {
        self.lstm = lstm
        self.input = input
        self.lengths = lengths
        self.hidden = hidden
        self.cell = cell
    }

    var state: LSTMState? {
        hidden.isEmpty ? nil : LSTMState(hidden: hidden.map { Variable($0) }, cell: cell.map { Variable($0) })
    }

    /// Everything to differentiate by: input, the weights, the initial state.
    var parameters: [(name: String, parameter: Parameter)] {
        [("input", input)] + lstm.namedParameters
            + hidden.enumerated().map { ("h0.\($0)", $1) } + cell.enumerated().map { ("c0.\($0)", $1) }
    }

    /// Output, final hidden states, final cell states.
    func outputs(in context: ForwardContext = .inference) -> [Variable] {
        var context = context
        let (output, final) = lstm(Variable(input), lengths: lengths, state: state, in: &context)
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
        var weights = lstm.cells.indices.map { DoubleTwin.LSTMWeights(Array(values[1 + 4 * $0..<5 + 4 * $0])) }
        for (index, mask) in recurrentMasks.enumerated() {
            weights[index].recurrentWeight = DoubleTwin.multiply(weights[index].recurrentWeight, mask)
        }
        let states = Array(values[(1 + 4 * lstm.cells.count)...])
        let result = DoubleTwin.lstm(
            values[0], lengths: lengths, weights: weights, directions: lstm.isBidirectional ? 2 : 1,
            hidden: states.isEmpty ? nil : Array(states.prefix(states.count / 2)),
            cell: states.isEmpty ? nil : Array(states.suffix(states.count / 2)), layerMasks: layerMasks)
        return [result.output] + result.hidden + result.cell
    }
}
