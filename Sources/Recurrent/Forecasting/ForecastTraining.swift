import Datasets
import Foundation
import Models
import NeuralLayers
import Tensors
import Training

/// The training of a forecaster, from a table to a folder with a finished model.
///
/// ```swift
/// let table = try SeriesTable(contentsOf: URL(fileURLWithPath: "passengers.csv"))
/// let settings = ForecastSettings.recommended(
///     columns: ["Passengers"], rows: table.count, period: 12, randomSeed: 1)
/// var training = try ForecastTraining(table, settings: settings)
/// let forecaster = try training.run()!
/// ```
public struct ForecastTraining: ModelTraining {
    public private(set) var settings: ForecastSettings
    /// The rows that are learnt from, and those held out behind them.
    public let fittingRows: Range<Int>
    public let validationRows: Range<Int>
    private let table: SeriesTable
    /// Rows of the table at which what is forecast is known.
    let knownCount: Int
    private let series: PreparedSeries
    private let validation: [Int]
    private(set) var preparation: SeriesPreparation
    private var trainer: FolderTrainer<ForecastTask>
    /// Whether the network did not better the linear part, and was left out of the finished model.
    public private(set) var isLinear = false
    /// The error of the linear part alone on the held-out rows; `nil` without one.
    private var linearError: Double?

    public var model: SeriesForecaster { trainer.model }
    public var progress: TrainingProgress { trainer.progress }
    /// Windows that are learnt from in an epoch, and held-out ones.
    public var trainingWindows: Int { trainer.task.unitsPerEpoch }
    public var validationWindows: Int { validation.count }

    /// - Parameters:
    ///   - rows: The rows to use, the last of them held out as the settings say; nothing behind them is read. `nil` for
    ///     all but the test.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    /// - Throws: ``ForecastError``
    public init(
        _ table: SeriesTable, rows: Range<Int>? = nil, folder: ModelFolder? = nil, settings: ForecastSettings
    ) throws {
        if let problem = settings.problem { throw ForecastError.invalidSettings(problem) }
        self.settings = settings
        self.table = table
        knownCount = try table.knownCount(of: settings.columns)
        let rows = (rows ?? 0..<max(0, knownCount - settings.testRows)).clamped(to: 0..<knownCount)
        let (window, horizon) = (settings.window, settings.modelHorizon)
        let heldOut = Int((Double(rows.count) * settings.validationSplit).rounded())
        (fittingRows, validationRows) = (
            rows.lowerBound..<rows.upperBound - heldOut, rows.upperBound - heldOut..<rows.upperBound
        )
        let needed = window + settings.difference + horizon
        guard fittingRows.count >= needed else {
            throw ForecastError.tooFewRows(
                file: table.file, found: fittingRows.count, needed: needed, purpose: .learning)
        }
        preparation = try SeriesPreparation(table, fittingRows: fittingRows, settings: settings)
        series = try preparation.prepare(table.prefix(rows.upperBound), future: 0)
        let training = Array(rows.lowerBound + window + settings.difference...fittingRows.upperBound - horizon)
        let last = min(validationRows.upperBound, series.count) - horizon
        validation = Array(validationRows.lowerBound..<max(validationRows.lowerBound, last + 1))
        var weights = SeededGenerator(seed: settings.training.randomSeed, stream: "weights")
        let model = SeriesForecaster(
            settings.modelConfiguration(calendarSize: preparation.calendarSize), using: &weights)
        // With no opinion of its own the network begins where the linear forecast stands.
        if settings.hasHighway { model.output.weight.value = .zeros(model.output.weight.shape) }
        Highway.fit(model, to: series, rows: rows.lowerBound + settings.difference..<fittingRows.upperBound)
        trainer = FolderTrainer(
            ForecastTask(
                model: model, windows: series.windows(window: window, horizon: horizon), training: training,
                validation: validation, batchSize: settings.batchSize,
                generator: SeededGenerator(seed: settings.training.randomSeed, stream: "windows")),
            options: settings.training.leavingHighways(of: model), folder: folder)
        if settings.hasHighway, !validation.isEmpty { linearError = heldOutForecasts.error }
    }

    public mutating func plan(seconds budget: Double) throws {
        let speed = try trainer.measureSpeed(steps: 40, seconds: min(5, budget / 20))
        settings.plan(epochs: trainer.epochs(in: 0.9 * budget, speed: speed))
        trainer.plan(settings.training.leavingHighways(of: model))
    }

    public mutating func resume() throws { try trainer.resume() }

    // MARK: Running

    /// Trains, measures the intervals on the held-out rows, forecasts the test and saves.
    public mutating func run(
        description: [String: String] = [:], _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws -> (forecaster: Forecaster, report: ForecastReport)? {
        guard let trained = try train(description: description, handle) else { return nil }
        var forecaster = trained.forecaster
        if let folder = trainer.folder {
            try forecaster.save(to: folder.url)
            forecaster = try Forecaster(contentsOf: folder.url)  // measured as it is stored
        }
        var test: Backtest?
        if settings.testRows > 0, validationRows.upperBound < knownCount {
            guard try handle(.stage("measuring")) else { return nil }
            test = try Backtest(of: forecaster, heldOut: trained.heldOut, on: table, training: self)
        }
        let report = ForecastReport(self, table: table, test: test?.evaluation, outcome: trained.outcome)
        try trainer.finish(report)
        return (forecaster, report)
    }

    /// Trains and measures on the held-out rows.
    mutating func train(
        description: [String: String] = [:], _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> (forecaster: Forecaster, heldOut: HeldOutForecasts, outcome: String)? {
        let preparation = preparation
        let outcome = try trainer.train(
            settings, description: description,
            writeBeside: { try $0.writeJSON(preparation, SeriesPreparation.file) },
            { try handle(.training($0, $1.progress)) })
        guard let outcome else { return nil }
        var heldOut = heldOutForecasts
        if let linearError, heldOut.error > linearError * (settings.quantiles.isEmpty ? Self.leastGain : 1) {
            for parameter in model.output.namedParameters.map(\.parameter) { parameter.value = .zeros(parameter.shape) }
            heldOut = heldOutForecasts
            isLinear = true
            Highway.fit(model, to: series, rows: fittingRows.lowerBound + settings.difference..<series.count)
        }
        self.preparation.intervals = ForecastIntervals(
            levels: settings.levels, scores: heldOut.scores(levels: settings.levels))
        return (Forecaster(model: model, preparation: self.preparation), heldOut, outcome.rawValue)
    }

    /// A network has to better the linear part by more than a hundredth on the held-out rows, or at all where it tells
    /// quantiles too. Else it is left out, and the linear part fitted anew to all rows, those held out included.
    private static let leastGain = 0.99

    /// What the model, as it is now, tells of the held-out rows.
    var heldOutForecasts: HeldOutForecasts {
        let forecaster = Forecaster(model: model, preparation: preparation)
        return HeldOutForecasts(
            told: forecaster.levelForecasts(of: series, origins: validation, horizon: settings.horizon),
            series: series, quantiles: settings.quantiles, fittingRows: fittingRows, horizon: settings.horizon)
    }
}

extension TrainingOptions {
    /// The linear part of a forecaster is fitted already and stays as it is.
    fileprivate func leavingHighways(of model: SeriesForecaster) -> TrainingOptions {
        guard !model.highways.isEmpty else { return self }
        var options = self
        var scales = rateScales ?? [:]
        for name in model.namedParameters.map(\.name) where name.hasPrefix("highway.") { scales[name] = 0 }
        options.rateScales = scales
        return options
    }
}
