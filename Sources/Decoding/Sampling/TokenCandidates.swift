import Foundation

/// A token that may still be drawn.
public struct TokenCandidate: Sendable {
    /// The token's number in the vocabulary.
    public let id: Int
    /// The logit, as changed by the processors so far.
    public internal(set) var score: Double
    /// `exp(score - highest score)`, so proportional to the probability; 0 until ``TokenCandidates/weigh()``.
    public internal(set) var weight: Double

    /// The order of preference: higher score first, lower id first among equals.
    func precedes(_ other: TokenCandidate) -> Bool {
        score > other.score || (score == other.score && id < other.id)
    }
}

/// The tokens that may still be drawn, in a buffer that is reused from draw to draw.
///
/// A ``LogitsProcessor`` reads them as a collection and changes them with ``updateScores(_:)`` and ``keep(where:)``.
/// They come in ascending order of their ids, until a filter such as ``TopKProcessor`` changes the order.
public struct TokenCandidates: Sendable {
    private var storage: [TokenCandidate]
    /// How many candidates are left.
    public private(set) var count = 0
    /// Whether each weight is that of its score, and the highest one is 1.
    private var isWeighted = false

    /// - Parameter vocabularySize: The most candidates.
    init(vocabularySize: Int) {
        storage = Array(repeating: TokenCandidate(id: 0, score: 0, weight: 0), count: vocabularySize)
    }

    /// The number of ids in the vocabulary; each candidate's id is below it.
    public var vocabularySize: Int { storage.count }

    // MARK: For processors

    /// Computes the weight of each candidate from its score, unless the weights are up to date.
    ///
    /// - Returns: The sum of the weights. The probability of a candidate is its weight divided by this sum (softmax).
    @discardableResult
    public mutating func weigh() -> Double {
        if !isWeighted {
            let highest = highestScore
            updateEach { $0.weight = highest > -.infinity ? exp($0.score - highest) : 0 }
            isWeighted = true
        }
        return reduceEach(0) { $0 + $1.weight }
    }

    /// Gives each candidate a new score.
    ///
    /// - Parameter score: The new score; minus infinity excludes the token, and any other score must be finite.
    public mutating func updateScores(_ score: (TokenCandidate) -> Double) {
        isWeighted = false
        updateEach { $0.score = score($0) }
    }

    /// Removes the candidates for which `isKept` returns `false`; the others keep their order.
    public mutating func keep(where isKept: (TokenCandidate) -> Bool) {
        storage.withUnsafeMutableBufferPointer { items in
            var (kept, highestWeight) = (0, 0.0)
            for index in 0..<count where isKept(items[index]) {
                items[kept] = items[index]
                highestWeight = Swift.max(highestWeight, items[index].weight)
                kept += 1
            }
            count = kept
            isWeighted = isWeighted && highestWeight == 1
        }
    }

    // MARK: For the sampler and its own processors

    /// The first candidate whose score is plus infinity or not a number.
    var firstInvalid: TokenCandidate? { first { !($0.score < .infinity) } }

    var highestScore: Double {
        reduceEach(-.infinity) { $1.score > $0 ? $1.score : $0 }
    }

    private func reduceEach(_ initial: Double, _ combine: (Double, TokenCandidate) -> Double) -> Double {
        storage.withUnsafeBufferPointer { items in
            var result = initial
            for index in 0..<count { result = combine(result, items[index]) }
            return result
        }
    }

    private mutating func updateEach(_ update: (inout TokenCandidate) -> Void) {
        storage.withUnsafeMutableBufferPointer { items in
            for index in 0..<count { update(&items[index]) }
        }
    }

    /// Takes the ids that are neither banned nor masked by a logit of minus infinity, in ascending order.
    ///
    /// - Returns: The first id whose logit is plus infinity or not a number; `nil` if there is none.
    mutating func fill(from logits: Span<Float>, isBanned: [Bool]) -> Int? {
        isWeighted = false
        return storage.withUnsafeMutableBufferPointer { items in
            var filled = 0
            for id in logits.indices {
                let logit = logits[id]
                guard logit < .infinity else { return id }
                items[filled] = TokenCandidate(id: id, score: Double(logit), weight: 0)
                if logit > -.infinity, !isBanned[id] { filled += 1 }
            }
            count = filled
            return nil
        }
    }

    /// Keeps the single best candidate.
    mutating func keepBest() {
        isWeighted = false
        storage.withUnsafeMutableBufferPointer { items in
            for index in 0..<count where items[index].precedes(items[0]) { items.swapAt(0, index) }
            count = Swift.min(count, 1)
        }
    }

    /// Keeps the fewest best candidates whose measures sum to at least `target` (> 0), or all if they never do.
    ///
    /// Quickselect on running sums: expected time linear in the number of candidates, no full sort. The order
    /// of what is kept is unspecified, yet the same for the same input.
    mutating func keepBest(reaching target: Double, summing measure: (TokenCandidate) -> Double) {
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
        _ items: UnsafeMutableBufferPointer<TokenCandidate>, _ range: Range<Int>,
        summing measure: (TokenCandidate) -> Double
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
        _ items: UnsafeMutableBufferPointer<TokenCandidate>, _ a: Int, _ b: Int, _ c: Int
    ) -> Int {
        let (first, second) = items[a].precedes(items[b]) ? (a, b) : (b, a)
        if items[c].precedes(items[first]) { return first }
        return items[c].precedes(items[second]) ? c : second
    }
}

extension TokenCandidates: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { count }

    /// The candidate at a position from 0 to ``count`` - 1, which is not its id.
    public subscript(position: Int) -> TokenCandidate {
        precondition(position < count, "TokenCandidates: position \(position) of \(count).")
        return storage[position]
    }
}
