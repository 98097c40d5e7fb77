import Tensors
import TestSupport

@testable import NeuralLayers

/// The state of a network of any cell; `cell` is empty where there is none.
struct StateLists {
    var hidden: [Variable]
    var cell: [Variable]
}

/// A network of any cell, so that one test serves all.
protocol RecurrentNetwork: Layer {
    var numLayers: Int { get }
    var isBidirectional: Bool { get }
    var outputSize: Int { get }
    var dropout: RecurrentDropout { get }

    func run(
        _ input: Variable, lengths: [Int]?, state: StateLists?, in context: inout ForwardContext
    ) -> (output: Variable, state: StateLists)

    func run(
        packed input: Variable, layout: SequenceLayout, state: StateLists?, in context: inout ForwardContext
    ) -> (output: Variable, state: StateLists)
}

extension RecurrentNetwork {
    /// Layers times directions.
    var cellCount: Int { numLayers * (isBidirectional ? 2 : 1) }
}

/// A state that goes to and from lists.
protocol ListedState: RecurrentState {
    init(_ lists: StateLists)
    var lists: StateLists { get }
}

extension LSTMState: ListedState {
    init(_ lists: StateLists) { self.init(hidden: lists.hidden, cell: lists.cell) }
    var lists: StateLists { StateLists(hidden: hidden, cell: cell) }
}

extension HiddenState: ListedState {
    init(_ lists: StateLists) { self.init(hidden: lists.hidden) }
    var lists: StateLists { StateLists(hidden: hidden, cell: []) }
}

extension RecurrentStack: RecurrentNetwork where Cell.State: ListedState {
    func run(
        _ input: Variable, lengths: [Int]?, state: StateLists?, in context: inout ForwardContext
    ) -> (output: Variable, state: StateLists) {
        let (output, final) = self(input, lengths: lengths, state: state.map { Cell.State($0) }, in: &context)
        return (output, final.lists)
    }

    func run(
        packed input: Variable, layout: SequenceLayout, state: StateLists?, in context: inout ForwardContext
    ) -> (output: Variable, state: StateLists) {
        let (output, final) = self(packed: input, layout: layout, state: state.map { Cell.State($0) }, in: &context)
        return (output, final.lists)
    }
}

extension ConvLSTM: RecurrentNetwork {
    func run(
        _ input: Variable, lengths: [Int]?, state: StateLists?, in context: inout ForwardContext
    ) -> (output: Variable, state: StateLists) {
        let (output, final) = self(input, lengths: lengths, state: state.map { LSTMState($0) }, in: &context)
        return (output, final.lists)
    }

    func run(
        packed input: Variable, layout: SequenceLayout, state: StateLists?, in context: inout ForwardContext
    ) -> (output: Variable, state: StateLists) {
        let (output, final) = self(packed: input, layout: layout, state: state.map { LSTMState($0) }, in: &context)
        return (output, final.lists)
    }
}

extension CellKind {
    func network(
        inputSize: Int, hiddenSize: Int, numLayers: Int = 1, isBidirectional: Bool = false,
        dropout: RecurrentDropout = .none, using generator: inout SeededGenerator
    ) -> any RecurrentNetwork {
        let layers = type.makeLayers(
            inputSize: inputSize, hiddenSize: hiddenSize, numLayers: numLayers, isBidirectional: isBidirectional,
            dropout: dropout, using: &generator)
        return layers as! any RecurrentNetwork  // the state of every cell is one of the two that are listed above
    }
}
