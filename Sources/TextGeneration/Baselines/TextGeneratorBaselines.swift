import Tokenization

/// The baselines that every report compares the model with.
public enum TextGeneratorBaselines {
    /// The baselines of some texts by the ids of a tokenizer.
    ///
    /// Those of byte pairs are decoded and counted by characters (grapheme clusters), so that the figures are those
    /// beside a model of characters of the same text.
    ///
    /// - Parameter maxTrainingCharacters: How many of the last characters n-grams are counted on.
    package static func scores(
        training: [Int32], validation: [Int32], tokenizer: Tokenizer, maxTrainingCharacters: Int = 5_000_000
    ) -> [TextGeneratorReport.Score] {
        guard tokenizer.unit == .bpe else {
            return scores(
                training: training, validation: validation, vocabulary: tokenizer.vocabulary,
                maxTrainingCharacters: maxTrainingCharacters)
        }
        let text = tokenizer.decode(training)
        let characters = Tokenizer.train(on: text, unit: .grapheme, normalization: .none)
        return scores(
            training: characters.encodeIDs(text), validation: characters.encodeIDs(tokenizer.decode(validation)),
            vocabulary: characters.vocabulary, maxTrainingCharacters: maxTrainingCharacters)
    }

    /// Uniform, unigram and Kneser-Ney 8-gram, counted on `training`, scored on `validation`.
    ///
    /// They choose among the characters of the training text, and the unknown one where the held-out text has any:
    /// padding, begin and end, which never occur, take no probability from them.
    ///
    /// - Parameter maxTrainingCharacters: How many of the last characters n-grams are counted on; this bounds the memory.
    public static func scores(
        training: [Int32], validation: [Int32], vocabulary: Vocabulary, maxTrainingCharacters: Int = 5_000_000
    ) -> [TextGeneratorReport.Score] {
        let hasUnknown = validation.contains(Vocabulary.unknownID) || training.contains(Vocabulary.unknownID)
        let offset = Int32(Vocabulary.specialCount) - (hasUnknown ? 1 : 0)
        let size = vocabulary.count - Int(offset)
        let seen = training.map { max($0 - offset, 0) }
        let heldOut = validation.map { max($0 - offset, 0) }
        let kneserNey = KneserNeyModel(
            training: seen, order: 8, vocabularySize: size, maxTrainingCharacters: maxTrainingCharacters)
        let baselines: [any SequenceBaseline] = [
            UniformBaseline(vocabularySize: size),
            UnigramBaseline(training: seen, vocabularySize: size),
            kneserNey,
        ]
        return baselines.map {
            let isPartial = $0 is KneserNeyModel && kneserNey.numTrainingIDs < seen.count
            let name = $0.name + (isPartial ? ", last \(kneserNey.numTrainingIDs / 1_000_000) M characters" : "")
            return TextGeneratorReport.Score(name, nats: $0.totalNats(of: heldOut), characters: heldOut.count)
        }
    }
}
