import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `textgen train`: from text files to a model folder.
struct Train: TrainCommand {
    static let tool = "textgen"
    static let filesOfData: Set<String> = ["--validation"]

    static let configuration = CommandConfiguration(
        abstract: "Train a model on text files.",
        discussion: """
            Only the text is required: network size, number of epochs and dropout are chosen from its length, or with \
            --time-budget from the time there is. The end of the text is held out to evaluate the model and to compare \
            it with baselines that need no network.

              textgen train my.txt
              textgen train my.txt --time-budget 20m --output my-model
              textgen train my.txt --tokens bpe --vocabulary-size 2000
              textgen train more.txt --from shakespeare --output my-model
              textgen train --resume my-model

            With --tokens bpe a token is a piece of a word (byte-pair encoding). Losses are given per character for \
            characters and pieces alike, so that they compare.

            The folder always contains the best model so far. Ctrl-C saves and exits. A killed training can be \
            continued with --resume; the result is bit for bit that of an uninterrupted training.
            """)

    @Argument(help: "Text files, concatenated in this order; - for standard input.", completion: .file())
    var corpus: [String] = []

    @OptionGroup var folder: TrainingFolderOptions

    @Option(help: ArgumentHelp("Held-out text for validation.", valueName: "file"), completion: .file())
    var validation: String?

    @Option(
        parsing: .unconditional,
        help: "Share of the text, at its end, to hold out without --validation; 0 for none.")
    var validationSplit = 0.1

    @OptionGroup var encoding: EncodingOption
    @OptionGroup(title: "Continuing") var continuation: ContinuationOptions<Text>
    @OptionGroup(title: "Network") var network: NetworkOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions<Text>
    @OptionGroup(title: "Learning") var optimization: OptimizationOptions
    @OptionGroup var common: CommonOptions

    var files: [String] { corpus }

    enum Text: LearningWords {
        static let unit = "chars"
        static let kind = "text"
        static let epochs = "Number of epochs, not necessarily whole (default: chosen from the text length)."
        static let timeBudget = """
            Time for everything, such as 90s, 20m or 1h30m: times networks of several sizes, and chooses the size, \
            batches, dropout, learning rate and epochs that give the lowest loss in that time. Options that are given stay.
            """
        static let batchSize = "Sequences per batch."
        static let patience = "Early stopping: stop after this many validations without improvement (default: never)."
    }

    func validate() throws {
        guard !corpus.isEmpty || folder.resume != nil else { throw ValidationError("Give a text file to train on.") }
        try requireHeldOutShare("--validation-split", validationSplit)
        try requirePaths(corpus + [validation])
        try requireOneStandardInput(corpus + [validation] + continuation.mix + continuation.oldValidation)
        try refuseUnused()
        try requireCount("--patience", learning.patience, limit: 1_000_000)
        guard learning.clipNorm == nil || optimization.clipValue == nil else {
            throw ValidationError("--clip-norm and --clip-value cannot be given together.")
        }
    }

    /// Refuses options that the others leave without effect.
    private func refuseUnused() throws {
        let given = GivenOptions(of: Self.self)
        try given.refuseHeldOutOptions(
            hasValidation: validation != nil, split: validationSplit, unless: folder.resume != nil)
        if folder.resume == nil {
            try continuation.refuseUnused(
                given,
                decided: [
                    "--tokens", "--vocabulary-size", "--line-ends", "--normalization", "--embedding-size", "--cell",
                    "--hidden-size",
                    "--num-layers", "--tie-weights",
                ])
        }
        try given.refuse(
            "--momentum", unless: optimization.optimizer == .sgd, because: "only --optimizer sgd has momentum")
        try given.refuse(
            "--vocabulary-size", unless: network.tokens == .bpe || folder.resume != nil || continuation.from != nil,
            because: "only --tokens bpe has a vocabulary of a size to choose")
        try given.refuse(
            "--min-frequency", "--normalization", unless: network.tokens != .byte,
            because: "--tokens byte always has all 256 bytes and no normalization")
    }

