import Tensors
import Testing

@testable import Forecasting

/// Nothing that is learnt, chosen, measured or told depends on what comes later: huge values are planted there, and no bit
/// changes.
struct ForecastLeakageTests {
    private let values = TinySeries.values()  // 120 rows
    private static let huge = 1e7

    private func planted(_ rows: Range<Int>) -> SeriesTable { TinySeries.table(values.planting(Self.huge, in: rows)) }

    private static let ways: [ForecasterSettings] = [
        TinySeries.settings { $0.testRows = 24 },
        TinySeries.settings { ($0.testRows, $0.takesLog, $0.difference) = (24, true, 12) },
        TinySeries.settings { ($0.testRows, $0.isAnchored, $0.scaling) = (24, true, .minmax) },
        TinySeries.settings { ($0.testRows, $0.quantiles, $0.usesCalendar) = (24, [0.05, 0.5, 0.95], true) },
        TinySeries.settings { ($0.testRows, $0.isRecursive, $0.hasHighway) = (24, true, false) },
    ]

    // MARK: Training

    @Test(arguments: ways.indices) func theTestTouchesNothingThatIsLearnt(way: Int) throws {
        let settings = Self.ways[way]
        let results = try [TinySeries.table(values), planted(96..<120)].map { table in
            var training = try ForecasterTraining(table, settings: settings)
            return try training.run()
        }
        #expect(results[0].forecaster.preparation == results[1].forecaster.preparation)
        #expect(results[0].forecaster.preparation.intervals.levels == settings.levels)
        #expect(results[0].forecaster.model?.weights == results[1].forecaster.model?.weights)
        #expect(results[0].report.history == results[1].report.history)
        #expect(results[0].report.isLinear == results[1].report.isLinear)
        #expect(results[0].report.test != results[1].report.test)
    }

    @Test(arguments: ways.indices) func theHeldOutRowsTouchNeitherScalesNorHighwaysNorLosses(way: Int) throws {
        let settings = Self.ways[way]
        let rows = try ForecasterTraining(TinySeries.table(values), settings: settings).validationRows
        #expect(rows == 77..<96)
        var trainings = try [TinySeries.table(values), planted(rows)].map {
            try ForecasterTraining($0, settings: settings)
        }
        #expect(trainings[0].preparation == trainings[1].preparation)
        #expect(trainings[0].model.weights == trainings[1].model.weights)
        #expect(trainings[0].model.highways.isEmpty == !settings.hasHighway)
        let histories = try trainings.indices.map { index in
            try trainings[index].run().report.history
        }
        #expect(histories[0].map(\.trainingLoss) == histories[1].map(\.trainingLoss))
        #expect(histories[0].map(\.validationLoss) != histories[1].map(\.validationLoss))
    }

    @Test func theHighwayIsTheRidgeOfTheRowsLearntFrom() throws {
        let training = try ForecasterTraining(TinySeries.table(values), settings: Self.ways[1])
        let transformation = training.preparation.transformations[0]
        let seen = transformation.apply(toLevels: transformation.levels(values))
        let ridge = try RidgeWindow(training: Array(seen[12..<77]), window: 6, horizon: 2)
        #expect(training.model.highways[0].weight.value.elements == ridge.weights.flatMap { $0.map { Float($0) } })
        #expect(training.model.highways[0].bias?.value.elements == ridge.intercepts.map { Float($0) })
        #expect(training.fittingRows == 0..<77)
    }

    // MARK: Choices

    @Test func theTestTouchesNoChoice() throws {
        for (seed, rows) in [(1, 96), (2, 90), (3, 60), (4, 40)] {
            let values = TinySeries.values(seed: UInt64(seed))
            let choices = try [values, values.planting(Self.huge, in: rows..<120)].map { values in
                var settings = TinySeries.settings()
                let words = try settings.chooseTransformation(for: TinySeries.table(values), rows: 0..<rows)
                return (words, settings)
            }
            #expect(choices[0] == choices[1])
        }
    }

    @Test func theTestTouchesNoTrialOfASearch() throws {
        let searches = try [TinySeries.table(values), planted(96..<120)].map { table in
            let base = TinySeries.settings(epochs: 1)
            var space = TuningSpace(base: base, rows: 96, period: 12, isPositive: true)
            (space.hiddenSizes, space.batchSizes) = ([2, 4], [32])
            var tuning = ForecasterTuning(table, rows: 0..<96, space: space)
            var count = 0
            let found = try tuning.run(seconds: 1000) { _ in
                count += 1
                return count < 7
            }
            return (found, tuning.trials)
        }
        #expect(searches[0].0 == searches[1].0)
        #expect(searches[0].1.map(\.settings) == searches[1].1.map(\.settings))
        #expect(searches[0].1.map(\.error) == searches[1].1.map(\.error))
        #expect(searches[0].1.count == 7 && Set(searches[0].1.map(\.settings.window)).count > 1)
    }

