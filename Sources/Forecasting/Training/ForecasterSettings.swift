import Foundation
import ModelFiles
import NeuralLayers
import Training

/// All settings of the training of a forecaster.
public struct ForecasterSettings: TrainingSettings {
    /// The columns that are forecast.
    public var columns: [String]
    /// Further columns that the network reads. Their future is not known.
    public var observed: [String] = []
    /// Columns whose future is known, such as plans and prices.
    public var known: [String] = []
    /// Whether the time of day, the weekday and the time of the year are inputs, if they vary.
    public var usesCalendar = false
    /// Rows that a forecast is made from, 1 ... 65,536.
    public var window: Int
    /// Steps that are forecast, 1 ... 16,384.
    public var horizon: Int
    /// Whether the network forecasts one step, and forecasts are fed back in for further ones, rather than all steps at
    /// once.
    public var isRecursive = false
    /// Whether natural logarithms of the columns are forecast: for series that grow by percentages.
    public var takesLog = false
    /// Whether `ln(1 + value)` is forecast, which zeros have too; `nil` for no.
    public var takesLog1p: Bool?
    /// The lower bound of the columns: lower values are refused and forecasts are clipped. `nil` for no bound.
    public var minimum: Double?
    /// The upper bound of the columns: higher values are refused and forecasts are clipped. `nil` for no bound.
    public var maximum: Double?
    /// The lag of the differences that are forecast; 0 for the values themselves.
    public var difference = 0
    /// The scaling of the columns that are forecast; the others always have `standard`.
    public var scaling = SeriesTransformation.Scaling.standard
    /// Whether windows are encoded relative to their last row, which helps with drifting levels (Zeng, Chen, Zhang & Xu
    /// 2023).
    public var isAnchored = false
    /// The forecasting method; ``ForecastMethod/auto`` selects the best on the held-out rows. `nil` for a network that
    /// only its own linear part can replace.
    public var method: ForecastMethod?
    /// The recurrent cell; that of ``method``, where it names one.
    public var cell = RecurrentCellKind.lstm
    /// Units of each recurrent layer and direction.
    public var hiddenSize = 32
    /// Recurrent layers, one above the other.
    public var numLayers = 1
    /// Whether each recurrent layer also reads the window backward.
    public var isBidirectional = false
    /// Whether the output of the network is added to that of a linear forecast, which is fitted before the training
    /// (highway; Lai et al. 2018).
    public var hasHighway = true
    /// The quantiles to learn, ascending between 0 and 1, with 0.5 among them; empty to learn only the mean.
    public var quantiles: [Double] = []
    /// The probabilities of the prediction intervals, each between 0 and 1.
    public var levels = [0.5, 0.8, 0.9, 0.95]
    /// What is dropped in training.
    public var dropout = ForecasterNetwork.Configuration.Dropout()
    /// Windows of an optimizer step.
    public var batchSize = 32
    /// The share of the rows, the last ones before the test set, that is held out to choose the best state of the
    /// training and to measure the intervals, in 0 ... 0.9.
    public var validationSplit = 0.2
    /// The number of rows at the end that form the test set: they are not used in training.
    public var testRows = 0
    public var training: TrainingOptions

    /// Recommended settings for a series.
    ///
    /// - Parameters:
    ///   - rows: The number of rows to learn from: the fewer, the more epochs.
    ///   - period: The length of a season in rows, of which a window has two; `nil` where there is none.
    public static func recommended(
        columns: [String], rows: Int, period: Int?, horizon: Int = 1, randomSeed: UInt64
    ) -> ForecasterSettings {
        ForecasterSettings(columns: columns, rows: rows, period: period, horizon: horizon, randomSeed: randomSeed)
    }

    /// Every other option at its default.
    private init(columns: [String], window: Int, horizon: Int, training: TrainingOptions) {
        (self.columns, self.window, self.horizon, self.training) = (columns, window, horizon, training)
    }

