import Tensors

/// A stacked, optionally bidirectional LSTM (Hochreiter & Schmidhuber 1997; Schuster & Paliwal 1997) over sequences of
/// any lengths.
///
/// Equations, gate order (input, forget, cell, output) and parameter names are PyTorch's, so weights travel both ways.
/// Masking is by lengths and exact: a padded step is never computed, the final state is the one at each sequence's own
/// last step, and the backward direction starts there. The time loop is ``Tensors/lstmSequence(_:layout:weights:state:isReversed:)``.
///
/// ```swift
/// let lstm = LSTM(inputSize: 64, hiddenSize: 256, numLayers: 2, using: &generator)
/// let (output, state) = lstm(embedded, lengths: [5, 3], in: &context)
/// let (more, _) = lstm(nextChunk, state: state.detached(), in: &context)
/// ```
public struct LSTM: Layer, Sendable {
    public let inputSize: Int
    public let hiddenSize: Int
    public let numLayers: Int
    public let isBidirectional: Bool
    public let dropout: RecurrentDropout
    /// One for each layer and direction, in the order of ``LSTMState``.
    public let cells: [LSTMCell]

    /// The width of the output: `hiddenSize`, twice that when bidirectional.
    public var outputSize: Int { hiddenSize * directions }
    private var directions: Int { isBidirectional ? 2 : 1 }

    public init(
        inputSize: Int, hiddenSize: Int, numLayers: Int = 1, isBidirectional: Bool = false,
        dropout: RecurrentDropout = .none, using generator: inout some RandomNumberGenerator
    ) {
        precondition(
            inputSize > 0 && hiddenSize > 0 && numLayers > 0,
            "LSTM: inputSize \(inputSize), hiddenSize \(hiddenSize), numLayers \(numLayers) must be positive.")
        self.inputSize = inputSize
        self.hiddenSize = hiddenSize
        self.numLayers = numLayers
        self.isBidirectional = isBidirectional
        self.dropout = dropout
        let directions = isBidirectional ? 2 : 1
        cells = (0..<numLayers * directions).map { index in
            let layerInput = index < directions ? inputSize : hiddenSize * directions
            return LSTMCell(inputSize: layerInput, hiddenSize: hiddenSize, using: &generator)
        }
    }

    /// Runs padded sequences.
    ///
    /// - Parameters:
    ///   - input: `[batch, time, inputSize]`; what stands past a sequence's length is never read.
    ///   - lengths: The length of each sequence, 1 or more; `nil` when all fill the time axis.
    ///   - state: The state to start from; `nil` for zeros.
    /// - Returns: `[batch, time, outputSize]`, zero past each length, and the state after each sequence's last step.
    public func callAsFunction(
        _ input: Variable, lengths: [Int]? = nil, state: LSTMState? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: LSTMState) {
        precondition(
            input.shape.count == 3 && input.shape[2] == inputSize
                && lengths.map { $0.count == input.shape[0] && $0.allSatisfy { $0 <= input.shape[1] } } ?? true,
            "LSTM: input \(input.shape) with lengths \(lengths ?? []), expected [batch, time, \(inputSize)].")
        let (batch, time) = (input.shape[0], input.shape[1])
        let layout = lengths.map(SequenceLayout.init) ?? SequenceLayout(batchSize: batch, steps: time)
        let rows = gatherRows(input.reshaped([batch * time, inputSize]), layout.paddedRows(paddedSteps: time))
        let (packed, final) = self(packed: rows, layout: layout, state: state, in: &context)
        let output = gatherRows(packed, layout.packedRows(paddedSteps: time))
        return (output.reshaped([batch, time, outputSize]), final)
    }

    /// Runs sequences that lie packed, `[layout.rowCount, inputSize]`, and returns them so.
    public func callAsFunction(
        packed input: Variable, layout: SequenceLayout, state: LSTMState? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: LSTMState) {
        var rows = input
        var final = LSTMState(hidden: [], cell: [])
        for layer in 0..<numLayers {
            if layer > 0 { rows = dropout.betweenLayers(rows, layout: layout, in: &context) }
            var outputs: [Variable] = []
            for direction in 0..<directions {
                let index = layer * directions + direction
                let result = lstmSequence(
                    rows, layout: layout, weights: cells[index].weights(dropout: dropout, in: &context),
                    state: state.map { ($0.hidden[index], $0.cell[index]) }, isReversed: direction == 1,
                    precision: context.precision)
                outputs.append(result.output)
                final.hidden.append(result.hidden)
                final.cell.append(result.cell)
            }
            rows = outputs.count == 1 ? outputs[0] : concatenateColumns(outputs[0], outputs[1])
        }
        return (rows, final)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        for (index, cell) in cells.enumerated() {
            let suffix = "l\(index / directions)" + (index % directions == 1 ? "_reverse" : "")
            visitor.visit("weight_ih_\(suffix)", cell.inputWeight)
            visitor.visit("weight_hh_\(suffix)", cell.recurrentWeight)
            visitor.visit("bias_ih_\(suffix)", cell.inputBias)
            visitor.visit("bias_hh_\(suffix)", cell.recurrentBias)
        }
    }
}
