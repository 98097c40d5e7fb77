/// An affine map of rows: `output = input · weightᵀ + bias`.
///
/// - Parameters:
///   - input: `[rows, inputSize]`.
///   - weight: `[outputSize, inputSize]`, PyTorch's layout.
///   - bias: `[outputSize]`, or `nil` for none.
///   - precision: `bf16` rounds both sides of every product, forward and backward.
/// - Returns: `[rows, outputSize]`.
public func linear(_ input: Variable, weight: Variable, bias: Variable? = nil, precision: Precision = .fp32) -> Variable
{
    precondition(
        input.shape.count == 2 && weight.shape.count == 2 && input.shape[1] == weight.shape[1]
            && (bias.map { $0.shape == [weight.shape[0]] } ?? true),
        "linear: input \(input.shape), weight \(weight.shape), bias \(bias?.shape ?? []).")
    let (rows, inputSize, outputSize) = (input.shape[0], input.shape[1], weight.shape[0])
    let (x, w) = (input.value, weight.value)
    let (needsInput, needsWeight, needsBias) = (input.needsGradient, weight.needsGradient, bias?.needsGradient ?? false)
    let isMixed = precision.isMixed
    let output = product(
        MatrixView(x, rows: rows, columns: inputSize),
        MatrixView(w, rows: outputSize, columns: inputSize).transposed, bias: bias?.value,
        isMixed: isMixed)
    return .result(output, of: [input, weight] + (bias.map { [$0] } ?? [])) { gradient in
        let upstream = MatrixView(gradient, rows: rows, columns: outputSize)
        let ofInput =
            needsInput
            ? product(upstream, MatrixView(w, rows: outputSize, columns: inputSize), isMixed: isMixed) : nil
        let ofWeight =
            needsWeight
            ? product(upstream.transposed, MatrixView(x, rows: rows, columns: inputSize), isMixed: isMixed) : nil
        return [ofInput, ofWeight, needsBias ? gradient.summedRows(columns: outputSize) : nil]
    }
}
