import Foundation

/// An n-gram model of ids with interpolated modified Kneser-Ney smoothing: the strongest of the plain n-gram models.
///
/// After a context `h`, with `h'` the context without its oldest id,
///
///     p(w | h) = (c(h w) - D(c(h w))) / Σv c(h v)  +  (D1·N1(h) + D2·N2(h) + D3+·N3+(h)) / Σv c(h v) · p(w | h')
///
/// where `c` counts occurrences at the highest order and distinct preceding ids below it, `Nk(h)` is the number of ids
/// that followed `h` with count `k`, and `D` is estimated for each order from its counts of counts. The order below the
/// single ids is uniform over the vocabulary. A context that was never seen falls through to the shorter one.
/// Source: Chen & Goodman (1998), *An Empirical Study of Smoothing Techniques for Language Modeling*, section 3.
///
/// The model holds its training ids, 4 bytes each, and a trie of 16 bytes a node; English at order 8 has about one node
/// an id.
public struct KneserNeyModel: SequenceBaseline {
    /// The length of the longest n-grams; contexts have one id less.
    public let order: Int
    public let vocabularySize: Int
    /// How many ids were offered for training.
    public let numOfferedIDs: Int
    /// How many of them were used: the last ones, at most `maxTrainingCharacters`.
    public let numTrainingIDs: Int

    private let trie: NGramTrie
    private let discounts: [KneserNeyDiscounts]  // [order], that of single ids first
    private let unigrams: [Double]  // [vocabularySize], interpolated with uniform

    /// Counts the n-grams of one stream of ids.
    ///
    /// - Parameters:
    ///   - training: The ids of the text; none at all gives the uniform distribution.
    ///   - order: The length of the longest n-grams, at least 1.
    ///   - vocabularySize: The number of ids, at least 1.
    ///   - maxTrainingCharacters: Of a longer text only this many ids are used, the last ones; this bounds the memory
    ///     and the time.
    /// - Precondition: The ranges above hold, every id used lies in `0..<vocabularySize`, and `order` times the number
    ///   of ids used stays below 2³¹.
    /// - Complexity: `order · (ids used + vocabularySize)`.
    public init(training: [Int32], order: Int = 8, vocabularySize: Int, maxTrainingCharacters: Int = 5_000_000) {
        precondition(order >= 1, "KneserNeyModel: order \(order) is below 1")
        precondition(vocabularySize >= 1, "KneserNeyModel: vocabularySize \(vocabularySize) is below 1")
        precondition(
            maxTrainingCharacters >= 0, "KneserNeyModel: maxTrainingCharacters \(maxTrainingCharacters) is below 0")
        let used = training.count <= maxTrainingCharacters ? training : Array(training.suffix(maxTrainingCharacters))
        requireIDs(used, below: vocabularySize, "KneserNeyModel.init")
        precondition(
            used.count < Int(Int32.max) / order, "KneserNeyModel: \(used.count) ids are too many for order \(order)")
        self.order = order
        self.vocabularySize = vocabularySize
        numOfferedIDs = training.count
        numTrainingIDs = used.count
        trie = NGramTrie(used, order: order, vocabularySize: vocabularySize)
        discounts = trie.countsOfCounts.map(KneserNeyDiscounts.estimated(from:))
        var unigrams = [Double](repeating: 1 / Double(vocabularySize), count: vocabularySize)
        if let root = trie.root { Self.interpolate(trie, after: root, discounts[0], into: &unigrams) }
        self.unigrams = unigrams
    }

    public var name: String { "Kneser-Ney \(order)-gram" }

    // MARK: Histories

    /// What the model remembers of the text read so far: the contexts of each length that training knew.
    ///
    /// A history belongs to the model that made it.
    public struct History: Sendable {
        fileprivate var contexts: [NGramTrie.Context]  // by length, from 1; no longer one is known

        /// The length of the longest context that training knew, from 0 to `order - 1`.
        public var matchedLength: Int { contexts.count }
    }