    private init(columns: [String], rows: Int, period: Int?, horizon: Int, randomSeed: UInt64) {
        self.columns = columns
        self.horizon = horizon
        window = max(1, min(period.map { max(2 * $0, 8) } ?? 20, max(1, rows / 4)))
        training = TrainingOptions(
            epochs: 10, schedule: LearningRateSchedule(peak: 1e-3, shape: .cosine(minimum: 1e-5)),
            randomSeed: randomSeed)
        training.optimizer = .adam
        training.beta2 = 0.999
        training.averageDecay = 0.99
        training.patience = 10
        plan(epochs: min(100, max(5, 60_000 / Double(max(rows, 1)))))
    }

    /// Sets the epochs, and validations that suit their number.
    public mutating func plan(epochs: Double) {
        training.epochs = epochs
        training.numValidations = Int(max(5, min(50, epochs)))  // 50 for NaN
    }

    /// Steps that the network tells at once.
    var modelHorizon: Int { isRecursive ? 1 : horizon }

    func modelConfiguration(calendarSize: Int) -> ForecasterNetwork.Configuration {
        let future = known.count + calendarSize
        var c = ForecasterNetwork.Configuration(
            inputSize: columns.count + observed.count + future, targetSize: columns.count, futureSize: future,
            window: window, horizon: modelHorizon)
        c.cell = cell
        c.hiddenSize = hiddenSize
        c.numLayers = numLayers
        c.isBidirectional = isBidirectional
        c.hasHighway = hasHighway
        c.quantiles = quantiles
        c.dropout = dropout
        return c
    }

    /// What is wrong with these settings, in words, or `nil`.
    public var problem: String? {
        guard !columns.isEmpty else { return "columns are none" }
        let all = columns + observed + known
        guard Set(all).count == all.count else { return "a column is named twice" }
        if let problem = modelConfiguration(calendarSize: 0).problem { return problem }
        guard horizon >= 1 && horizon <= 1 << 14 else { return "horizon is \(horizon)" }
        guard batchSize >= 1 && batchSize <= 1 << 20 else { return "batchSize is \(batchSize)" }
        guard difference >= 0 && difference <= 1 << 20 else { return "difference is \(difference)" }
        if let problem = training.problem { return problem }
        guard validationSplit >= 0 && validationSplit <= 0.9 else { return "validationSplit is \(validationSplit)" }
        guard testRows >= 0 else { return "testRows is \(testRows)" }
        guard levels.allSatisfy({ $0 > 0 && $0 < 1 }) else { return "levels are \(levels)" }
        guard !takesLog || takesLog1p != true else { return "both takesLog and takesLog1p are set" }
        if let minimum, let maximum, !(minimum < maximum) {
            return "minimum is \(minimum), which is not below the maximum of \(maximum)"
        }
        guard [minimum, maximum].allSatisfy({ $0?.isFinite ?? true }) else { return "a bound is not finite" }
        if let cell = method?.cell, cell != self.cell {
            return "method is \(cell.rawValue), but cell is \(self.cell.rawValue)"
        }
        guard !isRecursive || observed.isEmpty else {
            return "a recursive forecast cannot know the columns \(observed.joined(separator: ", ")) in advance"
        }
        return nil
    }
}

