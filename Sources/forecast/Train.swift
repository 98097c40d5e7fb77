import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `forecast train`: from a series to a model folder.
struct Train: TrainCommand {
    static let tool = "forecast"

    static let configuration = CommandConfiguration(
        abstract: "Train a forecaster on a series.",
        discussion: """
            The last rows are the test set: they are not used in training, and the report compares the forecasts of \
            them with those of baselines. A fifth of the rows before is held out to select the best state of the \
            training, to choose between the network and the baselines, and to calibrate the intervals. The method that \
            forecasts the held-out rows best is saved; --method lstm always saves the network.

              forecast train passengers.csv --horizon 12 --output passengers
              forecast train load.csv --column MW --calendar --horizon 24 --quantiles 0.05,0.5,0.95
              forecast train passengers.csv --test 0 --tune 5m --overwrite --output passengers
              forecast train shops.csv --series store --column sales --output shops
              forecast train --resume passengers

            Ctrl-C saves and exits. A killed training can be continued with --resume; the result is bit for bit that \
            of an uninterrupted training. A killed search continues if the same command with --random-seed is given \
            again.

            With --series each series of the file gets a model in its own folder, such as shops/store=A. If one cannot \
            be trained, it is reported and the others continue.
            """)

    @Argument(help: "The series, a CSV file; - for standard input.", completion: .file())
    var files: [String] = []

    @OptionGroup var folder: TrainingFolderOptions

    @Option(
        help: ArgumentHelp(
            "Hyperparameter search for this time first, such as 90s or 5m; trials are written to trials.jsonl.",
            valueName: "duration"), transform: Duration.init(parsing:))
    var tune: Duration?

    @OptionGroup(title: "Test") var test: TestOptions
    @OptionGroup(title: "Input") var series: SeriesArguments
    @OptionGroup(title: "Columns") var columns: ColumnArguments
    @OptionGroup(title: "Forecaster") var network: ForecasterOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions<Windows>
    @OptionGroup(title: "Picture") var picture: ChartOption
    @OptionGroup var common: CommonOptions

    enum Windows: LearningWords {
        static let unit = "windows"
        static var patience: String {
            "Early stopping: stop after this many validations without improvement; 0 disables it (default: 10)."
        }
    }

    func validate() throws {
        guard files.count == 1 || folder.resume != nil else { throw ValidationError("Give the CSV file of a series.") }
        try folder.requireAlone(files)
        try GivenOptions(of: Self.self).refuseHeldOutOptions(
            hasValidation: false, split: network.validationSplit ?? 1, unless: folder.resume != nil)
        try picture.requireOne(series)
        if series.isStacked, folder.resume != nil {
            throw ValidationError(
                "--resume continues one series; give the folder of that series, without --series.")
        }
        if files.first == "-", folder.output == nil { throw ValidationError("Give --output with standard input.") }
    }

    func run() throws {
        guard series.isStacked else { return try train() }
        try series.forEachPart(
            of: files[0], isQuiet: common.quiet, isJSON: common.format == .json, columns: { _ in columns.needed },
            { part in
                var one = self
                one.folder.output = URL(fileURLWithPath: path).appending(path: SeriesPart.folderName(part.keys)).path
                if common.format == .text { try part.writeHeading() }
                try SeriesPart.$current.withValue(part) { try one.train() }
            })
    }

    var recipe: SeriesRecipe {
        get throws {
            let input = series.input(files[0].absolutePath, columns: columns.needed)
            return SeriesRecipe(input: input, isQuiet: common.quiet)
        }
    }

    var outputs: [Output] { [("--chart", picture.chart)] }

    func settings(for data: TrainingData<SeriesTable>, randomSeed: UInt64) throws -> ForecasterSettings {
        let table = data.training
        let count = try columns.knownRows(in: table)
        let testRows = test.rows(of: count)
        let rows = 0..<max(0, count - testRows)
        var settings = try forecastSettings(
            for: table, rows: rows, columns: columns, network: network, learning: learning, randomSeed: randomSeed,
            isQuiet: common.quiet)
        settings.testRows = testRows
        guard let tune else { return settings }
        let log = try TuningLog(in: modelFolder, startsOver: folder.overwrite, isQuiet: common.quiet)
        return try log.tune(settings, for: table, rows: rows, seconds: tune.seconds, options: network)
    }

