import Decoding
import Tensors
import Tokenization

/// Makes text of a model's logits, token by token: it draws, decodes, and finds where the text ends.
///
/// It knows no network, so the logits may come from a session of its own or from a batch of several texts.
struct TextWriter: Sendable {
    private let tokenizer: Tokenizer
    private var sampler: Sampler
    private var generator: SeededGenerator
    private var decoder: StreamingDecoder
    private var stop: StopCondition
    private let validTokens: ValidTokens?
    private var validBytes = UTF8Constraint()
    private var healing: SeedHealing
    private var history: [Int] = []
    private var end: EndCondition
    /// White space at the beginning that may still be left out.
    private var spaceLeft: Int
    /// Bytes of the white space that was left out at the beginning.
    private(set) var leftOut = 0
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
    ///   - mixture: What is mixed with the logits before all processors.
    ///   - healing: The last pieces of the seed, which are drawn once more.
    init(
        tokenizer: Tokenizer, isBeginning: Bool, mixture: AdaptiveMixture? = nil, healing: [Int32] = [],
        options: GenerationOptions
    ) throws {
        try options.validate()
        self.tokenizer = tokenizer
        stop = try StopCondition(stopStrings: options.stop)
        end = options.endCondition
        let cursor = try options.constraintCursor()
        constraint = cursor.map(ConstraintProgress.init)
        spaceLeft = isBeginning && cursor == nil ? Self.longestSpace : 0
        let first: [any LogitsProcessor] = mixture.map { [MixtureProcessor($0)] } ?? []
        let processors = first + (cursor.map { [ConstraintProcessor($0)] } ?? []) + options.processors
        window = processors.isEmpty ? options.sampling.repetitionWindow : nil
        sampler = Sampler(
            options: options.sampling, processors: processors, vocabularySize: tokenizer.vocabulary.count,
            bannedIDs: Array(0..<Vocabulary.specialCount))
        generator = SeededGenerator(seed: options.randomSeed, stream: "sampling")
        decoder = StreamingDecoder(tokenizer)
        validTokens = ValidTokens(tokenizer)
        self.healing = SeedHealing(healing, tokenizer.vocabulary)
    }

    /// Whether the text has ended.
    var isOver: Bool { end.isMet }
    /// The stop string that ended the text, if one did.
    var matchedStop: String? { stop.matched }
    /// Whether the text ends here, whatever would come next: ``finish()`` gives the rest of it.
    var mustEnd: Bool { mutating get { constraint?.mustEnd == true } }
    /// Whether what was drawn is text, and not a part of a character.
    var isComplete: Bool { validBytes.isComplete }

    /// Takes what the network has read since the last draw.
    mutating func read(_ ids: [Int32]) {
        for id in ids where !Vocabulary.isSpecial(id) { history.append(Int(id)) }
        if let window, history.count / 4 > window { history.removeFirst(history.count - window) }
    }

    /// Draws the next token.
    mutating func draw(_ logits: UnsafeBufferPointer<Float>) throws -> Int32 {
        guard let validTokens else {
            return Int32(try sampler.next(logits: logits.span, history: history, using: &generator))
        }
        var logits = Array(logits)
        validTokens.mask(&logits, after: validBytes)
        healing.mask(&logits)
        let id = Int32(try sampler.next(logits: logits, history: history, using: &generator))
        for byte in tokenizer.vocabulary.bytes(of: id) { validBytes.advance(byte) }
        return id
    }

    /// The text that a token makes certain, often empty.
    mutating func write(_ id: Int32) -> String { release(text(of: id)) }

    /// The rest of a text that ends without another token.
    mutating func finish() -> String { release(decoder.finish()) }

    private mutating func text(of id: Int32) -> String {
        if constraint?.advance(over: id, of: tokenizer) == false { return decoder.finish() }
        let text = decoder.append(id, dropping: healing.isDone ? 0 : healing.take(id))
        undecided = text.isEmpty ? undecided + 1 : 0
        guard undecided >= Self.longestCharacter, validBytes.isComplete else { return text }
        undecided = 0
        return decoder.finish()
    }

    /// What of a decoded text is certain to belong to the text, and no stop string.
    private mutating func release(_ decoded: String) -> String {
        var text = take(decoded)
        if constraint?.isOver == true { text += end.finish() }
        let safe = stop.consume(text)
        if stop.isMet {
            _ = end.finish()
            return safe
        }
        return end.isMet ? safe + stop.finish() : safe
    }

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
            if cluster.isSpace {
                leftOut += cluster.utf8.count
                return ""
            }
        }
        let mayEnd = constraint?.mayEnd(after: cluster) ?? true
        return end.consume(cluster, mayEnd: mayEnd)
    }
}
