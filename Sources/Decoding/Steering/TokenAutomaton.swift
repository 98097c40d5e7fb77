import Tokenization

/// Which tokens of a vocabulary lead to a text that meets all conditions, state by state.
///
/// The states are those of the product of several automata over bytes. All states that the vocabulary reaches are found at
/// once, and for each the fewest characters to a state in which the text may end: so no step can lead into a dead end.
struct TokenAutomaton: Sendable {
    /// An automaton of the product.
    struct Part {
        var automaton: LazyAutomaton
        let start: Int32
        /// Whether the text may end where only this part has no further character.
        let endsText: Bool

        /// - Parameter text: What was read before.
        init(
            _ expression: RegularExpression, isInverted: Bool = false, endsText: Bool = false, after text: String = ""
        ) throws(ByteAutomaton.TooLarge) {
            automaton = try LazyAutomaton(expression, isInverted: isInverted)
            var state = automaton.start
            for byte in text.utf8 { state = try automaton.step(state, byte) }
            (start, self.endsText) = (state, endsText)
        }
    }

    /// Where a token leads that is not allowed.
    static let forbidden: Int32 = -1
    /// Where a token leads before which the text may end: the pattern is complete without it.
    static let end: Int32 = -2

    /// The kinds of the symbols of all tokens, one token after the other; symbols of one kind lead to the same states. A
    /// token is one symbol, but for a piece of a word, whose symbols are its bytes.
    private var symbols: [Int32] = []
    /// Where the symbols of each token end; special tokens have none.
    private var ends: [Int] = []
    private let numKinds: Int
    /// Characters of the symbols of each kind: 0 for the later bytes of a character.
    private let lengths: [Int32]
    /// Characters of each token.
    private var tokenLengths: [Int32] = []
    /// By state and kind.
    private var table: [Int32] = []
    private(set) var accepts: [Bool] = []
    /// The fewest characters from each state to one that accepts; `Int32.max` where there is none.
    private(set) var distances: [Int32] = []
    /// The fewest characters by which a text in each state can go on.
    private(set) var shortestRests: [Int32] = []
    private static let mostEntries = 6_000_000

    /// - Throws: `TooLarge`.
    init(_ parts: [Part], tokenizer: Tokenizer) throws(ByteAutomaton.TooLarge) {
        let vocabulary = tokenizer.vocabulary
        let classes = Self.byteClasses(of: parts)
        var (spellings, numbers): ([ArraySlice<UInt8>], [[UInt8]: Int32]) = ([], [:])
        func kind(of symbol: ArraySlice<UInt8>) -> Int32 {
            let kind = symbol.map { classes[Int($0)] }
            if let number = numbers[kind] { return number }
            numbers[kind] = Int32(spellings.count)
            spellings.append(symbol)
            return Int32(spellings.count - 1)
        }
        for id in 0..<Int32(vocabulary.count) {
            let bytes = vocabulary.bytes(of: id)
            if tokenizer.unit == .bpe {
                for index in bytes.indices { symbols.append(kind(of: bytes[index...index])) }
            } else if !bytes.isEmpty {
                symbols.append(kind(of: bytes))
            }
            ends.append(symbols.count)
        }
        numKinds = spellings.count
        let isOfBytes = tokenizer.unit == .byte || tokenizer.unit == .bpe
        let lengths: [Int32] = spellings.map { isOfBytes && $0.first.map { $0 & 0xC0 == 0x80 } == true ? 0 : 1 }
        self.lengths = lengths
        tokenLengths = ends.indices.map { id in
            symbols[(id == 0 ? 0 : ends[id - 1])..<ends[id]].reduce(0) { $0 + lengths[Int($1)] }
        }
        try explore(parts, spellings)
        measure()
    }

    /// For each byte the number of its class; bytes of one class lead to the same states.
    private static func byteClasses(of parts: [Part]) -> [UInt8] {
        let boundaries = parts.map(\.automaton.automaton.boundaries)
        var (classes, number): ([UInt8], UInt8) = ([], 0)
        for byte in 0..<256 {
            // The later bytes of a character always differ from its first one.
            let isBoundary = byte == 0x80 || byte == 0xC0 || boundaries.contains { $0[byte] }
            if byte > 0, isBoundary { number += 1 }
            classes.append(number)
        }
        return classes
    }

    /// The state in which a text begins.
    var start: Int32 { 0 }

