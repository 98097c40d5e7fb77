import Decoding
import NeuralLayers
import Tensors
import Tokenization

extension TextGenerator {
    /// A generator that has learned from a text and continues texts in its style.
    ///
    /// The text is read once with dynamic evaluation. What the adapted generator samples is its network's distribution
    /// mixed with counts of what followed each context in the text, with the weights that reading the text taught. While
    /// it generates, nothing is learned or counted. Its ``model`` has the adapted weights, which
    /// ``save(to:precision:)`` and ``evaluate(ids:streams:progress:)`` use without the counts.
    ///
    /// ```swift
    /// let chapter = "It was a bright cold day in April.\n"
    /// print(try generator.adapted(to: chapter).generate(chapter))
    /// ```
    ///
    /// - Parameters:
    ///   - text: Any text; an empty one changes nothing.
    ///   - progress: Called now and then with the number of tokens done.
    /// - Throws: What `progress` throws, and `CancellationError` when the surrounding task is cancelled.
    public func adapted(
        to text: String, options: AdaptationOptions = AdaptationOptions(), progress: (Int) throws -> Void = { _ in }
    ) throws -> TextGenerator {
        let ids = tokenizer.encodeIDs(lineEnds.applied(to: text))
        guard !ids.isEmpty else { return self }
        var reading = AdaptiveReading(ids, model: model, options: options)
        try reading.run(progress: progress)
        return TextGenerator(
            model: reading.network.model, tokenizer: tokenizer, precision: precision, mixture: reading.mixture)
    }
}

/// Turns the network's logits into the log-probabilities of an ``AdaptiveMixture``.
struct MixtureProcessor: LogitsProcessor {
    private var mixture: AdaptiveMixture
    private var numRead = 0

    /// - Parameter mixture: What a text has taught; where it has read to does not matter.
    init(_ mixture: AdaptiveMixture) {
        self.mixture = mixture
        self.mixture.restart()
    }

    mutating func process(_ candidates: inout TokenCandidates, history: [Int]) {
        for id in history[numRead...] { mixture.advance(over: Int32(id)) }
        numRead = history.count
        var scores = [Double](repeating: -.infinity, count: candidates.vocabularySize)
        for candidate in candidates { scores[candidate.id] = candidate.score }
        let mixed = mixture.prediction(logSoftmax(scores)).mixed
        candidates.updateScores { mixed[$0.id] }
    }
}
