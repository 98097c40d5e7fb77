import Tensors

/// What an LSTM carries from one piece of a sequence to the next.
///
/// One entry for each layer and direction, in PyTorch's order: layer 0 forward, layer 0 backward, layer 1 forward, …
/// A state is `[batch, hiddenSize]`, of a ``ConvLSTM`` `[batch, height, width, hiddenSize]`.
public struct LSTMState: RecurrentState {
    public var hidden: [Variable]
    public var cell: [Variable]

    public init(hidden: [Variable], cell: [Variable]) {
        self.hidden = hidden
        self.cell = cell
    }

    public init(parts: [(hidden: Variable, cell: Variable)]) {
        self.init(hidden: parts.map(\.hidden), cell: parts.map(\.cell))
    }

    public var parts: [(hidden: Variable, cell: Variable)] { zip(hidden, cell).map { ($0, $1) } }

    public static func part(_ variables: [Variable]) -> (hidden: Variable, cell: Variable) {
        (variables[0], variables[1])
    }

    public static func variables(_ part: (hidden: Variable, cell: Variable)) -> [Variable] { [part.hidden, part.cell] }

    /// The same values with no history: truncated backpropagation stops here.
    public func detached() -> LSTMState {
        LSTMState(hidden: hidden.map { $0.detached() }, cell: cell.map { $0.detached() })
    }
}
