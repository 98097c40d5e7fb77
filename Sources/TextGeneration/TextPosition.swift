import Decoding
import Foundation
import Tensors
import Tokenization

/// A place in a text that a model has read up to, from which any number of texts go on.
///
/// It holds the state of the network, some kilobytes, so that going on from it, going back to it and trying again read
/// nothing twice.
///
/// ```swift
/// let start = try generator.position(after: "Once upon a time")
/// var first = try start.pieces(options: GenerationOptions(length: 60, randomSeed: 1))
/// while let piece = try first.next() { print(piece, terminator: "") }
/// let second = try start.pieces(options: GenerationOptions(length: 60, randomSeed: 2))  // from the same place
/// let afterFirst = first.position
/// ```
///
/// What is written from a place is what the model writes after the whole text before it, bit for bit. A model of pieces of
/// words cuts each text that is read, and each that ends within a piece, by itself, which can differ a little.
public struct TextPosition: Sendable {
    /// Has read everything, and has the logits of what comes next.
    private(set) var session: TextGeneratorSession
    let tokenizer: Tokenizer
    private let lineEnds: LineEnds
    /// What is mixed with the network's probabilities when a text goes on.
    let mixture: AdaptiveMixture?
    /// The latest ids, for the repetition penalty and the counts of an adapted generator.
    private(set) var recent: [Int32] = []
    /// Whether there is no text yet: white space at its beginning is left out then.
    private(set) var isBeginning: Bool
    /// The last text that was read without its last word, and the pieces of that word; see `SeedHealing`.
    private var unhealed: (session: TextGeneratorSession, recent: [Int32], pieces: [Int32])?
    /// How many ids a repetition penalty sees of the text before.
    private static let longestMemory = 1024

    init(
        session: TextGeneratorSession, tokenizer: Tokenizer, lineEnds: LineEnds, mixture: AdaptiveMixture?,
        prompt: [Int32], healedCount: Int, isBeginning: Bool
    ) throws {
        (self.session, self.tokenizer, self.lineEnds, self.mixture) = (session, tokenizer, lineEnds, mixture)
        self.isBeginning = isBeginning
        try read(prompt, healedCount: healedCount)
    }

    /// Reads a text that somebody else has written.
    ///
    /// - Parameters:
    ///   - text: Any text; characters that the model does not know are read as unknown.
    ///   - isCancelled: Asked now and then whether to stop.
    /// - Throws: `CancellationError` then, and when the surrounding task is cancelled; the place is of no use after it.
    public mutating func read(_ text: String, isCancelled: () -> Bool = { false }) throws {
        let text = lineEnds.applied(to: text)
        try read(
            tokenizer.encodeIDs(text), healedCount: tokenizer.healedCount(of: text), isCancelled: isCancelled)
        isBeginning = isBeginning && text.isEmpty
    }

    private mutating func read(
        _ ids: [Int32], healedCount: Int, isCancelled: () -> Bool = { false }
    ) throws {
        try read(ids.dropLast(healedCount), isCancelled: isCancelled)
        guard healedCount > 0 else { return }
        let before = (session, recent, Array(ids.suffix(healedCount)))
        try read(ids.suffix(healedCount), isCancelled: isCancelled)
        unhealed = before
    }

    private mutating func read(_ ids: ArraySlice<Int32>, isCancelled: () -> Bool) throws {
        for (index, id) in ids.enumerated() {
            if index % 100 == 0 {
                try Task.checkCancellation()
                if isCancelled() { throw CancellationError() }
            }
            if index == ids.count - 1 { session.next(after: id) } else { session.read(id) }
        }
        remember(ids)
        if !ids.isEmpty { unhealed = nil }
    }

    /// The place before the last word, and the pieces of the word, which are drawn once more; none where there are none.
    var healing: (begin: TextPosition, pieces: [Int32]) {
        guard let unhealed else { return (self, []) }
        var begin = self
        (begin.session, begin.recent, begin.unhealed) = (unhealed.session, unhealed.recent, nil)
        return (begin, unhealed.pieces)
    }

    /// The place after some ids that a session has read.
    func moved(over ids: some Collection<Int32>, to session: TextGeneratorSession) -> TextPosition {
        var place = self
        place.session = session
        place.remember(ids)
        place.unhealed = nil
        place.isBeginning = isBeginning && ids.isEmpty
        return place
    }

    private mutating func remember(_ ids: some Collection<Int32>) {
        recent += ids.suffix(Self.longestMemory)
        recent.removeFirst(max(0, recent.count - Self.longestMemory))
    }

    /// Text that goes on from here, piece by piece; its ``GeneratedText/position`` is the place where it ends.
    ///
    /// - Throws: `SamplingError` for options that cannot be used.
    public func pieces(options: GenerationOptions = GenerationOptions()) throws -> GeneratedText {
        try GeneratedText(from: self, options: options)
    }

    /// A token that may come next.
    public struct NextToken: Sendable, Equatable {
        /// A character, a piece of a word, or a byte, which need not be a character.
        public let text: String
        /// Its probability under the model itself, without sampling options, among all tokens that can be written.
        public let probability: Double
    }