    @Test func anyCellMayBeDrawnForANetwork() throws {
        var base = TinySeries.settings(epochs: 1)
        base.method = .network(base.cell)
        let space = TuningSpace(base: base, rows: 96, period: 12, isPositive: true)
        var generator = SeededGenerator(seed: 1)
        let drawn = (0..<20).map { _ in space.draw(using: &generator) }
        #expect(Set(drawn.map(\.cell)) == [.lstm, .gru])
        for settings in drawn { #expect(settings.problem == nil && settings.method == .network(settings.cell)) }
    }

    @Test func trialsMadeBeforeAreNotMadeAgain() throws {
        let table = TinySeries.table(values)
        var space = TuningSpace(base: TinySeries.settings(epochs: 1), rows: 96, period: 12, isPositive: true)
        (space.hiddenSizes, space.batchSizes) = ([2, 4], [32])
        func search(_ table: SeriesTable, _ earlier: [ForecasterTuning.Trial], count: Int) throws -> [ForecasterTuning
            .Trial]
        {
            var tuning = ForecasterTuning(table, rows: 0..<96, space: space, earlier: earlier)
            var left = count
            _ = try tuning.run(seconds: 1000) { _ in
                left -= 1
                return left > 0
            }
            return tuning.trials
        }
        let first = try search(table, [], count: 3)
        let second = try search(table, first, count: 5)
        #expect(Array(second.prefix(3)) == first, "seconds and all")
        let other = try search(TinySeries.table(TinySeries.values(seed: 9)), first, count: 3)
        #expect(zip(other, first).allSatisfy { $0.error != $1.error }, "another series has trials of its own")
    }

    // MARK: Walking forward

    private static let plans: [BacktestPlan] = {
        var plans = (0..<4).map { _ in BacktestPlan(testRows: 24) }
        plans[1].folds = 3
        (plans[2].folds, plans[2].gap, plans[2].slidingRows) = (2, 5, 50)
        (plans[3].folds, plans[3].gap, plans[3].stride) = (4, 3, 2)
        return plans
    }()

    @Test func partsLeaveGapAndTestOut() throws {
        for (count, testRows) in [(120, 24), (37, 7), (11, 10)] {
            for folds in 1...4 {
                for gap in 0...3 {
                    for sliding in [nil, 1, 9, 1000] {
                        var plan = BacktestPlan(testRows: testRows)
                        (plan.folds, plan.gap, plan.slidingRows) = (folds, gap, sliding)
                        guard let parts = plan.parts(of: count) else {
                            #expect(count - testRows - gap <= 0)
                            continue
                        }
                        #expect(parts.flatMap { Array($0.test) } == Array(count - testRows..<count))
                        #expect(parts.allSatisfy { $0.training.upperBound + gap == $0.test.lowerBound })
                        #expect(parts.allSatisfy { $0.training.count == min(sliding ?? .max, $0.training.upperBound) })
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            (0, 1, 0, nil), (120, 1, 0, nil), (24, 25, 0, nil), (24, 0, 0, nil), (24, 1, 96, nil),
            (24, 1, Int.max, Int.max), (24, 1, -1, nil), (24, 1, 0, 0), (Int.max, 1, Int.max, nil),
        ] as [(Int, Int, Int, Int?)])
    func plansThatCannotBeAreRefused(plan: (testRows: Int, folds: Int, gap: Int, sliding: Int?)) throws {
        var refused = BacktestPlan(testRows: plan.testRows)
        (refused.folds, refused.gap, refused.slidingRows) = (plan.folds, plan.gap, plan.sliding)
        #expect(refused.parts(of: 120) == nil)
        #expect(throws: ForecasterError.self) {
            try Backtest(of: TinySeries.table(values), plan: refused, settings: TinySeries.settings())
        }
    }

    @Test(arguments: plans.indices, [0, 1, 3]) func whatComesLaterChangesNoForecast(plan: Int, way: Int) throws {
        let plan = Self.plans[plan]
        var settings = Self.ways[way]
        settings.testRows = 0
        let clean = try Backtest(of: TinySeries.table(values), plan: plan, settings: settings)
        let last = try #require(plan.parts(of: 120)?.last)
        for row in [last.test.lowerBound, 115] {
            let other = try Backtest(of: planted(row..<120), plan: plan, settings: settings)
            let (first, second) = (clean.records[0], other.records[0])
            let count = first.origins.firstIndex { $0 > row } ?? first.origins.count
            #expect(first.origins == second.origins && count > 0 && count < first.origins.count)
            #expect(first.forecast.bits(count) == second.forecast.bits(count))
            #expect(first.baselines.map(\.name) == second.baselines.map(\.name) && first.baselines.count == 6)
            for (one, two) in zip(first.baselines, second.baselines) {
                #expect(one.forecasts.bits(count) == two.forecasts.bits(count), "\(one.name)")
            }
            for (one, two) in zip(first.bounds, second.bounds) {
                #expect(one.low.bits(count) == two.low.bits(count) && one.high.bits(count) == two.high.bits(count))
            }
            #expect(clean.forecaster.model?.weights == other.forecaster.model?.weights)
            #expect(clean.forecaster.preparation == other.forecaster.preparation)
        }
    }

    @Test func gapAndWhatSlidesOutAreNotLearntFrom() throws {
        var plan = BacktestPlan(testRows: 24)
        (plan.gap, plan.slidingRows) = (6, 60)
        let settings = TinySeries.settings()
        let results = try [TinySeries.table(values), planted(90..<96), planted(0..<30)].map {
            try Backtest(of: $0, plan: plan, settings: settings)
        }
        for other in results[1...] {
            #expect(results[0].forecaster.model?.weights == other.forecaster.model?.weights)
            #expect(results[0].forecaster.preparation == other.forecaster.preparation)
        }
        // Rows that slid out are not seen by any forecast; those of the gap are, for they are the past.
        #expect(results[0].records[0].forecast == results[2].records[0].forecast)
        #expect(results[0].records[0].forecast != results[1].records[0].forecast)
        for (one, two) in zip(results[0].records[0].baselines, results[2].records[0].baselines) {
            #expect(one.forecasts == two.forecasts, "\(one.name)")
        }
    }

    @Test func baselinesLearnFromTheirRowsAndSeeNothingBehindAnOrigin() throws {
        let settings = TinySeries.settings()
        let later = values.planting(Self.huge, in: 90..<120)
        let fitted = [values, later].map {
            ForecasterBaselines.fitted(to: $0, rows: 20..<90, frequency: .months(1), settings: settings)
        }
        #expect(
            fitted[0].map(\.name).sorted() == [
                "autoRegression", "drift", "exponentialSmoothing", "lastValue", "ridge", "seasonalNaive",
            ])
        for (one, two) in zip(fitted[0], fitted[1]) {
            for origin in [90, 97, 110] {
                let hidden = values.prefix(origin) + Array(repeating: Double.nan, count: 120 - origin)
                let expected = one.model.forecasts(of: values, origins: [origin], horizon: 3)
                #expect(
                    one.model.forecasts(of: Array(hidden), origins: [origin], horizon: 3) == expected, "\(one.name)")
                #expect(two.model.forecasts(of: values, origins: [origin], horizon: 3) == expected, "\(one.name)")
            }
        }
    }

    /// A season that is learnt from a row within the year begins there, not at the first row.
    @Test func baselinesOfSlidingWindowsBeginWhereTheyLearn() throws {
        var plan = BacktestPlan(testRows: 24)
        plan.slidingRows = 55
        let result = try Backtest(of: TinySeries.table(values), plan: plan, settings: TinySeries.settings())
        let smoothing = try ExponentialSmoothing(training: Array(values[41..<96]), period: 12)
        #expect(smoothing.period == 12)
        let expected = smoothing.forecasts(of: Array(values[41...]), origins: Array(55..<78), horizon: 2)
        let found = try #require(result.records[0].baselines.first { $0.name == "exponentialSmoothing" })
        #expect(found.forecasts == expected)
    }

    // MARK: Anomalies

    @Test func whatComesLaterChangesNoDecision() throws {
        let settings = TinySeries.settings(horizon: 1)
        var detector = AnomalyDetector.Settings()
        (detector.residuals.warmup, detector.residuals.window, detector.residuals.refractoryPeriod) = (20, 3, 5)
        detector.threshold = 1
        let clean = try AnomalySearch(of: planted(80..<81), settings: settings, probation: 60, detector: detector)
        #expect(clean.points.map(\.row) == Array(60..<120) && clean.points.contains(where: \.isAnomaly))
        for row in [61, 90, 119] {
            let table = TinySeries.table(
                values.planting(Self.huge, in: 80..<81).planting(3 * Self.huge, in: row..<120))
            let other = try AnomalySearch(of: table, settings: settings, probation: 60, detector: detector)
            let count = row - 60
            #expect(Array(clean.points.prefix(count)) == Array(other.points.prefix(count)))
            #expect(Array(clean.naive.prefix(count)) == Array(other.naive.prefix(count)))
            #expect(clean.points[count].forecast == other.points[count].forecast)
            #expect(clean.forecaster.model?.weights == other.forecaster.model?.weights)
            #expect(clean.forecaster.preparation == other.forecaster.preparation)
        }
    }
}
