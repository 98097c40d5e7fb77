import Tensors

/// Stacked recurrent layers, whatever their cell: what a ``SequenceEncoder`` is built on.
public protocol RecurrentLayers: Layer, Sendable {
    /// The cell.
    var kind: RecurrentCellKind { get }
    /// The width of an input row.
    var inputSize: Int { get }
    /// Units of each layer and direction.
    var hiddenSize: Int { get }
    /// Layers, one above the other.
    var numLayers: Int { get }
    /// Whether each layer reads the sequences from both ends.
    var isBidirectional: Bool { get }
    /// The dropout between the layers and of the recurrent weights.
    var dropout: RecurrentDropout { get }
    /// The width of the output: `hiddenSize`, twice that when bidirectional.
    var outputSize: Int { get }
    /// One for each layer and direction, in the order of ``EncoderState``.
    var allCells: [any RecurrentCell] { get }

    /// Runs sequences that lie packed, `[layout.rowCount, inputSize]`.
    ///
    /// - Parameter state: The state to start from; `nil` for zeros.
    /// - Returns: `[layout.rowCount, outputSize]`, and the state after each sequence's last step.
    func run(
        _ rows: Variable, layout: SequenceLayout, state: EncoderState?, in context: inout ForwardContext
    ) -> (output: Variable, state: EncoderState)
}

/// Layers of recurrent cells, one above the other, in one direction or both (Schuster & Paliwal 1997), over sequences
/// of any lengths: what ``LSTM``, ``PeepholeLSTM``, ``GRU`` and ``SimpleRNN`` have in common.
///
/// Masking is by lengths and exact: a padded step is never computed, the final state is the one at each sequence's own
/// last step, and the backward direction starts there. Parameters have PyTorch's names: `weight_ih_l0`, `weight_hh_l0`,
/// `bias_ih_l0`, `bias_hh_l0`, with `_reverse` for the backward direction.
public struct RecurrentStack<Cell: RecurrentCell>: Layer, Sendable {
    /// The width of the input's rows.
    public let inputSize: Int
    /// The number of units of one direction of a layer.
    public let hiddenSize: Int
    /// Layers, one above the other.
    public let numLayers: Int
    /// Whether each layer also reads the sequence backward.
    public let isBidirectional: Bool
    /// What is dropped in training.
    public let dropout: RecurrentDropout
    /// One for each layer and direction, in the order of ``RecurrentState``.
    public let cells: [Cell]

    /// The width of the output: `hiddenSize`, twice that when bidirectional.
    public var outputSize: Int { hiddenSize * directions }
    private var directions: Int { isBidirectional ? 2 : 1 }

    /// Layers with random weights.
    ///
    /// - Precondition: All sizes are 1 or more.
    public init(
        inputSize: Int, hiddenSize: Int, numLayers: Int = 1, isBidirectional: Bool = false,
        dropout: RecurrentDropout = .none, using generator: inout some RandomNumberGenerator
    ) {
        precondition(
            inputSize > 0 && hiddenSize > 0 && numLayers > 0,
            "\(Cell.self): inputSize \(inputSize), hiddenSize \(hiddenSize), numLayers \(numLayers) must be positive.")
        self.inputSize = inputSize
        self.hiddenSize = hiddenSize
        self.numLayers = numLayers
        self.isBidirectional = isBidirectional
        self.dropout = dropout
        let directions = isBidirectional ? 2 : 1
        cells = (0..<numLayers * directions).map { index in
            let layerInput = index < directions ? inputSize : hiddenSize * directions
            return Cell(inputSize: layerInput, hiddenSize: hiddenSize, using: &generator)
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
        _ input: Variable, lengths: [Int]? = nil, state: Cell.State? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: Cell.State) {
        precondition(
            input.shape.count == 3 && input.shape[2] == inputSize
                && lengths.map { $0.count == input.shape[0] && $0.allSatisfy { $0 <= input.shape[1] } } ?? true,
            "\(Cell.self): input \(input.shape) with lengths \(lengths ?? []), expected [batch, time, \(inputSize)].")
        let (batch, time) = (input.shape[0], input.shape[1])
        let layout = lengths.map(SequenceLayout.init) ?? SequenceLayout(batchSize: batch, steps: time)
        let rows = gatherRows(input.reshaped([batch * time, inputSize]), layout.paddedRows(paddedSteps: time))
        let (packed, final) = self(packed: rows, layout: layout, state: state, in: &context)
        let output = gatherRows(packed, layout.packedRows(paddedSteps: time))
        return (output.reshaped([batch, time, outputSize]), final)
    }

    /// Runs sequences that lie packed, `[layout.rowCount, inputSize]`, and returns them so.
    public func callAsFunction(
        packed input: Variable, layout: SequenceLayout, state: Cell.State? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: Cell.State) {
        let initial = state?.parts
        var rows = input
        var final: [Cell.State.Part] = []
        for layer in 0..<numLayers {
            if layer > 0 { rows = dropout.betweenLayers(rows, layout: layout, in: &context) }
            let results = recurrentSequences(
                Cell.kernel, rows, layout: layout,
                directions: (0..<directions).map { direction in
                    let index = layer * directions + direction
                    return RecurrentDirection(
                        weights: cells[index].weights(dropout: dropout, in: &context),
                        peepholes: cells[index].peepholes.map { Variable($0) },
                        state: initial.map { Cell.State.variables($0[index]) }, isReversed: direction == 1)
                }, precision: context.precision)
            final += results.map { Cell.State.part($0.state) }
            rows = isBidirectional ? concatenateColumns(results[0].output, results[1].output) : results[0].output
        }
        return (rows, Cell.State(parts: final))
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        for (index, cell) in cells.enumerated() {
            cell.visitParameters(&visitor, index: index, directions: directions)
        }
    }
}

extension RecurrentStack: RecurrentLayers {
    public var kind: RecurrentCellKind { Cell.kind }
    public var allCells: [any RecurrentCell] { cells }

    public func run(
        _ rows: Variable, layout: SequenceLayout, state: EncoderState?, in context: inout ForwardContext
    ) -> (output: Variable, state: EncoderState) {
        let initial = state.map { state in
            Cell.State(
                parts: state.hidden.indices.map { index in
                    Cell.State.part([state.hidden[index]] + (state.cell.isEmpty ? [] : [state.cell[index]]))
                })
        }
        let (output, final) = self(packed: rows, layout: layout, state: initial, in: &context)
        let parts = final.parts.map { Cell.State.variables($0) }
        return (
            output,
            EncoderState(hidden: parts.map { $0[0] }, cell: Cell.kernel.hasCellState ? parts.map { $0[1] } : [])
        )
    }
}