    /// The history after reading `context`, of which the last `order - 1` ids matter.
    public func history(after context: ArraySlice<Int32> = []) -> History {
        var history = History(contexts: [])
        for id in context.suffix(order - 1) { advance(&history, by: id) }
        return history
    }

    /// Reads one id.
    ///
    /// - Precondition: `id` lies in `0..<vocabularySize`.
    public func advance(_ history: inout History, by id: Int32) {
        requireIDs(CollectionOfOne(id), below: vocabularySize, "KneserNeyModel.advance")
        var longer = trie.root.flatMap { trie.extended($0, by: id) }
        for index in history.contexts.indices {
            guard let known = longer else {
                history.contexts.removeSubrange(index...)
                return
            }
            longer = trie.extended(history.contexts[index], by: id)
            history.contexts[index] = known
        }
        if let known = longer, history.contexts.count < order - 1 { history.contexts.append(known) }
    }

    // MARK: Probabilities

    /// The probability of `id` as the next one.
    ///
    /// - Precondition: `id` lies in `0..<vocabularySize`.
    public func probability(of id: Int32, after history: History) -> Double {
        requireIDs(CollectionOfOne(id), below: vocabularySize, "KneserNeyModel.probability")
        var probability = unigrams[Int(id)]
        for (index, context) in history.contexts.enumerated() {
            var summary = Summary()
            var observed = 0
            trie.forEachSuccessor(of: context) { successor, count in
                summary.add(count)
                if successor == id { observed = count }
            }
            let discounts = discounts[index + 1]
            probability =
                discounts.discounted(observed) / Double(summary.total) + summary.heldBack(by: discounts) * probability
        }
        return probability
    }

    /// Writes the probability of each id as the next one.
    ///
    /// - Parameter probabilities: `[vocabularySize]`, overwritten; its sum is 1.
    public func probabilities(after history: History, into probabilities: inout [Double]) {
        requireSize(of: probabilities, equals: vocabularySize, "KneserNeyModel.probabilities")
        for id in probabilities.indices { probabilities[id] = unigrams[id] }
        for (index, context) in history.contexts.enumerated() {
            Self.interpolate(trie, after: context, discounts[index + 1], into: &probabilities)
        }
    }

    public func probabilities(after context: ArraySlice<Int32>, into probabilities: inout [Double]) {
        self.probabilities(after: history(after: context), into: &probabilities)
    }

    public func totalNats(of ids: [Int32], after context: [Int32]) -> Double {
        var history = history(after: context[...])
        var nats = 0.0
        for id in ids {
            nats -= log(probability(of: id, after: history))
            advance(&history, by: id)
        }
        return nats
    }

    /// Turns the probabilities after the shorter context into those after `context`.
    private static func interpolate(
        _ trie: NGramTrie, after context: NGramTrie.Context, _ discounts: KneserNeyDiscounts,
        into probabilities: inout [Double]
    ) {
        var summary = Summary()
        trie.forEachSuccessor(of: context) { _, count in summary.add(count) }
        let heldBack = summary.heldBack(by: discounts)
        for id in probabilities.indices { probabilities[id] *= heldBack }
        trie.forEachSuccessor(of: context) { id, count in
            probabilities[Int(id)] += discounts.discounted(count) / Double(summary.total)
        }
    }
}

/// What followed one context: the sum of the counts, and how many ids have a count of 1, of 2, and of more.
private struct Summary {
    var total = 0, numOnes = 0, numTwos = 0, numMore = 0

    mutating func add(_ count: Int) {
        total += count
        if count == 1 { numOnes += 1 } else if count == 2 { numTwos += 1 } else { numMore += 1 }
    }

    /// The share of the mass that the discounts take, and the shorter context receives.
    func heldBack(by discounts: KneserNeyDiscounts) -> Double {
        let mass = discounts.one * Double(numOnes) + discounts.two * Double(numTwos) + discounts.more * Double(numMore)
        return mass / Double(total)
    }
}
