import Decoding
import Tensors
import Tokenization

/// Generated text, piece by piece; a piece never splits a grapheme cluster.
///
/// As a `Sequence` it ends if there is an error; ``nextPiece()`` throws the error.
public struct GeneratedText: Sequence, IteratorProtocol, Sendable {
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
    private let window: Int
    /// The most tokens of one character: a model that goes on adding accents must not hold up the text for ever.
    private static let longestCharacter = 256

    init(
        session: TextGeneratorSession, tokenizer: Tokenizer, prompt: [Int32], length: Int, sampling: SamplingOptions,
        stop: StopCondition, randomSeed: UInt64
    ) {
        self.session = session
        self.tokenizer = tokenizer
        self.stop = stop
        pending = prompt
        left = length
        window = sampling.repetitionWindow
        sampler = Sampler(
            options: sampling, vocabularySize: tokenizer.vocabulary.count,
            bannedIDs: Array(0..<Vocabulary.specialCount))
        generator = SeededGenerator(seed: randomSeed, stream: "sampling")
        decoder = StreamingDecoder(tokenizer)
    }

    /// The stop string that ended the text, if one did.
    public var matchedStop: String? { stop.matched }

    public mutating func next() -> String? { try? nextPiece() }

    /// The next piece, `nil` at the end.
    ///
    /// - Throws: `SamplingError` when the model gives no usable probabilities.
    public mutating func nextPiece() throws -> String? {
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
        for id in pending.dropLast() { session.read(id) }
        session.next(after: pending[pending.count - 1])
        for id in pending where !Vocabulary.isSpecial(id) { history.append(Int(id)) }
        if history.count / 4 > window { history.removeFirst(history.count - window) }
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
