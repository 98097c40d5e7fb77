import Tensors

/// What a recurrent network carries from one piece of a sequence to the next.
///
/// One part for each layer and direction, in PyTorch's order: layer 0 forward, layer 0 backward, layer 1 forward, …
public protocol RecurrentState {
    /// The state of one direction of one layer.
    associatedtype Part

    /// A state put together from its parts.
    init(parts: [Part])

    /// A part from its variables, the hidden state first.
    static func part(_ variables: [Variable]) -> Part
    /// The variables of a part, the hidden state first.
    static func variables(_ part: Part) -> [Variable]

    /// The state of each layer and direction.
    var parts: [Part] { get }

    /// The same values with no history: truncated backpropagation stops here.
    func detached() -> Self
}

/// The state of a network whose cells carry their hidden state alone: ``GRU``, ``SimpleRNN``.
public struct HiddenState: RecurrentState {
    /// The hidden state h of each layer and direction, each `[batch, hiddenSize]`.
    public var hidden: [Variable]

    /// A state of the given hidden states.
    public init(hidden: [Variable]) { self.hidden = hidden }

    /// A state put together from its parts, the hidden states.
    public init(parts: [Variable]) { hidden = parts }

    /// The hidden state of each layer and direction.
    public var parts: [Variable] { hidden }
    public static func part(_ variables: [Variable]) -> Variable { variables[0] }
    public static func variables(_ part: Variable) -> [Variable] { [part] }

    public func detached() -> HiddenState { HiddenState(hidden: hidden.map { $0.detached() }) }
}

/// What an LSTM carries from one piece of a sequence to the next.
///
/// One entry for each layer and direction, in PyTorch's order: layer 0 forward, layer 0 backward, layer 1 forward, …
/// A state is `[batch, hiddenSize]`, of a ``ConvLSTM`` `[batch, height, width, hiddenSize]`.
public struct LSTMState: RecurrentState {
    /// The hidden state h of each layer and direction.
    public var hidden: [Variable]
    /// The cell state c of each layer and direction.
    public var cell: [Variable]

    /// A state of as many hidden states as cell states.
    public init(hidden: [Variable], cell: [Variable]) {
        self.hidden = hidden
        self.cell = cell
    }

    /// A state put together from its parts.
    public init(parts: [(hidden: Variable, cell: Variable)]) {
        self.init(hidden: parts.map(\.hidden), cell: parts.map(\.cell))
    }

    /// The hidden and cell state of each layer and direction.
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

/// The dropout of a recurrent network, rates in 0 ..< 1.
public struct RecurrentDropout: Sendable, Codable, Equatable {
    /// On the rows between one layer and the next.
    public var betweenLayers: Float
    /// On the recurrent weights, one mask a pass (DropConnect; Merity, Keskar & Socher 2018).
    public var recurrentWeights: Float
    /// Whether a sequence keeps its mask between layers over all steps (Gal & Ghahramani 2016), or draws a new one for
    /// each step (Zaremba, Sutskever & Vinyals 2014).
    public var isLocked: Bool

    /// No dropout.
    public static let none = RecurrentDropout()

    /// Rates from 0 (nothing is dropped) to below 1.
    public init(betweenLayers: Float = 0, recurrentWeights: Float = 0, isLocked: Bool = true) {
        self.betweenLayers = betweenLayers
        self.recurrentWeights = recurrentWeights
        self.isLocked = isLocked
    }

    func betweenLayers(_ rows: Variable, layout: SequenceLayout, in context: inout ForwardContext) -> Variable {
        dropRows(rows, rate: betweenLayers, isLocked: isLocked, layout: layout, in: &context)
    }
}

/// Dropout of packed rows, locked over each sequence's steps or fresh for each step; the rows themselves at inference.
public func dropRows(
    _ rows: Variable, rate: Float, isLocked: Bool, layout: SequenceLayout, in context: inout ForwardContext
) -> Variable {
    guard let key = context.dropoutKey(rate: rate) else { return rows }
    return isLocked
        ? lockedDropout(rows, maskRows: layout.sequenceOfRow, rate: rate, key: key)
        : dropout(rows, rate: rate, key: key)
}
