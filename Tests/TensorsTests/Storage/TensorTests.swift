import Testing

@testable import Tensors

struct TensorTests {
    @Test func aWrittenCopyLeavesTheOriginalAsItIs() {
        let original = Tensor([1, 2, 3], shape: [3])
        var copy = original
        copy.mutate { $0[1] = 9 }
        #expect(original.elements == [1, 2, 3] && copy.elements == [1, 9, 3])
    }

    @Test func aReshapedTensorIsACopyTooWhenWritten() {
        let original = Tensor([1, 2, 3, 4], shape: [4])
        var matrix = original.reshaped([2, 2])
        matrix.mutate { $0[0] = 7 }
        #expect(original.elements == [1, 2, 3, 4] && matrix.elements == [7, 2, 3, 4])
    }

    @Test func anUnsharedTensorIsWrittenInPlace() {
        var tensor = Tensor([1, 2], shape: [2])
        let before = tensor.pointer
        tensor.mutate { $0[0] = 5 }
        #expect(tensor.pointer == before)
    }

    @Test func addingATensorToItselfDoublesIt() {
        let tensor = Tensor([1, -2], shape: [2])
        #expect(tensor.adding(tensor).elements == [2, -4])
        #expect(tensor.elements == [1, -2])
    }

    @Test func equalityIsThatOfShapeAndBits() {
        #expect(Tensor([0], shape: [1]) != Tensor([-0.0], shape: [1]))
        #expect(Tensor([.nan], shape: [1]) == Tensor([.nan], shape: [1]))
        #expect(Tensor([1, 2], shape: [2]) != Tensor([1, 2], shape: [1, 2]))
    }

    @Test func emptyTensorsAndScalarsHaveTheirCounts() {
        #expect(Tensor.zeros([0, 5]).count == 0 && Tensor.zeros([0, 5]).elements == [])
        #expect(Tensor(scalar: 4).count == 1 && Tensor(scalar: 4).shape == [])
    }

    @Test func uniformElementsStayInTheirRange() {
        var generator = SeededGenerator(seed: 2)
        let elements = Tensor.uniform([10_000], in: -0.25...0.5, using: &generator).elements
        #expect(elements.allSatisfy { (-0.25...0.5).contains($0) })
        #expect(elements.min()! < -0.24 && elements.max()! > 0.49)
    }
}
