import ArgumentParser
import Charts
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `forecast anomalies`: what is out of the ordinary.
struct Anomalies: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find rows that are out of the ordinary, each decided on as it comes.",
        discussion: """
            A forecaster learns from the first rows, the probation. Behind them every row is forecast from those before \
            it, and its error weighed against the errors so far, by itself and with those of the rows before it. One \
            decision a row, which no later row changes. A single strange row stays out of the forecasts that follow.

              forecast anomalies taxi.csv
              forecast anomalies taxi.csv --chart taxi.png --format csv > anomalies.csv
              forecast anomalies taxi.csv --windows windows.json --key realKnownCause/nyc_taxi.csv

            With --windows the detections are scored as the Numenta Anomaly Benchmark does: 100 for every anomaly found at \
            once and nothing else, 0 for none found. Beside it stands the same detector on the error of the last value.
            """)

    @Argument(help: "The series, a CSV file; - for standard input.", completion: .file())
    var file: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Rows to learn from (default: 15 %, at most 750).", valueName: "n"))
    var probation: Int?

    @Option(
        parsing: .unconditional, help: "The score from which a row is an anomaly: 3 is about once in a thousand.")
    var threshold: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Rows behind an anomaly in which no other one is announced (default: 250, of days and longer steps 30).",
            valueName: "n"))
    var refractory: Int?

    @Flag(
        inversion: .prefixedNo,
        help: """
            A single row is an event: each strange one is announced, and up to a week of them stay out of the forecasts \
            that follow (default: where a step is a day or longer).
            """)
    var single: Bool?

    @Option(
        help: ArgumentHelp(
            "True anomalies to score by: a JSON list of [from, to], or an object of such lists by file.",
            valueName: "file"), completion: .file())
    var windows: String?

    @Option(
        help: ArgumentHelp("The list to take of --windows (default: the end of the file's path).", valueName: "key"))
    var key: String?

    @Flag(help: "Print every row, not only the anomalies.")
    var all = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Decides everything random; the same number gives the same result.", valueName: "n"))
    var randomSeed: UInt64 = 1

    @OptionGroup(title: "Input") var series: SeriesArguments
    @OptionGroup(title: "Columns") var columns: ColumnArguments
    @OptionGroup(title: "Forecaster") var network: ForecasterOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions<Train.Windows>
    @OptionGroup(title: "Picture") var picture: ChartOption
    @OptionGroup var output: RowOutput

    func validate() throws {
        let given = GivenOptions(of: Self.self)
        try given.refuse("--key", unless: windows != nil, because: "it names a list of --windows, which was not given")
        try given.refuse(
            "--levels", "--recursive", because: "every row is forecast from those before it, without intervals")
        try requireCount("--probation", probation, limit: 1 << 40)
        if let refractory, refractory < 0 { throw ValidationError("--refractory must not be negative.") }
        try requireCount("--refractory", refractory.map { max(1, $0) }, limit: 1 << 40)
        if let threshold, !(threshold > 0 && threshold.isFinite) {
            throw ValidationError("--threshold must be above 0, not \(threshold).")
        }
        try picture.requireOne(series)
        if series.isStacked, windows != nil {
            throw ValidationError("--windows scores one series; leave out --series.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: output.threads)
        try requireOutputs([("--chart", picture.chart)], inputs: [file] + [windows].compactMap { $0 })
        Interrupts.observe()
        try series.forEachPart(
            of: file, isQuiet: output.quiet, isJSON: output.format == .json, columns: { _ in columns.needed }, search)
    }

    private func search(_ part: SeriesPart) throws {
        let table = part.table
        let count = try columns.knownRows(in: table)
        let probation = probation ?? NABScore.probationaryRows(of: count)
        let truth = try windows.map { try TrueAnomalies(contentsOf: $0, key: key, series: file).rows(of: table) }
        let settings = try settings(for: table, probation: min(probation, count))
        var detector = single ?? table.hasLongSteps ? AnomalyDetector.Settings.singleRows : .init()
        detector.threshold = threshold ?? detector.threshold
        detector.residuals.refractoryPeriod = refractory ?? (table.hasLongSteps ? 30 : 250)
        let found = try Interrupts.named("interrupted; nothing was kept") {
            try AnomalySearch(of: table, settings: settings, probation: probation, detector: detector) { _ in
                !Interrupts.isRequested
            }
        }
        try picture.write(ForecastChart.anomalies(found, of: table, windows: truth ?? []), isQuiet: output.quiet)
        try AnomalyPrinter(found, part, truth: truth, printsAll: all).print(as: output.format)
    }

    /// What suits the short time to learn in: two days of hours or half-hours, the values as they are, and the calendar.
    private func settings(for table: SeriesTable, probation: Int) throws -> ForecasterSettings {
        var (network, columns) = (network, columns)
        network.window = network.window ?? max(1, min(48, probation / 4))
        if network.choosesTransformation { network.difference = 0 }
        columns.calendar = columns.calendar ?? true
        return try forecastSettings(
            for: table, rows: 0..<probation, columns: columns, network: network, learning: learning,
            randomSeed: randomSeed, isQuiet: output.quiet)
    }
}

extension SeriesTable {
    /// Whether a step is a day or longer.
    fileprivate var hasLongSteps: Bool {
        switch frequency {
        case .months, .tradingDays: true
        case .seconds(let seconds): seconds >= 86_400
        case .rows, .nanoseconds: false
        }
    }
}

/// How rows are printed.
struct RowOutput: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, csv
    }

    @Option(help: "How to print the result: text, json or csv.")
    var format: Format = .text

    @Option(help: "Threads to compute with (default: one a core); the result is the same for any number.")
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Say nothing on standard error unless something fails.")
    var quiet = false

    func validate() throws { try requireCount("--threads", threads, limit: 1024) }
}
