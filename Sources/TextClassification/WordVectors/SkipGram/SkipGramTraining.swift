import Tensors
import Training

/// Trains vectors of words to predict the words around them: skip-gram with negative sampling (Mikolov et al. 2013,
/// "Distributed representations of words and phrases and their compositionality").
///
/// The negatives of a window are shared by all its words (Ji et al. 2016). One thread trains, and where there is a
/// second, it draws the next windows meanwhile. The same seed gives the same bytes, whatever the number of threads,
/// however the training is cut into calls, and whether it was resumed from a checkpoint.
///
/// ```swift
/// var training = SkipGramTraining(documents: documents, counts: counts, options: SkipGramOptions(randomSeed: 1))
/// while !training.isFinished {
///     let loss = try training.train(untilTokens: training.tokensDone + 500_000)
///     print(training.tokensDone, training.totalTokens, loss ?? 0)
/// }
/// let vectors = training.wordVectors(words: words)
/// ```
public struct SkipGramTraining: Sendable {
    public let options: SkipGramOptions
    /// Tokens of the vocabulary that have been read, over all epochs.
    public private(set) var tokensDone = 0
    var tables: SkipGramTables
    /// Changes with the documents and the counts.
    let fingerprint: String
    private var reader: SkipGramReader
    private var prepared: SkipGramReader.Piece?

    /// - Parameters:
    ///   - documents: Ids of words; no window crosses the end of a document. Negative ids, those of words outside the
    ///     vocabulary, are left out.
    ///   - counts: How often each word occurs, `[vocabularySize]`; two words at least, and not all zero.
    public init(documents: [[Int32]], counts: [Int], options: SkipGramOptions) {
        options.requireValid()
        precondition(counts.count >= 2, "SkipGramTraining: a vocabulary of \(counts.count).")
        precondition(counts.allSatisfy { $0 >= 0 }, "SkipGramTraining: a count is negative.")
        self.options = options
        let text = SkipGramText(documents, counts: counts)
        fingerprint = text.fingerprint
        reader = SkipGramReader(text, counts: counts, options: options)
        let shape = [counts.count, options.dimension]
        let bound = 0.5 / Float(options.dimension)
        var generator = SeededGenerator(seed: options.randomSeed, stream: "skip-gram vectors")
        tables = SkipGramTables(
            inputs: .uniform(shape, in: -bound...bound, using: &generator), outputs: .zeros(shape))
    }

    /// Tokens of the vocabulary in all documents, times the epochs.
    public var totalTokens: Int { reader.totalWords }

    /// Passes over the text that are done, with the part of the one that is not.
    public var epochsDone: Double { totalTokens == 0 ? 0 : Double(tokensDone * options.epochs) / Double(totalTokens) }

    public var isFinished: Bool { tokensDone == totalTokens }

    /// The vectors, `[vocabularySize, dimension]`.
    public var vectors: Tensor { tables.inputs }

    /// The vectors of the words as outputs, `[vocabularySize, dimension]`: what a training that goes on needs.
    public var outputVectors: Tensor { tables.outputs }

    /// The vectors under the names of the words, which are given in the order of their ids.
    public func wordVectors(words: [String]) -> WordVectors { WordVectors(words: words, vectors: vectors) }

    /// Trains until at least `limit` tokens are done, counted from the very start, or to the end.
    ///
    /// Stops after whole pieces of some thousand tokens, so that calls of any lengths end in the same vectors.
    ///
    /// - Returns: The mean loss of this call in nats, for each pair of a word and one near it, that of the negatives
    ///   included; `nil` when there was no pair.
    /// - Throws: ``TrainingError/diverged(step:loss:)``; the vectors are useless then.
    @discardableResult
    public mutating func train(untilTokens limit: Int = .max) throws -> Double? {
        var (loss, pairs) = (0.0, 0)
        // Variables of their own, since another thread changes them while this one changes the tables.
        var (reader, prepared) = (reader, prepared)
        defer { (self.reader, self.prepared) = (reader, prepared) }
        while tokensDone < limit, let piece = prepared ?? reader.next() {
            let rate = learningRate
            var pieceLoss = 0.0
            ThreadPool.shared.run(parts: 2) { part in
                if part == 0 {
                    pieceLoss = tables.train(on: piece.windows, learningRate: rate)
                } else {
                    prepared = reader.next()
                }
            }
            tokensDone = piece.end
            guard pieceLoss.isFinite else { throw TrainingError.diverged(step: tokensDone, loss: pieceLoss) }
            loss += pieceLoss
            pairs += piece.windows.inputs.count
        }
        return pairs == 0 ? nil : loss / Double(pairs)
    }

    private var learningRate: Float {
        let left = 1 - Double(tokensDone) / Double(totalTokens)
        return options.learningRate * Float(max(left, 1e-4))
    }

    /// Puts the training where a checkpoint left it.
    ///
    /// - Returns: `false`, and nothing changes, when no call of ``train(untilTokens:)`` can have ended there.
    mutating func resume(at tokens: Int, tables: SkipGramTables) -> Bool {
        guard reader.seek(tokens) else { return false }
        prepared = nil
        tokensDone = tokens
        self.tables = tables
        return true
    }
}
