import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

/// `sentiment train`: from labelled texts to a model folder.
struct Train: TrainCommand {
    static let tool = "sentiment"

    static let configuration = CommandConfiguration(
        abstract: "Train a classifier on labelled texts.",
        discussion: """
            Reads TSV or CSV (label, text, or with a header), JSONL, fastText files (__label__x text, one label each), \
            or a folder with one folder of texts for each class. A tenth of each class is held out to choose the best \
            epoch, to calibrate the probabilities and to evaluate the model. The baselines are the majority class and \
            a bag of words (NB-LR) trained on the same texts. The saved model is the network combined with that bag of \
            words, with the weights that are best on the held-out texts; --no-combine saves the network alone.

              sentiment train reviews.tsv
              sentiment train mails.csv --column body --label-column folder --output my-model
              sentiment train messages.tsv --pretrain 3
              sentiment train spanish-and-french.tsv --unit bpe --vocabulary-size 16000
              sentiment train messages.tsv --tune 20m
              sentiment train aclImdb/train --pretrained reviews-words
              sentiment train tickets.csv --from movie-reviews-en --mix reviews.tsv
              sentiment train sentences.csv --multi-label
              sentiment train comments.csv --column comment --label-columns toxic,insult,threat
              sentiment train --resume my-model

            With --multi-label a text has any number of labels: the label column holds them separated by | (food | price), \
            an empty cell means none, and JSONL may have lists. Each label gets a probability of its own, and a threshold \
            that gives the highest F1 on the held-out texts. Each label needs a text with it and a text without it. \
            --from and --balance-classes are for one class a text.

            Ctrl-C saves and exits. A killed training can be continued with --resume; the result is bit for bit that \
            of an uninterrupted training. A killed search continues if the same command with --random-seed is given again.
            """)

    @Argument(help: "Files or folders of labelled texts; - for standard input.", completion: .file())
    var files: [String] = []

    @OptionGroup var folder: TrainingFolderOptions

    @Option(help: ArgumentHelp("Held-out labelled texts for validation.", valueName: "file"), completion: .file())
    var validation: String?

    @Option(
        parsing: .unconditional, help: "Share of each class to hold out without --validation; 0 for none.")
    var validationSplit = 0.1

    @Option(
        help: ArgumentHelp("Start from the output folder of sentiment pretrain.", valueName: "folder"),
        completion: .directory)
    var pretrained: String?

