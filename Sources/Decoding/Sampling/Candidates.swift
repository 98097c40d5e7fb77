/// A token that may still be drawn.
struct Candidate: Sendable {
    let id: Int32
    /// The logit, as changed so far by repetition penalty and temperature.
    var score: Double
    /// Proportional to the probability; set by ``SoftmaxStep``, the likeliest token has 1.
    var weight: Double

    /// The order of preference: higher score first, lower id first among equals.
    func precedes(_ other: Candidate) -> Bool {
        score > other.score || (score == other.score && id < other.id)
    }
}

/// The tokens that may still be drawn, in a buffer that is reused from draw to draw.
struct Candidates: Sendable {
    private var storage: [Candidate]
    private(set) var count = 0

    init(capacity: Int) {
        storage = Array(repeating: Candidate(id: 0, score: 0, weight: 0), count: capacity)
    }

    var items: ArraySlice<Candidate> { storage[..<count] }

    var highestScore: Double {
        reduce(-.infinity) { $1.score > $0 ? $1.score : $0 }
    }

    var totalWeight: Double {
        reduce(0) { $0 + $1.weight }
    }

    private func reduce(_ initial: Double, _ combine: (Double, Candidate) -> Double) -> Double {
        storage.withUnsafeBufferPointer { items in
            var result = initial
            for index in 0..<count { result = combine(result, items[index]) }
            return result
        }
    }

    mutating func updateEach(_ update: (inout Candidate) -> Void) {
        storage.withUnsafeMutableBufferPointer { items in
            for index in 0..<count { update(&items[index]) }
        }
    }

    /// Takes the ids that are neither banned nor masked by a logit of minus infinity, in ascending order.
    ///
    /// - Returns: The first id whose logit is plus infinity or not a number; `nil` if all are sound.
    mutating func fill(from logits: Span<Float>, isBanned: [Bool]) -> Int? {
        storage.withUnsafeMutableBufferPointer { items in
            var filled = 0
            for id in logits.indices {
                let logit = logits[id]
                guard logit < .infinity else { return id }
                items[filled] = Candidate(id: Int32(truncatingIfNeeded: id), score: Double(logit), weight: 0)
                if logit > -.infinity, !isBanned[id] { filled += 1 }
            }
            count = filled
            return nil
        }
    }

    /// Removes the candidates that `isKept` denies; the others stay in order.
    mutating func keep(where isKept: (Candidate) -> Bool) {
        storage.withUnsafeMutableBufferPointer { items in
            var kept = 0
            for index in 0..<count where isKept(items[index]) {
                items[kept] = items[index]
                kept += 1
            }
            count = kept
        }
    }

    /// Keeps the single best candidate.
    mutating func keepBest() {
        storage.withUnsafeMutableBufferPointer { items in
            for index in 0..<count where items[index].precedes(items[0]) { items.swapAt(0, index) }
            count = min(count, 1)
        }
    }

    /// Keeps the fewest best candidates whose measures sum to at least `target` (> 0), or all if they never do.
    ///
    /// Quickselect on running sums: expected time linear in the number of candidates, no full sort. The order
    /// of what is kept is unspecified, yet the same for the same input.
    mutating func keepBest(reaching target: Double, summing measure: (Candidate) -> Double) {
        storage.withUnsafeMutableBufferPointer { items in
            var lower = 0
            var upper = count
            var sum = 0.0  // over items[..<lower], each of which precedes the rest
            while lower < upper, sum < target {
                let (pivot, sumBeforePivot) = Self.partition(items, lower..<upper, summing: measure)
                if sum + sumBeforePivot >= target {
                    upper = pivot
                } else {
                    sum += sumBeforePivot + measure(items[pivot])
                    lower = pivot + 1
                }
            }
            count = lower
        }
    }

    /// Moves what precedes a chosen pivot before it; returns the pivot's place and the sum over what precedes it.
    private static func partition(
        _ items: UnsafeMutableBufferPointer<Candidate>, _ range: Range<Int>, summing measure: (Candidate) -> Double
    ) -> (pivot: Int, sumBeforePivot: Double) {
        let last = range.upperBound - 1
        items.swapAt(indexOfMedian(items, range.lowerBound, (range.lowerBound + last) / 2, last), last)
        let pivot = items[last]
        var boundary = range.lowerBound
        var sum = 0.0
        for index in range.lowerBound..<last where items[index].precedes(pivot) {
            sum += measure(items[index])
            items.swapAt(index, boundary)
            boundary += 1
        }
        items.swapAt(boundary, last)
        return (boundary, sum)
    }

    private static func indexOfMedian(
        _ items: UnsafeMutableBufferPointer<Candidate>, _ a: Int, _ b: Int, _ c: Int
    ) -> Int {
        let (first, second) = items[a].precedes(items[b]) ? (a, b) : (b, a)
        if items[c].precedes(items[first]) { return first }
        return items[c].precedes(items[second]) ? c : second
    }
}
