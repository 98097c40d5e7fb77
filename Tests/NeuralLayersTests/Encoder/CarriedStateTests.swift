import NeuralLayers
import Tensors
import Testing

struct CarriedStateTests {
    @Test(arguments: RecurrentCellKind.allCases, Precision.allCases)
    func piecesWithTheStateCarriedGiveTheBitsOfTheWhole(cell: RecurrentCellKind, precision: Precision) {
        let session = SequenceEncoderSession(encoder(cell), precision: precision)
        let ids = (0..<3 * 20).map { Int32($0 * $0 % 11) }  // [steps, lanes]
        let whole = session(ids, layout: SequenceLayout(batchSize: 3, steps: 20)).states
        var state = session.start(rows: 3)
        let pieces = [0..<7, 7..<8, 8..<20].map { steps in
            session(
                Array(ids[steps.lowerBound * 3..<steps.upperBound * 3]),
                layout: SequenceLayout(batchSize: 3, steps: steps.count), state: &state)
        }
        #expect(pieces.flatMap(\.elements) == whole.elements)
    }

    @Test func aCopyOfAStateGoesItsOwnWay() {
        let session = SequenceEncoderSession(encoder(.lstm))
        let layout = SequenceLayout(batchSize: 2, steps: 1)
        var first = session.start(rows: 2)
        _ = session([1, 2], layout: layout, state: &first)
        var second = first
        let ofSecond = session([3, 4], layout: layout, state: &second)
        #expect(session([3, 4], layout: layout, state: &first) == ofSecond)
        var (swapped, other) = (first.rows([1, 0]), first.rows([1]))
        swapped.replace(row: 1, by: other)
        let both = session([5, 5], layout: layout, state: &swapped).elements
        let one = session([5], layout: SequenceLayout(batchSize: 1, steps: 1), state: &other).elements
        #expect(both == one + one)
    }

    private func encoder(_ cell: RecurrentCellKind) -> SequenceEncoder {
        var generator = SeededGenerator(seed: 5)
        let embedding = Embedding(vocabularySize: 11, embeddingSize: 5, using: &generator)
        return SequenceEncoder(
            cell: cell, embedding: embedding, inputSize: 5, hiddenSize: 9, numLayers: 2, using: &generator)
    }
}
