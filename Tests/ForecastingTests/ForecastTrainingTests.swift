import Foundation
import NeuralLayers
import TestSupport
import Testing

@testable import Forecasting
@testable import ModelFiles

struct ForecastTrainingTests {
    private let table = TinySeries.table()

    // MARK: Going on

    @Test(arguments: [false, true]) func aStoppedTrainingGoesOnToTheBytesOfAnUninterruptedOne(hasDropout: Bool) throws {
        try withTemporaryFolder { url in
            let settings = TinySeries.settings(epochs: 6) {
                ($0.testRows, $0.batchSize) = (20, 8)
                if hasDropout { ($0.dropout.output, $0.quantiles) = (0.3, [0.1, 0.5, 0.9]) }
            }
            let folders = ["whole", "stopped"].map { ModelFolder(url.appendingPathComponent($0)) }
            var whole = try ForecasterTraining(table, folder: folders[0], settings: settings)
            let expected = try whole.run()
            for stop in [0, 1, 17, 30] {
                var training = try ForecasterTraining(table, folder: folders[1], settings: settings)
                if stop > 1 { try training.resume() }
                #expect(throws: CancellationError.self) {
                    try training.run(description: ["series": "made up"]) { event in
                        if case .training(_, let progress) = event { return progress.step < stop }
                        return true
                    }
                }
                #expect(folders[1].hasCheckpoint && !folders[1].hasReport)
                #expect(try Forecaster(contentsOf: folders[1].url).forecast(table)[0].values.count == 2)
                let checkpoint = try ForecasterTraining.checkpointDescription(in: folders[1])
                #expect(checkpoint.settings == settings && checkpoint.description["series"] == "made up")
            }
            var resumed = try ForecasterTraining(table, folder: folders[1], settings: settings)
            try resumed.resume()
            #expect(resumed.progress.step == 30)
            let found = try resumed.run()
            for name in [ModelFolder.weightsFile, SeriesPreparation.file, ModelFolder.configurationFile] {
                let contents = try folders.map { try Data(contentsOf: $0.file(name)) }
                #expect(contents[0] == contents[1], "\(name)")
            }
            #expect(found.report.test == expected.report.test && found.report.history == expected.report.history)
            #expect(!folders[1].hasCheckpoint && folders[1].hasReport)
        }
    }

    @Test func stoppingBeforeTheTestKeepsTheCheckpoint() throws {
        try withTemporaryFolder { url in
            let (folder, settings) = (ModelFolder(url), TinySeries.settings { $0.testRows = 20 })
            var training = try ForecasterTraining(table, folder: folder, settings: settings)
            #expect(throws: CancellationError.self) {
                try training.run { event in
                    if case .stage = event { return false }
                    return true
                }
            }
            #expect(folder.hasCheckpoint && !folder.hasReport)
            let weights = try Data(contentsOf: folder.file(ModelFolder.weightsFile))
            var resumed = try ForecasterTraining(table, folder: folder, settings: settings)
            try resumed.resume()
            _ = try resumed.run()
            #expect(!folder.hasCheckpoint && folder.hasReport)
            #expect(try Data(contentsOf: folder.file(ModelFolder.weightsFile)) == weights)
        }
    }

    @Test func aStoppedBacktestOrSearchGivesNothing() throws {
        let settings = TinySeries.settings(horizon: 1)
        #expect(throws: CancellationError.self) {
            try Backtest(of: table, plan: BacktestPlan(testRows: 20), settings: settings) { _ in false }
        }
        var plan = BacktestPlan(testRows: 20)
        plan.folds = 2
        var stages: [String] = []
        #expect(throws: CancellationError.self) {
            try Backtest(of: table, plan: plan, settings: settings) { event in
                if case .stage(let name) = event { stages.append(name) }
                return stages.last != "part 2 of 2"
            }
        }
        #expect(stages == ["part 1 of 2", "measuring", "part 2 of 2"])
        #expect(throws: CancellationError.self) {
            try AnomalySearch(of: table, settings: settings, probation: 60) { _ in false }
        }
    }

    // MARK: Cells

    @Test(arguments: RecurrentCellKind.allCases, [false, true])
    func everyCellLearns(cell: RecurrentCellKind, isBidirectional: Bool) throws {
        try withTemporaryFolder { url in
            let folder = ModelFolder(url.appendingPathComponent("model"))
            let settings = TinySeries.settings(epochs: 12) {
                ($0.cell, $0.method, $0.isBidirectional) = (cell, .network(cell), isBidirectional)
                ($0.hiddenSize, $0.hasHighway, $0.difference) = (8, false, 12)
                $0.training.schedule.peak = 1e-2
            }
            var training = try ForecasterTraining(table, folder: folder, settings: settings)
            let result = try training.run()
            let (forecaster, report) = (result.forecaster, result.report)
            let losses = report.history.map(\.trainingLoss)
            #expect(try #require(losses.last) < (try #require(losses.first)), "\(losses)")
            #expect(report.settings.cell == cell && report.selection?.method == cell.rawValue)
            let read = try Forecaster(contentsOf: folder.url)
            #expect(read.model?.weights == forecaster.model?.weights)
            #expect(try read.forecast(table, horizon: 2) == forecaster.forecast(table, horizon: 2))
        }
    }

    // MARK: The report

    @Test func theReportSaysWhatWasLearntAndHowWell() throws {
        try withTemporaryFolder { url in
            let folder = ModelFolder(url.appendingPathComponent("new/model"))
            let settings = TinySeries.settings { $0.testRows = 20 }
            var training = try ForecasterTraining(table, folder: folder, settings: settings)
            #expect(training.trainingWindows == 80 - 6 - 2 + 1 && training.validationWindows == 20 - 2 + 1)
            let result = try training.run()
            let (forecaster, report) = (result.forecaster, result.report)
            #expect(try names(in: folder.url) == ["config.json", "model.safetensors", "report.json", "series.json"])
            #expect((report.trainingRows, report.validationRows, report.testRows) == (80, 20, 20))
            #expect(report.settings == settings && report.frequency == "monthly" && report.outcome == "finished")
            #expect(report.parameterCount == forecaster.model?.parameterCount && report.history.count == 4)
            let test = try #require(report.test)
            #expect(test.origins == 19 && test.horizon == 2 && test.from == "2008-05" && test.to == "2009-12")
            #expect(
                Set(test.baselines.keys) == [
                    "lastValue", "drift", "seasonalNaive", "exponentialSmoothing", "autoRegression", "ridge",
                ])
            let stored = try Data(contentsOf: folder.file(ModelFolder.reportFile))
            #expect(try JSONDecoder().decode(ForecasterReport.self, from: stored) == report)
        }
    }

    /// The figures of a test, by hand from its forecasts.
    @Test func figuresAreThoseOfTheForecasts() throws {
        let settings = TinySeries.settings(horizon: 3) { $0.takesLog = true }
        let result = try Backtest(of: table, plan: BacktestPlan(testRows: 24), settings: settings)
        let (record, column) = (result.records[0], result.evaluation.columns[0])
        let values = table.columns[0].values
        #expect(record.origins == Array(96...117))
        #expect(record.actual == record.origins.map { Array(values[$0..<$0 + 3]) })
        let errors = zip(record.actual, record.forecast).map { zip($0, $1).map { $0 - $1 } }
        let mse = errors.joined().reduce(0) { $0 + $1 * $1 } / 66
        #expect(abs(column.metrics.mse - mse) < 1e-9 && abs(column.metrics.rmse - mse.squareRoot()) < 1e-9)
        #expect(result.evaluation.metrics == column.metrics && result.evaluation.baselines == column.baselines)
        for step in 0..<3 {
            let square = errors.reduce(0) { $0 + $1[step] * $1[step] } / 22
            #expect(abs(column.rmseByStep[step] - square.squareRoot()) < 1e-9)
        }
        let last = record.origins.map { origin in (0..<3).map { pow(values[origin + $0] - values[origin - 1], 2) } }
        let naive = (last.joined().reduce(0, +) / 66).squareRoot()
        #expect(abs((column.baselines["lastValue"]?.rmse ?? 0) - naive) < 1e-9)
        #expect(column.bestBaseline == column.baselines.min { $0.value.mse < $1.value.mse }?.key)
        let inside = zip(record.actual.joined(), zip(record.bounds[2].low.joined(), record.bounds[2].high.joined()))
            .count { $0.0 >= $0.1.0 && $0.0 <= $0.1.1 }
        #expect(column.intervals[2].level == 0.9 && abs(column.intervals[2].coverage - Double(inside) / 66) < 1e-12)
        let fitting = values[0..<77]
        let mean = fitting.reduce(0, +) / 77
        #expect(abs(column.variance - fitting.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 77) < 1e-9)
    }

    @Test func aNetworkThatAddsNothingIsLeftOut() throws {
        // A straight line is what the linear forecast has no error of.
        let line = TinySeries.table((0..<120).map { 100 + 2 * Double($0) })
        let settings = TinySeries.settings(epochs: 1) { ($0.isAnchored, $0.testRows) = (true, 20) }
        var training = try ForecasterTraining(line, settings: settings)
        let result = try training.run()
        let (forecaster, report) = (result.forecaster, result.report)
        #expect(report.isLinear && training.isLinear)
        #expect(forecaster.model?.output.weight.value.elements.allSatisfy { $0 == 0 } == true)
        let forecast = try forecaster.forecast(line)[0]
        #expect(abs(forecast.values[0] - 340) < 1 && abs(forecast.values[1] - 342) < 1)
        // The linear part then learns from the rows held out too, and from none of the test.
        let transformation = training.preparation.transformations[0]
        let rows = transformation.apply(toLevels: Array(line.columns[0].values[..<100]))
        let ridge = try RidgeWindow(training: rows, window: 6, horizon: 2, isAnchored: true)
        #expect(forecaster.model?.highways[0].weight.value.elements == ridge.weights.flatMap { $0.map { Float($0) } })
    }

    /// What a linear map cannot foresee: each value is a parabola of the one before.
    @Test func highwaysStayAsTheyWereFittedUnderANetworkThatAddsSomething() throws {
        var values = [0.3]
        while values.count < 200 { values.append(3.9 * values[values.count - 1] * (1 - values[values.count - 1])) }
        let settings = TinySeries.settings(horizon: 1, epochs: 40) {
            ($0.window, $0.hiddenSize, $0.batchSize, $0.training.schedule.peak) = (2, 12, 8, 0.02)
        }
        var training = try ForecasterTraining(TinySeries.table(values), settings: settings)
        let (weight, bias) = (training.model.highways[0].weight.value, training.model.highways[0].bias?.value)
        let linear = training.heldOutForecasts.error
        #expect(training.model.output.weight.value.elements.allSatisfy { $0 == 0 })
        let report = try training.run().report
        #expect(!report.isLinear && training.heldOutForecasts.error < 0.5 * linear)
        #expect(training.model.highways[0].weight.value == weight && training.model.highways[0].bias?.value == bias)
    }

    @Test func settingsThatCannotBeAreRefused() throws {
        func problem(_ change: (inout ForecasterSettings) -> Void) -> String {
            do {
                _ = try ForecasterTraining(table, settings: TinySeries.settings(change))
                return ""
            } catch { return "\(error)" }
        }
        #expect(problem { $0.columns = [] }.contains("columns are none"))
        #expect(problem { $0.observed = ["y"] }.contains("named twice"))
        #expect(problem { $0.columns = ["q"] }.contains("'q'"))
        #expect(problem { $0.difference = -1 }.contains("difference is -1"))
        #expect(problem { $0.levels = [1] }.contains("levels"))
        #expect(problem { $0.batchSize = 0 }.contains("batchSize is 0"))
        #expect(problem { $0.validationSplit = .nan }.contains("validationSplit"))
        #expect(problem { $0.training.epochs = .nan }.contains("epochs"))
        #expect(problem { ($0.isRecursive, $0.observed) = (true, ["z"]) }.contains("recursive"))
        #expect(problem { $0.testRows = 115 }.contains("needed"))
        #expect(problem { $0.testRows = .max }.contains("0 rows to learn from"))
        #expect(problem { $0.window = 90 }.contains("92 are needed") == false)
        #expect(
            problem { $0.window = 95 }.contains(
                "96 rows to learn from, without the test and those held out, and 97 are needed"))
    }
}
