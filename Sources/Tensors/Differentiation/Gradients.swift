/// The gradients of one scalar with respect to the parameters it was computed from.
public struct Gradients {
    private var tensors: [ObjectIdentifier: Tensor] = [:]

    /// The gradient of a parameter, of its shape; `nil` when the scalar does not depend on it.
    public subscript(_ parameter: Parameter) -> Tensor? {
        get { tensors[ObjectIdentifier(parameter.leaf)] }
        set { tensors[ObjectIdentifier(parameter.leaf)] = newValue }
    }

    fileprivate subscript(_ node: Node) -> Tensor? {
        get { tensors[ObjectIdentifier(node)] }
        set { tensors[ObjectIdentifier(node)] = newValue }
    }
}

/// Evaluates `body` and the gradient of its result by reverse-mode differentiation.
///
/// - Parameter body: Returns a scalar, for example a loss.
/// - Returns: The scalar and its gradient with respect to every parameter that took part.
public func withGradients(of body: () throws -> Variable) rethrows -> (value: Float, gradients: Gradients) {
    let result = try Tape.$isRecording.withValue(true, operation: body)
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
        guard let pullback = node.pullback else {
            gradients[node] = upstream[0]
            continue
        }
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
