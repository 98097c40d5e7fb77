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

    @Test(arguments: batches + [[400, 3, 2, 1], [9, 9, 9, 9, 9, 9, 9], Array(1...64)], 1...8)
    func aBatchIsCutIntoPartsOfAboutAsManyRows(lengths: [Int], parts: Int) {
        let parts = min(parts, lengths.count)
        let layout = SequenceLayout(lengths: lengths)
        let bounds = layout.batchBounds(parts: parts)
        #expect(bounds.count == parts + 1 && bounds.first == 0 && bounds.last == lengths.count)
        let sorted = lengths.sorted(by: >)
        for part in 0..<parts {
            #expect(bounds[part] < bounds[part + 1])
            let rows = sorted[bounds[part]..<bounds[part + 1]].reduce(0, +)
            // A part of several sequences is off by no more than one of them.
            if bounds[part + 1] - bounds[part] > 1 { #expect(rows <= layout.rowCount / parts + sorted[bounds[part]]) }
        }
    }

    @Test func aFewLongSequencesWeighAsMuchAsManyShortOnes() {
        #expect(SequenceLayout(lengths: [10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]).batchBounds(parts: 2) == [0, 1, 11])
        #expect(SequenceLayout(lengths: [7, 7, 7, 7]).batchBounds(parts: 2) == [0, 2, 4])
    }
}
