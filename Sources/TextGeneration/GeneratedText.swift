import Decoding
import Tensors
import Tokenization

/// Generated text, piece by piece; a piece never splits a grapheme cluster.
///
/// ```swift
/// var pieces = try generator.pieces("Once", options: GenerationOptions(length: 300))
/// while let piece = try pieces.next() { print(piece, terminator: "") }
/// ```
///
/// A copy goes on as the original does.
public struct GeneratedText: Sendable {
    private var session: TextGeneratorSession
    private let tokenizer: Tokenizer
    private var sampler: Sampler
    private var generator: SeededGenerator
    private var decoder: StreamingDecoder
    private var stop: StopCondition
    private var validBytes = UTF8Constraint()
    private var history: [Int] = []
    private var pending: [Int32]
    private var end: EndCondition
    /// White space at the beginning that may still be left out.
    private var spaceLeft: Int
    private var constraint: ConstraintProgress?
    /// Tokens since the last piece.
    private var undecided = 0
    /// How many of the latest tokens the sampler needs; `nil` for all.
    private let window: Int?
    /// The most tokens of one character: a model that goes on adding accents must not hold up the text for ever.
    private static let longestCharacter = 256
    /// The most white space that is left out at the beginning: a model may write nothing else.
    private static let longestSpace = 100

    /// - Parameters:
    ///   - isBeginning: Whether white space before the text is left out.
    ///   - mixture: What comes before all other processors.
    init(
        session: TextGeneratorSession, tokenizer: Tokenizer, prompt: [Int32], isBeginning: Bool,
        mixture: MixtureProcessor? = nil, options: GenerationOptions
    ) throws {
        try options.validate()
        self.session = session
        self.tokenizer = tokenizer
        stop = try StopCondition(stopStrings: options.stop)
        pending = prompt
        end = options.endCondition
        let cursor = try options.constraintCursor()
        constraint = cursor.map(ConstraintProgress.init)
        spaceLeft = isBeginning && cursor == nil ? Self.longestSpace : 0
        let first: [any LogitsProcessor] = mixture.map { [$0] } ?? []
        let processors = first + (cursor.map { [ConstraintProcessor($0)] } ?? []) + options.processors
        window = processors.isEmpty ? options.sampling.repetitionWindow : nil
        sampler = Sampler(
            options: options.sampling, processors: processors, vocabularySize: tokenizer.vocabulary.count,
            bannedIDs: Array(0..<Vocabulary.specialCount))
        generator = SeededGenerator(seed: options.randomSeed, stream: "sampling")
        decoder = StreamingDecoder(tokenizer)
    }

    /// The stop string that ended the text, if one did.
    public var matchedStop: String? { stop.matched }

    /// The next piece; `nil` at the end.
    ///
    /// - Throws: `SamplingError` when the model or a processor gives no usable probabilities, and `CancellationError`
    ///   when the surrounding task is cancelled.
    public mutating func next() throws -> String? {
        while !end.isMet {
            var text = take(try nextText())
            if constraint?.isOver == true { text += end.finish() }
            let safe = stop.consume(text)
            if stop.isMet {
                _ = end.finish()
                return safe.isEmpty ? nil : safe
            }
            let piece = end.isMet ? safe + stop.finish() : safe
            if !piece.isEmpty { return piece }
        }
        return nil
    }

    /// The text that one more token makes certain, often empty.
    private mutating func nextText() throws -> String {
        if constraint?.mustEnd == true { return decoder.finish() }
        let id = try draw()
        if constraint?.advance(over: id, of: tokenizer) == false { return decoder.finish() }
        let text = decoder.append(id)
        undecided = text.isEmpty ? undecided + 1 : 0
        guard undecided >= Self.longestCharacter, validBytes.isComplete else { return text }
        undecided = 0
        return decoder.finish()
    }

    /// What of a piece is certain to belong to the text.
    private mutating func take(_ piece: String) -> String {
        guard !piece.isEmpty else { return piece }
        guard tokenizer.unit != .grapheme else { return take(cluster: piece) }
        let utf8 = Array(piece.utf8)
        var text = ""
        for range in Segmenter.graphemes.ranges(in: piece) as [Range<Int>] where !end.isMet {
            text += take(cluster: String(decoding: utf8[range], as: UTF8.self))
        }
        return text
    }

    private mutating func take(cluster: String) -> String {
        if spaceLeft > 0 {
            spaceLeft = cluster.isSpace ? spaceLeft - 1 : 0
            if cluster.isSpace { return "" }
        }
        let mayEnd = constraint?.mayEnd(after: cluster) ?? true
        return end.consume(cluster, mayEnd: mayEnd)
    }

    private mutating func draw() throws -> Int32 {
        for id in pending.dropLast() {
            try Task.checkCancellation()
            session.read(id)
        }
        try Task.checkCancellation()
        session.next(after: pending[pending.count - 1])
        for id in pending where !Vocabulary.isSpecial(id) { history.append(Int(id)) }
        if let window, history.count / 4 > window { history.removeFirst(history.count - window) }
        let id: Int
        if tokenizer.unit == .byte {
            var logits = session.logits
            maskInvalidBytes(&logits)
            id = try sampler.next(logits: logits, history: history, using: &generator)
            validBytes.advance(UInt8(id - Vocabulary.specialCount))
        } else {
            id = try session.withLogits {
                try sampler.next(logits: $0.span, history: history, using: &generator)
            }
        }
        pending = [Int32(id)]
        return Int32(id)
    }

    /// Leaves a model of bytes only those that keep the text valid UTF-8.
    private func maskInvalidBytes(_ logits: inout [Float]) {
        for byte in UInt8.min...UInt8.max where !validBytes.allows(byte) {
            logits[Int(byte) + Vocabulary.specialCount] = -.infinity
        }
    }
}
