import Decoding
import Tensors
import Tokenization

/// One of the texts that are written side by side: what it reads next, and what becomes of the logits after it.
struct SideBySideLane: Sendable {
    let id: GeneratedTexts.ID
    /// Whether the text has ended.
    private(set) var isOver = false

    private var writer: TextWriter
    /// What the network has to read before the first draw, and what of it has been read.
    private let prompt: [Int32]
    private var readCount = 0
    /// The token that was drawn last.
    private var drawn: Int32?
    private var scoring: TokenScoring?
    /// The texts of the seed's tokens, where these are scored.
    private var seedTokens: [String] = []
    private var seedScores: [ScoredToken] = []
    private var queue = ScoredTokenQueue()
    private var handedOut = 0

    /// - Throws: `SamplingError` for options that cannot be used.
    init(
        id: GeneratedTexts.ID, seed: String, generator: TextGenerator, options: GenerationOptions,
        scores: GeneratedTexts.Scores?
    ) throws {
        let tokenizer = generator.tokenizer
        self.id = id
        prompt = generator.prompt(for: seed)
        writer = try TextWriter(
            tokenizer: tokenizer, isBeginning: seed.isEmpty, mixture: generator.mixture, options: options)
        scoring = scores.map { TokenScoring(tokenizer: tokenizer, alternatives: $0.alternatives) }
        if scores?.includesSeed == true, !seed.isEmpty {
            let text = generator.lineEnds.applied(to: seed)
            let utf8 = Array(text.utf8)
            seedTokens = tokenizer.encode(text).byteRanges.map { String(decoding: utf8[$0], as: UTF8.self) }
        }
    }

    /// What the network reads in the next step.
    var nextID: Int32 { drawn ?? prompt[readCount] }

    /// Whether the logits after the next token are of use.
    var needsLogits: Bool { !seedTokens.isEmpty || drawn != nil || readCount == prompt.count - 1 }

    /// Counts a token of the prompt that was read, whose logits are of no use.
    mutating func skip() { readCount += 1 }

    /// Takes the logits after the token that was read.
    ///
    /// - Returns: What is added to the text; `nil` where nothing is and the text goes on.
    mutating func advance(_ logits: UnsafeBufferPointer<Float>) -> GeneratedTexts.Update? {
        guard let last = drawn else {
            readCount += 1
            if readCount < prompt.count {
                if !seedTokens.isEmpty { scoreSeed(logits) }
                return nil
            }
            writer.read(prompt)
            return draw(logits)
        }
        writer.read([last])
        return draw(logits)
    }

    private mutating func scoreSeed(_ logits: UnsafeBufferPointer<Float>) {
        guard let scoring, readCount <= seedTokens.count else { return }
        seedScores.append(scoring.score(prompt[readCount], logits, text: seedTokens[readCount - 1]))
    }

    private mutating func draw(_ logits: UnsafeBufferPointer<Float>) -> GeneratedTexts.Update? {
        do {
            var text = ""
            if !writer.isOver {
                if writer.mustEnd {
                    text = writer.finish()
                } else {
                    let id = try writer.draw(logits)
                    if let scoring { queue.append(scoring.score(id, logits)) }
                    text = writer.write(id)
                    drawn = id
                }
            }
            // A constraint that is met ends the text without another token.
            if !writer.isOver, writer.mustEnd { text += writer.finish() }
            return update(text)
        } catch {
            isOver = true
            return GeneratedTexts.Update(id: id, text: "", tokens: [], end: .failure(error))
        }
    }

    private mutating func update(_ text: String) -> GeneratedTexts.Update? {
        isOver = writer.isOver
        handedOut += text.utf8.count
        guard isOver || !text.isEmpty else { return nil }
        var tokens = seedScores
        seedScores = []
        if scoring != nil {
            tokens += queue.take(leftOut: writer.leftOut, handedOut: handedOut, isOver: isOver)
        }
        return GeneratedTexts.Update(id: id, text: text, tokens: tokens, end: end)
    }

    private var end: GeneratedTexts.End? {
        guard isOver else { return nil }
        return writer.matchedStop.map { .stop($0) } ?? .length
    }
}
