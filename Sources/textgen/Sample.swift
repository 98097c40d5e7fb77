import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `textgen sample`: lets a model write.
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Generate text with a trained model.",
        discussion: """
            The text is printed while it is generated. Without --random-seed, a seed is chosen and printed, so that \
            every text can be reproduced.

              textgen sample --seed "It was late" --temperature 0.9 --end sentence
              textgen sample my-model --count 3 --length 200 --random-seed 1
              textgen sample my-names --lines 20 --unique --not-in names.txt
              textgen sample shakespeare --match "[A-Z]+:" --length 20
              textgen sample --seed "Dear Anne," --ending " Ever yours." --length 200
              textgen sample --seed "She opened the door" --interactive --length 80

            With --adapt the model learns from the seed text before it continues it (dynamic evaluation), and counts of \
            what followed each context there are mixed in, so that the text keeps to its words and style.

              textgen sample --adapt --seed-file scene.txt
            """)

    @Argument(
        help: "Model folder, or name of a shipped model (default: prose-en; see textgen models).",
        completion: .directory)
    var model: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Text to continue; any Unicode text.", valueName: "text"))
    var seed: String?

    @Option(
        help: ArgumentHelp("File with the text to continue; - for standard input.", valueName: "file"),
        completion: .file()
    )
    var seedFile: String?

    @Flag(help: "Learn from the text to continue before continuing it; for seeds of some thousand characters.")
    var adapt = false

    @OptionGroup(title: "Length") var length: LengthArguments
    @OptionGroup(title: "Sampling") var sampling: SamplingArguments
    @OptionGroup(title: "Steering") var steering: SteeringArguments
    @OptionGroup(title: "Ending") var infilling: InfillArguments

    @Flag(
        help:
            "Write the text piece by piece: commands on standard input go on, go back, branch and choose; help lists them."
    )
    var interactive = false

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Stop before this text; may be given several times.", valueName: "text"))
    var stop: [String] = []

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Random seed; the same seed gives the same text.", valueName: "n"))
    var randomSeed: UInt64?

    @Option(
        help: ArgumentHelp("Write all that made the output to this file, for --replay.", valueName: "file"),
        completion: .file())
    var manifest: String?

    @Option(
        help: ArgumentHelp("Print the output of a --manifest again, byte for byte.", valueName: "file"),
        completion: .file())
    var replay: String?

    @OptionGroup var encoding: EncodingOption
    @OptionGroup var inference: PrecisionOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        try requireReplayAlone()
        try requireInteractive()
        try infilling.require(length, steering, stop: stop, temperature: try sampling.options().temperature)
        try length.requireMemory(for: common.format)
        guard seed == nil || seedFile == nil else {
            throw ValidationError("--seed and --seed-file cannot be given together.")
        }
        try requirePaths([seedFile, manifest, replay])
        try requireOneStandardInput([seedFile] + steering.files)
        guard encoding.encoding == nil || seedFile != nil else {
            throw ValidationError("--encoding applies to --seed-file; give one, or leave it out.")
        }
        if try sampling.options().temperature == 0, length.numTexts > 1 {
            let name = length.lines == nil ? "--count" : "--lines"
            throw ValidationError(
                "\(name) \(length.numTexts) would print the same text \(length.numTexts) times at --temperature 0; "
                    + "leave it out.")
        }
        guard !stop.contains("") else { throw ValidationError("--stop must not be empty.") }
        guard stop.isEmpty || steering.match == nil && steering.require.isEmpty else {
            throw ValidationError(
                "--stop could end the text before it meets --match or --require; leave one of them out.")
        }
        guard manifest == nil || !steering.files.contains("-") else {
            throw ValidationError("--manifest needs files, as standard input cannot be read again.")
        }
    }

    private func requireReplayAlone() throws {
        guard replay != nil else { return }
        let allowed = ["--replay", "--threads", "--quiet"]
        let other = GivenOptions(of: Self.self).names.first { !allowed.contains($0) } ?? model
        guard let other else { return }
        throw ValidationError("--replay takes everything from its file; leave out \(other).")
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        guard let replay else { return try generate(like: nil) }
        let manifest = try SampleManifest(contentsOf: replay)
        let sample: Sample
        do { sample = try Sample.parse(manifest.arguments) } catch {
            throw CommandFailure(
                .badData, "\(replay) has options that this version does not know: \(Sample.message(for: error))")
        }
        try sample.generate(like: manifest, isQuiet: common.quiet)
    }

    /// - Parameter manifest: What the output has to be like; `nil` where there was none before.
    private func generate(like manifest: SampleManifest?, isQuiet: Bool = false) throws {
        let isQuiet = isQuiet || common.quiet
        try requireOutputs(
            [("--manifest", self.manifest)], inputs: steering.files + [seedFile].compactMap { $0 }, models: [model])
        let argument = ModelArgument(model)
        let generator = try argument.load(precision: inference.precision, isQuiet: isQuiet)
        let seed = try manifest?.seed ?? seedText()
        guard !adapt || !seed.isEmpty else {
            guard let seedFile else {
                throw ValidationError("--adapt needs a text to learn from; give --seed-file or --seed.")
            }
            throw CommandFailure(
                .badData, "\(MessageText.readable(seedFile)) is empty; give --adapt a text to learn from.")
        }
        let writer = adapt ? try adapted(generator, to: seed, isQuiet: isQuiet) : generator
        let randomSeed = randomSeed ?? UInt64.random(in: 0..<1_000_000_000)
        let sampling = try sampling.options()
        if interactive {
            return try interact(with: writer, model: argument.name, seed: seed, randomSeed: randomSeed)
        }
        let candidates = infilling.count(at: sampling.temperature)
        do {
            var output = SampleOutput(
                generator: writer, model: argument.name, seed: seed, isLines: length.lines != nil,
                numTexts: length.numTexts, isJSON: common.format == .json,
                steering: try SampleSteering(steering, for: generator, after: seed, isLines: length.lines != nil),
                ending: infilling.ending.map { (text: $0, candidates: candidates) }
            ) {
                let number = UInt64($0) &* UInt64(infilling.ending == nil ? 1 : candidates)
                return length.options(
                    sampling, isPattern: steering.match != nil, stop: stop, randomSeed: randomSeed &+ number)
            }
            try output.requireConstraint()
            if !isQuiet, manifest == nil { say(seed, randomSeed, tokenizer: generator.tokenizer) }
            let files = output.steering.fingerprints
            try manifest?.require(model: generator.fingerprint, named: argument.name, files: files)
            let reports = try output.write()
            if !isQuiet, let corpus = steering.corpus { CopyReport.say(reports, corpus: corpus) }
            if !isQuiet { for report in output.infillings { StandardError.writeLine(report.sentence) } }
            let printed = SampleManifest.Output(
                bytes: output.fingerprint.numBytes, fingerprint: output.fingerprint.digits)
            try manifest?.require(printed)
            guard let path = self.manifest else { return }
            try SampleManifest(
                model: .init(name: argument.name, fingerprint: generator.fingerprint), seed: seed,
                randomSeed: randomSeed, sampling: sampling, arguments: replayArguments(randomSeed, sampling),
                files: files, output: printed
            ).write(to: path)
        } catch let error as SamplingError {
            throw CommandFailure(.badData, "\(argument.name): \(message(error))")
        }
    }

    private func adapted(_ generator: TextGenerator, to seed: String, isQuiet: Bool) throws -> TextGenerator {
        let isOfPieces = generator.tokenizer.unit == .bpe
        let bar = ProgressBar(
            "reading and learning", total: isOfPieces ? generator.tokenizer.encodeIDs(seed).count : seed.count,
            unit: isOfPieces ? "pieces" : "chars", isQuiet: isQuiet)
        defer { bar.finish() }
        return try generator.adapted(to: seed) { bar.update(completed: $0) }
    }

    private func message(_ error: SamplingError) -> String {
        guard case .noCandidate = error, let maxCopy = steering.maxCopy else { return error.message }
        return "no character is left that is not copied; raise --max-copy \(maxCopy)."
    }

    /// The command line that makes the same output whatever the defaults are.
    private func replayArguments(_ randomSeed: UInt64, _ options: SamplingOptions) -> [String] {
        let given = GivenOptions(of: Self.self)
        let others = ["--manifest", "--random-seed", "--threads", "--quiet", "--seed", "--seed-file", "--encoding"]
        var arguments = [ModelArgument(model).absoluteName, "--random-seed=\(randomSeed)"]
        for name in given.names where !others.contains(name) {
            for value in given.absoluteValues(of: name) { arguments.append(value == name ? name : "\(name)=\(value)") }
        }
        if !sampling.isGiven {
            arguments.append("--temperature=\(options.temperature)")
            if let minP = options.minP { arguments.append("--min-p=\(minP)") }
        }
        let missing = length.missingArguments(isPattern: steering.match != nil)
        guard infilling.ending != nil else { return arguments + missing }
        arguments += missing.filter { !$0.hasPrefix("--end=") }
        return infilling.candidates == nil
            ? arguments + ["--candidates=\(infilling.count(at: options.temperature))"] : arguments
    }

    private func seedText() throws -> String {
        guard let seedFile else { return seed ?? "" }
        return try TextFile.text(of: URL(inputPath: seedFile), encoding: encoding.given ?? .utf8)
    }

    /// Says what the user should know about seed texts and the random seed.
    func say(_ seed: String, _ randomSeed: UInt64, tokenizer: Tokenizer) {
        if UInt64(seed) != nil, seedFile == nil {
            StandardError.writeLine(
                "--seed \(seed) is the text to continue; for a reproducible text give --random-seed \(seed).")
        }
        for (text, name) in [(seed, "seed"), (infilling.ending ?? "", "ending")] {
            let encoding = tokenizer.encode(text)
            if encoding.unknownCount > 0 { StandardError.writeLine(Self.unknownNote(encoding, in: name)) }
        }
        if self.randomSeed == nil {
            StandardError.writeLine(
                "random seed \(randomSeed) (use --random-seed \(randomSeed) to get this text again)")
        }
    }
}
