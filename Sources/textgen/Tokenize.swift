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
        abstract: "Split text into words, characters, sentences or subwords.",
        discussion: """
            Boundaries are those of ICU, in any language; Chinese, Japanese, Thai, Lao, Khmer and Burmese words are \
            found with a dictionary. Offsets are UTF-8 bytes in the input line, even if --normalize changes the text; \
            a byte order mark is skipped and not counted.

            Plain output has one token per line (\\n, \\r, \\t and \\\\ are escaped), with --offsets also start, end, \
            and kind or id, and an empty line after each input line. JSON has {"tokens": [{"text", "start", "end", \
            …}]} for each input line. Words have a "kind": letter, number, kana, ideograph, or none for anything else. \
            Sentences and lines have "hard" if they end with their paragraph. With --tokenizer there is an "id". Lines \
            of more than 8 MiB can only be split with --unit word, grapheme, sentence or line.

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
            "Unit of the tokens: word (default), grapheme, scalar, byte, sentence, or line (between line-break opportunities)."
    )
    var unit: CutUnit?

    @Option(help: ArgumentHelp("Language whose rules apply, such as ja or fi.", valueName: "id"))
    var locale = ""

    @Option(
        help: ArgumentHelp(
            "Normalization steps, in this order: \(Normalization.names). May be given several times.",
            valueName: "step"))
    var normalize: [Normalization] = []

    @Flag(help: "Keep tokens of white space.")
    var keepWhitespace = false

    @Option(help: "Output format: lines prints one token per line, jsonl one object per input line.")
    var format: TokenFormat = .lines

    @Flag(help: "With --format lines, print start and end after each token.")
    var offsets = false

    @Option(
        help: ArgumentHelp(
            "Use this tokenizer.json, or the tokenizer of this model, and print ids.", valueName: "file"),
        completion: .file())
    var tokenizer: String?

    @Option(help: "Train a tokenizer with this unit on the files; bpe is byte-pair encoding.")
    var train: TokenUnit?

    @Option(help: "Largest number of ids of the trained tokenizer, including 4 special ones (default for bpe: 8000).")
    var vocabularySize: Int?

    @Option(
        name: .shortAndLong, help: "File for the trained tokenizer (default: tokenizer.json).", completion: .file())
    var output: String?

    @OptionGroup var errors: ErrorsOption
    @OptionGroup var encoding: EncodingOption

    @Option(help: ArgumentHelp("Number of threads, at most one per core (default: all cores).", valueName: "n"))
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Print nothing on standard error except errors.")
    var quiet = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, not \(threads).")
        }
        if train != nil, errors.errors != .strict {
            throw ValidationError("--errors applies to single lines, but --train reads whole texts; leave it out.")
        }
        try requireOneStandardInput(files)
        if tokenizer != nil, train != nil { throw ValidationError("Give --tokenizer or --train, not both.") }
        if tokenizer != nil, !normalize.isEmpty {
            throw ValidationError("--normalize cannot change what --tokenizer has learned; leave it out.")
        }
        if unit != nil, train != nil || tokenizer != nil {
            throw ValidationError("--unit cannot be combined with --train or --tokenizer; leave it out.")
        }
        try requirePaths(files + [tokenizer, output])
        try requireOneStandardInput(files)
        try refuseUnused()
        if output != nil, train == nil {
            throw ValidationError("--output is the file for --train; leave it out, or give --train.")
        }
        guard Segmenter.isKnown(locale: locale) else {
            throw ValidationError(
                "--locale \(locale) is not a language that ICU knows; give a code such as ja or pt_BR.")
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
            because: "only words, graphemes, sentences and lines depend on the language")
        try given.refuse(
            "--keep-whitespace", unless: train == nil && tokenizer == nil && (unit ?? .word) == .word,
            because: "only --unit word skips white space")
        try given.refuse(
            "--offsets", unless: train == nil && format == .lines,
            because: train == nil ? "JSON always has the offsets" : "--train prints no tokens")
        try given.refuse("--format", unless: train == nil, because: "--train prints no tokens")
    }

    func run() throws {
        ThreadPool.useThreads(atMost: threads)
        if let train { return try makeTokenizer(train) }
        try requireReadable(inputs, of: "textgen tokenize")
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
                    + "\(Segmenter.icuVersion): rare words and characters may be segmented differently.")
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
        let tokenizer = try Tokenizer.train(on: texts, unit: unit, normalizer: normalizer, maxSize: vocabularySize)
        try DurableFile.replace(at: URL(fileURLWithPath: output), with: try tokenizer.jsonData())
        guard !quiet else { return }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        StandardError.writeLine(
            "\(output): \(tokenizer.vocabulary.count.grouped) ids from \(texts.reduce(0) { $0 + $1.utf8.count }.grouped) "
                + "bytes in \(seconds.fixed(1)) s")
    }
}
