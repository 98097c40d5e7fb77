import ArgumentParser
import Charts
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment summarize`: what many texts say together.
struct Summarize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Summarize the classes of many texts, overall, by group and over time.",
        discussion: """
            Classifies every row of a table, or every line of a text file, and prints the share of each class with its \
            95 % interval, the words that are typical of each class, and example sentences. The memory does not grow \
            with the number of texts.

              sentiment summarize reviews.csv --column body
              sentiment summarize reviews.csv --column body --by product --over date:month --chart trend.svg
              sort -u messages.txt | sentiment summarize --format json

            The interval (Wilson 1927) is for the texts as a sample, and does not include the errors of the model. In \
            JSON, meanProbability is the mean of a class's probability, which is a better estimate of its share if the \
            probabilities are calibrated on such texts; see sentiment calibrate. Typical words are those whose odds are \
            higher in a class than in the others (log-odds ratio with a Dirichlet prior; Monroe et al. 2008), counted \
            once per text.
            """)

    @Argument(help: "Files; - or none for standard input.", completion: .file())
    var files: [String] = []

    @Option(name: .shortAndLong, help: "Model folder, or name of a shipped model.", completion: .directory)
    var model: String?

    @Option(help: ArgumentHelp("Column by which texts are grouped, by name or number.", valueName: "column"))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "Column with dates, and the period to count by: day, week, month (the default), quarter or year.",
            valueName: "column:period"))
    var over: String?

    @Option(
        help: ArgumentHelp("How the dates are written, such as dd.MM.yyyy (default: found out).", valueName: "pattern"))
    var dateFormat: String?

    @Option(parsing: .unconditional, help: "Typical words to show for each class.")
    var words = 10

    @Option(parsing: .unconditional, help: "Example sentences to show for each class.")
    var examples = 3

    @Option(parsing: .unconditional, help: "Groups to show, the largest first; JSON has all.")
    var groups = 20

    @OptionGroup var chart: ChartOption
    @OptionGroup var choice: ClassesOption
    @OptionGroup var inference: PrecisionOption
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        try requireOneStandardInput(files)
        for (name, count) in [("--words", words), ("--examples", examples), ("--groups", groups)]
        where !(0...1_000).contains(count) {
            throw ValidationError("\(name) must be 0 to 1000, not \(count).")
        }
        guard chart.chart == nil || by != nil || over != nil else {
            throw ValidationError("--chart draws groups or periods; give --by or --over.")
        }
        let given = GivenOptions(of: Self.self)
        try given.refuse("--date-format", unless: over != nil, because: "there are no dates without --over")
        try given.refuse("--groups", unless: by != nil, because: "there are no groups without --by")
        if let over { _ = DatedColumn(over) }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let analyzer = try ModelArgument(model).load(precision: inference.precision, choice, isQuiet: common.quiet)
        guard !analyzer.isMultiLabel else {
            throw CommandFailure(
                .usage,
                "sentiment summarize needs a model that gives each text one class, and this one gives any number of "
                    + "labels; use sentiment classify --format csv.")
        }
        try requireOutputs([("--chart", chart.chart)], inputs: files.isEmpty ? ["-"] : files)
        let texts = TextFiles(files, isQuiet: common.quiet)
        try texts.requireReadable(by: "sentiment summarize")
        Interrupts.observe()
        var summary = TextSummary(of: analyzer, words: words, examples: examples)
        var options = try input.records()
        var columns = SummaryColumns(by: by, over: over.map { DatedColumn($0) }, dateFormat: dateFormat)
        for file in texts.files {
            try input.errors.errors.namingOption {
                try texts.read(
                    file, unit: .line, options: &options, keepsColumns: by != nil || over != nil,
                    tokenizer: analyzer.tokenizer
                ) { try summary.add(columns.entries(of: $0)) }
            }
        }
        try summary.add(columns.finish())
        let report = try summary.report()
        if common.format == .json {
            try StandardOutput.writeLine(JSONOutput.encode(SummaryCard.Output(report, model: model, columns)))
        } else {
            try SummaryCard(report, columns, mostGroups: groups).print()
        }
        try chart.write(SummaryCard(report, columns, mostGroups: groups).chart, isQuiet: common.quiet)
    }
}

/// A column of dates and the period that is counted by: `date:month`.
struct DatedColumn {
    let name: String
    let period: CalendarPeriod

    init(_ argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        let period = parts.count > 1 ? parts.last.flatMap { CalendarPeriod(rawValue: String($0)) } : nil
        name = period == nil ? argument : parts.dropLast().joined(separator: ":")
        self.period = period ?? .month
    }
}

/// What the columns of a table say of its texts: the group and the period of each.
struct SummaryColumns {
    let by: String?
    let over: DatedColumn?
    private let dateFormat: String?
    private var dates: DateColumn?
    /// Texts that wait until enough dates are there to tell how they are written.
    private var waiting: [(item: TextItem, date: String)] = []

    /// Dates that are looked at to tell how all are written.
    private static let sampleCount = 1_000

    init(by: String?, over: DatedColumn?, dateFormat: String?) {
        (self.by, self.over, self.dateFormat) = (by, over, dateFormat)
    }

    /// The texts that can be counted now.
    mutating func entries(of items: [TextItem]) throws -> [TextSummary.Entry] {
        guard let over else { return try items.map { try entry($0, date: "") } }
        let dated = try items.map { (item: $0, date: try value(of: over.name, option: "--over", in: $0) ?? "") }
        guard dates == nil else { return try dated.map { try entry($0.item, date: $0.date) } }
        waiting += dated
        return waiting.count < Self.sampleCount ? [] : try finish()
    }

    /// The texts that still wait.
    mutating func finish() throws -> [TextSummary.Entry] {
        let all = waiting
        waiting = []
        let sample = all.filter { !$0.date.isBlank }
        if dates == nil {
            do {
                dates = try DateColumn(sample: sample.map(\.date), pattern: dateFormat)
            } catch {
                throw failure(error, at: { sample[$0].item })
            }
        }
        return try all.map { try entry($0.item, date: $0.date) }
    }

    private func entry(_ item: TextItem, date: String) throws -> TextSummary.Entry {
        let group = try by.map { by in
            let value = try value(of: by, option: "--by", in: item) ?? ""
            return value.isBlank ? "(none)" : value
        }
        guard let over, let dates, !date.isBlank else { return TextSummary.Entry(text: item.text, group: group) }
        do {
            let period = over.period.name(of: try dates.timestamp(of: date))
            return TextSummary.Entry(text: item.text, group: group, period: period)
        } catch {
            throw failure(error, at: { _ in item })
        }
    }

    /// The cell of a column by name or number; `nil` in an object without that field.
    private func value(of column: String, option: String, in item: TextItem) throws -> String? {
        guard let columns = item.columns else {
            throw CommandFailure(
                .badData, "\(MessageText.quoted(item.file)) is plain text and has no columns; \(option) needs a table.")
        }
        if let index = columns.names.firstIndex(of: column) { return columns.values[index] }
        if let number = Int(column), columns.values.indices.contains(number - 1) { return columns.values[number - 1] }
        guard !item.isObject else { return nil }
        throw CommandFailure(
            .badData,
            "\(MessageText.quoted(item.file)) has no column \(MessageText.quoted(column)) for \(option); its columns are "
                + columns.names.prefix(20).joined(separator: ", ") + (columns.names.count > 20 ? ", …." : "."))
    }

    private func failure(_ problem: DateColumn.Problem, at item: (Int) -> TextItem) -> CommandFailure {
        switch problem {
        case .invalidPattern(let pattern):
            return CommandFailure(
                .usage, "--date-format \(MessageText.quoted(pattern)) is not the pattern of a date, such as dd.MM.yyyy."
            )
        case .notADate(let index, let text, let format):
            let item = item(index)
            let others = format.map { "; the dates before it are written \($0)" } ?? ""
            return CommandFailure(
                .badData,
                "\(MessageText.quoted(item.file)), line \(item.line), column \(MessageText.quoted(over?.name ?? "")): "
                    + "\(MessageText.quoted(text)) is not a date that can be read\(others); correct it, or give "
                    + "--date-format.")
        case .ambiguous(let text, let formats, let readings):
            let choices = zip(readings, formats).map { "\($0) (--date-format '\($1)')" }
            return CommandFailure(
                .badData,
                "The dates of column \(MessageText.quoted(over?.name ?? "")) can be read in several ways: "
                    + "\(MessageText.quoted(text)) is \(choices.joined(separator: " or ")).")
        }
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