    @Option(
        help: ArgumentHelp("Start from word vectors in the text format of GloVe or fastText.", valueName: "file"),
        completion: .file())
    var wordVectors: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Epochs of pretraining on the texts without their labels, as in sentiment pretrain: two or three help with "
                + "thousands of texts.", valueName: "epochs"))
    var pretrain: Double?

    @Option(
        help: ArgumentHelp(
            "Hyperparameter search for this time first, such as 5m or 1h: sizes, dropout and rates that were not given. "
                + "A part of the training texts decides; trials are written to trials.jsonl.", valueName: "duration"),
        transform: Duration.init(parsing:))
    var tune: Duration?

    @OptionGroup(title: "Continuing") var continuation: ContinuationOptions<Texts>
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Labels") var labels: LabelOptions

    @Flag(help: "A text may have several labels, separated by | in the label column. Implied by --label-columns.")
    var multiLabel = false

    @OptionGroup(title: "Network") var network: ClassifierOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions<Texts>
    @OptionGroup(title: "Learning") var classification: ClassifierLearningOptions
    @OptionGroup var common: CommonOptions

    enum Texts: LearningWords { static let unit = "texts" }

    func validate() throws {
        guard !files.isEmpty || folder.resume != nil else { throw ValidationError("Give a file of labelled texts.") }
        try requireHeldOutShare("--validation-split", validationSplit)
        guard pretrained == nil || wordVectors == nil else {
            throw ValidationError("--pretrained already has word vectors; leave out --word-vectors.")
        }
        try requireEpochs("--pretrain", pretrain)
        guard wordVectors == nil || network.unit != .bpe else {
            throw ValidationError("--word-vectors are vectors of words; leave out --unit bpe.")
        }
        guard pretrain == nil || (pretrained == nil && wordVectors == nil) else {
            throw ValidationError("--pretrain trains what --pretrained and --word-vectors provide; give one of them.")
        }
        guard pretrain == nil || learning.timeBudget == nil else {
            throw ValidationError("--time-budget does not cover --pretrain; give --epochs, or leave out --pretrain.")
        }
        guard tune == nil || (pretrain == nil && learning.timeBudget == nil) else {
            throw ValidationError(
                "--tune trains many classifiers; leave out --pretrain (give --pretrained) and --time-budget (give --epochs)."
            )
        }
        try refuseUnused()
        try refuseOneClassOptions()
        try requirePaths(files + [validation, pretrained, wordVectors])
        try requireOneStandardInput(files + [validation, wordVectors] + continuation.mix + continuation.oldValidation)
        try folder.requireAlone(files)
    }

    private var isMultiLabel: Bool { multiLabel || labels.labelColumns != nil }

    /// Refuses what is for texts of one class each.
    private func refuseOneClassOptions() throws {
        guard isMultiLabel else { return }
        guard continuation.from == nil else {
            throw ValidationError(
                "--from continues a model of one class a text; leave out \(multiLabel ? "--multi-label" : "--label-columns")."
            )
        }
        guard !classification.balanceClasses else {
            throw ValidationError(
                "--balance-classes is for one class a text; leave it out. Every label has a threshold.")
        }
        guard classification.bagOfWords == nil || classification.bagOfWords == .apart else {
            throw ValidationError("--bag-of-words is for one class a text; leave it out.")
        }
    }

    /// Refuses options that the others leave without effect.
    private func refuseUnused() throws {
        guard folder.resume == nil else { return }
        let given = GivenOptions(of: Self.self)
        try given.refuseHeldOutOptions(hasValidation: validation != nil, split: validationSplit, unless: false)
        try given.refuse(
            "--combine", unless: validation != nil || validationSplit > 0,
            because: "nothing is held out to find the weights")
        try given.refuse(
            "--embedding-size", unless: pretrained == nil && wordVectors == nil,
            because: "the vectors of \(pretrained == nil ? "--word-vectors" : "--pretrained") already have a size"
        )
        try given.refuse(
            "--unit", "--cell", "--hidden-size", "--min-frequency", "--vocabulary-size", "--normalize",
            unless: pretrained == nil, because: "--pretrained determines it")
        try continuation.refuseUnused(
            given,
            decided: [
                "--unit", "--pretrained", "--word-vectors", "--pretrain", "--cell", "--embedding-size", "--hidden-size",
                "--num-layers", "--pooling", "--normalize", "--vocabulary-size", "--max-tokens", "--combine", "--tune",
            ])
        if classification.bagOfWords == .continued {
            try given.refuse("--bag-of-words", unless: continuation.from != nil, because: "continued needs --from")
        }
        if !classification.combine, continuation.from == nil {
            try given.refuse("--bag-of-words", because: "--no-combine saves the network alone")
        }
        try given.refuse(
            "--adversarial-limit", unless: classification.adversarial != 0,
            because: "--adversarial 0 disables adversarial training")
    }

    var recipe: LabelledRecipe {
        get throws {
            LabelledRecipe(
                files: files.map(\.absolutePath), validation: validation?.absolutePath,
                pretrained: pretrained?.absolutePath, wordVectors: wordVectors?.absolutePath,
                continuation: continuation,
                records: try input.records(labelColumn: labels.labelColumn, labelColumns: labels.columnNames),
                encoding: input.encoding, renaming: try labels.renaming, isMultiLabel: isMultiLabel,
                labelColumns: labels.columnNames)
        }
    }

    func settings(for data: TrainingData<ClassifierTexts>, randomSeed: UInt64) throws -> TextClassifierSettings {
        let (count, isNew) = (data.training.count, continuation.from == nil)
        let old = try continuation.from.map { try ModelArgument($0).load(isQuiet: true) }
        let unit = old?.tokenizer.unit ?? network.unit?.unit ?? .word
        var settings =
            isNew
            ? TextClassifierSettings.recommended(forDocuments: count, unit: unit, randomSeed: randomSeed)
            : TextClassifierSettings.recommended(forContinuingWith: count, unit: unit, randomSeed: randomSeed)
        settings.validationSplit = validationSplit
        settings.pretrainingEpochs = pretrain
        network.apply(to: &settings)
        classification.apply(to: &settings)
        settings.batchSize = learning.batchSize ?? settings.batchSize
        learning.apply(to: &settings.training)
        continuation.apply(to: &settings.training)
        if isNew { try refuseDropoutBetweenLayers(network.dropout, of: settings.numLayers) }
        guard let tune else { return settings }
        let log = try TuningLog(in: modelFolder, startsOver: folder.overwrite, isQuiet: common.quiet)
        return try log.tune(
            settings, for: data, pretrained: recipe.words(for: data, settings: settings), seconds: tune.seconds,
            network: network, learning: classification, rate: learning.learningRate, batchSize: learning.batchSize)
    }

    func plan(of training: TextClassifierTraining) -> String {
        let settings = training.settings
        var vectors = training.wordsWithVectors.map { " (\($0.grouped) with vectors of the file)" } ?? ""
        let blanks = training.blankVectors
        if blanks > 0 { vectors += ", \(blanks.grouped) \(blanks == 1 ? "vector" : "vectors") of white space skipped" }
        return """
            \(training.trainingDocuments.grouped) texts to train on, \(training.validationDocuments.grouped) held out, \
            \(training.model.configuration.isMultiLabel ? "labels" : "classes") \(training.classNames.prefix(12).joined(separator: ", "))\(training.classNames.count > 12 ? ", …" : "")
            bidirectional \(settings.cell.title) \(settings.numLayers) x \(settings.hiddenSize) on vectors of \(settings.embeddingSize), \
            \(training.tokenizer.vocabulary.count.grouped) \(settings.unit == .bpe ? "pieces" : "words")\(vectors), \(training.model.parameterCount.grouped) parameters, \
            \(settings.training.epochsText)\(warning(of: training).map { "\n" + $0 } ?? "")
            """ + (training.continuationNote.map { "\n" + $0 } ?? "")
    }

    /// What to say of a file of vectors that has nothing for the texts.
    private func warning(of training: TextClassifierTraining) -> String? {
        guard training.wordsWithVectors == 0, let wordVectors else { return nil }
        return
            "warning: none of the words occur in \(MessageText.quoted(wordVectors)); all vectors are random. Is the "
            + "file for another language, or in capitals?"
    }

    func trial(of folder: String) -> String { "classify --model \(folder) FILE" }

    func show(_ result: TextClassifierTraining.Result) throws {
        let report = result.report
        if common.format == .json { return try StandardOutput.writeLine(JSONOutput.encode(report)) }
        if let validation = report.multiLabelValidation {
            try MultiLabelCard(validation, name: path).print()
            try StandardOutput.writeLine(MultiLabelCard.thresholdNote(validation))
            return try showWeights(report)
        }
        guard let validation = report.validation else {
            try showContinuation(report)
            return try StandardOutput.writeLine(
                "Nothing was held out: the model is the network alone, not calibrated and not evaluated.")
        }
        try EvaluationCard(validation, name: path).print()
        try showContinuation(report)
        try showWeights(report)
    }
}

