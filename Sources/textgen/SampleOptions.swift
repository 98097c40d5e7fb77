import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

extension TextEnd: ExpressibleByArgument {}

/// How characters are drawn.
struct SamplingArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Lower is safer, higher is wilder; 0 always takes the most likely character "
                + "(default: \(Self.usual); 1 where another sampling option is given).",
            valueName: "temperature"))
    var temperature: Float?

    @Option(parsing: .unconditional, help: "Sample from the K most likely characters only.")
    var topK: Int?

    @Option(
        parsing: .unconditional,
        help: "Sample from the most likely characters that together have probability P (0 < P <= 1).")
    var topP: Float?

    @Option(
        parsing: .unconditional, help: "Exclude characters less likely than P times the most likely one (0 <= P < 1).")
    var minP: Float?

    @Option(
        parsing: .unconditional,
        help: "Values above 1 make the last 64 characters or pieces less likely (default: 1, no effect).")
    var repetitionPenalty: Float?

    /// What applies where no option is given.
    private static var usual: String {
        let options = SamplingOptions.recommended
        return "\(options.temperature)" + (options.minP.map { " with --min-p \($0)" } ?? "")
    }

    var isGiven: Bool {
        temperature != nil || topK != nil || topP != nil || minP != nil || repetitionPenalty != nil
    }

    /// - Throws: `ValidationError` for a value outside its range.
    func options() throws -> SamplingOptions {
        guard isGiven else { return .recommended }
        do {
            return try SamplingOptions(
                temperature: temperature ?? 1, topK: topK, topP: topP, minP: minP,
                repetitionPenalty: repetitionPenalty ?? 1)
        } catch { throw ValidationError(error.inFlags) }
    }

    func validate() throws {
        guard try options().temperature == 0 else { return }
        let filters = [("--top-k", topK != nil), ("--top-p", topP != nil), ("--min-p", minP != nil)]
        guard let filter = filters.first(where: \.1) else { return }
        throw ValidationError(
            "\(filter.0) would have no effect: --temperature 0 does not sample, it takes the most likely character; "
                + "leave it out.")
    }
}

extension SamplingError {
    /// What is wrong, with an option under the name that it has on the command line.
    var inFlags: String {
        guard case .outOfRange(let option, let value, let allowed) = self else { return message }
        let flag = option.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
        return "--\(flag) must be \(allowed), not \(value)."
    }
}

/// How long the texts are, and how many.
struct LengthArguments: ParsableArguments {
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Number of characters to generate; see --end.")
    var length = 500

    @Option(
        help: ArgumentHelp(
            "Where the text ends from --length on: exactly there, at the end of the word, or at the next end of a "
                + "sentence, paragraph or line (default: word, or length with --match).",
            valueName: "end"))
    var end: TextEnd?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Number of characters after which the text ends with the next word if no --end came "
                + "(default: twice --length and 500).",
            valueName: "n"))
    var maxLength: Int?

    @Option(parsing: .unconditional, help: "Number of texts to generate, separated by a line of ---.")
    var count = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Generate N lines, each a text of its own, such as names.", valueName: "n"))
    var lines: Int?

    /// How many texts are generated.
    var numTexts: Int { lines ?? count }

    /// The most characters of a text; the word that ends it has a few more.
    private var longest: Int { isOpen ? maxLength ?? 2 * shortest + 500 : length }
    /// Whether the end may come long after the length.
    private var isOpen: Bool { lines != nil || end == .sentence || end == .paragraph || end == .line }
    /// A line of its own ends at the first line end.
    private var shortest: Int { lines == nil ? length : 1 }

    /// All texts are in memory before they are printed.
    private static let mostCharactersOfJSON = 100_000_000

    func validate() throws {
        try requireCount("--length", length, limit: 1_000_000_000)
        try requireCount("--count", count, limit: 1_000_000)
        try requireCount("--lines", lines, limit: 1_000_000)
        try requireCount("--max-length", maxLength, limit: 1_000_000_000)
        if lines != nil {
            let given = GivenOptions(of: Sample.self)
            try given.refuse("--count", because: "--lines is the number of texts")
            try given.refuse("--end", because: "with --lines each text ends with its line")
            try given.refuse("--length", because: "a line has the length that it has; --max-length limits it")
        }
        guard let maxLength else { return }
        guard isOpen else {
            throw ValidationError(
                "--max-length would have no effect: the text ends at --length; give --end sentence, or leave it out.")
        }
        guard maxLength >= shortest else {
            throw ValidationError("--max-length must be at least --length, which is \(length), not \(maxLength).")
        }
    }

    /// Refuses more text than fits into memory.
    func requireMemory(for format: OutputFormat) throws {
        let (total, overflow) = longest.multipliedReportingOverflow(by: numTexts)
        guard format == .json, overflow || total > Self.mostCharactersOfJSON else { return }
        throw ValidationError(
            "--length times --count must be at most \(Self.mostCharactersOfJSON) with --format json, not "
                + "\(total); --format text has no such limit.")
    }

    /// Where a text ends; one that matches a pattern by itself.
    private func end(isPattern: Bool) -> TextEnd {
        lines != nil ? .line : end ?? (isPattern ? .length : .word)
    }

    /// The options of one text.
    func options(_ sampling: SamplingOptions, isPattern: Bool, stop: [String], randomSeed: UInt64) -> GenerationOptions
    {
        GenerationOptions(
            length: shortest, end: end(isPattern: isPattern), maxLength: maxLength, sampling: sampling, stop: stop,
            randomSeed: randomSeed)
    }

    /// The options that were not given, as they are by default.
    func missingArguments(isPattern: Bool) -> [String] {
        let given = GivenOptions(of: Sample.self)
        var arguments = isOpen && maxLength == nil ? ["--max-length=\(longest)"] : []
        guard lines == nil else { return arguments }
        if !given.contains("--length") { arguments.append("--length=\(length)") }
        if end == nil { arguments.append("--end=\(end(isPattern: isPattern).rawValue)") }
        return arguments
    }
}
