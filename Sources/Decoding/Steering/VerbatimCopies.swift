/// What of some texts stands word for word in another text.
///
/// A suffix automaton of the texts (Blumer et al. 1985) reads the other text once, so that texts of any number are compared
/// in time that grows with the lengths alone.
public struct VerbatimCopies: Sendable {
    /// What of one text was copied.
    public struct Copy: Sendable, Equatable {
        /// The longest piece that stands in the other text, in tokens; the first of several. Empty where no token does.
        public let longest: Range<Int>
        /// The share of tokens in pieces of at least `minLength` tokens that stand in the other text; 0 for an empty text.
        public let share: Double
    }

    /// One for each text.
    public let copies: [Copy]

    /// - Parameters:
    ///   - texts: Token ids of each text.
    ///   - corpus: Token ids of the other text, 0 or more each.
    ///   - minLength: How long a piece has to be to count as copied; short ones stand in any text.
    public init(of texts: [[Int32]], in corpus: [Int32], minLength: Int = 30) {
        var automaton = SuffixAutomaton()
        var ends: [[Int]] = []
        for (index, text) in texts.enumerated() {
            ends.append(text.map { automaton.append($0) })
            _ = automaton.append(-1 - Int32(index))  // no piece goes on in the next text
        }
        let matches = automaton.longestMatches(in: corpus)
        copies = ends.map { states in
            var (longest, numCopied, covered) = (0..<0, 0, 0)
            for (index, state) in states.enumerated() {
                let end = index + 1
                if matches[state] > longest.count { longest = end - matches[state]..<end }
                guard matches[state] >= minLength else { continue }
                numCopied += end - max(covered, end - matches[state])
                covered = end
            }
            return Copy(longest: longest, share: states.isEmpty ? 0 : Double(numCopied) / Double(states.count))
        }
    }
}

/// The smallest automaton that has all pieces of a sequence (Blumer et al. 1985, "The smallest automaton recognizing the
/// subwords of a text").
private struct SuffixAutomaton {
    private struct Step: Hashable {
        let state: Int32
        let symbol: Int32
    }

    private var lengths = [0]
    /// The state of the longest suffix that ends in more places; -1 for the first state.
    private var links = [-1]
    private var steps: [Step: Int32] = [:]
    /// The symbols that lead on from each state.
    private var symbols: [[Int32]] = [[]]
    private var last = 0

    private func next(_ state: Int, _ symbol: Int32) -> Int? {
        steps[Step(state: Int32(state), symbol: symbol)].map(Int.init)
    }

    private mutating func set(_ state: Int, _ symbol: Int32, _ target: Int) {
        let old = steps.updateValue(Int32(target), forKey: Step(state: Int32(state), symbol: symbol))
        if old == nil { symbols[state].append(symbol) }
    }

    private mutating func newState(length: Int, link: Int) -> Int {
        lengths.append(length)
        links.append(link)
        symbols.append([])
        return lengths.count - 1
    }

    /// Makes the sequence longer; returns the state of all of it.
    mutating func append(_ symbol: Int32) -> Int {
        let state = newState(length: lengths[last] + 1, link: 0)
        var place = last
        while place >= 0, next(place, symbol) == nil {
            set(place, symbol, state)
            place = links[place]
        }
        if place >= 0, let target = next(place, symbol) {
            links[state] = lengths[target] == lengths[place] + 1 ? target : split(target, after: place, symbol)
        }
        last = state
        return state
    }

    /// The part of a state whose pieces end in more places.
    private mutating func split(_ target: Int, after first: Int, _ symbol: Int32) -> Int {
        let copy = newState(length: lengths[first] + 1, link: links[target])
        for symbol in symbols[target] { if let goal = next(target, symbol) { set(copy, symbol, goal) } }
        var place = first
        while place >= 0, next(place, symbol) == target {
            set(place, symbol, copy)
            place = links[place]
        }
        links[target] = copy
        return copy
    }

    /// For each state the length of its longest piece that stands in another sequence, or of its longest suffix that does.
    func longestMatches(in other: [Int32]) -> [Int] {
        var matches = [Int](repeating: 0, count: lengths.count)
        var (state, length) = (0, 0)
        for symbol in other {
            while state > 0, next(state, symbol) == nil {
                state = links[state]
                length = lengths[state]
            }
            if let target = next(state, symbol) { (state, length) = (target, length + 1) }
            matches[state] = max(matches[state], length)
        }
        let order = lengths.indices.dropFirst().sorted { lengths[$0] < lengths[$1] }
        for state in order.reversed() where matches[state] > 0 {
            matches[links[state]] = max(matches[links[state]], lengths[links[state]])
        }
        for state in order where matches[state] == 0 { matches[state] = matches[links[state]] }
        return matches
    }
}
