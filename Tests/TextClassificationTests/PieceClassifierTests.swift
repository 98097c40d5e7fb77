import Foundation
import TestSupport
import Testing

@testable import Datasets
@testable import ModelFiles
@testable import NeuralLayers
@testable import Tensors
@testable import TextClassification
@testable import Tokenization
@testable import Training

/// Classifiers that read pieces of words.
struct PieceClassifierTests {
    /// Reviews whose class hangs on the stem of one word.
    private static let texts: LabelledTexts = {
        let stems = [["dread", "gloom", "wretch"], ["lovel", "splend", "charm"]]
        let ends = ["y", "id", "ing", "ful", "ed", "er", "s"]
        let labels = (0..<140).map { $0 % 2 }
        let texts = labels.enumerated().map { index, label in
            "day \(index % 9): such a \(stems[label][index / 2 % 3])\(ends[index / 6 % 7]) film, they say"
        }
        return LabelledTexts(texts: texts, labels: labels, classNames: ["bad", "good"])
    }()

    private static func settings(_ count: Int = 140) -> TextClassifierSettings {
        var settings = TextClassifierSettings.recommended(forDocuments: count, unit: .bpe, randomSeed: 1)
        settings.maxVocabulary = 300
        (settings.embeddingSize, settings.hiddenSize) = (12, 8)
        settings.dropout = TextClassifierNetwork.Configuration.Dropout()
        settings.training.schedule.peak = 1e-2
        (settings.training.epochs, settings.training.numValidations) = (8, 2)
        return settings
    }

    private static let result: TextClassifierTraining.Result = {
        // swift-format-ignore: NeverUseForceTry
        var training = try! TextClassifierTraining(texts, settings: settings())
        // swift-format-ignore: NeverUseForceTry
        return try! training.run()
    }()

    @Test func piecesAreLearnedAndFormsThatNeverOccurredAreRead() throws {
        let (classifier, report) = (Self.result.classifier, Self.result.report)
        #expect(classifier.tokenizer.unit == .bpe && !classifier.tokenizer.words.keepsWhitespace)
        #expect(report.settings.unit == .bpe && report.vocabularySize <= 300)
        #expect(try #require(report.validation).metrics.accuracy > 0.9)
        let alone = TextClassifier(model: classifier.model, tokenizer: classifier.tokenizer)
        #expect(try alone.classify("such a splendest film").label == "good")
        #expect(try alone.classify("such a gloomest film").label == "bad")
        #expect(try alone.classify(" \t").label == nil && alone.classify("a film,").tokenCount == 3)
    }

