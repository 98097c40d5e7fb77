import Datasets
import Testing

struct BatchesByLengthTests {
    @Test func shortOnesComeFirstAndEmptyOnesNotAtAll() {
        #expect(batchesByLength([3, 0, 1, 2, 1], batchSize: 2) == [[2, 4], [3, 0]])
        #expect(batchesByLength([3, 1, 2], batchSize: 1) == [[1], [2], [0]])
        #expect(batchesByLength([], batchSize: 4) == [] && batchesByLength([0], batchSize: 4) == [])
    }

    @Test func aBatchOfLongOnesEndsEarly() {
        #expect(batchesByLength([5, 4, 3, 20], batchSize: 8, mostTokens: 9) == [[2, 1], [0], [3]])
        #expect(batchesByLength([5, 4, 3], batchSize: 8, mostTokens: 12) == [[2, 1, 0]])
    }
}
