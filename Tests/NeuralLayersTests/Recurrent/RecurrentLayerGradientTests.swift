import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

struct RecurrentLayerGradientTests {
    @Test(arguments: CellKind.allCases, [1, 2])
    func raggedBatchesWithAndWithoutInitialState(kind: CellKind, numLayers: Int) {
        for isBidirectional in [false, true] {
            for hasState in [false, true] {
                expectMatch(
                    RecurrentCase(
                        kind, hiddenSize: 5, numLayers: numLayers, isBidirectional: isBidirectional,
                        lengths: [2, 4, 1], time: 5, hasState: hasState))
            }
        }
    }

    @Test(arguments: CellKind.allCases, [1, 5, 16, 17, 33])
    func hiddenSizesAroundTheVectorWidth(kind: CellKind, hiddenSize: Int) {
        expectMatch(
            RecurrentCase(
                kind, inputSize: 2, hiddenSize: hiddenSize, isBidirectional: true, lengths: [1, 3], hasState: true),
            maximumChecked: 12)
    }

    @Test(arguments: CellKind.allCases, [[1], [4], [1, 1, 1], [3, 1, 2, 3], [1, 2, 4, 2, 3]])
    func batchesOfOneToFive(kind: CellKind, lengths: [Int]) {
        expectMatch(RecurrentCase(kind, inputSize: 1, hiddenSize: 3, numLayers: 2, lengths: lengths, hasState: true))
        expectMatch(RecurrentCase(kind, inputSize: 4, hiddenSize: 2, isBidirectional: true, lengths: lengths))
    }

    @Test(arguments: CellKind.allCases)
    func theGradientFlowsThroughTheFinalStateAlone(kind: CellKind) {
        let batch = RecurrentCase(
            kind, hiddenSize: 4, numLayers: 2, isBidirectional: true, lengths: [3, 1], hasState: true)
        for part in 1..<batch.outputs().count {
            // The backward half of the first layer's state does not see the second layer, and so on: what took no part
            // has no gradient to compare.
            let (_, gradients) = withGradients { batch.outputs()[part].sum() }
            let parameters = batch.parameters.filter { gradients[$0.parameter] != nil }
            expectGradientsMatch(parameters) {
                [batch.outputs()[part]]
            } twin: { values in
                var all = batch.parameters.map { DoubleTensor($0.parameter.value) }
                var chosen = values[...]
                for (index, entry) in batch.parameters.enumerated()
                where parameters.contains(where: { $0.parameter === entry.parameter }) {
                    all[index] = chosen.removeFirst()
                }
                return [batch.twinOutputs(all)[part]]
            }
        }
    }

    @Test(arguments: CellKind.allCases, [true, false])
    func dropoutBetweenLayersAndOnRecurrentWeights(kind: CellKind, isLocked: Bool) {
        let dropout = RecurrentDropout(betweenLayers: 0.4, recurrentWeights: 0.3, isLocked: isLocked)
        let batch = RecurrentCase(
            kind, hiddenSize: 5, numLayers: 2, isBidirectional: true, lengths: [2, 4, 1], time: 5, hasState: true,
            dropout: dropout)
        let generator = SeededGenerator(seed: 21)
        let masks = recoveredMasks(batch, generator)
        expectGradientsMatch(batch.parameters) {
            batch.outputs(in: .training(generator))
        } twin: {
            batch.twinOutputs($0, recurrentMasks: masks.recurrent, layerMasks: masks.layers)
        }
    }

    @Test(arguments: CellKind.allCases)
    func packedInputGivesTheSameAsPadded(kind: CellKind) {
        let batch = RecurrentCase(
            kind, hiddenSize: 5, numLayers: 2, isBidirectional: true, lengths: [2, 4, 1], time: 5)
        let layout = SequenceLayout(lengths: batch.lengths)
        let rows = gatherRows(Variable(batch.input.value.reshaped([15, 3])), layout.paddedRows(paddedSteps: 5))
        var context = ForwardContext.inference
        let (packed, state) = batch.network.run(packed: rows, layout: layout, state: nil, in: &context)
        let padded = batch.outputs()
        #expect(gatherRows(packed, layout.packedRows(paddedSteps: 5)).value == padded[0].value.reshaped([15, 10]))
        #expect((state.hidden + state.cell).map(\.value) == padded.dropFirst().map(\.value))
    }

    private func expectMatch(
        _ batch: RecurrentCase, maximumChecked: Int = 40, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectGradientsMatch(batch.parameters, maximumChecked: maximumChecked, sourceLocation: sourceLocation) {
            batch.outputs()
        } twin: {
            batch.twinOutputs($0)
        }
    }

    /// The masks that a pass of the two-layer bidirectional case draws from `generator`: for layer 0 one a direction,
    /// then that of the rows between the layers, then one a direction of layer 1.
    private func recoveredMasks(
        _ batch: RecurrentCase, _ generator: SeededGenerator
    ) -> (recurrent: [DoubleTensor], layers: [DoubleTensor]) {
        var generator = generator
        let keys = (0..<5).map { _ in generator.next() }
        let (dropout, layout) = (batch.network.dropout, SequenceLayout(lengths: batch.lengths))
        let (time, width) = (batch.input.shape[1], batch.network.outputSize)
        let hiddenSize = width / 2
        let recurrent = [keys[0], keys[1], keys[3], keys[4]].map { key in
            dropoutMask(
                shape: [batch.kind.blocks * hiddenSize, hiddenSize], rate: dropout.recurrentWeights, key: key)
        }
        let sequences = lockedDropoutMasks(
            batch.lengths.count, columns: width, rate: dropout.betweenLayers, key: keys[2])
        let packed =
            dropout.isLocked
            ? DoubleTwin.gatherRows(sequences, layout.sequenceOfRow)
            : dropoutMask(shape: [layout.rowCount, width], rate: dropout.betweenLayers, key: keys[2])
        let padded = DoubleTwin.gatherRows(packed, layout.packedRows(paddedSteps: time))
        return (recurrent, [padded.reshaped([batch.lengths.count, time, width])])
    }
}
