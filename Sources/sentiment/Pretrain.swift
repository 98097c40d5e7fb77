import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment pretrain`: what a classifier can start from, out of texts without labels.
struct Pretrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Pretrain word vectors and language models on texts without labels.",
        discussion: """
            Trains word vectors (skip-gram), then a forward and a backward language model; sentiment train \
            --pretrained starts from both. Every line, row or object is a text.

              sentiment pretrain reviews.txt --output reviews-words
              sentiment train labelled.tsv --pretrained reviews-words
              sentiment pretrain reviews.txt --vectors --output reviews.vec

            With --vectors only the word vectors are trained, and written in fastText's text format.
            """)

    @Argument(help: "Files of texts; - for standard input.", completion: .file())
    var files: [String]

    @Option(name: .shortAndLong, help: "Folder for the result, or file with --vectors.", completion: .file())
    var output: String

    @Flag(help: "Train only word vectors.")
    var vectors = false

    @Flag(help: "Replace existing output.")
    var overwrite = false

    @Option(parsing: .unconditional, help: "Epochs of the language models.")
    var epochs = 2.0

    @Option(parsing: .unconditional, help: "Epochs of the word vectors.")
    var vectorEpochs = 5

    @Option(parsing: .unconditional, help: "Size of the word embeddings.")
    var embeddingSize = 200

    @OptionGroup var recurrent: CellOption<AllLayers>

    @Option(parsing: .unconditional, help: "Recurrent units in each direction.")
    var hiddenSize = 192

    @Option(help: ClassifierUnit.help)
    var unit: ClassifierUnit?

    @Option(
        parsing: .unconditional,
        help: "Words that occur less often are treated as unknown; with --unit bpe characters, as bytes.")
    var minFrequency = 3

    @Option(parsing: .unconditional, help: ClassifierUnit.vocabularyHelp)
    var vocabularySize: Int?

    @Option(parsing: .unconditional, help: "Peak learning rate of the language models.")
    var learningRate: Float = 2e-3

    @Option(parsing: .unconditional, help: "Dropout of the language models.")
    var dropout: Float = 0.1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Random seed; the same seed gives the same result.", valueName: "n"))
    var randomSeed: UInt64?

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        try GivenOptions(of: Self.self).refuse(
            "--epochs", "--cell", "--hidden-size", "--learning-rate", "--dropout", unless: !vectors,
            because: "it applies to the language models, but --vectors trains only word vectors")
        guard !vectors || unit != .bpe else {
            throw ValidationError("--vectors writes vectors of words; leave out --unit bpe.")
        }
        try ClassifierUnit.requireRoom(unit, vocabularySize: vocabularySize)
        try requireEpochs("--epochs", epochs)
        for (name, value, limit) in [
            ("--vector-epochs", vectorEpochs, 1_000), ("--embedding-size", embeddingSize, 1 << 14),
            ("--hidden-size", hiddenSize, 1 << 14), ("--min-frequency", minFrequency, .max),
            ("--vocabulary-size", vocabularySize, 1 << 22),
        ] {
            try requireCount(name, value, limit: limit)
        }
        try requireNotNegative("--learning-rate", learningRate)
        try requireRate("--dropout", dropout)
        try requirePaths(files + [output])
        try requireOneStandardInput(files)
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let folder = ModelFolder(URL(fileURLWithPath: output))
        let resumes = !vectors && !overwrite && folder.hasCheckpoint
        let isTaken =
            vectors
            ? FileManager.default.fileExists(atPath: output)
            : folder.hasWeights || folder.foreignFile(for: WordLanguageModel.self) != nil
        if !overwrite, !resumes, isTaken {
            throw CommandFailure(
                .usage, "\(output) already exists; give another --output, or replace it with --overwrite.")
        }
        if vectors {
            try requireOutputs([("--output", output)], inputs: files)
            return try pretrain(into: folder, resumes: false)
        }
        let own = folder.files(of: WordLanguageModel.self).map { (option: "--output \(output)", path: $0.path) }
        try folder.whileLocked {
            try requireOutputs([], inputs: files, modelFiles: own)
            try pretrain(into: folder, resumes: resumes)
        }
    }

    private func pretrain(into folder: ModelFolder, resumes: Bool) throws {
        let texts = try readTexts()
        let seed = randomSeed ?? 1
        var settings = PretrainingSettings(epochs: epochs, randomSeed: seed)
        settings.vectorEpochs = vectorEpochs
        settings.embeddingSize = embeddingSize
        settings.cell = recurrent.cell ?? settings.cell
        settings.hiddenSize = hiddenSize
        settings.minFrequency = minFrequency
        settings.unit = unit?.unit ?? .word
        let usualSize = settings.unit == .bpe ? Tokenizer.defaultBytePairSize - Vocabulary.specialCount : 30_000
        settings.maxVocabulary = (vocabularySize ?? usualSize) + Vocabulary.specialCount
        settings.training.schedule.peak = learningRate
        settings.dropout = dropout
        say(
            "\(texts.count.grouped) texts"
                + (vectors ? "" : ", \(settings.cell.title) language models of \(hiddenSize) units"))
        var pretraining = try TextClassifierPretraining(texts: texts, folder: folder, settings: settings)
        Interrupts.observe { DurableFile.isReplacing }
        if vectors { return try writeVectors(&pretraining) }
        if resumes {
            try pretraining.resume()
            say("continuing at \((100 * pretraining.progress.fraction).fixed(1)) %")
        } else {
            try trainVectors(&pretraining)
        }
        try trainLanguageModels(&pretraining)
    }

    private func say(_ line: String) {
        if !common.quiet { StandardError.writeLine(line) }
    }

    private func readTexts() throws -> [String] {
        var texts: [String] = []
        var options = try input.records()
        for file in files {
            var reader = try RecordReader(contentsOf: URL(inputPath: file), options: options)
            defer { reader.tell { say($0.message) } }
            try input.errors.errors.namingOption {
                while let record = try reader.next() { if !record.text.isEmpty { texts.append(record.text) } }
            }
            options.precedent = reader.columns ?? options.precedent
        }
        return texts
    }

    private func trainVectors(_ pretraining: inout TextClassifierPretraining) throws {
        let bar = ProgressBar("word vectors", total: nil, unit: "words", isQuiet: common.quiet)
        defer { bar.finish() }
        try pretraining.trainVectors { done, total, loss in
            try Interrupts.throwIfRequested()
            bar.update(completed: done, fraction: Double(done) / Double(max(total, 1)), detail: "loss \(loss.fixed(3))")
            return true
        }
    }

    private func writeVectors(_ pretraining: inout TextClassifierPretraining) throws {
        try trainVectors(&pretraining)
        try pretraining.wordVectors.write(to: URL(fileURLWithPath: output))
        say("saved \(output); try: sentiment train FILE --word-vectors \(output.shellQuoted)")
    }

    private func trainLanguageModels(_ pretraining: inout TextClassifierPretraining) throws {
        let bar = ProgressBar(
            "language models", total: pretraining.progress.totalUnits, completed: pretraining.progress.units,
            unit: "pieces", isQuiet: common.quiet)
        defer { bar.finish() }
        try Interrupts.named("interrupted; give the same command again to continue") {
            try pretraining.run { event, progress in
                switch event {
                case .stepEnded:
                    bar.update(completed: progress.units, detail: "loss \(progress.trainingLoss.fixed(3))")
                case .validated(let validation):
                    guard let loss = validation.validationLoss, loss.isFinite else { break }
                    bar.writeLine("epoch \(validation.epoch.fixed(2))  held out \(loss.fixed(4)) nats per word")
                case .checkpointDue: break
                }
                return !Interrupts.isRequested
            }
        }
        bar.finish()
        let losses = try pretraining.heldOutLosses()
        let (model, unigram) = (losses.model, losses.unigram)
        guard model.isFinite else { return say("saved \(output); no text was held out for evaluation") }
        if common.format == .json {
            return try StandardOutput.writeLine(
                JSONOutput.encode(["natsPerWord": model, "unigramNatsPerWord": unigram]))
        }
        var table = TextTable([.left("held-out texts"), .right("nats/word"), .right("perplexity")])
        table.append(["language models", model.fixed(3), exp(model).fixed(1)])
        table.append(["word frequencies", unigram.fixed(3), exp(unigram).fixed(1)])
        try StandardOutput.writeLine(table.description)
        say("saved \(output); try: sentiment train FILE --pretrained \(output.shellQuoted)")
    }
}
