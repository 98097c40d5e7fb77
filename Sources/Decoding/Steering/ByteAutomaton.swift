/// A nondeterministic automaton over the bytes of UTF-8 (Thompson 1968).
struct ByteAutomaton: Sendable {
    struct Edge: Sendable {
        let bytes: ClosedRange<UInt8>
        let target: Int32
    }

    /// An automaton would have more states than fit.
    struct TooLarge: Error {}

    private(set) var edges: [[Edge]] = []
    /// Where each state leads without a byte.
    private(set) var jumps: [[Int32]] = []
    private(set) var start: Int32 = 0
    private(set) var end: Int32 = 0
    private static let mostStates = 20_000

    /// - Throws: ``TooLarge``.
    init(_ expression: RegularExpression) throws(TooLarge) {
        start = try newState()
        end = try append(expression, from: start)
    }

    /// For each byte whether it is told from the byte before it.
    var boundaries: [Bool] {
        var boundaries = [Bool](repeating: false, count: 256)
        for edge in edges.joined() {
            boundaries[Int(edge.bytes.lowerBound)] = true
            if edge.bytes.upperBound < 255 { boundaries[Int(edge.bytes.upperBound) + 1] = true }
        }
        return boundaries
    }

    private mutating func newState() throws(TooLarge) -> Int32 {
        guard edges.count < Self.mostStates else { throw TooLarge() }
        edges.append([])
        jumps.append([])
        return Int32(edges.count - 1)
    }

    /// Adds the states of an expression behind a state; returns the state behind it.
    private mutating func append(_ expression: RegularExpression, from first: Int32) throws(TooLarge) -> Int32 {
        switch expression {
        case .scalar(let set, _): return try append(set, from: first)
        case .sequence(let parts):
            var last = first
            for part in parts { last = try append(part, from: last) }
            return last
        case .choice(let parts):
            let last = try newState()
            for part in parts {
                let begin = try newState()
                jumps[Int(first)].append(begin)
                let end = try append(part, from: begin)
                jumps[Int(end)].append(last)
            }
            return last
        case .repetition(let part, let least, let most):
            var last = first
            for _ in 0..<least { last = try append(part, from: last) }
            guard let most else { return try appendLoop(part, from: last) }
            let end = try newState()
            for _ in least..<most {
                jumps[Int(last)].append(end)
                last = try append(part, from: last)
            }
            jumps[Int(last)].append(end)
            return end
        }
    }

    private mutating func appendLoop(_ part: RegularExpression, from first: Int32) throws(TooLarge) -> Int32 {
        let loop = try newState()
        jumps[Int(first)].append(loop)
        let last = try append(part, from: loop)
        jumps[Int(last)].append(loop)
        let end = try newState()
        jumps[Int(loop)].append(end)
        return end
    }

    /// The bytes of some scalars; sequences with the same last bytes share their states.
    private mutating func append(_ set: ScalarSet, from first: Int32) throws(TooLarge) -> Int32 {
        let last = try newState()
        var shared: [ByteRanges: Int32] = [[]: last]
        for sequence in set.utf8 {
            var target = last
            for index in sequence.indices.reversed() {
                let suffix = Array(sequence[index...])
                if index == 0 {
                    edges[Int(first)].append(Edge(bytes: suffix[0], target: target))
                } else if let state = shared[suffix] {
                    target = state
                } else {
                    let state = try newState()
                    edges[Int(state)].append(Edge(bytes: suffix[0], target: target))
                    shared[suffix] = state
                    target = state
                }
            }
        }
        return last
    }
}

/// The deterministic automaton of a nondeterministic one, whose states are made when they are first reached.
struct LazyAutomaton {
    /// The state from which no text is accepted, or with ``isInverted`` every text.
    static let none: Int32 = 0

    let start: Int32
    /// Whether the texts are those that the expression does not have.
    let isInverted: Bool
    let automaton: ByteAutomaton
    private var sets: [[Int32]] = [[]]
    private var numbers: [[Int32]: Int32] = [[]: LazyAutomaton.none]
    private var hasEnd = [false]
    /// By state and byte; -1 where not known yet.
    private var table = [Int32](repeating: LazyAutomaton.none, count: 256)
    private var mark: [Int32]
    private var turn: Int32 = 0
    private var work = 0
    private static let mostWork = 40_000_000
    private static let mostStates = 50_000

    init(_ expression: RegularExpression, isInverted: Bool = false) throws(ByteAutomaton.TooLarge) {
        automaton = try ByteAutomaton(expression)
        self.isInverted = isInverted
        mark = Array(repeating: 0, count: automaton.edges.count)
        start = 1
        let first = closure(of: [automaton.start])
        _ = try number(of: first)
    }

    func accepts(_ state: Int32) -> Bool { hasEnd[Int(state)] != isInverted }

    mutating func step(_ state: Int32, _ byte: UInt8) throws(ByteAutomaton.TooLarge) -> Int32 {
        let place = Int(state) << 8 | Int(byte)
        if table[place] >= 0 { return table[place] }
        var targets: [Int32] = []
        for member in sets[Int(state)] {
            let edges = automaton.edges[Int(member)]
            work += edges.count
            for edge in edges where edge.bytes.contains(byte) { targets.append(edge.target) }
        }
        let next = try number(of: closure(of: targets))
        table[place] = next
        return next
    }

    private mutating func number(of set: [Int32]) throws(ByteAutomaton.TooLarge) -> Int32 {
        if let number = numbers[set] { return number }
        guard sets.count < Self.mostStates, work < Self.mostWork else { throw ByteAutomaton.TooLarge() }
        let number = Int32(sets.count)
        numbers[set] = number
        sets.append(set)
        hasEnd.append(set.contains(automaton.end))
        table.append(contentsOf: repeatElement(-1, count: 256))
        return number
    }

    /// The states that are reached without a byte, in order; only those that lead on by a byte, and the end.
    private mutating func closure(of states: [Int32]) -> [Int32] {
        turn += 1
        var (stack, found): ([Int32], [Int32]) = (states, [])
        while let state = stack.popLast() {
            guard mark[Int(state)] != turn else { continue }
            mark[Int(state)] = turn
            work += 1
            if state == automaton.end || !automaton.edges[Int(state)].isEmpty { found.append(state) }
            stack += automaton.jumps[Int(state)]
        }
        return found.sorted()
    }
}
