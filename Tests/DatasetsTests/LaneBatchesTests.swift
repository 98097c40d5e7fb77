import Datasets
import Tensors
import Testing
import Tokenization

@Suite struct LaneBatchesTests {
    private func batches(_ count: Int, batchSize: Int = 3, sequenceLength: Int = 10) -> LaneBatches {
        LaneBatches(
            ids: (0..<count).map { Int32($0 + 4) },
            configuration: .init(batchSize: batchSize, sequenceLength: sequenceLength, sequenceLengthDeviation: 2),
            generator: SeededGenerator(seed: 5))
    }

    @Test(arguments: [30, 31, 100, 1000])
    func everyEpochPredictsEveryTokenOfTheLanesOnce(count: Int) {
        var batches = batches(count)
        for _ in 0..<3 {
            var seen: [Int32] = []
            repeat { seen += batches.next().targets } while seen.count < batches.tokensPerEpoch
            #expect(seen.count == batches.tokensPerEpoch)
            #expect(Set(seen).count == seen.count)
        }
    }

    @Test func targetsFollowInputsAndLanesGoOnFromChunkToChunk() {
        var batches = batches(200)
        var last: [Int32] = []
        for index in 0..<12 {
            let batch = batches.next()
            let lanes = batch.layout.batchSize
            #expect(batch.startsEpoch == (batch.inputs[0] == Vocabulary.beginID))
            for row in lanes..<batch.inputs.count { #expect(batch.inputs[row] == batch.targets[row - lanes]) }
            if index > 0, !batch.startsEpoch { #expect(Array(batch.inputs.prefix(lanes)) == last) }
            last = Array(batch.targets.suffix(lanes))
        }
    }

    @Test func aRestoredCursorGivesTheSameBatches() {
        var first = batches(300)
        for _ in 0..<7 { _ = first.next() }
        var second = batches(300)
        second.restore(first.cursor)
        for _ in 0..<20 {
            let (a, b) = (first.next(), second.next())
            #expect(a.inputs == b.inputs && a.targets == b.targets && a.layout == b.layout)
        }
    }

    @Test func noChunkIsLongerThanTheLongest() {
        var batches = batches(1000)
        let longest = batches.longestChunk
        for _ in 0..<200 { #expect(batches.next().layout.steps <= longest) }
    }
}
