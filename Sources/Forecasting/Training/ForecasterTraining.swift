import Foundation
import ModelFiles
import Tensors
import Training

/// The training of a forecaster, from a table to a folder with a finished model.
///
/// ```swift
/// let table = try SeriesTable(contentsOf: URL(fileURLWithPath: "passengers.csv"))
/// let settings = ForecasterSettings.recommended(
///     columns: ["Passengers"], rows: table.count, period: 12, randomSeed: 1)
/// var training = try ForecasterTraining(table, settings: settings)
/// let forecaster = try training.run().forecaster
/// ```
public struct ForecasterTraining: ModelTraining {
    /// What a training has come to.
    public struct Result: Sendable {
        /// The best model.
        public let forecaster: Forecaster
        /// How it was trained and how good it is.
        public let report: ForecasterReport
    }

    public private(set) var settings: ForecasterSettings
    /// The rows that are trained on.
    public let fittingRows: Range<Int>
    /// The held-out rows, which follow them.
    public let validationRows: Range<Int>
    private let table: SeriesTable
    /// Rows of the table at which what is forecast is known.
    let knownCount: Int
    private let series: PreparedSeries
    private let validation: [Int]
    private(set) var preparation: SeriesPreparation
    private var trainer: FolderTrainer<ForecasterTask>
    /// Whether the network did not beat its linear part and was left out of the finished model.
    public private(set) var isLinear = false
    /// The error of the linear part alone on the held-out rows; `nil` without one.
    private var linearError: Double?
    /// That of the network; `nil` before it is trained.
    private var networkError: Double?

    public var model: ForecasterNetwork { trainer.model }
    public var progress: TrainingProgress { trainer.progress }
    /// The number of training windows in an epoch.
    public var trainingWindows: Int { trainer.task.unitsPerEpoch }
    /// The number of held-out windows.
    public var validationWindows: Int { validation.count }