    func plan(of training: ForecasterTraining) -> String {
        let settings = training.settings
        if let method = settings.method, method.isBaseline {
            return "fitting \(EvaluationCard.names[method.rawValue] ?? method.rawValue)"
        }
        let inputs = training.model.configuration.inputSize
        return """
            \(training.trainingWindows.grouped) windows of \(settings.window) rows to train on, \
            \(training.validationWindows.grouped) held out, horizon \(settings.horizon)
            \(settings.cell.title) \(settings.numLayers) x \(settings.hiddenSize) on \(inputs) \
            \(inputs == 1 ? "column" : "columns"), \(training.model.parameterCount.grouped) parameters, \
            \(settings.training.epochsText)
            """
    }

    func lossText(_ loss: Double) -> String { loss.fixed(5) }

    func trial(of folder: String) -> String {
        guard let part = SeriesPart.current else { return "predict --model \(folder) FILE" }
        let all = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
        let keys = part.keys.map { " --series \($0.column.shellQuoted)" }.joined()
        return "predict --model \(all.shellQuoted) FILE" + keys
    }

    func show(_ result: ForecasterTraining.Result) throws {
        try picture.write(ForecastChart.losses(result.report), isQuiet: common.quiet)
        if common.format == .json {
            guard let part = SeriesPart.current else {
                return try StandardOutput.writeLine(JSONOutput.encode(result.report))
            }
            return try part.writeJSON(result.report)
        }
        guard let test = result.report.test else {
            if let selection = result.report.selection, selection.winner != nil {
                try StandardOutput.writeLine(SelectionText(selection).sentence)
            }
            return try StandardOutput.writeLine("There is no test set.")
        }
        try EvaluationCard(test, method: result.report.selection?.method ?? result.report.settings.cell.rawValue)
            .print()
    }
}

/// Where the series of a training lies.
struct SeriesRecipe: TrainingRecipe {
    static let change = "the series has changed since"

    let input: SeriesInput
    let isQuiet: Bool

    var inputs: [String] { [input.file] }

    func read(note: (ReadingNote) -> Void) throws -> TrainingData<SeriesTable> {
        TrainingData(try SeriesPart.current?.table ?? input.read(isQuiet: isQuiet), validation: nil)
    }

    func makeTraining(
        _ data: TrainingData<SeriesTable>, settings: ForecasterSettings, in folder: ModelFolder
    ) throws -> ForecasterTraining {
        try ForecasterTraining(data.training, folder: folder, settings: settings)
    }
}

/// Settings that suit a series, and what the command line says of them.
///
/// - Parameter rows: Those before the test.
func forecastSettings<Words>(
    for table: SeriesTable, rows: Range<Int>, columns: ColumnArguments, network: ForecasterOptions,
    learning: LearningOptions<Words>, randomSeed: UInt64, isQuiet: Bool
) throws -> ForecasterSettings {
    let names = try columns.names(in: table)
    var settings = ForecasterSettings.recommended(
        columns: names.targets, rows: rows.count, period: table.frequency.seasonalPeriods.first,
        horizon: network.horizon, randomSeed: randomSeed)
    (settings.observed, settings.known) = (names.observed, names.known)
    settings.usesCalendar = columns.calendar ?? false
    network.apply(to: &settings)
    settings.batchSize = learning.batchSize ?? settings.batchSize
    if let epochs = learning.epochs { settings.plan(epochs: epochs) }
    learning.apply(to: &settings.training)
    try refuseDropoutBetweenLayers(network.dropout, of: settings.numLayers)
    if let problem = settings.problem {
        throw CommandFailure(.usage, "These options cannot be used: \(problem).")
    }
    if network.choosesTransformation {
        let choice = try settings.chooseTransformation(for: table, rows: rows)
        if !isQuiet { StandardError.writeLine("forecasting \(choice)") }
    }
    return settings
}
