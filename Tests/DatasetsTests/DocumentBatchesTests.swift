import Tensors
import Testing

@testable import Datasets

struct DocumentBatchesTests {
    private func batches(_ count: Int, size: Int = 4) -> DocumentBatches {
        var generator = SeededGenerator(seed: 3)
        let lengths = (0..<count).map { _ in Int.random(in: 1...200, using: &generator) }
        return DocumentBatches(lengths: lengths, batchSize: size, generator: SeededGenerator(seed: 1))
    }

    @Test(arguments: [1, 3, 4, 41, 1000])
    func everyEpochHasEveryDocumentOnceAndInAnotherOrder(count: Int) {
        var batches = batches(count)
        let perEpoch = (count + 3) / 4
        let epochs = (0..<3).map { _ in (0..<perEpoch).flatMap { _ in batches.next() } }
        for epoch in epochs { #expect(epoch.sorted() == Array(0..<count)) }
        if count > 40 { #expect(Set(epochs).count == 3) }
    }

    @Test func aBatchHoldsDocumentsOfAboutOneLength() {
        var generator = SeededGenerator(seed: 3)
        let lengths = (0..<4000).map { _ in Int.random(in: 1...200, using: &generator) }
        var batches = DocumentBatches(lengths: lengths, batchSize: 20, generator: generator)
        for _ in 0..<200 {
            let own = batches.next().map { lengths[$0] }
            #expect(own.max()! - own.min()! < 30)
        }
    }

    @Test func aSavedCursorGoesOnExactlyThere() {
        var batches = batches(203)
        for _ in 0..<130 { _ = batches.next() }
        var other = self.batches(203)
        let isRestored = other.restore(batches.cursor)
        #expect(isRestored)
        for _ in 0..<200 {
            let (expected, found) = (batches.next(), other.next())
            #expect(found == expected)
        }
        var fewer = self.batches(8)
        let isRefused = !fewer.restore(batches.cursor)
        #expect(isRefused)
    }
}
