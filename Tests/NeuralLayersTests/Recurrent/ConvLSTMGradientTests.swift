import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

struct ConvLSTMGradientTests {
    @Test(arguments: [1, 2], [false, true])
    func raggedBatchesWithAndWithoutInitialState(numLayers: Int, isBidirectional: Bool) {
        for hasState in [false, true] {
            expectMatch(
                RecurrentCase(
                    height: 2, width: 3, hiddenSize: 3, numLayers: numLayers, isBidirectional: isBidirectional,
                    lengths: [2, 3, 1], time: 4, hasState: hasState))
        }
    }

    @Test(arguments: [1, 3, 5], [[1, 1], [1, 4], [5, 1], [2, 2], [4, 6]])
    func kernelsOnMapsSmallerAndLarger(kernelSize: Int, map: [Int]) {
        expectMatch(
            RecurrentCase(
                height: map[0], width: map[1], kernelSize: kernelSize, hiddenSize: 2, lengths: [1, 2], hasState: true),
            maximumChecked: 8)
    }

    @Test(arguments: [1, 5, 16, 17])
    func hiddenSizesAroundTheVectorWidth(hiddenSize: Int) {
        expectMatch(
            RecurrentCase(
                height: 2, width: 2, inputSize: 1, hiddenSize: hiddenSize, isBidirectional: true, lengths: [1, 2],
                hasState: true),
            maximumChecked: 6)
    }

    /// Pixels are gathered in blocks of fewer than this.
    @Test func mapsOfMorePixelsThanABlock() {
        expectMatch(
            RecurrentCase(height: 13, width: 17, inputSize: 1, hiddenSize: 1, lengths: [2, 1], hasState: true),
            maximumChecked: 6)
    }

    @Test(arguments: [true, false])
    func dropoutBetweenLayersAndOnRecurrentWeights(isLocked: Bool) {
        let dropout = RecurrentDropout(betweenLayers: 0.4, recurrentWeights: 0.3, isLocked: isLocked)
        let batch = RecurrentCase(
            height: 2, width: 3, hiddenSize: 2, numLayers: 2, lengths: [1, 3], time: 4, dropout: dropout)
        var generator = SeededGenerator(seed: 21)
        let context = ForwardContext.training(generator)
        let keys = (0..<3).map { _ in generator.next() }  // weights, rows between the layers, weights
        let recurrent = [keys[0], keys[2]].map { dropoutMask(shape: [8, 2, 3, 3], rate: 0.3, key: $0) }
        let layout = SequenceLayout(lengths: [1, 3])
        let packed =
            isLocked
            ? DoubleTwin.gatherRows(
                lockedDropoutMasks(2, columns: 12, rate: 0.4, key: keys[1]), layout.sequenceOfRow)
            : dropoutMask(shape: [layout.rowCount, 12], rate: 0.4, key: keys[1])
        let padded = DoubleTwin.gatherRows(packed, layout.packedRows(paddedSteps: 4)).reshaped([2, 4, 2, 3, 2])
        expectGradientsMatch(batch.parameters, maximumChecked: 20) {
            batch.outputs(in: context)
        } twin: {
            batch.twinOutputs($0, recurrentMasks: recurrent, layerMasks: [padded])
        }
    }

    private func expectMatch(
        _ batch: RecurrentCase, maximumChecked: Int = 24, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectGradientsMatch(batch.parameters, maximumChecked: maximumChecked, sourceLocation: sourceLocation) {
            batch.outputs()
        } twin: {
            batch.twinOutputs($0)
        }
    }
}
