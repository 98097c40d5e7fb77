import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

extension TokenFormat: ExpressibleByArgument {}

/// What `textgen tokenize` cuts a text into.
enum CutUnit: String, ExpressibleByArgument, CaseIterable {
    case grapheme, scalar, byte, word, sentence, line
}

/// `textgen tokenize`: cuts text as the models do, and trains tokenizers.
struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Cut text into words, characters, sentences or pieces of words.",
        discussion: """
            Boundaries are ICU's, in any language; Chinese, Japanese, Thai, Lao, Khmer and Burmese words by dictionary. \
            Offsets are UTF-8 bytes in the line of input, also where --normalize changes the text; a byte order mark \
            is left out and not counted.

            Plain output is a token a line (\\n, \\r, \\t and \\\\ escaped), with --offsets also start, end, and kind or id, \
            and an empty line behind each line of input. JSON has {"tokens": [{"text", "start", "end", …}]} for each \
            line: for words "kind" (letter, number, kana, ideograph, or none for what is no word), for sentences and \
            lines "hard" where they end with their paragraph, with --tokenizer "id". A line of more than 8 MiB must be \
            cut by --unit word, grapheme, sentence or line alone.

              echo "Don't panic, 世界!" | textgen tokenize
              textgen tokenize book.txt --unit sentence --format jsonl
              textgen tokenize names.txt --normalize nfkc --normalize caseFold --offsets
              textgen tokenize book.txt --train bpe --vocabulary-size 8000 --output book.json
              textgen tokenize other.txt --tokenizer book.json --format jsonl
            """)

    @Argument(help: "Text files; none, or -, reads standard input.", completion: .file())
    var files: [String] = []

    @Option(
        help:
            "What a token is: word (the default), grapheme, scalar, byte, sentence, or line, between which a line may break."
    )
    var unit: CutUnit?

    @Option(help: ArgumentHelp("The language whose rules apply, such as ja or fi.", valueName: "id"))
    var locale = ""

    @Option(
        help: ArgumentHelp(
            "Done to the text first, in this order: \(Normalization.names). May be given several times.",
            valueName: "step"))
    var normalize: [Normalization] = []

    @Flag(help: "Keep words of white space.")
    var keepWhitespace = false

    @Option(help: "How to print tokens: lines has one a line, jsonl an object for each line of input.")
    var format: TokenFormat = .lines

    @Flag(help: "With --format lines, say behind each token where it begins and ends.")
    var offsets = false

    @Option(
        help: ArgumentHelp(
            "Cut as this tokenizer.json does, or the model of this name or folder, and print ids.", valueName: "file"),
        completion: .file())
    var tokenizer: String?

    @Option(help: "Train a tokenizer on the files, whose tokens are these; bpe are pieces of words.")
    var train: TokenUnit?

    @Option(help: "Ids of the trained tokenizer at most, 4 special ones counted (default for bpe: 8000).")
    var vocabularySize: Int?

    @Option(
        name: .shortAndLong, help: "Where the trained tokenizer goes (default: tokenizer.json).", completion: .file())
    var output: String?

    @OptionGroup var errors: ErrorsOption
    @OptionGroup var encoding: EncodingOption

    @Option(help: ArgumentHelp("Threads, at most one a core, which is the default.", valueName: "n"))
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Say nothing on standard error unless something fails.")
    var quiet = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, not \(threads).")
        }
        if train != nil, errors.errors != .strict {
            throw ValidationError("--errors is for cutting lines, and --train reads texts as a whole; leave it out.")
        }
        try requireOneStandardInput(files)
        if tokenizer != nil, train != nil { throw ValidationError("Give --tokenizer or --train, not both.") }
        if tokenizer != nil, !normalize.isEmpty {
            throw ValidationError("--normalize cannot change what --tokenizer has learned; leave it out.")
        }
        if unit != nil, train != nil || tokenizer != nil {
            throw ValidationError("--unit is for cutting without --train and --tokenizer; leave it out.")
        }
        try requirePaths(files + [tokenizer, output])
        try requireOneStandardInput(files)
        try refuseUnused()
        if output != nil, train == nil { throw ValidationError("--output is where --train puts a tokenizer.") }
        guard Segmenter.isKnown(locale: locale) else {
            throw ValidationError("--locale \(locale) is no language that ICU knows; give a code such as ja or pt_BR.")
        }
        try requireSteps("--normalize", normalize)
        guard let vocabularySize else { return }
        let least = train == .bpe || train == .byte ? 260 : 5
        guard train != nil, (least...10_000_000).contains(vocabularySize) else {
            throw ValidationError(
                train == nil
                    ? "--vocabulary-size needs --train." : "--vocabulary-size must be \(least) to 10,000,000.")
        }
    }

    /// Refuses options that the others leave without effect.
    private func refuseUnused() throws {
        let given = GivenOptions(of: Self.self)
        try given.refuse(
            "--locale", unless: train == nil && tokenizer == nil && unit != .scalar && unit != .byte,
            because: "only words, characters, sentences and lines that ICU cuts depend on the language")
        try given.refuse(
            "--keep-whitespace", unless: train == nil && tokenizer == nil && (unit ?? .word) == .word,
            because: "only --unit word leaves white space out")
        try given.refuse(
            "--offsets", unless: train == nil && format == .lines,
            because: train == nil ? "JSON has the places of all tokens" : "--train prints no tokens")
        try given.refuse("--format", unless: train == nil, because: "--train prints no tokens")
    }

    func run() throws {
        ThreadPool.useThreads(atMost: threads)
        if let train { return try makeTokenizer(train) }
        for file in inputs { try FileReading.requireReadable(file.url) }
        var feed = LineFeed(try lines(), encoding: try encoding.given ?? .utf8, errors: errors.errors)
        feed.note = { if !quiet { StandardError.writeLine($0) } }
        if files.isEmpty || files.contains("-") { try StandardOutput.stream() }
        if format == .json { try StandardOutput.write("[") }
        do {
            try read(&feed)
        } catch {
            if format == .json { try StandardOutput.write("]\n") }
            throw error
        }
        if format == .json { try StandardOutput.write("]\n") }
    }

    private func read(_ feed: inout LineFeed) throws {
        for file in inputs {
            let size = file.url.flatMap { try? FileManager.default.attributesOfItem(atPath: $0.path)[.size] as? Int }
            let bar = ProgressBar(file.name, total: size.flatMap { $0 > 0 ? $0 : nil }, unit: "bytes", isQuiet: quiet)
            defer { bar.finish() }
            try errors.errors.namingOption {
                try feed.read(file.url, name: file.name) { bar.update(completed: $0) }
            }
        }
    }

    private var inputs: [(url: URL?, name: String)] {
        (files.isEmpty ? ["-"] : files).map { file in
            file == "-" ? (nil, "standard input") : (URL(fileURLWithPath: file), file)
        }
    }

    private func lines() throws -> LineTokens {
        let cutter: LineTokens.Cutter =
            if let tokenizer {
                .tokenizer(try loadTokenizer(tokenizer))
            } else {
                switch unit ?? .word {
                case .byte: .bytes
                case .scalar: .scalars
                case .grapheme: .segmenter(Segmenter(.grapheme, locale: locale))
                case .word: .segmenter(Segmenter(.word, locale: locale))
                case .sentence: .segmenter(Segmenter(.sentence, locale: locale))
                case .line: .segmenter(Segmenter(.line, locale: locale))
                }
            }
        return LineTokens(
            cutter: cutter, normalizer: Normalizer(normalize), format: format, keepsWhitespace: keepWhitespace,
            showsOffsets: offsets)
    }

    private func loadTokenizer(_ name: String) throws -> Tokenizer {
        if !name.hasSuffix(".json") {
            return try ModelArgument(name).load(precision: .fp32, isQuiet: quiet).tokenizer
        }
        let data = try FileReading.contents(of: URL(fileURLWithPath: name), limit: 1 << 30)
        let tokenizer = try Tokenizer(jsonData: data, fileName: name)
        if !quiet, !tokenizer.matchesCurrentICU {
            StandardError.writeLine(
                "\(name) was made with ICU \(tokenizer.icuVersion.prefix(20).debugDescription), this is "
                    + "\(Segmenter.icuVersion): rare words and characters may be cut differently.")
        }
        return tokenizer
    }

    private func makeTokenizer(_ unit: TokenUnit) throws {
        let output = output ?? "tokenizer.json"
        try requireOutputs([("--output", output)], inputs: files.isEmpty ? ["-"] : files)
        let texts = try inputs.map { file in
            try TextFile.text(of: file.url ?? .standardInput, encoding: encoding.given ?? .utf8)
        }
        guard texts.contains(where: { !$0.isEmpty }) else {
            throw CorpusError.empty(file: inputs.map(\.name).joined(separator: ", "))
        }
        let start = ContinuousClock.now
        let normalizer = Normalizer(normalize)
        let tokenizer = Tokenizer.train(on: texts, unit: unit, normalizer: normalizer, maxSize: vocabularySize)
        try DurableFile.replace(at: URL(fileURLWithPath: output), with: try tokenizer.jsonData())
        guard !quiet else { return }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        StandardError.writeLine(
            "\(output): \(tokenizer.vocabulary.count.grouped) ids from \(texts.reduce(0) { $0 + $1.utf8.count }.grouped) "
                + "bytes in \(seconds.fixed(1)) s")
    }
}
