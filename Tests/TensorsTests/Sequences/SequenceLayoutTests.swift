import TestSupport
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

    private static let largeBatches = [
        Named("400, 3, 2, 1", [400, 3, 2, 1]), Named("7 x 9", [Int](repeating: 9, count: 7)),
        Named("1 to 64", Array(1...64)),
    ]

    @Test(arguments: batches.map { Named("\($0)", $0) } + largeBatches, 1...8)
    func aBatchIsCutIntoPartsOfAboutAsManyRows(batch: Named<[Int]>, parts: Int) {
        let lengths = batch.value
        let layout = SequenceLayout(lengths: lengths)
        for steps in [0..<layout.steps, 0..<1, layout.steps / 2..<layout.steps] {
            let sorted = lengths.map { $0.clamped(to: steps) - steps.lowerBound }.filter { $0 > 0 }.sorted(by: >)
            let parts = min(parts, sorted.count)
            let bounds = layout.batchBounds(parts: parts, in: steps)
            #expect(bounds.count == parts + 1 && bounds.first == 0 && bounds.last == sorted.count)
            for part in 0..<parts {
                #expect(bounds[part] < bounds[part + 1])
                let rows = sorted[bounds[part]..<bounds[part + 1]].reduce(0, +)
                // A part of several sequences is off by no more than one of them.
                if bounds[part + 1] - bounds[part] > 1 {
                    #expect(rows <= layout.rows(of: steps).count / parts + sorted[bounds[part]])
                }
            }
        }
    }

    @Test func aFewLongSequencesWeighAsMuchAsManyShortOnes() {
        let layout = SequenceLayout(lengths: [10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
        #expect(layout.batchBounds(parts: 2, in: 0..<10) == [0, 1, 11])
        #expect(layout.batchBounds(parts: 2, in: 0..<1) == [0, 5, 11])
        #expect(layout.batchBounds(parts: 2, in: 1..<10) == [0, 1])
        #expect(SequenceLayout(lengths: [7, 7, 7, 7]).batchBounds(parts: 2, in: 0..<7) == [0, 2, 4])
    }

    @Test(arguments: batches, 1...9)
    func chunksOfStepsFollowEachOtherAndStaySmall(lengths: [Int], mostRows: Int) {
        let layout = SequenceLayout(lengths: lengths)
        let chunks = layout.stepChunks(mostRows: mostRows)
        #expect(chunks.flatMap { Array($0) } == Array(0..<layout.steps))
        #expect(chunks.flatMap { Array(layout.rows(of: $0)) } == Array(0..<layout.rowCount))
        for chunk in chunks { #expect(chunk.count == 1 || layout.rows(of: chunk).count <= mostRows) }
        for (chunk, next) in zip(chunks, chunks.dropFirst()) {
            #expect(layout.rows(of: chunk.lowerBound..<next.lowerBound + 1).count > mostRows)
        }
    }
}

extension Int {
    fileprivate func clamped(to range: Range<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
