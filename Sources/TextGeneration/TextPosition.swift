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
/// What is written from a place is what the model writes after the whole text before it, bit for bit.
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
    /// How many ids a repetition penalty sees of the text before.
    private static let longestMemory = 1024

    init(
        session: TextGeneratorSession, tokenizer: Tokenizer, lineEnds: LineEnds, mixture: AdaptiveMixture?,
        prompt: [Int32], isBeginning: Bool
    ) throws {
        (self.session, self.tokenizer, self.lineEnds, self.mixture) = (session, tokenizer, lineEnds, mixture)
        self.isBeginning = isBeginning
        try read(prompt)
    }

    /// Reads a text that somebody else has written.
    ///
    /// - Parameters:
    ///   - text: Any text; characters that the model does not know are read as unknown.
    ///   - isCancelled: Asked now and then whether to stop.
    /// - Throws: `CancellationError` then, and when the surrounding task is cancelled; the place is of no use after it.
    public mutating func read(_ text: String, isCancelled: () -> Bool = { false }) throws {
        try read(tokenizer.encodeIDs(lineEnds.applied(to: text)), isCancelled: isCancelled)
        isBeginning = isBeginning && text.isEmpty
    }

    mutating func read(_ ids: some Collection<Int32>, isCancelled: () -> Bool = { false }) throws {
        for (index, id) in ids.enumerated() {
            if index % 100 == 0 {
                try Task.checkCancellation()
                if isCancelled() { throw CancellationError() }
            }
            if index == ids.count - 1 { session.next(after: id) } else { session.read(id) }
        }
        remember(ids)
    }

    /// The place after some ids that a session has read.
    func moved(over ids: some Collection<Int32>, to session: TextGeneratorSession) -> TextPosition {
        var place = self
        place.session = session
        place.remember(ids)
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
        /// A character, or for a model of bytes a byte, which need not be a character.
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
            session: session, tokenizer: tokenizer, lineEnds: lineEnds, mixture: mixture,
            prompt: prompt(for: seed), isBeginning: seed.isEmpty)
    }
}

/// The states of a network while it writes a text, from which the place where the text ends is found.
///
/// A network reads on beyond the text: it draws the space after the last word, and characters whose end is uncertain.
struct TextTrail: Sendable {
    /// Bytes of the text that were handed out.
    var handedOut = 0

    private let start: TextPosition
    /// All that was drawn.
    private var ids: [Int32] = []
    /// What the latest ids were drawn from.
    private var sessions: [TextGeneratorSession] = []
    /// How far the network reads beyond a text as a rule.
    private static let numSessions = 64

    init(from start: TextPosition) { self.start = start }

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
        let first = count(of: leftOut, from: 0)
        let count = count(of: handedOut, from: first)
        let text = ids[first..<count]
        guard let last = text.last else { return start }
        if first == 0, count == ids.count {
            var session = session
            session.next(after: last)
            return start.moved(over: text, to: session)
        }
        let oldest = ids.count - sessions.count
        if first == 0, count >= oldest { return start.moved(over: text, to: sessions[count - oldest]) }
        var session = start.session
        for id in text.dropLast() { session.read(id) }
        session.next(after: last)
        return start.moved(over: text, to: session)
    }

    /// Where the ids from `first` on have so many bytes.
    private func count(of bytes: Int, from first: Int) -> Int {
        var (index, left) = (first, bytes)
        while index < ids.count {
            left -= start.tokenizer.vocabulary.bytes(of: ids[index]).count
            guard left >= 0 else { break }
            index += 1
        }
        return index
    }
}
