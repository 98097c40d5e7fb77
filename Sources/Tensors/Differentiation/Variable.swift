/// A tensor that takes part in a computation and, inside ``withGradients(of:)``, remembers how it came about.
///
/// Operations on variables return variables. Outside ``withGradients(of:)`` nothing is remembered, so the same code
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
        source = Tape.isRecording ? Source(node: parameter.leaf, index: 0) : nil
    }

    private init(value: Tensor, source: Source?) {
        self.value = value
        self.source = source
    }

    public var shape: [Int] { value.shape }

    /// The same value as a constant; cuts truncated backpropagation.
    public func detached() -> Variable { Variable(value) }

    var needsGradient: Bool { source != nil }

    /// The parameter's node, where the variable is a parameter itself and not computed from some.
    var leaf: Node? { source.flatMap { $0.node.parents.isEmpty ? $0.node : nil } }

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
    var parents: [Variable.Source?]
    var pullback: (([Tensor?]) -> [Tensor?])?
    var gradients: [Tensor?]
    /// Of a parameter: what reads of single rows contributed.
    var rowGradient: RowGradient?

    init(parents: [Variable.Source?], resultCount: Int, pullback: (([Tensor?]) -> [Tensor?])?) {
        self.parents = parents
        self.pullback = pullback
        gradients = Array(repeating: nil, count: resultCount)
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

enum Tape {
    /// Whether operations remember their inputs.
    @TaskLocal static var isRecording = false
}