    var recipe: TextRecipe {
        TextRecipe(
            files: corpus.map(\.absolutePath), validation: validation?.absolutePath, tokens: network.tokens.unit,
            encoding: encoding.encoding, continuation: continuation)
    }

    func settings(for data: TrainingData<TextCorpus>, randomSeed: UInt64) throws -> TextGeneratorSettings {
        let (count, unit) = (data.training.approximateTokenCount, data.training.unit)
        let isNew = continuation.from == nil
        var settings =
            isNew
            ? TextGeneratorSettings.recommended(forCharacters: count, unit: unit, randomSeed: randomSeed)
            : TextGeneratorSettings.recommended(forContinuingWith: count, unit: unit, randomSeed: randomSeed)
        settings.unit = unit
        customize(&settings)
        if isNew, learning.timeBudget == nil || network.numLayers != nil {
            try refuseDropoutBetweenLayers(network.dropout, of: settings.numLayers)
        }
        return settings
    }

    /// Sets what was given.
    private func customize(_ settings: inout TextGeneratorSettings) {
        settings.validationSplit = validationSplit
        network.apply(to: &settings)
        settings.batches.batchSize = learning.batchSize ?? settings.batches.batchSize
        if optimization.optimizer == .sgd { settings.training.schedule.peak = 0.5 }
        learning.apply(to: &settings.training)
        optimization.apply(to: &settings)
        continuation.apply(to: &settings.training)
    }

    func prepare(_ training: inout TextGeneratorTraining, timeBudget: Double?) throws {
        let adaptsWarmup = optimization.warmupSteps == nil
        if adaptsWarmup { training.adaptWarmup() }
        guard let timeBudget else { return }
        guard continuation.from == nil else {
            return try training.plan(seconds: timeBudget, adaptsWarmup: adaptsWarmup)
        }
        try training.plan(seconds: timeBudget) { settings in
            // Dropout between layers needs two of them.
            if network.numLayers == nil, network.dropout ?? 0 > 0 { settings.numLayers = max(2, settings.numLayers) }
            customize(&settings)
        }
        let words = TimeBudgetWords(training.settings)
        say(words.choice)
        say(words.options)
    }

    // MARK: Resuming

    func recipe(resuming stored: TextRecipe) -> TextRecipe {
        var (new, given) = (stored, recipe)
        if !corpus.isEmpty {
            new.files = given.files
        } else if new.files.contains("-") {
            say("reading standard input again")
        }
        new.validation = given.validation ?? stored.validation
        return new
    }

    // MARK: Showing

    func plan(of training: TextGeneratorTraining) -> String {
        let settings = training.settings
        let unit = settings.unit
        let pieces =
            unit == .bpe
            ? "\n\(training.trainingTokens.grouped) pieces of words to train on, each of "
                + "\((Double(training.trainingCharacters) / Double(max(training.trainingTokens, 1))).fixed(2)) characters on average"
            : ""
        return """
            \(training.corpusName): \(training.trainingCharacters.grouped) \(unit.pluralOfFigures) to train on, \
            \(training.validationCharacters.grouped) held out, \(training.tokenizer.vocabulary.count) in the vocabulary\(pieces)
            \(settings.cell.title) \(settings.numLayers) x \(settings.hiddenSize), \(training.model.parameterCount.grouped) parameters, \
            \(settings.training.epochsText) of \
            \(settings.batches.batchSize) x \(settings.batches.sequenceLength) \(unit.plural)
            """
    }

    func progressUnit(of training: TextGeneratorTraining) -> String {
        training.settings.unit == .bpe ? "pieces" : Text.unit
    }

    func lossText(_ loss: Double) -> String { "\(loss.fixed(4)) nats, \((loss / log(2)).fixed(4)) bits" }

    func trial(of folder: String) -> String { "sample \(folder)" }

    func show(_ result: TextGeneratorTraining.Result) throws {
        try ReportCard(result.report).print(as: common.format)
        guard common.format == .text, let report = result.report.continuation else { return }
        try ContinuationCard(
            report, unit: result.report.settings.unit.pluralOfFigures,
            figure: ("natsPerCharacter", "nats", { $0.fixed(4) })
        ).print()
    }
}
