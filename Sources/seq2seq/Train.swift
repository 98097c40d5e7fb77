import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `seq2seq train`: from pairs of texts to a model folder.
struct Train: TrainCommand {
    static let tool = "seq2seq"

    static let configuration = CommandConfiguration(
        abstract: "Train a translator on pairs of texts.",
        discussion: """
            Reads TSV or CSV (source, target, or with named columns), JSONL, or two line-aligned files. Some sources \
            are held out, at most a thousand, to select the best state and to evaluate the translations with BLEU and \
            chrF. The baselines are copying the source and a word-by-word dictionary.

              seq2seq train pairs.tsv
              seq2seq train train.en train.de --validation val.en --validation val.de --output english-german
              seq2seq train dates.tsv --unit grapheme --epochs 10 --output dates
              seq2seq train manuals.tsv --from english-french --output manuals
              seq2seq train --resume english-german

            Ctrl-C saves and exits. A killed training can be continued with --resume; the result is bit for bit that \
            of an uninterrupted training.
            """)

    @Argument(
        help: "A file of pairs, or a file of sources and a file of targets; - for standard input.", completion: .file())
    var files: [String] = []

    @OptionGroup var folder: TrainingFolderOptions

    @Option(
        help: ArgumentHelp("Validation pairs: one file, or given twice for sources and targets.", valueName: "file"),
        completion: .file())
    var validation: [String] = []

    @Option(
        parsing: .unconditional,
        help: "Share of the sources to hold out without --validation, at most a thousand; 0 for none.")
    var validationSplit = 0.05

    @OptionGroup(title: "Continuing") var continuation: ContinuationOptions<Pairs>
    @OptionGroup(title: "Input") var pairs: PairOptions
    @OptionGroup(title: "Network") var network: NetworkOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions<Pairs>
    @OptionGroup(title: "Learning") var translation: TranslationLearningOptions
    @OptionGroup var common: CommonOptions

    enum Pairs: LearningWords { static let unit = "pairs" }

    func validate() throws {
        if folder.resume == nil { try requirePairFiles(files) }
        if !validation.isEmpty { try requirePairFiles(validation) }
        for files in [continuation.mix, continuation.oldValidation] where !files.isEmpty { try requirePairFiles(files) }
        try refuseUnused()
        try requireHeldOutShare("--validation-split", validationSplit)
        try requireOneStandardInput(files + validation + continuation.mix + continuation.oldValidation)
        try folder.requireAlone(files)
    }

    /// Refuses options that the others leave without effect.
    private func refuseUnused() throws {
        guard folder.resume == nil else { return }
        let given = GivenOptions(of: Self.self)
        try given.refuseHeldOutOptions(hasValidation: !validation.isEmpty, split: validationSplit, unless: false)
        try continuation.refuseUnused(
            given,
            decided: [
                "--unit", "--vocabulary-size", "--share-vocabulary", "--normalize", "--source-language",
                "--target-language", "--embedding-size", "--cell", "--encoder-size", "--hidden-size",
                "--encoder-layers",
                "--decoder-layers", "--attention", "--input-feeding", "--tie-weights", "--max-tokens",
            ])
        try given.refuse(
            "--vocabulary-size", "--min-frequency", unless: network.unit != .byte,
            because: "--unit byte always has all 256 bytes")
    }

    var recipe: PairRecipe {
        PairRecipe(
            files: files.map(\.absolutePath), validation: validation.map(\.absolutePath),
            layout: pairs.layout, continuation: continuation)
    }

    func settings(for data: TrainingData<ParallelTexts>, randomSeed: UInt64) throws -> TranslatorSettings {
        let count = data.training.count
        let old = try continuation.from.map { try loadTranslator([$0], precision: .fp32, isQuiet: true) }
        var settings = TranslatorSettings.recommended(
            forPairs: count, unit: network.unit ?? .bpe, randomSeed: randomSeed)
        if let old {
            settings = .recommended(
                forContinuingWith: count, unit: old.sourceTokenizer.unit, randomSeed: randomSeed)
        }
        settings.validationSplit = validationSplit
        network.apply(to: &settings)
        translation.apply(to: &settings.loss)
        settings.batchSize = learning.batchSize ?? settings.batchSize
        if let epochs = learning.epochs { settings.plan(epochs: epochs) }
        learning.apply(to: &settings.training)
        continuation.apply(to: &settings.training)
        settings.adaptWarmup(toPairs: count)
        return settings
    }

    func plan(of training: TranslatorTraining) -> String {
        let settings = training.settings
        let (source, target) = (training.sourceTokenizer.vocabulary.count, training.targetTokenizer.vocabulary.count)
        var counts =
            "\(training.trainingPairs.grouped) pairs to train on, \(training.validationPairs.grouped) held out"
        if training.tooLongPairs > 0 {
            counts +=
                ", \(training.tooLongPairs.grouped) skipped with more than \(settings.maxTokens) tokens on one side"
        }
        if training.emptyPairs > 0 { counts += ", \(training.emptyPairs.grouped) skipped with an empty side" }
        return """
            \(counts)
            \(settings.cell.title) encoder \(settings.encoderLayers) x 2 x \(settings.encoderSize), decoder \(settings.decoderLayers) x \
            \(settings.hiddenSize), \(settings.attention.rawValue) attention, \(source.grouped) and \(target.grouped) \
            tokens (\(settings.unit.rawValue)), \(training.model.parameterCount.grouped) parameters, \
            \(settings.training.epochsText)
            """
    }

    func lossText(_ loss: Double) -> String { "\(loss.fixed(4)) nats/token" }

    func trial(of folder: String) -> String { "translate --model \(folder) FILE" }

    func show(_ result: TranslatorTraining.Result) throws {
        if common.format == .json { return try StandardOutput.writeLine(JSONOutput.encode(result.report)) }
        guard let validation = result.report.validation else {
            return try StandardOutput.writeLine("Nothing was held out for evaluation.")
        }
        try EvaluationCard(validation, name: path).print()
        guard let report = result.report.continuation else { return }
        try ContinuationCard(report, unit: "pairs", figure: ("chrF", "chrF", { $0.fixed(1) })).print()
    }
}
