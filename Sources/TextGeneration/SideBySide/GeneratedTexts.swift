import Decoding
import Tensors
import Tokenization

/// Texts that are written side by side: a step draws a token of each, and all of them share the reading of the weights.
///
/// Texts may come and go at any step. Each is what ``TextGenerator/generate(_:options:)`` writes for the same seed text
/// and options, bit for bit, whatever is written beside it.
///
/// ```swift
/// var texts = GeneratedTexts(generator)
/// let first = try texts.add("Once", options: GenerationOptions(length: 60, randomSeed: 1))
/// let second = try texts.add("Never", options: GenerationOptions(length: 80, randomSeed: 2))
/// while !texts.isEmpty {
///     for update in texts.next() where update.id == first { print(update.text, terminator: "") }
/// }
/// ```
///
/// A seed text is read at a token a step, so that a long one does not hold up the others.
public struct GeneratedTexts: Sendable {
    /// Names a text as long as it is written.
    public typealias ID = Int

    /// What a step made of a text.
    public struct Update: Sendable {
        /// The text.
        public let id: ID
        /// What the step adds to the text, often nothing.
        public let text: String
        /// The tokens of ``text`` with their probabilities, if these were asked for; before them those of the seed text.
        public let tokens: [ScoredToken]
        /// Why the text has ended; `nil` while it goes on. Nothing more comes after an end.
        public let end: End?
    }

    /// Why a text has ended.
    public enum End: Sendable {
        /// It has its length, or has met its constraint.
        case length
        /// Before this stop string.
        case stop(String)
        /// The model or a processor gives no usable probabilities.
        case failure(any Error)
    }

    /// Which probabilities come with a text.
    public struct Scores: Sendable {
        /// How many of the likeliest tokens come with each token.
        public var alternatives: Int
        /// Whether the tokens of the seed text are scored too.
        public var includesSeed: Bool

        /// - Parameters:
        ///   - alternatives: How many of the likeliest tokens come with each token, 0 or more.
        ///   - includesSeed: Whether the tokens of the seed text are scored too.
        public init(alternatives: Int = 0, includesSeed: Bool = false) {
            (self.alternatives, self.includesSeed) = (alternatives, includesSeed)
        }
    }

    private let generator: TextGenerator
    private var batch: TextGeneratorBatch
    private var lanes: [SideBySideLane] = []
    /// Texts at the end of `lanes` that the batch does not know yet.
    private var newCount = 0
    private var nextID = 0

    /// No texts yet. It shares the weights of the generator.
    public init(_ generator: TextGenerator) {
        self.generator = generator
        batch = TextGeneratorBatch(sharing: generator.session)
    }

    /// How many texts are being written.
    public var count: Int { lanes.count }
    /// Whether no text is being written.
    public var isEmpty: Bool { lanes.isEmpty }

    /// Begins a text; the next step reads its first token.
    ///
    /// - Parameters:
    ///   - seed: Any text, as for ``TextGenerator/pieces(_:options:)``.
    ///   - options: Length, sampling, stop strings and random seed.
    ///   - scores: Which probabilities come with the text; `nil` for none.
    /// - Throws: `SamplingError` for options that cannot be used.
    public mutating func add(
        _ seed: String = "", options: GenerationOptions = GenerationOptions(), scores: Scores? = nil
    ) throws -> ID {
        let lane = try SideBySideLane(id: nextID, seed: seed, generator: generator, options: options, scores: scores)
        nextID += 1
        newCount += 1
        lanes.append(lane)
        return lane.id
    }

    /// Ends a text before its end; nothing happens where it has ended.
    public mutating func remove(_ id: ID) {
        if lanes.contains(where: { $0.id == id }) { keep { $0.id != id } }
    }

    /// Moves all texts on by a token.
    ///
    /// - Returns: An update of each text to which something was added, or which has ended. Texts that have ended are
    ///   removed.
    public mutating func next() -> [Update] {
        guard !lanes.isEmpty else { return [] }
        if newCount > 0 {
            batch.keep(rows: Array(0..<lanes.count - newCount), adding: newCount)
            newCount = 0
        }
        var updates: [Update] = []
        let hidden = batch.read(lanes.indices.map { lanes[$0].nextID })
        if lanes.contains(where: \.needsLogits) {
            let logits = batch.logits(of: hidden)
            let size = logits.shape[1]
            logits.withElements { values in
                for index in lanes.indices {
                    let row = UnsafeBufferPointer(rebasing: values[index * size..<(index + 1) * size])
                    if let update = lanes[index].advance(row) { updates.append(update) }
                }
            }
        } else {
            for index in lanes.indices { lanes[index].skip() }
        }
        if updates.contains(where: { $0.end != nil }) { keep { !$0.isOver } }
        return updates
    }

    /// Keeps some of the texts, in their order.
    private mutating func keep(where isKept: (SideBySideLane) -> Bool) {
        let kept = lanes.indices.filter { isKept(lanes[$0]) }
        let known = lanes.count - newCount
        let knownKept = kept.filter { $0 < known }
        batch.keep(rows: knownKept, adding: 0)
        newCount = kept.count - knownKept.count
        lanes = kept.map { lanes[$0] }
    }
}
