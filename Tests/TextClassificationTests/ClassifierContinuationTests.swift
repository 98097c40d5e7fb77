import Foundation
import Tensors
import TestSupport
import Testing

@testable import Datasets
@testable import ModelFiles
@testable import TextClassification
@testable import Training

/// Trainings that start from a finished classifier.
struct ClassifierContinuationTests {
    private static func texts(
        _ words: [String: [String]], count: Int = 120, frame: String = "the film of day"
    ) -> LabelledTexts {
        let names = words.keys.sorted()
        let labels = (0..<count).map { $0 % names.count }
        let texts = labels.enumerated().map { index, label in
            let choices = words[names[label]] ?? []
            return "\(frame) \(index % 7) was \(choices[index / names.count % choices.count]) to see"
        }
        return LabelledTexts(texts: texts, labels: labels, classNames: names)
    }

    private static let films = texts(["good": ["fine", "lovely", "great"], "bad": ["awful", "dull", "sad"]])
    private static let hotels = texts(
        ["Good": ["quiet", "tidy", "fine"], "Bad": ["filthy", "noisy", "dull"]], count: 80, frame: "our room on day")

    private static let old: TextClassifier = {
        var settings = TextClassifierSettings.recommended(forDocuments: 120, randomSeed: 1)
        (settings.embeddingSize, settings.hiddenSize) = (12, 8)
        settings.dropout = TextClassifierNetwork.Configuration.Dropout()
        settings.training.schedule.peak = 1e-2
        settings.training.epochs = 6
        settings.training.numValidations = 2
        // swift-format-ignore: NeverUseForceTry
        var training = try! TextClassifierTraining(films, settings: settings)
        // swift-format-ignore: NeverUseForceTry
        return try! training.run().classifier
    }()

    private static func settings(_ count: Int = 80) -> TextClassifierSettings {
        var settings = TextClassifierSettings.recommended(forContinuingWith: count, randomSeed: 1)
        settings.training.schedule.peak = 1e-2
        settings.training.epochs = 15
        settings.dropout = TextClassifierNetwork.Configuration.Dropout()
        settings.loss.adversarialStep = 0
        settings.training.continuation = Continuation(pull: 0.002)
        return settings
    }

