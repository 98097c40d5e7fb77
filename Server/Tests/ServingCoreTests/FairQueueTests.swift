import ServingCore
import Testing

struct FairQueueTests {
    /// A queue, which says of each addition whether there was room.
    private struct Added {
        var queue: FairQueue<String, Int>
        var answers: [Bool] = []

        init(limit: Int = 100, limitPerClient: Int = 100) {
            queue = FairQueue(limit: limit, limitPerClient: limitPerClient)
        }

        mutating func add(_ elements: [Int], from client: String) {
            answers.append(queue.add(elements, from: client))
        }

        mutating func rest() -> [Int] {
            var order: [Int] = []
            while let next = queue.next() { order.append(next) }
            return order
        }
    }

    @Test func clientsTakeTurns() {
        var added = Added()
        added.add([1, 2, 3, 4], from: "a")
        added.add([10], from: "b")
        added.add([20, 21], from: "c")
        added.add([5], from: "a")
        let order = added.rest()
        #expect(order == [1, 10, 20, 2, 21, 3, 4, 5])
        #expect(added.queue.isEmpty && added.queue.count == 0)
    }

    @Test func aRequestIsTakenWholeOrNotAtAll() {
        var added = Added(limit: 5, limitPerClient: 3)
        added.add([1, 2, 3, 4], from: "a")
        #expect(added.queue.isEmpty)
        added.add([1, 2, 3], from: "a")
        added.add([4], from: "a")
        added.add([5, 6], from: "b")
        added.add([7], from: "c")
        #expect(added.queue.count == 5)
        _ = added.queue.next()
        added.add([7], from: "c")
        added.add([], from: "d")
        #expect(added.answers == [false, true, false, true, false, true, true])
        #expect(added.queue.count == 5)
    }

    @Test func elementsThatAreGoneLeaveTheOthersInOrder() {
        var added = Added()
        added.add([1, 2, 3], from: "a")
        added.add([4, 6], from: "b")
        added.add([5], from: "c")
        let gone = added.queue.remove { $0 % 2 == 0 }
        #expect(gone.sorted() == [2, 4, 6] && added.queue.count == 3)
        let order = added.rest()
        #expect(order == [1, 5, 3])
    }
}