    /// Where a token leads.
    ///
    /// A piece leads to the ``end`` only where its first character does: one that could be cut later is forbidden.
    func next(_ state: Int32, _ id: Int) -> Int32 {
        var (next, characters, isFirst) = (state, Int32(0), true)
        for place in (id == 0 ? 0 : ends[id - 1])..<ends[id] {
            let kind = Int(symbols[place])
            characters += lengths[kind]
            next = table[Int(next) * numKinds + kind]
            guard next >= 0 else { return characters <= 1 ? next : Self.forbidden }
            isFirst = false
        }
        return isFirst ? Self.forbidden : next
    }

    /// The states after each symbol of a token; all after one that is not allowed are missing.
    func states(of id: Int, from state: Int32) -> [Int32] {
        var (states, next): ([Int32], Int32) = ([], state)
        for place in (id == 0 ? 0 : ends[id - 1])..<ends[id] where next >= 0 {
            next = table[Int(next) * numKinds + Int(symbols[place])]
            states.append(next)
        }
        return states
    }

    /// Characters of a token.
    func length(_ id: Int) -> Int { Int(tokenLengths[id]) }

    /// The fewest characters to the end of the text with a token that leads to a state, that of the token included.
    func distance(_ next: Int32, after id: Int) -> Int { Int(distances[Int(next)]) + length(id) }

    // MARK: States

    private mutating func explore(
        _ parts: [Part], _ spellings: [ArraySlice<UInt8>]
    ) throws(ByteAutomaton.TooLarge) {
        var parts = parts
        let start = parts.map(\.start)
        var (states, numbers): ([[Int32]], [[Int32]: Int32]) = ([start], [start: 0])
        var done = 0
        while done < states.count {
            guard states.count * numKinds <= Self.mostEntries else { throw ByteAutomaton.TooLarge() }
            let state = states[done]
            done += 1
            accepts.append(zip(parts, state).allSatisfy { $0.automaton.accepts($1) })
            for spelling in spellings {
                var (next, isForbidden, isEnd) = (state, false, false)
                for index in parts.indices {
                    for byte in spelling { next[index] = try parts[index].automaton.step(next[index], byte) }
                    guard next[index] == LazyAutomaton.none, !parts[index].automaton.isInverted else { continue }
                    if parts[index].endsText { isEnd = true } else { isForbidden = true }
                }
                if isForbidden || isEnd {
                    table.append(isForbidden ? Self.forbidden : Self.end)
                } else if let number = numbers[next] {
                    table.append(number)
                } else {
                    numbers[next] = Int32(states.count)
                    table.append(Int32(states.count))
                    states.append(next)
                }
            }
        }
    }

    // MARK: Distances

    /// Finds the distances from the ends backwards; a character is 0 or 1 away (0-1 breadth-first search).
    private mutating func measure() {
        let (sources, offsets) = predecessors()
        distances = Array(repeating: .max, count: accepts.count)
        var (level, distance): ([Int32], Int32) = ([], 0)
        for state in accepts.indices where accepts[state] { level.append(Int32(state)) }
        while !level.isEmpty {
            var following: [Int32] = []
            while let state = level.popLast() {
                guard distances[Int(state)] > distance else { continue }
                distances[Int(state)] = distance
                for entry in sources[offsets[Int(state)]..<offsets[Int(state) + 1]] {
                    let source = entry / Int32(numKinds)
                    guard distances[Int(source)] == .max else { continue }
                    if lengths[Int(entry) % numKinds] == 0 { level.append(source) } else { following.append(source) }
                }
            }
            (level, distance) = (following, distance + 1)
        }
        for entry in table.indices where table[entry] >= 0 && distances[Int(table[entry])] == .max {
            table[entry] = Self.forbidden
        }
        shortestRests = accepts.indices.map { state in
            (0..<numKinds).reduce(Int32.max) { shortest, kind in
                let next = table[state * numKinds + kind]
                return next < 0 ? shortest : min(shortest, distances[Int(next)] + lengths[kind])
            }
        }
    }

    /// The entries of the table that lead to each state, those of state `s` in `offsets[s]..<offsets[s + 1]`.
    private func predecessors() -> (entries: [Int32], offsets: [Int]) {
        var offsets = [Int](repeating: 0, count: accepts.count + 1)
        for next in table where next >= 0 { offsets[Int(next) + 1] += 1 }
        for state in accepts.indices { offsets[state + 1] += offsets[state] }
        var (entries, places) = ([Int32](repeating: 0, count: offsets[accepts.count]), offsets)
        for (entry, next) in table.enumerated() where next >= 0 {
            entries[places[Int(next)]] = Int32(entry)
            places[Int(next)] += 1
        }
        return (entries, offsets)
    }
}