    /// The likeliest next tokens, the likeliest first.
    ///
    /// - Parameter count: At most so many.
    public func likeliestTokens(_ count: Int) -> [NextToken] {
        var logits = session.logits
        for id in 0..<Vocabulary.specialCount { logits[id] = -.infinity }
        return logits.withUnsafeBufferPointer { logits in
            likeliest(count, of: logits).map { id in
                NextToken(
                    text: tokenizer.decode([Int32(id)]),
                    probability: exp(-negativeLogProbability(of: id, logits: logits)))
            }
        }
    }
}

extension TextGenerator {
    /// The place after a seed text, which the network reads once for all texts that go on from there.
    ///
    /// - Parameter seed: Any text, as for ``pieces(_:options:)``.
    /// - Throws: `CancellationError` when the surrounding task is cancelled.
    public func position(after seed: String = "") throws -> TextPosition {
        try TextPosition(
            session: session, tokenizer: tokenizer, lineEnds: lineEnds, mixture: mixture, prompt: prompt(for: seed),
            healedCount: seed.isEmpty ? 0 : tokenizer.healedCount(of: lineEnds.applied(to: seed)),
            isBeginning: seed.isEmpty)
    }
}

/// The states of a network while it writes a text, from which the place where the text ends is found.
///
/// A network reads on beyond the text: it draws the space after the last word, and characters whose end is uncertain. A
/// text can also end within a piece of a word.
struct TextTrail: Sendable {
    /// Bytes of the text that were handed out.
    var handedOut = 0

    private let start: TextPosition
    /// Where drawing began: at the start, or before the pieces that are drawn once more.
    private let begin: TextPosition
    private let healedBytes: Int
    /// All that was drawn.
    private var ids: [Int32] = []
    /// What the latest ids were drawn from.
    private var sessions: [TextGeneratorSession] = []
    /// How far the network reads beyond a text as a rule.
    private static let numSessions = 64

    init(from start: TextPosition, drawnFrom begin: TextPosition, healing: [Int32]) {
        (self.start, self.begin) = (start, begin)
        healedBytes = start.tokenizer.decodeBytes(healing).count
    }

    mutating func append(_ id: Int32, drawnFrom session: TextGeneratorSession) {
        ids.append(id)
        sessions.append(session)
        if sessions.count == 2 * Self.numSessions { sessions.removeFirst(Self.numSessions) }
    }

    /// The place after the text that was handed out.
    ///
    /// - Parameters:
    ///   - session: Has read all ids but the last.
    ///   - leftOut: Bytes at the beginning that do not belong to the text.
    func end(session: TextGeneratorSession, leftOut: Int) -> TextPosition {
        guard handedOut > 0 else { return start }
        let (first, leftOutOfPiece) = place(of: leftOut, from: 0)
        guard leftOutOfPiece.isEmpty else { return rereading(leftOut) }
        let (count, bytes) = place(of: healedBytes + handedOut, from: first)
        let rest = start.tokenizer.encodeIDs(String(decoding: bytes, as: UTF8.self))
        var end = reading(upTo: count, from: first, session)
        for id in rest.dropLast() { end.read(id) }
        if let last = rest.last { end.next(after: last) }
        return begin.moved(over: ids[first..<count] + rest, to: end)
    }

    /// The place after the text that was handed out, cut anew since it began within a piece of a word.
    private func rereading(_ leftOut: Int) -> TextPosition {
        let bytes = start.tokenizer.decodeBytes(ids).dropFirst(leftOut).prefix(handedOut)
        let text = start.tokenizer.encodeIDs(String(decoding: bytes, as: UTF8.self))
        var session = begin.session
        for id in text.dropLast() { session.read(id) }
        if let last = text.last { session.next(after: last) }
        return begin.moved(over: text, to: session)
    }

    /// A session that has read the ids in a range, with the logits of what comes next.
    ///
    /// - Parameter latest: Has read all ids but the last.
    private func reading(
        upTo count: Int, from first: Int, _ latest: TextGeneratorSession
    ) -> TextGeneratorSession {
        guard count > first else { return begin.session }
        if first == 0, count == ids.count {
            var session = latest
            session.next(after: ids[count - 1])
            return session
        }
        let oldest = ids.count - sessions.count
        if first == 0, count >= oldest { return sessions[count - oldest] }
        var session = begin.session
        for id in ids[first..<count - 1] { session.read(id) }
        session.next(after: ids[count - 1])
        return session
    }

    /// Where the ids from `first` on have so many bytes, and the bytes of a piece of a word that lie before that place.
    private func place(of bytes: Int, from first: Int) -> (index: Int, rest: ArraySlice<UInt8>) {
        var (index, left) = (first, bytes)
        while index < ids.count {
            let token = start.tokenizer.vocabulary.bytes(of: ids[index])
            guard left >= token.count else { return (index, start.tokenizer.unit == .bpe ? token.prefix(left) : []) }
            left -= token.count
            index += 1
        }
        return (index, [])
    }
}
