/// A tensor that takes part in a computation and, inside ``withGradients(withRespectTo:of:)``, remembers how it came about.
///
/// Operations on variables return variables. Outside of it nothing is remembered, so the same code
/// serves training and inference.
public struct Variable {
    /// The result of the computation so far.
    public let value: Tensor
    let source: Source?

    /// Where a variable came from: one of the results of a recorded operation, or a parameter.
    struct Source {
        let node: Node
        let index: Int
    }

    /// A constant: no gradient flows into it.
    public init(_ value: Tensor) {
        self.value = value
        source = nil
    }

    /// The current value of a parameter, to be differentiated with respect to.
    public init(_ parameter: Parameter) {
        value = parameter.value
        source = Tape.current?.leaf(of: parameter).map { Source(node: $0, index: 0) }
    }

    private init(value: Tensor, source: Source?) {
        self.value = value
        self.source = source
    }

    /// The size of each axis of ``value``.
    public var shape: [Int] { value.shape }

    /// The same value as a constant; cuts truncated backpropagation.
    public func detached() -> Variable { Variable(value) }

    var needsGradient: Bool { source != nil }

    /// The parameter's node, where the variable is a parameter itself and not computed from some.
    var leaf: Node? { source.flatMap { $0.node.parameter == nil ? nil : $0.node } }

    /// The result of an operation on `inputs`.
    ///
    /// - Parameter pullback: Turns the gradient of the result into those of `inputs`, `nil` where none flows. It is
    ///   called at most once, so it may use up what it captured. Kept only when some input needs a gradient.
    static func result(
        _ value: Tensor, of inputs: [Variable], pullback: @escaping (Tensor) -> [Tensor?]
    ) -> Variable {
        results([value], of: inputs) { gradients in
            gradients[0].map(pullback) ?? Array(repeating: nil, count: inputs.count)
        }[0]
    }

    /// The results of an operation that has several; a result without a gradient gives the pullback `nil`.
    static func results(
        _ values: [Tensor], of inputs: [Variable], pullback: @escaping ([Tensor?]) -> [Tensor?]
    ) -> [Variable] {
        guard inputs.contains(where: \.needsGradient) else { return values.map { Variable($0) } }
        let node = Node(parents: inputs.map(\.source), resultCount: values.count, pullback: pullback)
        return values.enumerated().map { Variable(value: $1, source: Source(node: node, index: $0)) }
    }
}

/// A recorded operation, or, without a pullback, a parameter.
final class Node {
    let parents: [Variable.Source?]
    /// What the node stands for, where it is no operation.
    let parameter: Parameter?
    var pullback: (([Tensor?]) -> [Tensor?])?
    var gradients: [Tensor?]
    /// Of a parameter: what reads of single rows contributed.
    var rowGradient: RowGradient?

    init(parents: [Variable.Source?], resultCount: Int, pullback: @escaping ([Tensor?]) -> [Tensor?]) {
        self.parents = parents
        self.pullback = pullback
        parameter = nil
        gradients = Array(repeating: nil, count: resultCount)
    }

    init(_ parameter: Parameter) {
        self.parameter = parameter
        parents = []
        gradients = [nil]
    }

    func accumulate(_ gradient: Tensor, at index: Int) {
        guard let sum = gradients[index] else {
            gradients[index] = gradient
            return
        }
        gradients[index] = nil  // so that the sum is the only holder and is written in place
        gradients[index] = sum.adding(gradient)
    }

    func accumulate(_ gradient: RowGradient, tableRows: Int) {
        rowGradient = rowGradient?.adding(gradient, tableRows: tableRows) ?? gradient
    }
}

/// What one ``withGradients(withRespectTo:of:)`` remembers: the nodes of the parameters, its own, so that others may
/// differentiate by the same parameters at the same time.
///
/// `@unchecked Sendable`: only the call that made it, which runs on one thread, uses it.
final class Tape: @unchecked Sendable {
    /// The tape of the call that is under way; operations outside of any remember nothing.
    @TaskLocal static var current: Tape?

    private let chosen: Set<ObjectIdentifier>?
    private var leaves: [ObjectIdentifier: Node] = [:]

    /// - Parameter parameters: The only ones to differentiate by; `nil` for all.
    init(_ parameters: [Parameter]?) { chosen = parameters.map { Set($0.map(ObjectIdentifier.init)) } }

    /// The node of a parameter, unless it counts as a constant.
    func leaf(of parameter: Parameter) -> Node? {
        let key = ObjectIdentifier(parameter)
        if let chosen, !chosen.contains(key) { return nil }
        if let leaf = leaves[key] { return leaf }
        let leaf = Node(parameter)
        leaves[key] = leaf
        return leaf
    }
}

/// A tensor that training changes.
///
/// `@unchecked Sendable`: a model is trained by one thread; concurrent readers must not train it at the same time.
public final class Parameter: @unchecked Sendable {
    /// The current value; an optimizer replaces it at every step.
    public var value: Tensor

    /// A parameter that starts from `value`.
    public init(_ value: Tensor) { self.value = value }

    /// The size of each axis of ``value``.
    public var shape: [Int] { value.shape }
}