extension Train {
    /// What network and bag of words count in the model, and what the calibration did.
    private func showWeights(_ report: TextClassifierReport) throws {
        if report.settings.baselineTraining == .first, report.baselineMix > 0 {
            try StandardOutput.writeLine("\nThe network was trained on top of NB-LR; the saved model is both.")
        } else if report.settings.combinesBaseline, report.continuation == nil {
            try StandardOutput.writeLine(
                report.baselineMix > 0
                    ? "\nThe saved model combines the network with NB-LR. The weights give the lowest loss on the held-out "
                        + "texts. --no-combine saves the network alone."
                    : "\nThe saved model is the network alone: NB-LR would not improve the probabilities on the held-out texts."
            )
        }
        if let calibration = report.calibration { try StandardOutput.writeLine("\n" + calibration.summary) }
    }

    private func showContinuation(_ report: TextClassifierReport) throws {
        guard let continuation = report.continuation else { return }
        try ContinuationCard(continuation, unit: "texts", figure: ("accuracy", "accuracy", \.percent)).print()
    }
}

extension TextClassifierReport.Calibration {
    /// What the calibration did, in words.
    var summary: String {
        guard temperature != 1 || lengthExponent != 0 else {
            return "The probabilities were not calibrated: no temperature improves their Brier score on the held-out "
                + "texts (ECE \(eceBefore.fixed(3)), Brier \(brierBefore.fixed(4)))."
        }
        let rises = eceAfter > eceBefore
        return "ECE \(eceBefore.fixed(3)) before, \(eceAfter.fixed(3)) after calibration "
            + "(temperature \(temperature.fixed(2)) for one word, × words^\(lengthExponent.fixed(2))); "
            + "Brier \(brierBefore.fixed(4)) and \(brierAfter.fixed(4))"
            + (rises ? "\nThe ECE rises although the Brier score falls; the ECE of few texts is unreliable." : "")
    }
}
