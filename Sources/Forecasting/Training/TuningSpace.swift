import Foundation
import Tensors

/// The search space of a hyperparameter search.
public struct TuningSpace: Sendable {
    /// What stays as it is unless it is listed below.
    public let base: ForecasterSettings
    public var windows: [Int] = []
    public var cells: [SeriesCell] = []
    public var hiddenSizes: [Int] = []
    public var numLayers: [Int] = []
    public var differences: [Int] = []
    public var logs: [Bool] = []
    public var anchors: [Bool] = []
    public var outputDropouts: [Float] = []
    public var batchSizes: [Int] = []
    /// The ends of a range on a logarithmic scale; `nil` for the rate that there is.
    public var learningRates: ClosedRange<Double>?

    /// Everything may be chosen.
    ///
    /// - Parameters:
    ///   - rows: Rows to learn from.
    ///   - period: The length of a season in rows.
    ///   - isPositive: Whether all values have logarithms.
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
