import Foundation
import ModelFiles
import Tensors
import Tokenization

/// Pretrained parameters for a classifier: a vocabulary with word vectors, and optionally a recurrent layer.
public struct PretrainedWords: Sendable {
    /// The tokenizer of the words that have vectors.
    public let tokenizer: Tokenizer
    /// `[vocabularySize, embeddingSize]`.
    private let vectors: Tensor
    private let model: WordLanguageModel?
    /// How many words of the texts have vectors from a file; `nil` where all were learned.
    let foundCount: Int?
    /// Lines of the file that were left out because their word is white space.
    let blankCount: Int

    /// What a training of words and language models has come to.
    init(_ pretraining: TextClassifierPretraining) {
        (model, tokenizer, foundCount, blankCount) = (pretraining.model, pretraining.tokenizer, nil, 0)
        vectors = pretraining.model.embedding.weight.value
    }

    /// Reads the folder that ``TextClassifierPretraining`` wrote.
    ///
    /// - Throws: `ModelError`
    public init(contentsOf folder: URL) throws {
        guard !ModelFolder(folder).hasCheckpoint else {
            throw ModelError.unfinishedPretraining(folder: folder.path)
        }
        let (model, tokenizer) = try ModelFolder(folder).read(WordLanguageModel.self)
        (self.model, self.tokenizer, vectors) = (model, tokenizer, model.embedding.weight.value)
        (foundCount, blankCount) = (nil, 0)
    }

    /// Reads the vectors of the words that some texts have; the other words of the texts get small random ones.
    ///
    /// - Throws: `WordVectorsError`, `FileError`.
    public init(vectors file: URL, for texts: [String], settings: TextClassifierSettings) throws {
        let tokenizer = try ClassifierTokens(settings).tokenizer(of: texts, isOfWords: true)
        let ids = Array(tokenizer.vocabulary.ordinaryIDs)
        let words = ids.map { tokenizer.decode([$0]) }
        let found = try WordVectors(contentsOf: file, keeping: words)
        var generator = SeededGenerator(seed: settings.training.randomSeed, stream: "vectors")
        // Vectors that are all zero stay so.
        let squares = found.vectors.sumOfSquares
        let scale = squares == 0 ? 1 : 0.3 / Float((squares / Double(found.vectors.count)).squareRoot())
        var table = Tensor.normal(
            [tokenizer.vocabulary.count, found.dimension], standardDeviation: 0.1, using: &generator)
        table.mutate { table in
            for (id, word) in zip(ids, words) {
                guard let vector = found[word] else { continue }
                for (index, value) in vector.enumerated() { table[Int(id) * vector.count + index] = scale * value }
            }
        }
        (self.tokenizer, vectors, model) = (tokenizer, table, nil)
        (foundCount, blankCount) = (found.count, found.blankCount)
    }

    /// Sets the sizes that what was pretrained has; nothing more is pretrained then.
    func fit(_ settings: inout TextClassifierSettings) {
        settings.embeddingSize = vectors.shape[1]
        if let model {
            (settings.hiddenSize, settings.cell) = (model.configuration.hiddenSize, model.configuration.cell)
        }
        (settings.normalization, settings.unit) = (tokenizer.normalizer.steps, tokenizer.unit)
        settings.pretrainingEpochs = nil
    }

    /// Copies the embedding and both directions of the first layer.
    func copy(to classifier: TextClassifierNetwork) {
        classifier.embedding.weight.value = vectors
        guard let model else { return }
        // The names of the classifier's first layer are those of the model's only one.
        let values = Dictionary(
            uniqueKeysWithValues: model.encoder.recurrent.namedParameters.map { ($0.name, $0.parameter.value) })
        for (name, parameter) in classifier.encoder.recurrent.namedParameters {
            if let value = values[name] { parameter.value = value }
        }
    }
}
