import Foundation
import NeuralLayers
import Tensors
import Training

/// A hyperparameter search: random search (Bergstra & Bengio 2012) with successive halving (Jamieson & Talwalkar 2016).
///
/// Many settings are trained for a few epochs, the best third of them longer, and the best third of those in full. They
/// are compared by their forecasts of the held-out rows before the test set; the test set is not used.
public struct ForecasterTuning {
    /// One training of one choice of settings.
    public struct Trial: Codable, Sendable, Equatable {
        /// The fingerprint of the series, so that trials of another one are not reused.
        public let series: String
        /// The settings that were trained, with the epochs of the rung.
        public let settings: ForecasterSettings
        /// The round of successive halving: 0 for the shortest trainings, 2 for the full ones.
        public let rung: Int
        /// The root mean squared error of all steps on the held-out rows, in standard deviations of the training rows.
        public let error: Double
        /// Seconds that the training took.
        public let seconds: Double
    }

    private let table: SeriesTable
    private let rows: Range<Int>
    private let space: TuningSpace
    private let earlier: [Trial]
    private var generator: SeededGenerator
    /// The trials so far, in the order they were made; reused ones are among them.
    public private(set) var trials: [Trial] = []

    /// - Parameters:
    ///   - rows: The rows to train on, with those to hold out; later rows are not read.
    ///   - space: What may be chosen; the first trial takes its `base` as it is.
    ///   - earlier: Trials of an interrupted search, whose results are reused where the same settings come up again.
    public init(_ table: SeriesTable, rows: Range<Int>, space: TuningSpace, earlier: [Trial] = []) {
        (self.table, self.rows, self.space) = (table, rows, space)
        let series = table.fingerprint
        self.earlier = earlier.filter { $0.series == series }
        generator = SeededGenerator(seed: space.base.training.randomSeed, stream: "tuning")
    }

    /// Searches for about so many seconds: a third of them for each rung.
    ///
    /// - Parameter handle: Called with every trial; returning `false` ends the search with what it has.
    /// - Returns: The best settings of the longest trainings.
    /// - Throws: ``ForecasterError`` where the base settings cannot be trained, or `CancellationError` where the
    ///   surrounding Swift task was cancelled.
    public mutating func run(seconds budget: Double, _ handle: (Trial) throws -> Bool) throws -> ForecasterSettings {
        let start = ContinuousClock.now
        func elapsed() -> Double { (ContinuousClock.now - start) / .seconds(1) }
        let full = space.base.training.epochs
        var candidates: [ForecasterSettings] = []
        var best = space.base
        for rung in 0..<Self.rungs {
            let epochs = max(0.5, full * pow(3, Double(rung - Self.rungs + 1)))
            let deadline = budget * Double(rung + 1) / Double(Self.rungs)
            var results: [Trial] = []
            var queue = candidates[...]
            while results.isEmpty || elapsed() < deadline {
                let next = rung == 0 ? (results.isEmpty ? space.base : space.draw(using: &generator)) : queue.popFirst()
                guard let next else { break }
                guard let trial = try measure(next, epochs: epochs, rung: rung, isFirst: rung == 0 && results.isEmpty)
                else { continue }
                results.append(trial)
                trials.append(trial)
                guard try handle(trial) else { return winner(of: results, epochs: full) ?? best }
            }
            results.sort { $0.error < $1.error }
            best = winner(of: results, epochs: full) ?? best
            candidates = results.prefix(max(1, results.count / 3)).map(\.settings)
        }
        return best
    }

    private static let rungs = 3

    private func winner(of trials: [Trial], epochs: Double) -> ForecasterSettings? {
        guard var best = trials.min(by: { $0.error < $1.error })?.settings else { return nil }
        best.plan(epochs: epochs)
        return best
    }

    /// Trains and measures; `nil` where a drawn choice does not suit the series.
    private func measure(
        _ settings: ForecasterSettings, epochs: Double, rung: Int, isFirst: Bool
    ) throws -> Trial? {
        var settings = settings
        settings.plan(epochs: epochs)
        if let known = earlier.first(where: { $0.settings == settings && $0.rung == rung }) { return known }
        do {
            var training = try ForecasterTraining(table, rows: rows, settings: settings)
            guard training.validationWindows > 0 else {
                throw ForecasterError.invalidSettings("nothing is held out to compare settings by")
            }
            let heldOut = try training.train({ _ in true }).heldOut
            return Trial(
                series: table.fingerprint, settings: settings, rung: rung, error: heldOut.error,
                seconds: training.progress.seconds)
        } catch let error where !isFirst && (error is ForecasterError || error is TrainingError) {
            return nil
        }
    }
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
            guard !choices.isEmpty else { return }
            value = choices[Int(generator.nextUniform() * Double(choices.count))]
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
        if let range = learningRates {
            let (low, high) = (log(range.lowerBound), log(range.upperBound))
            settings.training.schedule.peak = Float(exp(low + generator.nextUniform() * (high - low)))
        }
        return settings
    }
}
