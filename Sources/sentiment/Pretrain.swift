import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment pretrain`: what a classifier can start from, out of texts without labels.
struct Pretrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn words, and how they follow each other, from texts without labels.",
        discussion: """
            First vectors of words (skip-gram), then language models that read forwards and backwards; sentiment train \
            --pretrained starts from both. Every line, row or object is a text.

              sentiment pretrain reviews.txt --output reviews-words
              sentiment train labelled.tsv --pretrained reviews-words
              sentiment pretrain reviews.txt --vectors --output reviews.vec

            With --vectors only the vectors are made, and written in the text format of fastText.
            """)

    @Argument(help: "Files of texts; - is standard input.", completion: .file())
    var files: [String]

    @Option(name: .shortAndLong, help: "Folder, or with --vectors file, for what was learned.", completion: .file())
    var output: String

    @Flag(help: "Make word vectors alone.")
    var vectors = false

    @Flag(help: "Replace what the output holds.")
    var overwrite = false

    @Option(parsing: .unconditional, help: "Passes of the language models.")
    var epochs = 2.0

    @Option(parsing: .unconditional, help: "Passes of the word vectors.")
    var vectorEpochs = 5

    @Option(parsing: .unconditional, help: "Width of the word vectors.")
    var embeddingSize = 200

    @Option(parsing: .unconditional, help: "Units of the LSTM in each direction.")
    var hiddenSize = 192

    @Option(parsing: .unconditional, help: "Words that occur less often count as unknown.")
    var minFrequency = 3

    @Option(parsing: .unconditional, help: "Most words of the vocabulary.")
    var vocabularySize = 30_000

    @Option(parsing: .unconditional, help: "Peak learning rate of the language models.")
    var learningRate: Float = 2e-3

    @Option(parsing: .unconditional, help: "Dropout of the language models.")
    var dropout: Float = 0.1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Decides everything random; the same number gives the same result.", valueName: "n"))
    var randomSeed: UInt64?

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        try GivenOptions(of: Self.self).refuse(
            "--epochs", "--hidden-size", "--learning-rate", "--dropout", unless: !vectors,
            because: "it is one of the language models, and --vectors makes word vectors alone")
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
                .usage, "\(output) is there already; give another --output, or replace it with --overwrite.")
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
        settings.hiddenSize = hiddenSize
        settings.minFrequency = minFrequency
        settings.maxVocabulary = vocabularySize + Vocabulary.specialCount
        settings.training.schedule.peak = learningRate
        settings.dropout = dropout
        say("\(texts.count.grouped) texts")
        var pretraining = try TextClassifierPretraining(texts: texts, folder: folder, settings: settings)
        Interrupts.observe { DurableFile.isReplacing }
        if vectors { return try writeVectors(&pretraining) }
        if resumes {
            try pretraining.resume()
            say("going on at \((100 * pretraining.progress.fraction).fixed(1)) %")
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
            defer { reader.tell(say) }
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
        try Interrupts.named("interrupted; go on by giving the same command again") {
            try pretraining.run { event, progress in
                switch event {
                case .stepEnded:
                    bar.update(completed: progress.units, detail: "loss \(progress.trainingLoss.fixed(3))")
                case .validated(let validation):
                    guard let loss = validation.validationLoss, loss.isFinite else { break }
                    bar.writeLine("epoch \(validation.epoch.fixed(2))  held out \(loss.fixed(4)) nats a word")
                case .checkpointDue: break
                }
                return !Interrupts.isRequested
            }
        }
        bar.finish()
        let losses = try pretraining.heldOutLosses()
        let (model, unigram) = (losses.model, losses.unigram)
        guard model.isFinite else { return say("saved \(output); no text was held out to measure on") }
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
