import NeuralLayers
import Tensors
import Training

/// A search for the settings of a forecaster.
///
/// Settings are compared by their forecasts of the held-out rows before the test set; the test set is not used.
public typealias ForecasterTuning = SuccessiveHalving<ForecasterTuningTask>

extension ForecasterTuning {
    /// - Parameters:
    ///   - rows: The rows to train on, with those to hold out; later rows are not read.
    ///   - space: What may be chosen; the first trial takes its `base` as it is.
    ///   - earlier: Trials of an interrupted search, whose results are reused where the same settings come up again.
    public init(_ table: SeriesTable, rows: Range<Int>, space: TuningSpace, earlier: [Trial] = []) {
        self.init(ForecasterTuningTask(table: table, rows: rows, space: space), earlier: earlier)
    }
}

/// The training of forecasters on the same rows with various settings.
///
/// The error is the root mean squared error of all steps on the held-out rows, in standard deviations of the training
/// rows.
public struct ForecasterTuningTask: TuningTask {
    /// The series that is trained on.
    public let table: SeriesTable
    /// The rows to train on, with those to hold out.
    public let rows: Range<Int>
    /// What may be chosen.
    public let space: TuningSpace
    public let fingerprint: String

    /// A search on the rows before the test set.
    public init(table: SeriesTable, rows: Range<Int>, space: TuningSpace) {
        (self.table, self.rows, self.space, fingerprint) = (table, rows, space, table.fingerprint)
    }

    public var base: ForecasterSettings { space.base }

    public func draw(using generator: inout SeededGenerator) -> ForecasterSettings { space.draw(using: &generator) }

    public func planned(_ settings: ForecasterSettings, epochs: Double) -> ForecasterSettings {
        var settings = settings
        settings.plan(epochs: epochs)
        return settings
    }

    public func measure(
        _ settings: ForecasterSettings, goesOn: () -> Bool
    ) throws -> (error: Double, seconds: Double) {
        var training = try ForecasterTraining(table, rows: rows, settings: settings)
        guard training.validationWindows > 0 else {
            throw ForecasterError.invalidSettings("nothing is held out to compare settings by")
        }
        let heldOut = try training.train({ _ in goesOn() }).heldOut
        return (heldOut.error, training.progress.seconds)
    }

    public func isUnsuitable(_ error: any Error) -> Bool { error is ForecasterError || error is TrainingError }
}

/// The search space of a hyperparameter search.
///
/// A trial draws one value of each list; a value that a list has twice is drawn twice as often. Where a list is empty,
/// the value of ``base`` stays.
public struct TuningSpace: Sendable {
    /// The settings of the first trial, and in all trials the values of whatever is not varied.
    public let base: ForecasterSettings
    /// Choices of `window`, in rows.
    public var windows: [Int] = []
    /// Choices of `cell`.
    public var cells: [RecurrentCellKind] = []
    /// Choices of `hiddenSize`: units of each layer and direction.
    public var hiddenSizes: [Int] = []
    /// Choices of `numLayers`.
    public var numLayers: [Int] = []
    /// Choices of `difference`: lags in rows, 0 for the values themselves.
    public var differences: [Int] = []
    /// Choices of `takesLog`; `true` only where all values are above 0.
    public var logs: [Bool] = []
    /// Choices of `isAnchored`.
    public var anchors: [Bool] = []
    /// Choices of `dropout.output`, each in 0 ..< 1.
    public var outputDropouts: [Float] = []
    /// Choices of `batchSize`, in windows.
    public var batchSizes: [Int] = []
    /// The range of the peak learning rate, which is drawn uniformly on a logarithmic scale; `nil` for that of
    /// ``base``.
    public var learningRates: ClosedRange<Double>?

    /// The default space, in which everything is varied.
    ///
    /// - Parameters:
    ///   - rows: The number of rows to learn from; no window has more than a quarter of them.
    ///   - period: The length of a season in rows; `nil` where there is none.
    ///   - isPositive: Whether all values are above 0, so that logarithms are among the choices.
    public init(base: ForecasterSettings, rows: Int, period: Int?, isPositive: Bool) {
        self.base = base
        let season = period ?? 10
        windows = Set([season / 2, season, season + 1, 2 * season, 3 * season, base.window])
            .filter { $0 >= 2 && $0 <= max(2, rows / 4) }.sorted()
        cells = [.lstm, .gru]
        hiddenSizes = [16, 32, 64, 128]
        numLayers = [1, 1, 2]
        differences = [0, 0, 1] + (period.map { 3 * $0 < rows ? [$0] : [] } ?? [])
        logs = isPositive ? [false, true] : []
        anchors = [false, true]
        outputDropouts = [0, 0.1, 0.2, 0.4]
        batchSizes = [16, 32, 64]
        learningRates = 5e-4...1e-2
    }

    func draw(using generator: inout SeededGenerator) -> ForecasterSettings {
        var settings = base
        func pick<Value>(_ choices: [Value], _ value: inout Value) {
            Training.draw(choices, into: &value, using: &generator)
        }
        pick(windows, &settings.window)
        pick(cells, &settings.cell)
        if case .network = settings.method { settings.method = .network(settings.cell) }
        pick(hiddenSizes, &settings.hiddenSize)
        pick(numLayers, &settings.numLayers)
        pick(differences, &settings.difference)
        pick(logs, &settings.takesLog)
        if settings.takesLog { settings.takesLog1p = nil }
        pick(anchors, &settings.isAnchored)
        pick(outputDropouts, &settings.dropout.output)
        pick(batchSizes, &settings.batchSize)
        if let range = learningRates { drawRate(range, into: &settings.training.schedule.peak, using: &generator) }
        return settings
    }
}
