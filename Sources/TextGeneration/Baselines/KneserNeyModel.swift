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

/// What one order of modified Kneser-Ney takes off each count: `D1` off a count of 1, `D2` off 2, `D3+` off more.
struct KneserNeyDiscounts: Sendable {
    let one, two, more: Double

    /// For an order whose counts of counts are too thin to estimate from (the customary fixed values).
    static let fallback = KneserNeyDiscounts(one: 0.5, two: 1, more: 1.5)

    /// Estimates the discounts from the number of n-grams whose count is 1, 2, 3 and 4.
    ///
    /// `Y = n1 / (n1 + 2·n2)`, `D1 = 1 - 2Y·n2/n1`, `D2 = 2 - 3Y·n3/n2`, `D3+ = 3 - 4Y·n4/n3`: Chen & Goodman (1998),
    /// *An Empirical Study of Smoothing Techniques for Language Modeling*, equation 26. Where one of the four numbers
    /// is 0 or a discount would not be above 0, all three are ``fallback``; so `0 < Dk <= k`, every observed n-gram
    /// keeps a mass of 0 or more, and every context leaves some mass to the ids that never followed it.
    static func estimated(from counts: CountsOfCounts) -> KneserNeyDiscounts {
        guard counts.one > 0, counts.two > 0, counts.three > 0, counts.four > 0 else { return .fallback }
        let (n1, n2) = (Double(counts.one), Double(counts.two))
        let (n3, n4) = (Double(counts.three), Double(counts.four))
        let y = n1 / (n1 + 2 * n2)
        let estimate = KneserNeyDiscounts(one: 1 - 2 * y * n2 / n1, two: 2 - 3 * y * n3 / n2, more: 3 - 4 * y * n4 / n3)
        return estimate.one > 0 && estimate.two > 0 && estimate.more > 0 ? estimate : .fallback
    }

    /// What remains of `count`, 0 or more.
    func discounted(_ count: Int) -> Double {
        switch count {
        case 0: 0
        case 1: 1 - one
        case 2: 2 - two
        default: Double(count) - more
        }
    }
}

/// How many n-grams of one order have a count of exactly 1, 2, 3 and 4.
struct CountsOfCounts: Sendable {
    var one = 0, two = 0, three = 0, four = 0

    mutating func add(_ count: Int) {
        switch count {
        case 1: one += 1
        case 2: two += 1
        case 3: three += 1
        case 4: four += 1
        default: break
        }
    }
}
