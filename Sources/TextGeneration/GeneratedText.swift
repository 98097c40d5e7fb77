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
    private var constraint = UTF8Constraint()
    private var history: [Int] = []
    private var pending: [Int32]
    private var left: Int
    /// Tokens since the last piece.
    private var undecided = 0
    /// How many of the latest tokens the sampler needs; `nil` for all.
    private let window: Int?
    /// The most tokens of one character: a model that goes on adding accents must not hold up the text for ever.
    private static let longestCharacter = 256

    init(
        session: TextGeneratorSession, tokenizer: Tokenizer, prompt: [Int32], options: GenerationOptions
    ) throws(SamplingError) {
        try options.validate()
        self.session = session
        self.tokenizer = tokenizer
        stop = try StopCondition(stopStrings: options.stop)
        pending = prompt
        left = options.length
        window = options.processors.isEmpty ? options.sampling.repetitionWindow : nil
        sampler = Sampler(
            options: options.sampling, processors: options.processors, vocabularySize: tokenizer.vocabulary.count,
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
        while left > 0 {
            let safe = stop.consume(take(try nextText()))
            if stop.isMet {
                left = 0
                return safe.isEmpty ? nil : safe
            }
            let piece = left == 0 ? safe + stop.finish() : safe
            if !piece.isEmpty { return piece }
        }
        return nil
    }

    /// The text that one more token makes certain, often empty.
    private mutating func nextText() throws -> String {
        let text = decoder.append(try draw())
        undecided = text.isEmpty ? undecided + 1 : 0
        guard undecided >= Self.longestCharacter, constraint.isComplete else { return text }
        undecided = 0
        return decoder.finish()
    }

    /// At most ``left`` characters of a piece, and counts them.
    private mutating func take(_ piece: String) -> String {
        guard !piece.isEmpty else { return piece }
        guard tokenizer.unit != .grapheme else {
            left -= 1
            return piece
        }
        let clusters = Segmenter.graphemes.ranges(in: piece).prefix(left)
        left -= clusters.count
        return String(decoding: piece.utf8.prefix(clusters.last?.upperBound ?? 0), as: UTF8.self)
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
            constraint.advance(UInt8(id - Vocabulary.specialCount))
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
        for byte in UInt8.min...UInt8.max where !constraint.allows(byte) {
            logits[Int(byte) + Vocabulary.specialCount] = -.infinity
        }
    }
}

/// Generated text as an asynchronous sequence of pieces; see ``TextGenerator/stream(_:options:)``.
///
/// Each iteration generates the text anew, from the same random seed. When the consumer stops iterating or its task is
/// cancelled, at most one more piece is generated.
public struct GeneratedTextStream: AsyncSequence, Sendable {
    public typealias Element = String
    public typealias Failure = any Error

    private let pieces: BackgroundSequence<String>

    init(_ makePieces: @escaping @Sendable () throws -> GeneratedText) {
        pieces = BackgroundSequence {
            var pieces = try makePieces()
            return { try pieces.next() }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: pieces.makeAsyncIterator()) }

    /// The state of one iteration.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var base: BackgroundSequence<String>.Iterator

        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> String? {
            try await base.next(isolation: actor)
        }
    }
}

@available(*, unavailable)
extension GeneratedTextStream.AsyncIterator: Sendable {}
