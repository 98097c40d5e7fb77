import Foundation
import ModelFiles
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
/// var training = try SkipGramTraining(documents: documents, counts: counts, options: SkipGramOptions(randomSeed: 1))
/// while !training.isFinished {
///     let loss = try training.train(untilTokens: training.tokensDone + 500_000)
///     print(training.tokensDone, training.totalTokens, loss ?? 0)
/// }
/// let vectors = training.wordVectors(words: words)
/// ```
public struct SkipGramTraining: Sendable {
    /// The options it was made with.
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
    /// - Throws: ``WordVectorsError/invalidOptions(_:)``.
    /// - Precondition: There are at least two counts, none of them negative.
    public init(documents: [[Int32]], counts: [Int], options: SkipGramOptions) throws(WordVectorsError) {
        if let problem = options.problem { throw .invalidOptions(problem) }
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

    /// Whether all epochs are done.
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
    /// - Throws: `TrainingError.diverged`; the vectors are useless then.
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

/// Everything that a training of word vectors depends on, as one file: both tables, the position, and the options.
/// Generators need no saving: they are made of the seed and the position.
extension SkipGramTraining {
    private static let formatVersion = "1"

    /// Writes a checkpoint, in one step: a killed process leaves either the old file or the new one.
    ///
    /// - Parameter description: What else the file is to say, for example the corpus.
    /// - Throws: `FileError`.
    public func writeCheckpoint(to file: URL, description: [String: String] = [:]) throws {
        try checkpoint(description: description).write(to: file, followsLinks: false)
    }

    func checkpoint(description: [String: String] = [:]) throws -> SafetensorsWriter {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var metadata = description
        metadata["formatVersion"] = Self.formatVersion
        metadata["kind"] = "skip-gram"
        metadata["options"] = String(decoding: try encoder.encode(options), as: UTF8.self)
        metadata["text"] = fingerprint
        metadata["tokensDone"] = String(tokensDone)
        var writer = SafetensorsWriter(metadata: metadata)
        writer.add("vectors", vectors)
        writer.add("outputVectors", outputVectors)
        return writer
    }

    /// Takes up a checkpoint of the same training, made with the same documents, counts and options.
    ///
    /// - Throws: `SafetensorsError` or `TrainingError.checkpointMismatch`; nothing changes then.
    public mutating func restore(from file: SafetensorsFile) throws {
        func require(_ condition: Bool, _ reason: String) throws {
            if !condition { throw TrainingError.checkpointMismatch(file: file.name, reason: reason) }
        }
        let metadata = file.metadata
        try require(metadata["kind"] == "skip-gram", "it is none of word vectors")
        try require(
            metadata["formatVersion"] == Self.formatVersion,
            "its format is not version \(Self.formatVersion), the one that this program knows")
        let saved = try? JSONFile.decode(SkipGramOptions.self, from: Data((metadata["options"] ?? "").utf8))
        try require(saved == options, "it was made with other options")
        try require(metadata["text"] == fingerprint, "it was made with another text")
        for name in ["vectors", "outputVectors"] { try file.checkFinite(name) }
        let (inputs, outputs) = (try file.tensor("vectors"), try file.tensor("outputVectors"))
        let shape = [tables.count, tables.dimension]
        try require(inputs.shape == shape && outputs.shape == shape, "its vectors are not of shape \(shape)")
        let tokens = metadata["tokensDone"].flatMap { Int($0) } ?? -1
        try require(
            resume(at: tokens, tables: SkipGramTables(inputs: inputs, outputs: outputs)),
            "no training of this text stops at token \(tokens)")
    }
}

/// How word vectors are trained.
public struct SkipGramOptions: Codable, Sendable, Equatable {
    /// Numbers of a vector.
    public var dimension = 200
    /// The most words to either side that a word is trained with; each window is drawn from 1 to this.
    public var window = 8
    /// Words drawn at random, by their counts to the power of 3/4, for each window.
    public var negatives = 5
    /// Words with a larger share of the text than this are partly left out; 0 leaves out none.
    public var subsampling = 1e-4
    /// Passes over the text.
    public var epochs = 5
    /// The rate at the start; it falls linearly, down to a ten thousandth of itself.
    public var learningRate: Float = 0.025
    /// Decides everything random: first vectors, order of the documents, windows, words left out and drawn.
    public var randomSeed: UInt64

    /// The default of every option but the seed.
    public init(randomSeed: UInt64) { self.randomSeed = randomSeed }

    /// What is wrong with these options, in words, or `nil`.
    public var problem: String? {
        let longestWindow = SkipGramWindows.mostInputs / 2
        guard (1...1 << 20).contains(dimension) else { return "dimension is \(dimension)" }
        guard (1...longestWindow).contains(window) else { return "window is \(window), not in 1 ... \(longestWindow)" }
        guard (1..<SkipGramWindows.mostOutputs).contains(negatives) else {
            return "negatives is \(negatives), not in 1 ..< \(SkipGramWindows.mostOutputs)"
        }
        guard subsampling >= 0 && subsampling.isFinite else { return "subsampling is \(subsampling)" }
        guard (0...1 << 30).contains(epochs) else { return "epochs is \(epochs)" }
        guard learningRate >= 0 && learningRate.isFinite else { return "learningRate is \(learningRate)" }
        return nil
    }
}

extension SkipGramOptions: DefaultedDecodable {
    package static var decodingDefaults: SkipGramOptions? { SkipGramOptions(randomSeed: 0) }
    package static var requiredEntries: Set<String> { ["randomSeed"] }
}
