import Foundation
import TestSupport
import Testing

@testable import Forecasting

/// Options that cannot be used are errors, and what comes of a forecaster is read as it was written.
struct ForecastOptionTests {
    private let table = TinySeries.table()

    // MARK: What is refused

    @Test(arguments: [0, -1, Int.min, Int.max]) func aForecastRefusesAHorizonOutOfRange(horizon: Int) throws {
        let forecaster = try TinySeries.forecaster(settings: TinySeries.settings())
        #expect(throws: ForecasterError.outOfRange(option: "horizon", value: horizon, range: 1...1 << 20)) {
            try forecaster.forecast(table, horizon: horizon)
        }
    }

    @Test(arguments: [0, 1, -0.5, 1.5, Double.nan]) func aForecastRefusesALevelThatIsNone(level: Double) throws {
        let forecaster = try TinySeries.forecaster(settings: TinySeries.settings())
        let error = #expect(throws: ForecasterError.self) { try forecaster.forecast(table, levels: [level]) }
        guard case .unknownLevel? = error else {
            Issue.record("\(error as Any)")
            return
        }
    }

    private static let settings: [(@Sendable (inout ForecasterSettings) -> Void)] = [
        { $0.columns = [] }, { $0.horizon = 0 }, { $0.window = 0 }, { $0.window = .max },
        { $0.quantiles = [0.5, 1.5] },
        { $0.quantiles = [.nan, 0.5] }, { $0.levels = [0] }, { $0.levels = [.nan] }, { $0.difference = -1 },
        { $0.validationSplit = .nan }, { $0.batchSize = 0 }, { $0.hiddenSize = -3 }, { $0.testRows = -1 },
        { $0.minimum = .infinity }, { $0.training.epochs = .nan }, { $0.training.numValidations = 0 },
    ]

    @Test(arguments: settings.indices) func everyUseRefusesSettingsThatCannotBeUsed(index: Int) throws {
        var settings = TinySeries.settings(horizon: 1)
        Self.settings[index](&settings)
        let problem = try #require(settings.problem)
        let plan = BacktestPlan(testRows: 20)
        #expect(throws: ForecasterError.invalidSettings(problem)) { try ForecasterTraining(table, settings: settings) }
        #expect(throws: ForecasterError.invalidSettings(problem)) {
            try Backtest(of: table, plan: plan, settings: settings)
        }
        #expect(throws: ForecasterError.self) { try AnomalySearch(of: table, settings: settings, probation: 60) }
        #expect(throws: ForecasterError.invalidSettings(problem)) {
            _ = try settings.chooseTransformation(for: table, rows: 0..<100)
        }
    }

    @Test func aWindowLongerThanTheSeriesIsRefused() throws {
        let settings = TinySeries.settings { $0.window = 500 }
        let error = #expect(throws: ForecasterError.self) { try ForecasterTraining(table, settings: settings) }
        guard case .tooFewRows? = error else {
            Issue.record("\(error as Any)")
            return
        }
        var chosen = TinySeries.settings()
        #expect(throws: ForecasterError.self) { _ = try chosen.chooseTransformation(for: table, rows: 0..<5_000) }
    }

    @Test func aBacktestRefusesAPlanThatCannotBeUsed() {
        let changes: [(inout BacktestPlan) -> Void] = [
            { $0.testRows = 0 }, { $0.folds = 0 }, { $0.gap = -1 }, { $0.stride = 0 }, { $0.slidingRows = 0 },
        ]
        for change in changes {
            var plan = BacktestPlan(testRows: 20)
            change(&plan)
            #expect(throws: ForecasterError.invalidSettings(plan.problem ?? "")) {
                try Backtest(of: table, plan: plan, settings: TinySeries.settings())
            }
        }
    }

    @Test func aSearchForAnomaliesRefusesWhatCannotBeUsed() throws {
        let settings = TinySeries.settings(horizon: 1)
        #expect(throws: ForecasterError.outOfRange(option: "probation", value: -1, range: 1...1 << 40)) {
            try AnomalySearch(of: table, settings: settings, probation: -1)
        }
        let changes: [(inout AnomalyDetector.Settings) -> Void] = [
            { $0.residuals.window = 0 }, { $0.residuals.memory = 0 }, { $0.residuals.limit = 0 },
            { $0.threshold = .nan }, { $0.spikes.warmup = 1 }, { $0.spikes.memory = 1 },
        ]
        for change in changes {
            var detector = AnomalyDetector.Settings()
            change(&detector)
            #expect(throws: ForecasterError.invalidSettings(detector.problem ?? "")) {
                try AnomalySearch(of: table, settings: settings, probation: 60, detector: detector)
            }
        }
        let search = try AnomalySearch(of: table, settings: settings, probation: 60)
        for windows in [[70...80, 75...90], [100...500], [-3...2]] {
            #expect(throws: ForecasterError.self) { try search.score(windows: windows) }
        }
    }

    @Test func baselinesRefuseOptionsThatAreTooSmall() {
        let values = TinySeries.values()
        #expect(throws: SeriesBaselineError.tooSmall(option: "order", value: -1, minimum: 0)) {
            try AutoRegression(training: values, order: -1)
        }
        #expect(throws: SeriesBaselineError.tooSmall(option: "maxOrder", value: -2, minimum: 0)) {
            try AutoRegression(training: values, maxOrder: -2)
        }
        #expect(throws: SeriesBaselineError.tooSmall(option: "period", value: 0, minimum: 1)) {
            try ExponentialSmoothing(training: values, period: 0)
        }
        #expect(throws: SeriesBaselineError.tooSmall(option: "period", value: 1, minimum: 2)) {
            try ExponentialSmoothing(training: values, kind: .holtWintersAdditive, period: 1)
        }
        #expect(throws: SeriesBaselineError.tooSmall(option: "window", value: 0, minimum: 1)) {
            try RidgeWindow(training: values, window: 0, horizon: 1)
        }
        #expect(throws: SeriesBaselineError.tooSmall(option: "horizon", value: 0, minimum: 1)) {
            try RidgeWindow(training: values, window: 4, horizon: 0)
        }
        #expect(throws: SeriesBaselineError.self) { try AutoRegression(training: values, order: .max) }
        #expect(throws: SeriesBaselineError.self) { try RidgeWindow(training: values, window: .max, horizon: .max) }
    }

    // MARK: Results

    @Test func resultsAreReadAsTheyWereWritten() throws {
        func expectSame<Value: Codable & Equatable>(_ value: Value) throws {
            #expect(try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value)) == value)
        }
        let result = try Backtest(of: table, plan: BacktestPlan(testRows: 20), settings: TinySeries.settings())
        try expectSame(result.records)
        try expectSame(result.evaluation)
        try expectSame(result.forecaster.forecast(table))
        let search = try AnomalySearch(of: table, settings: TinySeries.settings(horizon: 1), probation: 60)
        try expectSame(search.points)
        var detector = AnomalyDetector()
        try expectSame(detector.observe(residual: 1))
    }

    @Test(.ofTestsThatAwait) func aCancelledTaskStopsATraining() async throws {
        let table = table
        let task = Task {
            var training = try ForecasterTraining(table, settings: TinySeries.settings())
            return try await training.run { event in
                if case .training(.stepEnded, _) = event { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
