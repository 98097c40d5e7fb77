import Datasets
import Decoding
import Foundation
import ModelFiles
import TestModels
import TestSupport
import Testing
import Tokenization

@testable import TextGeneration

/// Models whose tokens are pieces of words.
struct PieceModelTests {
    static let text = TinyModels.text + "Zoë likes 👍🏽 and cafe\u{301}s.\n"
    static let settings: TextGeneratorSettings = {
        var settings = TinyModels.settings(epochs: 8)
        settings.vocabularySize = 330
        return settings
    }()
    static let trained = Result { try TextGenerator.train(on: TextCorpus(text, unit: .bpe), settings: settings) }

    /// Pieces of a few characters, and a model that has learnt nothing.
    static let random = Result {
        TinyModels.random(
            try .train(on: text, unit: .bpe, normalization: .none, maxSize: 330), standardDeviation: 0.3)
    }

    // MARK: Figures

    @Test(arguments: [1, 3]) func figuresAreNatsOfAllPiecesForEachCharacter(streams: Int) throws {
        let generator = try Self.random.get()
        let text = "Zoë 👩‍👩‍👧 forgets e\u{301}t\u{e9}.\n" + String(Self.text.prefix(streams == 1 ? 300 : 6_000))
        let ids = generator.tokenizer.encodeIDs(text)
        var session = TextGeneratorSession(generator.model)
        var (nats, previous) = (0.0, Vocabulary.beginID)
        for id in ids {
            session.next(after: previous)
            let logits = session.logits.map(Double.init)
            nats += log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(id)]
            previous = id
        }
        let evaluation = try generator.evaluate(text, streams: streams)
        #expect(evaluation.characters == text.count && evaluation.tokens == ids.count)
        #expect(ids.count < text.count - 50)
        #expect(abs(evaluation.natsPerCharacter - nats / Double(text.count)) < 1e-5)
        #expect(abs(evaluation.bitsPerCharacter - nats / Double(text.count) / log(2)) < 1e-5)
        #expect(abs(evaluation.charactersPerToken - Double(text.count) / Double(ids.count)) < 1e-12)
    }

    @Test func theReportIsInCharactersAndItsBaselinesAreOfCharacters() throws {
        let result = try Self.trained.get()
        let (generator, report) = (result.generator, result.report)
        let ofCharacters = TextCorpus(Self.text)
        let parts = try ofCharacters.split(lastFraction: 0.1, normalization: .nfc)
        let heldOut = String(decoding: parts.last.bytes, as: UTF8.self)
        #expect(report.validationCharacters == heldOut.count)
        #expect(report.trainingCharacters + report.validationCharacters == Self.text.count)
        let score = try #require(report.model)
        let evaluation = try generator.evaluate(heldOut)
        #expect(abs(score.natsPerCharacter - evaluation.natsPerCharacter) < 1e-9)
        #expect(report.validationTokens == evaluation.tokens)
        #expect(try #require(report.trainingTokens) < report.trainingCharacters / 2)
        #expect(report.settings.unit == .bpe && report.settings.vocabularySize == 330 && report.vocabularySize <= 330)
        let characters = parts.first.makeTokenizer(normalization: .nfc)
        let baselines = TextGeneratorBaselines.scores(
            training: try parts.first.ids(with: characters), validation: try parts.last.ids(with: characters),
            vocabulary: characters.vocabulary)
        #expect(report.baselines == baselines)
        // What the training showed and what calibration started from is per character too.
        let best = try #require(report.history.compactMap(\.validationLoss).min())
        #expect(abs(best - (report.calibration?.before ?? score.natsPerCharacter)) < 1e-3)
        #expect(best < baselines[1].natsPerCharacter)
        let last = try #require(report.history.last)
        #expect(last.trainingLoss < 2 * best && last.trainingLoss > best / 2, "\(last)")
        let decoded = try JSONFile.decode(TextGeneratorReport.self, from: JSONFile.encode(report))
        #expect(decoded == report)
    }

    @Test func vocabulariesGrowWithTheText() throws {
        let sizes = [3_000, 100_000, 400_000, 2_000_000].map {
            TextGeneratorSettings.recommendedVocabularySize(forCharacters: $0)
        }
        #expect(sizes == [320, 500, 1_000, 2_000])
        var settings = TinyModels.settings()
        let training = try TextGeneratorTraining(corpus: TextCorpus(Self.text, unit: .bpe), settings: settings)
        #expect(training.settings.vocabularySize == 320)
        settings.vocabularySize = 300
        #expect(throws: (any Error).self) {
            try TextGeneratorTraining(corpus: TextCorpus(Self.text), settings: settings)
        }
    }

    @Test func aTrainingThatWasStoppedGoesOnToTheSameModel() throws {
        try withTemporaryFolder { url in
            let (corpus, folder) = (TextCorpus(Self.text, unit: .bpe), ModelFolder(url))
            var stopped = try TextGeneratorTraining(corpus: corpus, folder: folder, settings: Self.settings)
            #expect(throws: CancellationError.self) {
                try stopped.run { event in
                    if case .training(_, let progress) = event { return progress.fraction < 0.4 }
                    return true
                }
            }
            let stored = try TextGeneratorTraining.checkpointDescription(in: folder).settings
            #expect(stored.unit == .bpe && stored.vocabularySize == 330)
            var resumed = try TextGeneratorTraining(corpus: corpus, folder: folder, settings: stored)
            try resumed.resume()
            let result = try resumed.run()
            #expect(result.generator.tokenizer == (try Self.trained.get().generator.tokenizer))
            #expect(result.report.model == (try Self.trained.get().report.model))
        }
    }

    @Test func aTrainingGoesOnFromAModelOfPieces() throws {
        let old = try Self.trained.get().generator
        var settings = TextGeneratorSettings.recommended(forContinuingWith: 3_000, unit: .bpe, randomSeed: 1)
        settings.batches = Self.settings.batches
        settings.training.epochs = 3
        let new = String(repeating: "The harbour follows the lighthouse.\n", count: 90)
        var training = try TextGeneratorTraining(
            corpus: TextCorpus(new, unit: .bpe),
            from: GeneratorContinuation(old, mixing: TextCorpus(TinyModels.text, unit: .bpe)), settings: settings)
        let result = try training.run()
        let report = try #require(result.report.continuation)
        #expect((1...200).contains(report.newTokens))
        let comparison = try #require(report.newTexts)
        #expect(comparison.count == result.report.validationCharacters)
        // The model before cuts the text as it always did.
        let heldOut = String(new.suffix(comparison.count))
        let before = try #require(comparison.before["natsPerCharacter"])
        #expect(abs(before - (try old.evaluate(heldOut).natsPerCharacter)) < 0.02)
        #expect(try #require(comparison.after["natsPerCharacter"]) < before)
    }

    // MARK: Reading

    @Test func anAdaptedReadingIsGivenForCharacters() throws {
        let generator = try Self.trained.get().generator
        let text = String(Self.text.prefix(700))
        let ids = generator.tokenizer.encodeIDs(text)
        let adapted = try generator.evaluateAdapting(ids: ids, countsFrom: generator.tokenizer.encodeIDs(Self.text))
        #expect(adapted.mixed.characters == text.count && adapted.mixed.tokens == ids.count)
        #expect(adapted.mixed.natsPerCharacter < (try generator.evaluate(text).natsPerCharacter))
    }

    @Test func infillingsAreNoLongerThanAsked() throws {
        let generator = try Self.trained.get().generator
        let options = GenerationOptions(length: 30, sampling: SamplingOptions(), randomSeed: 3)
        for seed in ["", "The cat"] {
            let found = try generator.infillings(seed, ending: " sees Ann.", candidates: 8, options: options)
            #expect(found.count > 4 && found.allSatisfy { $0.middle.count <= 30 && $0.endingNats > 0 })
        }
    }

    @Test func inspectionKnowsThePieces() throws {
        let generator = try Self.trained.get().generator
        let text = String(Self.text.prefix(200))
        let reading = try generator.inspect(text)
        #expect(reading.tokens.map(\.text).joined() == text)
        let evaluation = try generator.evaluate(text)
        let bits = reading.tokens.reduce(0) { $0 + $1.bits }
        #expect(abs(bits / Double(text.count) - evaluation.bitsPerCharacter) < 1e-5)
    }
}
