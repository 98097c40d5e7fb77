/// The first of many elements in some order, with memory for these alone and a heap to find them.
struct Highest<Element> {
    private let count: Int
    private let precedes: (Element, Element) -> Bool
    /// Each element comes behind its children, those at twice its place and one or two: the last is at the root.
    private var heap: [Element] = []

    /// - Parameter precedes: A strict total order.
    init(_ count: Int, by precedes: @escaping (Element, Element) -> Bool) {
        (self.count, self.precedes) = (count, precedes)
        heap.reserveCapacity(count)
    }

    /// The last of those that are kept, once there are enough.
    var last: Element? { heap.count == count ? heap.first : nil }

    /// - Returns: Whether the element is among the first so far.
    mutating func add(_ element: Element) -> Bool {
        if heap.count < count {
            heap.append(element)
            rise(from: heap.count - 1)
            return true
        }
        guard count > 0, precedes(element, heap[0]) else { return false }
        heap[0] = element
        sink()
        return true
    }

    var sorted: [Element] { heap.sorted(by: precedes) }

    private mutating func rise(from place: Int) {
        var place = place
        while place > 0, precedes(heap[(place - 1) / 2], heap[place]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var last = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && precedes(heap[last], heap[child]) {
                last = child
            }
            if last == place { return }
            heap.swapAt(place, last)
            place = last
        }
    }
}

/// The indices of the `count` highest values that are not minus infinity, the highest first, of equal ones the first.
package func likeliest(_ count: Int, of values: UnsafeBufferPointer<Float>) -> [Int] {
    var best = Highest<Int>(count) { values[$0] > values[$1] || (values[$0] == values[$1] && $0 < $1) }
    var threshold = -Float.infinity
    for index in values.indices where values[index] > threshold {
        if best.add(index), let last = best.last { threshold = values[last] }
    }
    return best.sorted
}
