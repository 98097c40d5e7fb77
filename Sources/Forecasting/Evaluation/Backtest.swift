import Training

/// The plan of a backtest: the test rows, and how often the forecaster is retrained on the rows before them.
public struct BacktestPlan: Codable, Sendable, Equatable {
    /// The last so many rows are forecast.
    public var testRows: Int
    /// Into how many parts they are cut; before each, a forecaster is trained anew on the rows before it.
    public var folds = 1
    /// Rows between training and test that are not used.
    public var gap = 0
    /// The number of training rows before each part (a sliding window); `nil` for all (an expanding window).
    public var slidingRows: Int?
    /// Rows from one origin to the next.
    public var stride = 1

    /// One fold without a gap.
    public init(testRows: Int) { self.testRows = testRows }

    /// What is wrong with this plan for any series, in words, or `nil`.
    public var problem: String? {
        let counts = [("testRows", testRows), ("folds", folds), ("stride", stride), ("slidingRows", slidingRows ?? 1)]
        for (name, count) in counts where count < 1 { return "\(name) is \(count)" }
        return gap < 0 ? "gap is \(gap)" : nil
    }

    /// The training rows and test rows of each part.
    ///
    /// - Returns: `nil` where some part has nothing to learn from.
    func parts(of count: Int) -> [(training: Range<Int>, test: Range<Int>)]? {
        guard problem == nil, testRows < count, folds <= testRows else { return nil }
        let first = count - testRows
        let parts = (0..<folds).map { fold in
            let test = first + testRows * fold / folds..<first + testRows * (fold + 1) / folds
            let end = max(0, test.lowerBound - gap)
            return (training: max(0, slidingRows.map { end - $0 } ?? 0)..<end, test: test)
        }
        return parts.allSatisfy { !$0.training.isEmpty } ? parts : nil
    }
}

/// A rolling-origin evaluation (Tashman 2000): the forecaster is trained on earlier rows, forecasts later ones, and is
/// compared with the true values and with baselines.
public struct Backtest: Sendable {
    /// One a column.
    public let records: [ForecastRecord]
    /// The errors over all folds, with those of the baselines.
    public let evaluation: ForecasterEvaluation
    /// The forecaster of the last part.
    public let forecaster: Forecaster

    /// Trains and forecasts part by part.
    ///
    /// - Parameters:
    ///   - handle: Called with every event; returns whether to go on.
    /// - Throws: ``ForecasterError``, or `CancellationError` where it was stopped.
    public init(
        of table: SeriesTable, plan: BacktestPlan, settings: ForecasterSettings,
        _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws {
        if let problem = plan.problem ?? settings.problem { throw ForecasterError.invalidSettings(problem) }
        let count = try table.knownCount(of: settings.columns)
        guard let parts = plan.parts(of: count) else {
            let needed = [plan.testRows, plan.gap, settings.window].reduce(1) { $0 + min($1, 1 << 40) }
            throw ForecasterError.tooFewRows(file: table.file, found: count, needed: needed, purpose: .backtest)
        }
        let method = settings.method.flatMap { $0.isBaseline ? $0 : nil } ?? ForecastMethod.network(settings.cell)
        var records = settings.columns.map { ForecastRecord(column: $0, method: method.rawValue) }
        var selections: [ForecastSelection] = []
        var (last, fitting): (Forecaster?, Range<Int>?) = (nil, nil)
        var linearParts = 0
        for (index, part) in parts.enumerated() {
            if parts.count > 1 { try announce(.stage("part \(index + 1) of \(parts.count)"), to: handle) }
            var training = try ForecasterTraining(table, rows: part.training, settings: settings)
            let (forecaster, heldOut, _) = try training.train(handle)
            try announce(.stage("measuring"), to: handle)
            let count = records[0].origins.count
            try Self.add(
                to: &records, of: table, forecaster, settings: settings, part: part, stride: plan.stride,
                scores: heldOut.scores(levels: settings.levels))
            if settings.method == .auto {
                let selection = try training.select(heldOut)
                for target in records.indices {
                    records[target].select(selection.method, origins: records[0].origins.count - count)
                }
                selections.append(selection)
            }
            last = forecaster
            linearParts += training.isLinear ? 1 : 0
            fitting = fitting ?? training.fittingRows
        }
        guard let last, let fitting else { preconditionFailure("Backtest: the plan has no part.") }
        self.records = records
        forecaster = last
        evaluation = ForecasterEvaluation(
            records, table: table, training: parts[0].training, fitting: fitting, horizon: settings.horizon,
            linearParts: linearParts, selections: selections)
    }

    /// Tries a forecaster on the rows behind those of its training.
    ///
    /// - Parameter network: A network that another method was preferred to, for comparison.
    init(
        of forecaster: Forecaster, heldOut: HeldOutForecasts, on table: SeriesTable, training: ForecasterTraining,
        selection: ForecastSelection, network: Forecaster?
    ) throws {
        let settings = training.settings
        var records = settings.columns.map { ForecastRecord(column: $0, method: selection.method) }
        let rows = training.fittingRows.lowerBound..<training.validationRows.upperBound
        try Self.add(
            to: &records, of: table, forecaster, settings: settings,
            part: (rows, rows.upperBound..<training.knownCount),
            stride: 1, scores: heldOut.scores(levels: settings.levels))
        if let network, let name = network.model.map({ _ in training.networkName }) {
            let series = try network.preparation.prepare(table, future: 0)
            let told = try network.levelForecasts(
                of: series, origins: records[0].origins, horizon: settings.horizon)
            for target in records.indices {
                let transformation = network.preparation.transformations[target]
                records[target].add(told.map { transformation.values($0.center[target]) }, of: name)
            }
        }
        self.records = records
        self.forecaster = forecaster
        evaluation = ForecasterEvaluation(
            records, table: table, training: rows, fitting: training.fittingRows, horizon: settings.horizon,
            linearParts: selection.method == ForecastSelection.linear ? 1 : 0, selections: [selection])
    }

    private static func add(
        to records: inout [ForecastRecord], of table: SeriesTable, _ forecaster: Forecaster,
        settings: ForecasterSettings, part: (training: Range<Int>, test: Range<Int>), stride step: Int,
        scores: [[[[Double]]]]
    ) throws {
        let series = try forecaster.preparation.prepare(table, future: 0)
        let needed = forecaster.model == nil ? forecaster.window : settings.window + settings.difference
        let last = min(part.test.upperBound - 1, series.count - settings.horizon)
        let origins = Array(stride(from: max(part.test.lowerBound, needed), through: last, by: step))
        guard !origins.isEmpty else {
            throw ForecasterError.tooFewRows(
                file: table.file, found: part.test.count, needed: settings.horizon, purpose: .testing)
        }
        let told = try forecaster.levelForecasts(
            of: series, origins: origins, horizon: settings.horizon,
            from: forecaster.model == nil ? part.training.lowerBound : 0)
        for target in records.indices {
            records[target].add(
                told, of: series, values: try table.column(.name(settings.columns[target])).values, target: target,
                from: part.training.lowerBound,
                quantiles: forecaster.quantiles, levels: settings.levels, scores: scores[target],
                baselines: ForecasterBaselines.fitted(
                    to: series.levels[target], rows: part.training, frequency: table.frequency, settings: settings))
            let forecasts = records[target].forecast.suffix(origins.count)
            if let index = forecasts.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) {
                throw ForecasterError.notFinite(
                    model: forecaster.name, column: settings.columns[target],
                    row: table.label(ofRow: records[target].origins[index]))
            }
        }
    }
}