    /// - Parameters:
    ///   - rows: The rows to use, the last of them held out as the settings say; nothing behind them is read. `nil` for
    ///     all but the test.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    /// - Throws: ``ForecasterError``
    public init(
        _ table: SeriesTable, rows: Range<Int>? = nil, folder: ModelFolder? = nil, settings: ForecasterSettings
    ) throws {
        if let problem = settings.problem { throw ForecasterError.invalidSettings(problem) }
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
            throw ForecasterError.tooFewRows(
                file: table.file, found: fittingRows.count, needed: needed, purpose: .learning)
        }
        preparation = try SeriesPreparation(table, fittingRows: fittingRows, settings: settings)
        series = try preparation.prepare(table.prefix(rows.upperBound), future: 0)
        let training = Array(rows.lowerBound + window + settings.difference...fittingRows.upperBound - horizon)
        let last = min(validationRows.upperBound, series.count) - horizon
        validation = Array(validationRows.lowerBound..<max(validationRows.lowerBound, last + 1))
        var weights = SeededGenerator(seed: settings.training.randomSeed, stream: "weights")
        let model = ForecasterNetwork(
            settings.modelConfiguration(calendarSize: preparation.calendarSize), using: &weights)
        // With no opinion of its own the network begins where the linear forecast stands.
        if settings.hasHighway { model.output.weight.value = .zeros(model.output.weight.shape) }
        Highway.fit(model, to: series, rows: rows.lowerBound + settings.difference..<fittingRows.upperBound)
        trainer = FolderTrainer(
            ForecasterTask(
                model: model, windows: series.windows(window: window, horizon: horizon), training: training,
                validation: validation, batchSize: settings.batchSize,
                generator: SeededGenerator(seed: settings.training.randomSeed, stream: "windows")),
            options: settings.training.leavingHighways(of: model), folder: folder)
        if settings.hasHighway, !validation.isEmpty { linearError = heldOutForecasts.error }
    }

    public mutating func plan(seconds budget: Double) throws {
        try requireTimeBudget(budget)
        let speed = try trainer.measureSpeed(steps: 40, seconds: min(5, budget / 20))
        settings.plan(epochs: trainer.epochs(in: 0.9 * budget, speed: speed))
        trainer.plan(settings.training.leavingHighways(of: model))
    }

    public mutating func resume() throws { try trainer.resume() }

    /// The model and the report of a training that is over.
    public static func finished(in folder: ModelFolder) throws -> Result {
        Result(forecaster: try Forecaster(contentsOf: folder.url), report: try folder.readReport())
    }

    // MARK: Running

    /// Trains, chooses, measures the intervals on the held-out rows, forecasts the test and saves.
    public mutating func run(
        description: [String: String] = [:], _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws -> Result {
        let trained = try train(description: description, handle)
        let selection = try select(trained.heldOut)
        var (forecaster, heldOut) = (trained.forecaster, trained.heldOut)
        let method = ForecastMethod(rawValue: selection.method)
        if forecaster.model != nil, let method, method.isBaseline {
            (forecaster, heldOut) = try fitted(method)
        }
        if let folder = trainer.folder {
            try forecaster.save(to: folder.url)
            forecaster = try Forecaster(contentsOf: folder.url)  // measured as it is stored
        }
        var test: Backtest?
        if settings.testRows > 0, validationRows.upperBound < knownCount {
            try announce(.stage("measuring"), to: handle)
            test = try Backtest(
                of: forecaster, heldOut: heldOut, on: table, training: self, selection: selection,
                network: forecaster.model == nil ? trained.forecaster : nil)
        }
        var report = ForecasterReport(
            self, forecaster, table: table, test: test?.evaluation, selection: selection, outcome: trained.outcome)
        report.start = TrainingStart(description: description)
        try trainer.finish(report)
        return Result(forecaster: forecaster, report: report)
    }

    /// Trains and measures on the held-out rows.
    mutating func train(
        description: [String: String] = [:], _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> (forecaster: Forecaster, heldOut: HeldOutForecasts, outcome: String) {
        if let method = settings.method, method.isBaseline {
            let (forecaster, heldOut) = try fitted(method)
            return (forecaster, heldOut, "fitted")
        }
        let preparation = preparation
        let outcome = try trainer.train(
            settings, description: description,
            writeBeside: { try $0.writeJSON(preparation, SeriesPreparation.file) },
            { try handle(.training($0, $1.progress)) })
        var heldOut = heldOutForecasts
        if !validation.isEmpty { networkError = heldOut.error }
        if settings.method?.cell == nil, let linearError,
            !(heldOut.error <= linearError * (settings.quantiles.isEmpty ? Self.leastGain : 1))
        {
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
        heldOut(
            NetworkForecasts(model: model, preparation: preparation)
                .levelForecasts(of: series, origins: validation, horizon: settings.horizon),
            quantiles: settings.quantiles)
    }

    private func heldOut(_ told: [LevelForecast], quantiles: [Double]) -> HeldOutForecasts {
        HeldOutForecasts(
            told: told, series: series, quantiles: quantiles, fittingRows: fittingRows, horizon: settings.horizon)
    }

    // MARK: Methods without a network

    /// Compares what was trained with all that needs no network, on the held-out rows alone.
    ///
    /// - Parameter trained: What the model that was trained tells of them.
    func select(_ trained: HeldOutForecasts) throws -> ForecastSelection {
        let own = settings.method.flatMap { $0.isBaseline ? $0.rawValue : nil } ?? networkName
        var errors: [String: Double] = [:]
        if !validation.isEmpty {
            errors[own] = trained.error
            errors[ForecastMethod.network(settings.cell).rawValue] = networkError
            errors[ForecastSelection.linear] = linearError
            for method in ForecastMethod.allCases where method.isBaseline && method.rawValue != own {
                if let fit = fit(method, to: fittingRows) { errors[method.rawValue] = try heldOut(of: fit).error }
            }
        }
        // Of the network and its linear part the training has kept one.
        let left = isLinear ? ForecastMethod.network(settings.cell).rawValue : ForecastSelection.linear
        let winner = ForecastSelection.winner(
            of: errors.filter { $0.key != left }, preferred: settings.quantiles.isEmpty ? nil : networkName)
        return ForecastSelection(
            method: settings.method == .auto ? winner ?? own : own, isGiven: settings.method != .auto, winner: winner,
            from: validation.first.map { table.label(ofRow: $0) },
            to: validation.last.map { table.label(ofRow: $0 + settings.modelHorizon - 1) }, origins: validation.count,
            rmse: errors.filter(\.value.isFinite).mapValues { $0 * trained.unit })
    }

    /// The name of the network, or of its linear part where that alone is kept.
    var networkName: String {
        isLinear ? ForecastSelection.linear : ForecastMethod.network(settings.cell).rawValue
    }

    /// A method fitted to the rows before the test, with intervals from the held-out ones, as told by the same method
    /// fitted to the rows before those.
    private func fitted(_ method: ForecastMethod) throws -> (forecaster: Forecaster, heldOut: HeldOutForecasts) {
        guard let first = fit(method, to: fittingRows),
            let whole = fit(method, to: fittingRows.lowerBound..<series.count)
        else {
            throw ForecasterError.unsuitableMethod(
                file: table.file, method: method.rawValue, column: settings.columns.joined(separator: ", "))
        }
        let heldOut = try heldOut(of: first)
        let intervals = ForecastIntervals(levels: settings.levels, scores: heldOut.scores(levels: settings.levels))
        return (
            Forecaster(
                predictor: .baselines(whole), preparation: preparation.withoutFurtherColumns(intervals: intervals)),
            heldOut
        )
    }

    private func fit(_ method: ForecastMethod, to rows: Range<Int>) -> SeriesBaselineModel? {
        let columns = series.levels.compactMap { levels in
            ForecasterBaselines.fitted(
                to: levels, rows: rows, frequency: table.frequency, settings: settings, methods: [method]
            ).first.flatMap { FittedBaseline($0.model) }
        }
        let configuration = SeriesBaselineModel.Configuration(columns: columns)
        let isWhole = columns.count == series.levels.count && columns.allSatisfy { $0.problem == nil }
        return isWhole ? SeriesBaselineModel(configuration) : nil
    }

    private func heldOut(of model: SeriesBaselineModel) throws -> HeldOutForecasts {
        let forecaster = Forecaster(predictor: .baselines(model), preparation: preparation)
        return heldOut(
            try forecaster.levelForecasts(
                of: series, origins: validation, horizon: settings.horizon, from: fittingRows.lowerBound),
            quantiles: [])
    }
}

extension TrainingOptions {
    /// The linear part of a forecaster is fitted already and stays as it is.
    fileprivate func leavingHighways(of model: ForecasterNetwork) -> TrainingOptions {
        guard !model.highways.isEmpty else { return self }
        var options = self
        var scales = rateScales ?? [:]
        for name in model.namedParameters.map(\.name) where name.hasPrefix("highway.") { scales[name] = 0 }
        options.rateScales = scales
        return options
    }
}
