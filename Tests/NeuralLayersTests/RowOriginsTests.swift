import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

/// Tables that have grown.
struct RowOriginsTests {
    @Test func rowsAreCopiedAveragedOrLeft() {
        let old = Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2])
        let new = Tensor([Float](repeating: 9, count: 8), shape: [4, 2])
        var generator = SeededGenerator(seed: 1)
        let origins = RowOrigins([[2], [0, 1], [], [0]])
        #expect(origins.values(from: old, to: new, using: &generator).elements == [5, 6, 2, 3, 9, 9, 1, 2])
    }

    @Test func meansGetNoiseAndCopiesDoNot() {
        let old = Tensor([1, 1, 1], shape: [3])
        let origins = RowOrigins([[0], [0, 1, 2], [0, 1, 2]], noise: 0.1)
        var generator = SeededGenerator(seed: 1)
        let values = origins.values(from: old, to: .zeros([3]), using: &generator).elements
        #expect(values[0] == 1 && values[1] != values[2] && abs(values[1] - 1) < 1)
        var again = SeededGenerator(seed: 1)
        #expect(origins.values(from: old, to: .zeros([3]), using: &again).elements == values)
    }

    @Test func parametersAreCopiedByName() {
        var generator = SeededGenerator(seed: 1)
        let small = Linear(inputSize: 3, outputSize: 2, using: &generator)
        let large = Linear(inputSize: 3, outputSize: 3, using: &generator)
        let last = large.weight.value.elements.suffix(3)
        let rows = RowOrigins([[0], [1], []])
        large.copyParameters(from: small, origins: ["weight": rows, "bias": rows], using: &generator)
        #expect(large.weight.value.elements == small.weight.value.elements + last)
    }
}
