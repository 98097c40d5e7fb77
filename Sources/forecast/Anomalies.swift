import ArgumentParser
import Charts
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `forecast anomalies`: what is out of the ordinary.
struct Anomalies: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Detect anomalies in a series, row by row.",
        discussion: """
            A forecaster is trained on the first rows, the probation period. Every later row is forecast from the rows \
            before it, and its error is compared with the earlier errors, both alone and together with the rows just \
            before it. Each row is decided once; later rows do not change the decision. A single unusual row is \
            excluded from the forecasts that follow.

              forecast anomalies taxi.csv
              forecast anomalies taxi.csv --chart taxi.png --format csv > anomalies.csv
              forecast anomalies taxi.csv --windows windows.json --key realKnownCause/nyc_taxi.csv

            With --windows the detections are scored by the Numenta Anomaly Benchmark: 100 means that every anomaly \
            was found at once without false alarms, 0 that none was found. The baseline is the same detector on the \
            errors of the last-value forecast.
            """)

    @Argument(help: "The series, a CSV file; - for standard input.", completion: .file())
    var file: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Rows of the probation period (default: 15 %, at most 750).", valueName: "n"))
    var probation: Int?

    @Option(
        parsing: .unconditional, help: "Score at which a row is an anomaly: 3 is about one row in a thousand.")
    var threshold: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Rows after an anomaly without another report (default: 250; 30 if a step is a day or longer).",
            valueName: "n"))
    var refractory: Int?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Treat each unusual row as an event: all are reported, and up to seven are excluded from the forecasts that \
            follow (default: if a step is a day or longer).
            """)
    var single: Bool?

    @Option(
        help: ArgumentHelp(
            "True anomalies for scoring: a JSON list of [from, to], or an object of such lists by file.",
            valueName: "file"), completion: .file())
    var windows: String?

    @Option(
        help: ArgumentHelp("Key of the list in --windows (default: the end of the file's path).", valueName: "key"))
    var key: String?

    @Flag(help: "Print every row, not only the anomalies.")
    var all = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Random seed; the same seed gives the same result.", valueName: "n"))
    var randomSeed: UInt64 = 1

    @OptionGroup(title: "Input") var series: SeriesArguments
    @OptionGroup(title: "Columns") var columns: ColumnArguments
    @OptionGroup(title: "Forecaster") var network: ForecasterOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions<Train.Windows>
    @OptionGroup(title: "Picture") var picture: ChartOption
    @OptionGroup var output: RowOutput

    func validate() throws {
        let given = GivenOptions(of: Self.self)
        try given.refuse(
            "--key", unless: windows != nil, because: "it selects a list of --windows, which was not given")
        try given.refuse(
            "--levels", "--recursive", because: "every row is forecast one step ahead, without intervals")
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
        let found = try Interrupts.named("interrupted; nothing was saved") {
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

    @Option(help: "Output format: text, json or csv.")
    var format: Format = .text

    @Option(help: "Number of threads (default: one per core); the result is the same for any number.")
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Print nothing on standard error except errors.")
    var quiet = false

    func validate() throws { try requireCount("--threads", threads, limit: 1024) }
}
