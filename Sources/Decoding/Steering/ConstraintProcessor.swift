/// Removes the tokens after which the text could not meet a ``TextConstraint`` any more.
///
/// Where the pattern is complete, tokens that it does not allow stay: one of them, drawn, ends the text before it.
/// ``ConstraintCursor`` tells so.
public struct ConstraintProcessor: LogitsProcessor {
    private var cursor: ConstraintCursor
    /// How many ids of the history were read; `nil` before the first draw.
    private var numRead: Int?

    /// - Parameters:
    ///   - constraint: What the text, which begins with the first draw, has to be like.
    ///   - maxLength: Characters that the text has at most.
    ///   - deadline: Characters after which required words are written soon; `nil` for not before they must.
    public init(_ constraint: TextConstraint, maxLength: Int, deadline: Int? = nil) {
        cursor = ConstraintCursor(constraint, maxLength: maxLength, deadline: deadline)
    }

    /// For the text of a cursor.
    package init(_ cursor: ConstraintCursor) { self.cursor = cursor }

    public mutating func process(_ candidates: inout TokenCandidates, history: [Int]) {
        for id in history[(numRead ?? history.count)...] { _ = cursor.advance(over: id) }
        numRead = history.count
        cursor.keep(&candidates)
    }
}

/// How far a text has come in a ``TextConstraint``.
public struct ConstraintCursor: Sendable {
    private let constraint: TextConstraint
    private let deadline: Int
    private var state: Int32
    private var position = 0
    private let maxLength: Int
    /// Whether a word may begin: at the beginning, and after white space.
    private var followsSpace = true
    /// Whether a required word that is due was begun.
    private var isWriting = false
    /// Characters before the deadline in which a required word begins with the next word: at most half of those before it.
    private static let urgency = 30

    /// At the beginning of a text; the parameters are those of ``ConstraintProcessor``.
    public init(_ constraint: TextConstraint, maxLength: Int, deadline: Int? = nil) {
        self.constraint = constraint
        self.maxLength = maxLength
        self.deadline = constraint.hasRequirements ? deadline ?? .max : .max
        state = constraint.automaton.start
    }

    /// Whether the text so far meets the conditions.
    public var mayEnd: Bool { constraint.automaton.accepts[Int(state)] }

    /// Whether the text meets the conditions, and would not with any more characters.
    public var mustEnd: Bool { mayEnd && Int(constraint.automaton.shortestRests[Int(state)]) > maxLength - position }

    /// Takes the token that was drawn.
    ///
    /// - Returns: `false` where the text ends before the token.
    public mutating func advance(over id: Int) -> Bool {
        let next = constraint.automaton.next(state, id)
        guard next >= 0 else { return false }
        state = next
        position += constraint.automaton.length(id)
        isWriting = isWriting && constraint.words[id].endsWithLetter
        followsSpace = constraint.words[id].endsWithSpace
        return true
    }

    /// For each byte of a token, whether the text may end after it.
    package func mayEnd(afterBytesOf id: Int) -> [Bool] {
        constraint.automaton.states(of: id, from: state).map { $0 >= 0 && constraint.automaton.accepts[Int($0)] }
    }

    /// Removes the tokens that may not come next.
    mutating func keep(_ candidates: inout TokenCandidates) {
        let (automaton, state, mayEnd) = (constraint.automaton, state, mayEnd)
        let (most, room) = (mostDistance(candidates), maxLength - position)
        candidates.keep { candidate in
            let next = automaton.next(state, candidate.id)
            guard next >= 0 else { return mayEnd && next == TokenAutomaton.end }
            let distance = automaton.distance(next, after: candidate.id)
            return distance <= room && (most == .max || self.distance(next, after: candidate.id) <= most)
        }
    }

    /// How far from meeting the conditions the next token may leave the text, itself included: not farther than now where
    /// a required word is due.
    private mutating func mostDistance(_ candidates: TokenCandidates) -> Int {
        guard deadline != .max, position >= deadline - min(Self.urgency, deadline / 2) else { return .max }
        let distance = Int(constraint.automaton.distances[Int(state)])
        // The word that completes the text is not made longer, unless it must be.
        guard distance > 0 else { return leads(candidates, within: 1) ? 1 : .max }
        if !isWriting { isWriting = leads(candidates, within: distance, byLetter: true) }
        return isWriting || position >= deadline ? distance : .max
    }

    /// Whether a token leaves the text within so many characters of meeting the conditions, itself included.
    private func leads(_ candidates: TokenCandidates, within distance: Int, byLetter: Bool = false) -> Bool {
        candidates.contains {
            let next = constraint.automaton.next(state, $0.id)
            return next >= 0 && (!byLetter || beginsWord($0.id)) && self.distance(next, after: $0.id) <= distance
        }
    }

    /// Whether a word begins with or within a token.
    private func beginsWord(_ id: Int) -> Bool {
        let words = constraint.words[id]
        return followsSpace ? words.beginsWithLetter : words.beginsWord
    }

    /// How far from meeting the conditions a token leaves the text, itself included. Where they are met already, a piece of
    /// a word counts as one character: it is long because it is a word, not because it is a detour.
    private func distance(_ next: Int32, after id: Int) -> Int {
        let automaton = constraint.automaton
        let length = mayEnd ? min(automaton.length(id), 1) : automaton.length(id)
        return Int(automaton.distances[Int(next)]) + length
    }
}
