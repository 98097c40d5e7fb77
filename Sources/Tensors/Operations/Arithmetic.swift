import CKernels

/// Elementwise sum of two variables of one shape.
public func + (left: Variable, right: Variable) -> Variable {
    .result(left.value.adding(right.value), of: [left, right]) { [$0, $0] }
}

/// Elementwise product of two variables of one shape.
public func * (left: Variable, right: Variable) -> Variable {
    let (a, b) = (left.value, right.value)
    return .result(a.multiplied(by: b), of: [left, right]) { [$0.multiplied(by: b), $0.multiplied(by: a)] }
}

/// Every element times a constant.
public func * (factor: Float, operand: Variable) -> Variable {
    .result(operand.value.scaled(by: factor), of: [operand]) { [$0.scaled(by: factor)] }
}

extension Variable {
    /// The sum of all elements, a scalar.
    public func sum() -> Variable {
        let total = value.withElements { $0.reduce(0) { $0 + Double($1) } }
        let shape = shape
        return .result(Tensor(scalar: Float(total)), of: [self]) { [Tensor(repeating: $0.scalar, shape: shape)] }
    }

    /// The same elements under another shape.
    public func reshaped(_ shape: [Int]) -> Variable {
        let original = self.shape
        return .result(value.reshaped(shape), of: [self]) { [$0.reshaped(original)] }
    }
}

/// The hyperbolic tangent of every element.
public func tanh(_ input: Variable) -> Variable {
    let output = Tensor(uninitialized: input.shape)
    vector_tanh_f32(input.value.pointer, output.freshPointer, output.count)
    return .result(output, of: [input]) { gradient in
        let slope = Tensor(uninitialized: output.shape)
        let (values, from, to) = (output.pointer, gradient.pointer, slope.freshPointer)
        for i in 0..<output.count { to[i] = from[i] * (1 - values[i] * values[i]) }
        return [slope]
    }
}