    @Test func oldWordsAndClassesStayAndNewTextsAreLearned() throws {
        var training = try TextClassifierTraining(
            Self.hotels, from: ClassifierContinuation(Self.old, mixing: Self.films), settings: Self.settings())
        #expect(training.classNames == ["bad", "good"] && training.continuationNote == nil)
        let (before, after) = (Self.old.tokenizer.vocabulary, training.tokenizer.vocabulary)
        #expect(after.id(of: "lovely") == before.id(of: "lovely") && after.id(of: "filthy") ?? 0 >= before.count)
        #expect(training.settings.hiddenSize == 8 && training.settings.embeddingSize == 12)
        let report = try training.run().report
        let continuation = try #require(report.continuation)
        let (new, old) = (try #require(continuation.newTexts), try #require(continuation.oldTexts))
        #expect(new.count == 8 && old.count == 12 && continuation.mixedCount == 72)
        #expect(try #require(new.after["accuracy"]) > 0.8 && #require(old.after["accuracy"]) > 0.9)
        #expect(new.before["accuracy"] != nil)
        #expect(continuation.newTokens == after.count - before.count && continuation.newClasses.isEmpty)
    }

    @Test func theBagOfWordsLearnsWhatTheModelMisses() throws {
        let new = [Self.hotels.texts[0], "our room was filthy and noisy"]
        func logits(_ way: TextClassifierSettings.BaselineTraining) throws -> [[Double]] {
            var settings = Self.settings()
            settings.baselineTraining = way
            var training = try TextClassifierTraining(
                Self.hotels, from: ClassifierContinuation(Self.old), settings: settings)
            let (classifier, report) = try { ($0.classifier, $0.report) }(training.run())
            #expect(report.validation?.networkAlone == nil)
            return classifier.tokenizer.wordHashes(each: new).map { classifier.baseline?.logits(of: $0) ?? [] }
        }
        let (kept, continued) = (try logits(.apart), try logits(.continued))
        let old = try #require(Self.old.baseline)
        try #require(old.mix > 0)
        #expect(kept == Self.old.tokenizer.wordHashes(each: new).map(old.logits))
        // "filthy" and "noisy" are new.
        #expect(continued[1][1] - continued[1][0] < kept[1][1] - kept[1][0] - 0.5)
    }

    @Test func aModelOnTopOfItsBagOfWordsSaysSoWhenItIsReadAgain() throws {
        try withTemporaryFolder { url in
            var settings = Self.settings()
            settings.baselineTraining = .first
            var training = try TextClassifierTraining(
                Self.hotels, folder: ModelFolder(url.appendingPathComponent("model")), settings: settings)
            let (classifier, report) = try { ($0.classifier, $0.report) }(training.run())
            #expect(classifier.baseline?.isBeneath == true && report.validation?.networkAlone == nil)
            // It is compared with the bag of words that the same texts give apart from the network.
            settings.baselineTraining = .apart
            var apart = try TextClassifierTraining(Self.hotels, settings: settings)
            let bag = try #require(try apart.run().report.validation?.baselines.last)
            #expect(report.validation?.baselines.last == bag)
            #expect(Self.old.baseline?.isBeneath == false)
        }
    }

    @Test func commonPiecesAreNeitherBytesNorCharacters() throws {
        var settings = Self.settings()
        (settings.unit, settings.maxVocabulary, settings.training.epochs) = (.bpe, 300, 1)
        var training = try TextClassifierTraining(Self.films, settings: settings)
        let start = try ClassifierStart(
            model: training.model, tokenizer: training.tokenizer, old: training.run().classifier)
        #expect(start.commonWords.count == training.tokenizer.vocabulary.count / 100)
        #expect(!start.commonWords.isEmpty && start.commonWords.allSatisfy { $0.count > 1 })
    }

    @Test func aFurtherClassIsAdded() throws {
        let data = Self.texts([
            "good": ["fine", "lovely"], "bad": ["awful", "dull"], "mixed": ["uneven", "average", "middling"],
        ])
        var training = try TextClassifierTraining(
            data, from: ClassifierContinuation(Self.old), settings: Self.settings(120))
        #expect(training.classNames == ["bad", "good", "mixed"])
        #expect(training.continuationNote == "new classes: mixed")
        let (classifier, report) = try { ($0.classifier, $0.report) }(training.run())
        let new = try #require(report.continuation?.newTexts)
        #expect(new.count == 12 && new.countBefore == 8 && new.before["accuracy"] == 1)
        #expect(try #require(new.after["accuracy"]) > 0.9)
        #expect(classifier.baseline?.regression.classCount == 3)
    }

    @Test func classesOfWhichNoneIsOldReplaceThem() throws {
        let data = Self.texts(["praise": ["fine", "lovely"], "complaint": ["awful", "dull"]])
        var training = try TextClassifierTraining(
            data, from: ClassifierContinuation(Self.old), settings: Self.settings(120))
        #expect(training.classNames == ["complaint", "praise"])
        #expect(training.continuationNote?.contains("none of the labels is a class of the model (bad, good)") == true)
        let report = try training.run().report
        let new = try #require(report.continuation?.newTexts)
        #expect(new.countBefore == 0 && new.before.isEmpty && new.after["accuracy"] == 1)
    }

    @Test func theBagOfWordsOfTheModelStays() throws {
        let union = ClassUnion(old: ["a", "b"], new: ["B", "c"])
        #expect(union.names == ["a", "b", "c"] && union.oldPlaces == [0, 1, nil] && !union.isNew)
        let old = try #require(Self.old.baseline).regression
        let wide = old.widened(to: 4)
        let hashes = Self.old.tokenizer.wordHashes(each: ["a lovely film"])[0]
        let (before, after) = (old.logits(of: hashes), wide.logits(of: hashes))
        #expect(after.count == 4 && after[2] == 0 && after[3] == 0)
        #expect(abs((after[1] - after[0]) - (before[1] - before[0])) < 1e-5)
        #expect(wide.widened(to: 5).logits(of: hashes).prefix(4) == after[...])
    }

    @Test func aTextOfTheOldKindNeedsAClassOfTheModel() throws {
        let mixed = Self.texts(["good": ["fine"], "odd": ["dull"]], count: 4)
        #expect(
            throws: LabelledTextsError.unknownLabel("odd", file: "texts", line: 2, classNames: ["bad", "good"])
        ) {
            try TextClassifierTraining(
                Self.hotels, from: ClassifierContinuation(Self.old, mixing: mixed), settings: Self.settings())
        }
    }

    @Test(arguments: TextClassifierSettings.BaselineTraining.allCases)
    func aStoppedTrainingGoesOnToTheBytesOfAnUninterruptedOne(
        baseline: TextClassifierSettings.BaselineTraining
    ) throws {
        var settings = Self.settings()
        settings.baselineTraining = baseline
        try withTemporaryFolder { url in
            let folders = ["whole", "stopped"].map { ModelFolder(url.appendingPathComponent($0)) }
            func training(_ folder: ModelFolder) throws -> TextClassifierTraining {
                try TextClassifierTraining(
                    Self.hotels, from: ClassifierContinuation(Self.old, mixing: Self.films), folder: folder,
                    settings: settings)
            }
            var whole = try training(folders[0])
            _ = try whole.run()
            var stopped = try training(folders[1])
            #expect(throws: CancellationError.self) {
                try stopped.run { event in
                    guard case .training(.stepEnded, let progress) = event else { return true }
                    return progress.step < 7
                }
            }
            var resumed = try training(folders[1])
            try resumed.resume()
            #expect(resumed.progress.step == 7)
            _ = try resumed.run()
            for name in [ModelFolder.weightsFile, ModelFolder.tokenizerFile, ModelFolder.configurationFile] {
                #expect(try Data(contentsOf: folders[0].file(name)) == Data(contentsOf: folders[1].file(name)))
            }
        }
    }

    @Test func theFingerprintChangesWithTheModel() throws {
        let fingerprint = try Self.old.fingerprint
        #expect(try Self.old.quantized(to: .int8).fingerprint == fingerprint)
        var training = try TextClassifierTraining(
            Self.hotels, from: ClassifierContinuation(Self.old), settings: Self.settings())
        #expect(try training.run().classifier.fingerprint != fingerprint)
    }
}
