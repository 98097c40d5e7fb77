/// The gradients of one scalar with respect to the parameters it was computed from.
public struct Gradients {
    private var entries: [ObjectIdentifier: ParameterGradient] = [:]

    /// The gradient of a parameter, of its shape; `nil` when the scalar does not depend on it.
    public subscript(_ parameter: Parameter) -> Tensor? {
        get { entries[ObjectIdentifier(parameter)]?.dense(shape: parameter.shape) }
        set { entries[ObjectIdentifier(parameter)] = newValue.map { .dense($0) } }
    }

    /// The gradient of a table of which only rows were read; `nil` for any other parameter.
    public func rows(of parameter: Parameter) -> RowGradient? {
        guard case .rows(let rows) = entries[ObjectIdentifier(parameter)] else { return nil }
        return rows
    }

    /// The sum of the squares of a parameter's gradient, zero where it has none.
    public func sumOfSquares(of parameter: Parameter) -> Double {
        switch entries[ObjectIdentifier(parameter)] {
        case .dense(let tensor): tensor.sumOfSquares
        case .rows(let gradient): gradient.values.sumOfSquares
        case nil: 0
        }
    }

    /// Changes the elements of a parameter's gradient in place; zeros that are not stored are left out.
    public mutating func mutate(of parameter: Parameter, _ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
        let key = ObjectIdentifier(parameter)
        switch entries.removeValue(forKey: key) {
        case .dense(var tensor):
            tensor.mutate(body)
            entries[key] = .dense(tensor)
        case .rows(var gradient):
            gradient.mutate(body)
            entries[key] = .rows(gradient)
        case nil: break
        }
    }

    /// Adds the gradients of another scalar with respect to the same parameters.
    public mutating func add(_ other: Gradients, of parameters: [Parameter]) {
        for parameter in parameters {
            let key = ObjectIdentifier(parameter)
            guard let new = other.entries[key] else { continue }
            switch (entries.removeValue(forKey: key), new) {
            case (nil, _):
                entries[key] = new
            case (.rows(let old), .rows(let new)):
                entries[key] = .rows(old.adding(new, tableRows: parameter.shape[0]))
            case (let old?, _):
                entries[key] = .dense(old.dense(shape: parameter.shape).adding(new.dense(shape: parameter.shape)))
            }
        }
    }

    fileprivate mutating func take(_ dense: Tensor?, _ rows: RowGradient?, of parameter: Parameter) {
        var dense = dense
        if let rows, dense != nil {
            rows.add(to: &dense!)
        } else if let rows {
            entries[ObjectIdentifier(parameter)] = .rows(rows)
        }
        if let dense { entries[ObjectIdentifier(parameter)] = .dense(dense) }
    }
}

/// What is known of one parameter's gradient.
private enum ParameterGradient {
    case dense(Tensor)
    case rows(RowGradient)

    func dense(shape: [Int]) -> Tensor {
        switch self {
        case .dense(let tensor): return tensor
        case .rows(let gradient):
            var sum = Tensor.zeros(shape)
            gradient.add(to: &sum)
            return sum
        }
    }
}

/// Evaluates `body` and the gradient of its result by reverse-mode differentiation.
///
/// Several threads may differentiate by the same parameters at once, as long as none changes them.
///
/// - Parameters:
///   - parameters: What to differentiate by; all other parameters are constants. `nil` for every parameter.
///   - body: Returns a scalar, for example a loss.
/// - Returns: The scalar and its gradient with respect to every parameter that took part.
public func withGradients(
    withRespectTo parameters: [Parameter]? = nil, of body: () throws -> Variable
) rethrows -> (value: Float, gradients: Gradients) {
    let result = try Tape.$current.withValue(Tape(parameters), operation: body)
    precondition(result.value.count == 1, "withGradients: the result has shape \(result.shape), not that of a scalar.")
    return (result.value.scalar, backpropagate(from: result))
}

private func backpropagate(from result: Variable) -> Gradients {
    var gradients = Gradients()
    guard let source = result.source else { return gradients }
    source.node.accumulate(Tensor(repeating: 1, shape: result.shape), at: source.index)
    var order = topologicalOrder(from: source.node)
    while let node = order.popLast() {
        let upstream = node.gradients
        node.gradients = Array(repeating: nil, count: upstream.count)
        if let parameter = node.parameter {
            let rows = node.rowGradient
            node.rowGradient = nil
            gradients.take(upstream[0], rows, of: parameter)
            continue
        }
        guard let pullback = node.pullback else { continue }
        guard upstream.contains(where: { $0 != nil }) else { continue }
        node.pullback = nil  // frees what it holds as soon as it has run
        for (parent, gradient) in zip(node.parents, pullback(upstream)) {
            if let parent, let gradient { parent.node.accumulate(gradient, at: parent.index) }
        }
    }
    return gradients
}

/// Every node that `root` depends on, inputs before what is made of them.
private func topologicalOrder(from root: Node) -> [Node] {
    var order: [Node] = []
    var visited: Set<ObjectIdentifier> = []
    var stack: [(node: Node, isDone: Bool)] = [(root, false)]
    while let (node, isDone) = stack.popLast() {
        if isDone {
            order.append(node)
        } else if visited.insert(ObjectIdentifier(node)).inserted {
            stack.append((node, true))
            for parent in node.parents { if let parent { stack.append((parent.node, false)) } }
        }
    }
    return order
}
