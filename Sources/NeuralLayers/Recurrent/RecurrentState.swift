import Tensors

/// What a recurrent network carries from one piece of a sequence to the next.
///
/// One part for each layer and direction, in PyTorch's order: layer 0 forward, layer 0 backward, layer 1 forward, …
public protocol RecurrentState {
    /// The state of one direction of one layer.
    associatedtype Part

    init(parts: [Part])

    /// A part from its variables, the hidden state first.
    static func part(_ variables: [Variable]) -> Part
    /// The variables of a part, the hidden state first.
    static func variables(_ part: Part) -> [Variable]

    var parts: [Part] { get }

    /// The same values with no history: truncated backpropagation stops here.
    func detached() -> Self
}

/// The state of a network whose cells carry their hidden state alone: ``GRU``, ``SimpleRNN``.
public struct HiddenState: RecurrentState {
    public var hidden: [Variable]  // each [batch, hiddenSize]

    public init(hidden: [Variable]) { self.hidden = hidden }

    public init(parts: [Variable]) { hidden = parts }

    public var parts: [Variable] { hidden }
    public static func part(_ variables: [Variable]) -> Variable { variables[0] }
    public static func variables(_ part: Variable) -> [Variable] { [part] }

    public func detached() -> HiddenState { HiddenState(hidden: hidden.map { $0.detached() }) }
}
