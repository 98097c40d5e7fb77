import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

struct OrthogonalTests {
    @Test(arguments: [1, 2, 5, 16, 33, 64])
    func everyBlockTimesItsTransposeIsTheIdentity(size: Int) {
        var generator = SeededGenerator(seed: UInt64(size))
        let blocks = DoubleTensor(.orthogonalBlocks(4, size: size, using: &generator))
        #expect(blocks.shape == [4 * size, size])
        for block in 0..<4 {
            let rows = Array(blocks.values[block * size * size..<(block + 1) * size * size])
            let matrix = DoubleTensor(rows, shape: [size, size])
            let product = DoubleTwin.linear(matrix, weight: matrix)
            for i in 0..<size {
                for j in 0..<size where abs(product[i, j] - (i == j ? 1 : 0)) > 1e-6 {
                    Issue.record("block \(block): [\(i), \(j)] is \(product[i, j])")
                }
            }
        }
    }

    @Test func blocksDifferAndDependOnTheGeneratorAlone() {
        var (first, second) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
        let blocks = Tensor.orthogonalBlocks(2, size: 8, using: &first)
        #expect(blocks == .orthogonalBlocks(2, size: 8, using: &second))
        #expect(blocks.elements.prefix(64) != blocks.elements.suffix(64))
    }

    @Test func aFreshCellHasOrthogonalRecurrentWeightsAndAnOpenForgetGate() {
        var generator = SeededGenerator(seed: 2)
        let cell = LSTMCell(inputSize: 3, hiddenSize: 4, using: &generator)
        #expect(cell.inputBias.value.elements == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(cell.recurrentBias.value.elements.allSatisfy { $0 == 0 })
        #expect(cell.inputWeight.value.elements.allSatisfy { abs($0) <= 1 / Float(3).squareRoot() })
        #expect(abs(cell.recurrentWeight.value.sumOfSquares - 16) <= 1e-5)
    }
}
