import Tensors
import Testing

/// Checks values and gradients of a fast computation against a naive twin in double precision.
///
/// Both are reduced to a scalar with fixed random weights of all outputs, since a plain sum would hide outputs in a
/// wrong order. The twin is differentiated by central differences; the error of each tensor is
/// ‖a - b‖ / max(‖a‖, ‖b‖).
///
/// - Parameters:
///   - parameters: Everything to differentiate by; wrap an input in a `Parameter` to have it checked.
///   - relativeTolerance: For each output and each gradient by itself.
///   - maximumChecked: Of a larger tensor so many elements are compared, spread over it at random.
///   - fast: The outputs, computed from the parameters.
///   - twin: The same from the parameters' values, which it gets in the order of `parameters`.
public func expectGradientsMatch(
    _ parameters: [(name: String, parameter: Parameter)], relativeTolerance: Double = 1e-5, maximumChecked: Int = 100,
    sourceLocation: SourceLocation = #_sourceLocation, fast: () -> [Variable],
    twin: ([DoubleTensor]) -> [DoubleTensor]
) {
    var values = parameters.map { DoubleTensor($0.parameter.value) }
    let expected = twin(values)
    var outputs: [Variable] = []
    let weights = expected.indices.map { reductionWeights(expected[$0].shape, output: $0) }
    let (_, gradients) = withGradients {
        outputs = fast()
        return zip(outputs, weights).map { ($0 * Variable($1)).sum() }.reduce(Variable(Tensor(scalar: 0)), +)
    }
    expectValuesMatch(outputs, expected, relativeTolerance, sourceLocation)
    let doubleWeights = weights.map(DoubleTensor.init)
    func reduced(_ values: [DoubleTensor]) -> Double {
        zip(twin(values), doubleWeights).reduce(0) { $0 + DoubleTwin.sum(DoubleTwin.multiply($1.0, $1.1)).values[0] }
    }
    let step = 1e-6
    for (index, (name, parameter)) in parameters.enumerated() {
        guard let gradient = gradients[parameter]?.elements else {
            Issue.record("\(name) has no gradient.", sourceLocation: sourceLocation)
            continue
        }
        let chosen = spreadIndices(gradient.count, maximumChecked)
        let differences = chosen.map { element in
            let value = values[index].values[element]
            values[index].values[element] = value + step
            let above = reduced(values)
            values[index].values[element] = value - step
            let below = reduced(values)
            values[index].values[element] = value
            return (above - below) / (2 * step)
        }
        let error = DoubleTensor.relativeError(chosen.map { Double(gradient[$0]) }, differences)
        #expect(error <= relativeTolerance, "gradient of \(name)", sourceLocation: sourceLocation)
    }
}

private func expectValuesMatch(
    _ outputs: [Variable], _ expected: [DoubleTensor], _ tolerance: Double, _ sourceLocation: SourceLocation
) {
    #expect(outputs.map(\.shape) == expected.map(\.shape), sourceLocation: sourceLocation)
    for (index, (output, expected)) in zip(outputs, expected).enumerated() {
        let error = DoubleTensor.relativeError(output.value.elements.map(Double.init), expected.values)
        #expect(error <= tolerance, "value of output \(index)", sourceLocation: sourceLocation)
    }
}

/// The fixed random weights, in ±1, that reduce an output to a scalar.
public func reductionWeights(_ shape: [Int], output: Int = 0) -> Tensor {
    var generator = SeededGenerator(seed: UInt64(3 + output), stream: "reduction")
    return .uniform(shape, in: -1...1, using: &generator)
}

private func spreadIndices(_ count: Int, _ maximum: Int) -> [Int] {
    guard count > maximum else { return Array(0..<count) }
    var generator = SeededGenerator(seed: UInt64(count))
    return Array((0..<count).shuffled(using: &generator).prefix(maximum))
}
