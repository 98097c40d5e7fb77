import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `forecast backtest`: how well a forecaster would have done.
struct Backtests: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Evaluate forecasts of the past with a rolling origin.",
        discussion: """
            The last rows are the test set, split into --folds parts. For each part a new network is trained on the \
            rows before it, and forecasts are made from every row of the part. Scales, thresholds and choices come \
            only from those earlier rows.

              forecast backtest passengers.csv --log --test 48
              forecast backtest load.csv --horizon 24 --test 8760 --folds 4 --sliding 17520 --gap 24
              forecast backtest ETTh1.csv --column OT --rows 14400 --test 2880 --window 336 --horizon 24 --format json
            """)

    @Argument(help: "The series, a CSV file; - for standard input.", completion: .file())
    var file: String

    @OptionGroup(title: "Test") var test: TestOptions

    @Option(parsing: .unconditional, help: "Parts of the test set, each with its own training.")
    var folds = 1

    @Option(parsing: .unconditional, help: "Rows to leave out between training and test.")
    var gap = 0

    @Option(
        parsing: .unconditional,
        help: "Sliding window: train on this many rows before each part (default: all, an expanding window).")
    var sliding: Int?

    @Option(parsing: .unconditional, help: "Rows between forecast origins.")
    var stride = 1

    @Option(
        help: ArgumentHelp("Also write every forecast to this CSV file.", valueName: "file"), completion: .file())
    var forecasts: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Random seed; the same seed gives the same figures.", valueName: "n"))
    var randomSeed: UInt64?

    @OptionGroup(title: "Input") var series: SeriesArguments
    @OptionGroup(title: "Columns") var columns: ColumnArguments
    @OptionGroup(title: "Forecaster") var network: ForecasterOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions<Train.Windows>
    @OptionGroup(title: "Picture") var picture: ChartOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        for (name, value) in [("--folds", folds), ("--stride", stride)] {
            try requireCount(name, value, limit: 1 << 30)
        }
        try requireCount("--sliding", sliding, limit: 1 << 40)
        try GivenOptions(of: Self.self).refuseHeldOutOptions(
            hasValidation: false, split: network.validationSplit ?? 1, unless: false)
        guard test.test != 0 else { throw ValidationError("--test must be at least 1 in a backtest.") }
        guard gap >= 0 else { throw ValidationError("--gap must not be negative.") }
        try requireCount("--gap", max(1, gap), limit: 1 << 40)
        try picture.requireOne(series)
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        try requireOutputs([("--chart", picture.chart), ("--forecasts", forecasts)], inputs: [file])
        Interrupts.observe()
        guard let forecasts else { return try backtestAll { _ in } }
        var failure: (any Error)?
        try DurableFile.replace(at: URL(fileURLWithPath: forecasts)) { writer in
            do {
                try backtestAll { try writer.write($0) }
            } catch let error as CommandFailure where series.isStacked {
                failure = error  // of single series; the forecasts of the others are kept
            }
        }
        if let failure { throw failure }
    }

    /// - Parameter write: Takes the forecasts of each series, as CSV.
    private func backtestAll(_ write: (String) throws -> Void) throws {
        var seed: UInt64?
        try series.forEachPart(
            of: file, isQuiet: common.quiet, isJSON: common.format == .json, columns: { _ in columns.needed },
            { part in
                let drawn = seed ?? drawnSeed()
                seed = drawn
                try backtest(part, seed: drawn, write)
            })
    }

    private func backtest(_ part: SeriesPart, seed: UInt64, _ write: (String) throws -> Void) throws {
        let table = part.table
        let count = try columns.knownRows(in: table)
        var plan = BacktestPlan(testRows: test.rows(of: count))
        (plan.folds, plan.gap, plan.slidingRows, plan.stride) = (folds, gap, sliding, stride)
        let settings = try forecastSettings(
            for: table, rows: 0..<max(0, count - plan.testRows - gap), columns: columns, network: network,
            learning: learning, randomSeed: seed, isQuiet: common.quiet)
        let display = BacktestDisplay(isQuiet: common.quiet)
        defer { display.end() }
        let result = try Interrupts.named("interrupted; nothing was saved") {
            try Backtest(of: table, plan: plan, settings: settings, display.show)
        }
        display.end()
        try picture.write(ForecastChart.backtest(result.records, of: table), isQuiet: common.quiet)
        if forecasts != nil { try write(part.keyed(result.csv(of: table))) }
        if common.format == .json { return try part.writeJSON(result.evaluation) }
        try part.writeHeading()
        let method = settings.method.flatMap { $0.isBaseline ? $0.rawValue : nil } ?? settings.cell.rawValue
        try EvaluationCard(result.evaluation, method: method, parts: folds).print()
    }

    private func drawnSeed() -> UInt64 {
        if let randomSeed { return randomSeed }
        let seed = UInt64.random(in: 0..<1_000_000_000)
        if !common.quiet { StandardError.writeLine("random seed \(seed)") }
        return seed
    }
}

/// Shows the trainings of a backtest on standard error, a bar each.
private final class BacktestDisplay {
    private let isQuiet: Bool
    private var bar: ProgressBar?
    private var part = "training"

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Shows an event; `false` when the user wants to stop.
    func show(_ event: ModelTrainingEvent) -> Bool {
        switch event {
        case .training(.stepEnded, let progress):
            if bar == nil {
                bar = ProgressBar(part, total: progress.totalUnits, unit: "windows", isQuiet: isQuiet)
            }
            bar?.update(completed: progress.units, detail: "loss \(progress.trainingLoss.fixed(5))")
        case .stage(let name):
            end()
            part = name
        default: break
        }
        return !Interrupts.isRequested
    }

    func end() {
        bar?.finish()
        bar = nil
    }
}

/// Which rows test a forecaster.
struct TestOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Size of the test set: the last n rows (default: a fifth).", valueName: "n"))
    var test: Int?

    func validate() throws {
        if let test, test < 0 { throw ValidationError("--test must not be negative.") }
        try requireCount("--test", test.map { max(1, $0) }, limit: 1 << 40)
    }

    func rows(of count: Int) -> Int { test ?? Int((0.2 * Double(count)).rounded()) }
}

extension Backtest {
    /// Every forecast beside the truth, a row each.
    func csv(of table: SeriesTable) -> String {
        var lines = ["column,origin,step,time,actual,forecast" + baselineNames.map { "," + $0 }.joined()]
        for record in records {
            for (index, origin) in record.origins.enumerated() {
                for step in record.actual[index].indices {
                    let baselines = record.baselines.map { ",\($0.forecasts[index][step])" }.joined()
                    lines.append(
                        "\(record.column.csvCell),\(table.label(ofRow: origin).csvCell),\(step + 1),"
                            + "\(table.label(ofRow: origin + step).csvCell),\(record.actual[index][step]),"
                            + "\(record.forecast[index][step])\(baselines)")
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var baselineNames: [String] { records.first?.baselines.map(\.name) ?? [] }
}