extension ForecasterSettings {
    /// Chooses logarithms where the swings of a series grow with its level, and then seasonal differences or anchored
    /// windows.
    ///
    /// If the rows have fewer than twenty seasons and the horizon is at most half of one, seasonal differences are
    /// chosen where they vary less than those from row to row. In all other cases a linear forecast of the held-out
    /// rows decides: seasonal differences or anchored windows are chosen if they lower its error by more than 2 %.
    ///
    /// - Parameter rows: The rows to train on, with those to hold out; later rows are not read.
    /// - Returns: What was chosen, in words.
    /// - Throws: ``ForecasterError`` where there are too few rows, or the settings cannot be used.
    public mutating func chooseTransformation(for table: SeriesTable, rows: Range<Int>) throws -> String {
        if let problem { throw ForecasterError.invalidSettings(problem) }
        guard rows.lowerBound >= 0, rows.upperBound <= table.count else {
            throw ForecasterError.tooFewRows(
                file: table.file, found: table.count, needed: rows.upperBound, purpose: .learning)
        }
        let period = table.frequency.seasonalPeriods.first { 4 * $0 <= rows.count }
        var plain = self
        (plain.difference, plain.isAnchored, plain.hasHighway, plain.hiddenSize) = (0, false, true, 1)
        plain.quantiles = []
        let series = try columns.map { Array(try table.column(.name($0)).values[rows]) }
        let length = period ?? max(8, rows.count / 20)
        plain.takesLog = series.allSatisfy { SeriesTransformation.suitsLogarithms($0, length: length) }
        if !plain.takesLog, series.allSatisfy({ Self.suitsLog1p($0, length: length) }) {
            var candidate = plain
            candidate.takesLog1p = true
            // What does not suit the series is no choice.
            if let error = try? candidate.errorOfHighway(on: table, rows: rows),
                let plainError = try plain.errorOfHighway(on: table, rows: rows), error < 0.98 * plainError
            {
                plain = candidate
            }
        }
        var best = plain
        if let period, try plain.isSeasonal(table, rows: rows, period: period) {
            best.difference = period
        } else if let error = try plain.errorOfHighway(on: table, rows: rows) {
            var least = 0.98 * error
            for (difference, isAnchored) in [(0, true), (period ?? 0, false)] {
                var candidate = plain
                (candidate.difference, candidate.isAnchored) = (difference, isAnchored)
                // What does not suit the series is no choice.
                guard let error = try? candidate.errorOfHighway(on: table, rows: rows), error < least else { continue }
                (best, least) = (candidate, error)
            }
        }
        (takesLog, takesLog1p) = (best.takesLog, best.takesLog1p)
        (difference, isAnchored) = (best.difference, best.isAnchored)
        return choiceText
    }

    /// Whether a series holds zeros, nothing below, and numbers to which one more is little, and its swings grow with
    /// its level.
    private static func suitsLog1p(_ values: [Double], length: Int) -> Bool {
        guard values.min() == 0, let highest = values.max(), highest >= 10 else { return false }
        return SeriesTransformation.suitsLogarithms(values, length: length, offset: 1)
    }

    /// Whether there are few seasons, the horizon is no more than half of one, and changes over a season vary less than
    /// those from row to row.
    private func isSeasonal(_ table: SeriesTable, rows: Range<Int>, period: Int) throws -> Bool {
        guard rows.count < Self.fewSeasons * period, 2 * horizon <= period else { return false }
        return try columns.allSatisfy { name in
            let values = Array(try table.column(.name(name)).values[rows])
            let levels = takesLog ? values.map { log($0) } : takesLog1p == true ? values.map { log1p($0) } : values
            func variance(lag: Int) -> Double { zip(levels.dropFirst(lag), levels).map { $0 - $1 }.variance }
            return variance(lag: period) < variance(lag: 1)
        }
    }

    private static let fewSeasons = 20

    private var choiceText: String {
        let parts = [
            takesLog ? "logarithms" : nil, takesLog1p == true ? "logarithms of the values plus one" : nil,
            difference > 0 ? "differences over \(difference) rows" : nil,
            isAnchored ? "windows relative to their last row" : nil,
        ].compactMap { $0 }
        return parts.isEmpty ? "the values as they are" : parts.joined(separator: ", ")
    }

    /// The error of the linear forecast on the held-out rows; `nil` where nothing is held out.
    private func errorOfHighway(on table: SeriesTable, rows: Range<Int>) throws -> Double? {
        let training = try ForecasterTraining(table, rows: rows, settings: self)
        return training.validationWindows > 0 ? training.heldOutForecasts.error : nil
    }
}

extension ForecasterSettings: DefaultedDecodable {
    package static var decodingDefaults: ForecasterSettings? {
        ForecasterSettings(
            columns: [], window: 0, horizon: 0,
            training: TrainingOptions(epochs: 1, schedule: LearningRateSchedule(peak: 0), randomSeed: 0))
    }
    package static var requiredEntries: Set<String> { ["columns", "window", "horizon", "training"] }
}
