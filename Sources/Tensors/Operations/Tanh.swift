import CKernels

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
