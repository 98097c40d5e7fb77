import Testing

@testable import Tensors

struct SequenceLayoutTests {
    private static let batches = [[1], [5], [2, 2], [1, 4, 6, 2], [6, 5, 4, 1], [3, 3, 1, 3, 7]]

    @Test(arguments: batches)
    func everyTokenHasOnePackedRowAndPaddingNone(lengths: [Int]) {
        let layout = SequenceLayout(lengths: lengths)
        #expect(layout.rowCount == lengths.reduce(0, +))
        for width in [layout.steps, layout.steps + 3] {
            let padded = layout.paddedRows(paddedSteps: width)
            #expect(Set(padded).count == layout.rowCount)
            for (row, place) in padded.enumerated() {
                let (sequence, step) = (Int(place) / width, Int(place) % width)
                #expect(step < lengths[sequence] && Int(layout.sequenceOfRow[row]) == sequence)
            }
            let packed = layout.packedRows(paddedSteps: width)
            #expect(packed.count == lengths.count * width)
            for (place, row) in packed.enumerated() {
                let isToken = place % width < lengths[place / width]
                #expect(isToken ? Int(padded[Int(row)]) == place : row == -1)
            }
        }
    }

    @Test(arguments: batches)
    func packedValuesFollowThePackedRows(lengths: [Int]) {
        let layout = SequenceLayout(lengths: lengths)
        let values = lengths.indices.map { sequence in (0..<layout.steps).map { Int32(sequence * layout.steps + $0) } }
        #expect(layout.pack(values) == layout.paddedRows())
    }

    @Test func aBatchOfOneLengthIsTheSameEitherWay() {
        #expect(SequenceLayout(batchSize: 3, steps: 4) == SequenceLayout(lengths: [4, 4, 4]))
        #expect(SequenceLayout(batchSize: 3, steps: 4).isIdentity)
    }

    @Test func sequencesAreSortedLongestFirstAndEqualOnesStayInOrder() {
        #expect(SequenceLayout(lengths: [2, 5, 2, 5, 3]).order == [1, 3, 4, 0, 2])
        #expect(SequenceLayout(lengths: [2, 5, 2]).isIdentity == false)
    }

    @Test(arguments: batches, [false, true])
    func previousRowsLeadAlongEachSequence(lengths: [Int], isReversed: Bool) {
        let layout = SequenceLayout(lengths: lengths)
        let padded = layout.paddedRows()
        for (row, before) in layout.previousRows(isReversed: isReversed).enumerated() {
            let (sequence, step) = (Int(padded[row]) / layout.steps, Int(padded[row]) % layout.steps)
            let isFirst = isReversed ? step == lengths[sequence] - 1 : step == 0
            #expect(isFirst == (before == -1))
            if before >= 0 { #expect(padded[Int(before)] == padded[row] + (isReversed ? 1 : -1)) }
        }
    }
}