    @Test func theFolderGivesTheSame() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let own = TextClassifier(model: Self.result.classifier.model, tokenizer: Self.result.classifier.tokenizer)
        try own.save(to: folder)
        let read = try TextClassifier(contentsOf: folder)
        #expect(read.tokenizer == own.tokenizer)
        #expect(try read.classify(Self.texts.texts) == own.classify(Self.texts.texts))
    }

    @Test func aTextOfAnotherLanguageIsMostlyUnknown() throws {
        #expect(try !Self.result.classifier.classify("such a lovely film, they say").isMostlyUnknown)
        #expect(try Self.result.classifier.classify("Какой прекрасный фильм").isMostlyUnknown)
    }

    @Test(arguments: Explanation.Method.allCases, [0, 0.8])
    func explanationsShowWholeWords(method: Explanation.Method, mix: Double) throws {
        let own = Self.result.classifier
        let bag = try #require(own.baseline).regression
        let classifier = TextClassifier(
            model: own.model, tokenizer: own.tokenizer, baseline: BaselineClassifier(regression: bag, mix: mix))
        let text = "Such a dreadfuller  film, they say"
        let explanation = try classifier.explain(text, method: method)
        #expect(explanation.words.map(\.text) == ["Such", "a", "dreadfuller", "film", ",", "they", "say"])
        #expect(own.tokenizer.encodeIDs(text).count > 7)
        guard method == .leaveOneOut else {
            let sum = explanation.words.reduce(0) { $0 + $1.weight }
            return #expect(abs(sum - (explanation.logOdds - explanation.baselineLogOdds)) < 1e-3)
        }
        let without = try classifier.explain("Such a  film, they say", label: explanation.className)
        #expect(abs(explanation.words[2].weight - (explanation.logOdds - without.logOdds)) < 1e-4)
    }

    /// Of a long text the ends are read, which may cut a word in two.
    @Test func aWordThatIsReadInPartIsShown() throws {
        var configuration = Self.result.classifier.model.configuration
        configuration.maxTokens = 4
        var generator = SeededGenerator(seed: 1)
        let classifier = TextClassifier(
            model: TextClassifierNetwork(configuration, using: &generator),
            tokenizer: Self.result.classifier.tokenizer)
        let words = try classifier.explain("qxqxqxqx film", method: .leaveOneOut).words
        #expect(words.map(\.text) == ["qxqxqxqx", "film"])
        #expect(try classifier.explain("qxqxqxqxqx").words.map(\.text) == ["qxqxqxqxqx"])
    }

    @Test func aTrainingThatStartsFromPiecesKeepsThem() throws {
        let data = LabelledTexts(
            texts: (0..<80).map { index in
                let word = index % 2 == 0 ? "filthy" : "spotless"
                return "room \(index % 7) was \(word), very \(word)"
            },
            labels: (0..<80).map { $0 % 2 }, classNames: ["bad", "good"])
        var settings = TextClassifierSettings.recommended(forContinuingWith: 80, unit: .bpe, randomSeed: 1)
        #expect(settings.training.continuation?.newTokens == 8)
        settings.training.schedule.peak = 1e-2
        settings.training.epochs = 6
        var training = try TextClassifierTraining(
            data, from: ClassifierContinuation(Self.result.classifier), settings: settings)
        let (before, after) = (Self.result.classifier.tokenizer, training.tokenizer)
        #expect(training.settings.unit == .bpe && after.unit == .bpe && !after.words.keepsWhitespace)
        #expect((1...8).contains(after.vocabulary.count - before.vocabulary.count))
        #expect(try training.run().classifier.classify("a spotless room").label == "good")
    }

    @Test func languageModelsOverPiecesAreAStart() throws {
        var settings = Self.settings()
        settings.pretrainingEpochs = 1
        settings.training.epochs = 2
        var training = try TextClassifierTraining(Self.texts, settings: settings)
        let start = training.model.embedding.weight.value.elements
        let result = try training.run()
        #expect(result.report.settings.pretrainingEpochs == 1 && result.classifier.tokenizer.unit == .bpe)
        #expect(result.classifier.model.embedding.weight.value.elements != start)
    }

    /// Ids of pieces do not fall by frequency, so the most frequent ones, which every step compares with, are counted.
    @Test(arguments: [false, true]) func theMostFrequentPiecesAreCandidates(fallsByFrequency: Bool) {
        var generator = SeededGenerator(seed: 1)
        let model = WordLanguageModel(
            WordLanguageModel.Configuration(vocabularySize: 12, embeddingSize: 4, hiddenSize: 3), using: &generator)
        var task = WordLanguageModelTask(
            model: model, documents: [[5, 6], [9, 9, 9]], validation: [], pieceLength: 120, tokensPerBatch: 120,
            frequentCount: 1, dropout: 0, fallsByFrequency: fallsByFrequency, generator: SeededGenerator(seed: 1))
        var context = ForwardContext.training(SeededGenerator(seed: 1))
        var touched: Set<Int> = []
        for _ in 0..<2 {
            let gradients = task.nextGradients(in: &context).gradients
            let rows = gradients[model.bias]?.elements ?? []
            if rows[5] != 0 { touched.formUnion(rows.indices.filter { rows[$0] != 0 }) }
        }
        #expect(touched == (fallsByFrequency ? [1, 4, 5, 6] : [1, 5, 6, 9]))
    }

    @Test func whatIsNoTokenOfAClassifierIsRefused() {
        var settings = Self.settings()
        settings.maxVocabulary = 259
        #expect(settings.problem?.contains("260 pieces are always there") == true)
        (settings.unit, settings.maxVocabulary) = (.grapheme, 300)
        #expect(settings.problem == "unit is grapheme, neither word nor bpe")
        #expect(Self.settings().problem == nil)
    }
}
