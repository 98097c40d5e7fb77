import Foundation
import Recurrent
import Testing

/// What all errors of the library have in common.
@Suite struct ErrorTests {
    private static let place = SeriesPlace(file: "a.csv", row: 2, line: 3)

    /// One of each type, and those whose remedies name options.
    private static let errors: [any RemediedError] = [
        TokenizerError.invalidUTF8(file: "a.txt", byteOffset: 3),
        TokenizerError.vocabularyTooSmall(size: 3, needed: 260),
        TextEncodingError.unknownName("x", near: []),
        TextEncodingError.malformed(file: "a.txt", encoding: .utf8, byteOffset: 1, line: 1, guess: nil),
        FileError(path: "a.txt", operation: .open, code: ENOENT),
        ModelError.notAFolder(path: "a"), ModelError.unfinishedPretraining(folder: "a"),
        SafetensorsError.missingTensor(file: "a.safetensors", tensor: "w"),
        RecordError.unclearColumns(file: "a.csv", columns: ["a", "b"]),
        RecordError.noTable(file: "a.txt", option: .delimiter, format: .text),
        LabelledTextsError.hardlyClasses(labels: 9, texts: 9, example: "x", files: "a.tsv"),
        ParallelTextsError.noPairs("a.tsv"), SplitError.invalidFraction(.nan),
        CorpusError.tooShort(name: "a.txt", tokens: 1, needed: 9),
        SamplingError.emptyStopString,
        TrainingError.diverged(step: 1, loss: .infinity),
        TextClassifierError.tooFewWords(minFrequency: 3),
        WordVectorsError.empty(file: "a.vec"),
        TranslatorError.differentTokenizers, TranslatorError.allTooLong(maxTokens: 3),
        SeriesError.missing(place, column: "a", count: 2), SeriesError.noRegularStep(file: "a.csv"),
        SeriesTransformationError.noLogarithm(row: 1, value: 0),
        SeriesBaselineError.tooShort(baseline: "drift", needed: 2, found: 1),
        ForecasterError.tooFewRows(file: "a.csv", found: 1, needed: 9, purpose: .backtest),
        ForecasterError.unknownLevel(0.5, known: []),
    ]

    @Test(arguments: errors.indices) func isOneSentenceOfProblemAndRemedies(index: Int) {
        let error = Self.errors[index]
        #expect(error.description.hasPrefix(error.problem) && error.description.hasSuffix("."))
        #expect(!error.problem.hasSuffix(".") && !error.description.contains("--"))
        for option in error.remedies.flatMap(\.options) { #expect(error.description.contains("`\(option.rawValue)`")) }
    }

    /// Foundation, and so an alert or a log, shows what the error says of itself.
    @Test(arguments: errors.indices) func foundationShowsIt(index: Int) {
        let error: any Error = Self.errors[index]
        #expect(error.localizedDescription == "\(error)")
    }

    @Test func anOptimizersErrorIsShownToo() {
        let error: any Error = OptimizerStateError(tensor: "first.0", expected: [2])
        #expect(error.localizedDescription == "The optimizer's tensor first.0 of shape [2] is missing.")
    }

    /// An unknown transliterator would stop the program where a text is normalized.
    @Test func settingsWithUnknownStepsOfNormalizationHaveAProblem() {
        let step = Normalization.transliteration(id: "No-Such")
        var generator = TextGeneratorSettings.recommended(forCharacters: 10_000, randomSeed: 1)
        generator.normalization = step
        #expect(generator.problem?.contains("No-Such") == true)
        var classifier = TextClassifierSettings.recommended(forDocuments: 100, randomSeed: 1)
        classifier.normalization.append(step)
        #expect(classifier.problem?.contains("No-Such") == true)
        var translator = TranslatorSettings.recommended(forPairs: 100, randomSeed: 1)
        translator.targetNormalization = [step]
        #expect(translator.problem?.contains("No-Such") == true)
    }
}
