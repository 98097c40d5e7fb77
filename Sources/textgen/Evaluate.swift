import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `textgen evaluate`: how well a model foresees a text.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how well a model predicts a text (cross-entropy).",
        discussion: """
            Reads the text from the beginning, scores every character before reading it, and prints the cross-entropy \
            in nats and bits per character: lower is better. Baselines are the uniform distribution and, with \
            --counts-from, n-grams. Models of characters and of pieces (--tokens bpe) compare: the surprise of all pieces is \
            divided by the characters.

              textgen evaluate my-model other.txt
              textgen evaluate shakespeare play.txt --precision int8
              textgen evaluate shakespeare play.txt --format json

            With --adapt the model learns from the text while it reads (dynamic evaluation), and is mixed with counts of \
            what followed each context in the text so far. Every token is scored before anything learns from it. \
            The figure is that of all together; the table has the parts. Counts and n-grams are of the model's tokens, so \
            of pieces for a model of pieces.

              textgen evaluate shakespeare play.txt --adapt

            --counts-from takes the text that the model was trained on. Its n-grams are counted first and mixed in \
            (Kneser-Ney). It must not contain the text that is evaluated.

              textgen evaluate shakespeare play.txt --adapt --counts-from train.txt

            Without --adapt, --counts-from prints beside the model what the n-grams of that text foresee by themselves.

              textgen evaluate my-model other.txt --counts-from my.txt
            """)

    @Argument(help: "Model folder, or name of a shipped model.", completion: .directory)
    var model: String

    @Argument(help: "Text files, concatenated in this order; - for standard input.", completion: .file())
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "Also write the logits after each of the first 2,000 tokens to this safetensors file.",
            valueName: "file"), completion: .file())
    var logits: String?

    @Option(
        help: "Line endings: lf replaces CR LF and CR by LF, keep leaves them (default: as in training).")
    var lineEnds: LineEnds?

    @Flag(
        help: "Let the model learn from the text while it reads it, and count n-grams; takes some twenty times as long."
    )
    var adapt = false

    @Option(
        help: ArgumentHelp(
            "Text whose n-grams are a baseline and, with --adapt, are mixed in, such as the training text; may be given several times.",
            valueName: "file"), completion: .file())
    var countsFrom: [String] = []

    @Option(
        help: ArgumentHelp(
            "Parts of the text that are read side by side, 1 to 256; 1 reads it in one piece (default: 24 or, for shorter texts, fewer).",
            discussion: "Parts begin 512 tokens early and are checked where they meet, so the result is the same.",
            valueName: "n"))
    var streams: Int?

    @OptionGroup var encoding: EncodingOption
    @OptionGroup var inference: PrecisionOption
    @OptionGroup var common: CommonOptions

    private struct Unknown: Encodable {
        let text: String
        let codePoints: [String]
        let count: Int
    }

    private struct Result: Encodable {
        let model: String
        let characters: Int
        let tokens: Int
        /// Nil for an empty text.
        let charactersPerToken: Double?
        let natsPerCharacter: Double
        let bitsPerCharacter: Double
        /// Nil where it overflows.
        let perplexity: Double?
        let unknownCharacters: Int
        /// The tokens that these are, the most frequent first.
        let unknownTokens: [Unknown]
        let uniformNatsPerCharacter: Double
        let precision: Precision
        /// What a token is, and a "character" of these figures; with bpe that is a grapheme.
        let unit: TokenUnit
        /// The same in full precision, where another was asked for.
        let fp32NatsPerCharacter: Double?
        /// Parts of the text that were read side by side.
        let streams: Int
        /// With --adapt, of which the figures above are: the parts.
        let networkNatsPerCharacter: Double?
        let adaptedNatsPerCharacter: Double?
        let countsNatsPerCharacter: Double?
        /// With --counts-from: its n-grams alone and, with --adapt, with the counts of the text.
        let kneserNeyNatsPerCharacter: Double?
        let kneserNeyAndCountsNatsPerCharacter: Double?
        /// With --counts-from and without --adapt: how often each character comes there.
        let unigramNatsPerCharacter: Double?
    }

    func validate() throws {
        try requirePaths(files + countsFrom + [logits])
        try requireOneStandardInput(files + countsFrom)
        if let streams, !(1...256).contains(streams) {
            throw ValidationError("--streams must be between 1 and 256, not \(streams).")
        }
        guard !adapt || inference.precision == .fp32 else {
            throw ValidationError("--adapt learns in full precision; leave out --precision.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        try requireOutputs([("--logits", logits)], inputs: files + countsFrom, models: [model])
        let generator = try ModelArgument(model).load(precision: inference.precision, isQuiet: common.quiet)
        let tokenizer = generator.tokenizer
        let corpus = try read(files, for: generator)
        let ids = try corpus.ids(with: tokenizer)
        if let logits { try writeLogits(of: generator, ids: Array(ids.prefix(2_000)), to: logits) }
        let training = try countsFrom.isEmpty ? [] : trainingIDs(for: generator, evaluating: corpus)
        Interrupts.observe()
        let network = try evaluate(generator, ids: ids)
        let adapted = adapt && network.natsPerCharacter.isFinite ? try adapting(generator, ids: ids, training) : nil
        let counted = adapt || training.isEmpty ? [] : baselines(ids, training, tokenizer)
        let evaluation = adapted?.mixed ?? network
        guard evaluation.natsPerCharacter.isFinite || ids.isEmpty else {
            throw ModelError.notFinite(model: ModelArgument(model).name)
        }
        let unknown = evaluation.unknownCharacters == 0 ? [] : try corpus.unknownTokens(for: tokenizer)
        let exact = inference.precision == .fp32 ? nil : try evaluate(generator.quantized(to: .fp32), ids: ids)
        try show(
            Result(
                model: ModelArgument(model).name, characters: evaluation.characters,
                tokens: evaluation.tokens,
                charactersPerToken: ids.isEmpty ? nil : evaluation.charactersPerToken,
                natsPerCharacter: evaluation.natsPerCharacter, bitsPerCharacter: evaluation.bitsPerCharacter,
                perplexity: evaluation.perplexity.isFinite ? evaluation.perplexity : nil,
                unknownCharacters: evaluation.unknownCharacters,
                unknownTokens: unknown.map { Unknown(text: $0.text, codePoints: $0.codePoints, count: $0.count) },
                uniformNatsPerCharacter: log(Double(max(tokenizer.vocabulary.ordinaryIDs.count, 1)))
                    * (ids.isEmpty ? 1 : Double(ids.count) / Double(max(evaluation.characters, 1))),
                precision: inference.precision, unit: tokenizer.unit, fp32NatsPerCharacter: exact?.natsPerCharacter,
                streams: network.streams, networkNatsPerCharacter: adapted.map { _ in network.natsPerCharacter },
                adaptedNatsPerCharacter: adapted?.adapted.natsPerCharacter,
                countsNatsPerCharacter: adapted?.counts.natsPerCharacter,
                kneserNeyNatsPerCharacter: adapted?.kneserNey?.natsPerCharacter ?? counted.last?.natsPerCharacter,
                kneserNeyAndCountsNatsPerCharacter: adapted?.kneserNeyAndCounts?.natsPerCharacter,
                unigramNatsPerCharacter: counted.dropLast().last?.natsPerCharacter),
            unit: tokenizer.unit)
    }

    private func evaluate(_ generator: TextGenerator, ids: [Int32]) throws -> TextGeneratorEvaluation {
        let bar = ProgressBar(
            "reading (\(generator.precision.rawValue))", total: ids.count, unit: unit(generator), isQuiet: common.quiet)
        defer { bar.finish() }
        return try generator.evaluate(ids: ids, streams: streams) { completed in
            try Interrupts.throwIfRequested()
            bar.update(completed: completed)
        }
    }

    /// What progress is counted in.
    private func unit(_ generator: TextGenerator) -> String {
        generator.tokenizer.unit == .bpe ? "pieces" : "chars"
    }

    private func read(_ files: [String], for generator: TextGenerator) throws -> TextCorpus {
        try TextCorpus(
            contentsOf: files.map { URL(inputPath: $0) }, unit: generator.tokenizer.unit, encoding: encoding.given
        ).withLineEnds(lineEnds ?? generator.lineEnds)
    }

    /// The ids of --counts-from.
    private func trainingIDs(for generator: TextGenerator, evaluating text: TextCorpus) throws -> [Int32] {
        let training = try read(countsFrom, for: generator)
        let isLong = text.bytes.count >= 1_000  // a shorter one may well occur in another text
        let overlap = TextOverlap.share(of: text.bytes, in: training.bytes)
        guard !isLong || overlap < 1 else {
            let name = countsFrom.map(MessageText.readable).joined(separator: " ")
            throw CommandFailure(
                .badData, "\(name) contains the text that is evaluated; give --counts-from a text without it.")
        }
        if overlap > 0.1, !common.quiet {
            StandardError.writeLine(
                "\((100 * overlap).fixed(0)) % of the text's pieces of \(TextOverlap.length) bytes also occur in --counts-from; the figure is not "
                    + "that of a new text.")
        }
        return try training.ids(with: generator.tokenizer)
    }

    /// What a Kneser-Ney model of --counts-from and its characters alone foresee, the better one last.
    private func baselines(
        _ ids: [Int32], _ training: [Int32], _ tokenizer: Tokenizer
    ) -> [TextGeneratorReport.Score] {
        if !common.quiet { StandardError.writeLine("counting the n-grams of --counts-from") }
        return TextGeneratorBaselines.scores(
            training: training, validation: ids, tokenizer: tokenizer, maxTrainingCharacters: 20_000_000)
    }

    private func adapting(_ generator: TextGenerator, ids: [Int32], _ training: [Int32]) throws -> AdaptedEvaluation {
        if !training.isEmpty, !common.quiet { StandardError.writeLine("counting the n-grams of --counts-from") }
        var bar: ProgressBar?  // from when the counting is done, so that its time is not taken for that of reading
        defer { bar?.finish() }
        return try generator.evaluateAdapting(ids: ids, countsFrom: training) { completed in
            try Interrupts.throwIfRequested()
            let shown =
                bar
                ?? ProgressBar("reading and learning", total: ids.count, unit: unit(generator), isQuiet: common.quiet)
            bar = shown
            shown.update(completed: completed)
        }
    }

    /// `ids` `[time]` and, after each of them, `logits` `[time, vocabularySize]`; the text is read from its first
    /// character with a state of zeros.
    private func writeLogits(of generator: TextGenerator, ids: [Int32], to path: String) throws {
        var session = TextGeneratorSession(generator.model, precision: generator.precision)
        var values: [Float] = []
        for id in ids {
            session.next(after: id)
            values += session.logits
        }
        var writer = SafetensorsWriter(metadata: ["model": ModelArgument(model).name])
        writer.add("ids", shape: [ids.count], integers: ids)
        writer.add("logits", shape: [ids.count, generator.tokenizer.vocabulary.count], floats: values)
        try writer.write(to: URL(fileURLWithPath: path))
    }

    private func show(_ result: Result, unit: TokenUnit) throws {
        guard common.format == .text else { return try StandardOutput.writeLine(JSONOutput.encode(result)) }
        var table = TextTable([.left(""), .right("nats/\(unit.noun)"), .right("bits/\(unit.noun)")])
        for (name, nats) in rows(result) { table.append([name, nats.fixed(4), (nats / log(2)).fixed(4)]) }
        try StandardOutput.writeLine(table.description)
        let perplexity = result.perplexity.map { $0.fixed(3) } ?? "too large to print"
        let pieces =
            unit == .bpe
            ? " in \(result.tokens.grouped) pieces (\((result.charactersPerToken ?? 0).fixed(2)) characters each)" : ""
        var line = "\(result.characters.grouped) \(unit.pluralOfFigures)\(pieces), perplexity \(perplexity)"
        if result.streams > 1 { line += ", read in \(result.streams) parts side by side" }
        if result.unknownCharacters > 0 { line += ", \(result.unknownCharacters.grouped) unknown to the model" }
        try StandardOutput.writeLine(line)
        guard !result.unknownTokens.isEmpty else { return }
        var unknown = TextTable([.left("unknown"), .left("code points"), .right("count")])
        for token in result.unknownTokens.prefix(Self.mostListed) {
            let points = token.codePoints
            unknown.append([
                MessageText.readable(token.text),
                points.prefix(8).joined(separator: " ") + (points.count > 8 ? " …" : ""), token.count.grouped,
            ])
        }
        try StandardOutput.writeLine("\n" + unknown.description)
        let more = result.unknownTokens.count - Self.mostListed
        if more > 0 { try StandardOutput.writeLine("and \(more.grouped) others, which --format json lists") }
    }

    /// The names and figures of the table.
    private func rows(_ result: Result) -> [(name: String, nats: Double)] {
        var rows: [(String, Double)] = []
        let ofPieces = result.unit == .bpe ? " (pieces)" : ""
        if let network = result.networkNatsPerCharacter, let adapted = result.adaptedNatsPerCharacter,
            let counts = result.countsNatsPerCharacter
        {
            rows = [
                (
                    "\(result.model), mixed with \(countsFrom.isEmpty ? "" : "n-grams and ")counts",
                    result.natsPerCharacter
                ),
                ("\(result.model), learning as it reads", adapted), ("\(result.model), as it is", network),
                ("n-gram counts of the text alone\(ofPieces)", counts),
            ]
            if let kneserNey = result.kneserNeyNatsPerCharacter, let both = result.kneserNeyAndCountsNatsPerCharacter {
                rows += [
                    ("Kneser-Ney 8-gram and counts\(ofPieces)", both),
                    ("Kneser-Ney 8-gram of --counts-from\(ofPieces)", kneserNey),
                ]
            }
        } else if let exact = result.fp32NatsPerCharacter {
            let name = "\(result.model), \(result.precision.rawValue)"
            rows = [(name, result.natsPerCharacter), ("\(result.model), fp32", exact)]
        } else {
            rows = [(result.model, result.natsPerCharacter)]
        }
        if let unigram = result.unigramNatsPerCharacter, let kneserNey = result.kneserNeyNatsPerCharacter {
            rows += [("Kneser-Ney 8-gram of --counts-from", kneserNey), ("unigram of --counts-from", unigram)]
        }
        let uniform = result.unit == .bpe ? "uniform over pieces" : "uniform"
        return rows + [(uniform, result.uniformNatsPerCharacter)]
    }

    /// Unknown tokens that are shown to people.
    private static let mostListed = 20
}
