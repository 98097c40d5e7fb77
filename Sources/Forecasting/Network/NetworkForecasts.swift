import NeuralLayers
import Tensors

/// Inference of a forecaster with weights that are packed once.
public struct ForecasterSession: Sendable {
    private let model: ForecasterNetwork
    private let encoder: SequenceEncoderSession

    /// - Parameter precision: How many bits the products of the recurrent layers read for each weight.
    public init(_ model: ForecasterNetwork, precision: Precision = .fp32) {
        self.model = model
        encoder = SequenceEncoderSession(model.encoder, precision: precision)
    }

    /// Forecasts behind some windows; in fp32 the bits of ``ForecasterNetwork/callAsFunction(inputs:future:in:)``.
    ///
    /// - Parameters:
    ///   - inputs: The rows of the first step of all windows, then those of the second, …: `[window * count, inputSize]`.
    ///   - future: What is known in advance, `[count, horizon * futureSize]`.
    /// - Returns: `[count, horizon * targetSize * valuesPerTarget]`.
    public func callAsFunction(inputs: Tensor, future: Tensor?) -> Tensor {
        let (_, final) = encoder(embedded: inputs, layout: model.layout(of: inputs))
        return model.forecast(from: model.joined(final.map { Variable($0) }), inputs: inputs, future: future).value
    }
}

/// What a network forecasts of a series.
struct NetworkForecasts {
    private let model: ForecasterNetwork
    private let session: ForecasterSession
    private let preparation: SeriesPreparation

    init(model: ForecasterNetwork, preparation: SeriesPreparation) {
        (self.model, self.preparation) = (model, preparation)
        session = ForecasterSession(model)
    }

    private var window: Int { model.configuration.window }

    /// Forecasts from several origins, each from the rows before it alone.
    func levelForecasts(of series: PreparedSeries, origins: [Int], horizon: Int) -> [LevelForecast] {
        guard horizon > model.configuration.horizon else {
            let windows = series.windows(window: window, horizon: model.configuration.horizon)
            return told(windows, at: origins, series: Array(repeating: series, count: origins.count), origins)
                .map { $0.prefix(horizon) }
        }
        let step = model.configuration.horizon
        let reach = (horizon + step - 1) / step * step
        var parts = told(of: series.pieces(before: origins, rows: window, behind: reach))
        while let done = parts.first?.steps, done < horizon {
            let pieces = series.pieces(before: origins, rows: window, behind: reach, forecasts: parts)
            parts = zip(parts, told(of: pieces, behind: done)).map { $0.followed(by: $1).prefix(horizon) }
        }
        return parts
    }

    private static let batchSize = 256

    /// Forecasts from the ends of short pieces of a series.
    private func told(of pieces: [SeriesPiece], behind: Int = 0) -> [LevelForecast] {
        pieces.map { piece in
            let windows = piece.series.windows(window: window, horizon: model.configuration.horizon)
            let position = piece.present
            return told(windows, at: [position], series: [piece.series], [piece.origin + behind])[0]
        }
    }

    private func told(
        _ windows: SeriesWindows, at positions: [Int], series: [PreparedSeries], _ origins: [Int]
    ) -> [LevelForecast] {
        var result: [LevelForecast] = []
        for start in stride(from: 0, to: positions.count, by: Self.batchSize) {
            let range = start..<min(start + Self.batchSize, positions.count)
            let batch = windows.batch(of: Array(positions[range]), hasTargets: false)
            let output = session(inputs: batch.inputs, future: batch.future).elements
            for (row, index) in range.enumerated() {
                let width = model.configuration.outputSize
                let outputs = output[row * width..<(row + 1) * width].map(Double.init)
                result.append(
                    levels(
                        outputs, anchors: batch.anchors[row].map(Double.init), of: series[index], at: positions[index],
                        origin: origins[index]))
            }
        }
        return result
    }

    /// The levels of what the network says of one window.
    private func levels(
        _ outputs: [Double], anchors: [Double], of series: PreparedSeries, at position: Int, origin: Int
    ) -> LevelForecast {
        let c = model.configuration
        let median = c.quantiles.firstIndex(of: 0.5) ?? 0
        var (centers, quantiles): ([[Double]], [[[Double]]]) = ([], [])
        for target in 0..<c.targetSize {
            let transformation = preparation.transformations[target]
            // Quantiles may come out crossed where data are few; sorted they are what is meant.
            let steps = (0..<c.horizon).map { step in
                let first = (step * c.targetSize + target) * c.valuesPerTarget
                return outputs[first..<first + c.valuesPerTarget].map { $0 + anchors[target] }.sorted()
            }
            let center = transformation.levels(
                fromOutputs: steps.map { $0[median] }, of: series.levels[target], origin: position)
            centers.append(center)
            quantiles.append(
                c.quantiles.indices.map { quantile in
                    transformation.levels(
                        fromOutputs: steps.map { $0[quantile] }, of: series.levels[target], origin: position,
                        along: center)
                })
        }
        return LevelForecast(origin: origin, center: centers, quantiles: quantiles)
    }
}

/// A forecast as the network tells it, logarithms still logarithms.
struct LevelForecast {
    /// The first row that is forecast.
    let origin: Int
    /// The mean or the median, `[target][step]`.
    let center: [[Double]]
    /// The quantiles of a network that tells some, `[target][quantile][step]`.
    let quantiles: [[[Double]]]

    /// What an interval lies around: the two quantiles that bound it where the network tells them, else twice the center.
    func core(target: Int, level: Double, of told: [Double]) -> (low: [Double], high: [Double]) {
        func index(_ quantile: Double) -> Int? { told.firstIndex { abs($0 - quantile) < 1e-9 } }
        guard let low = index((1 - level) / 2), let high = index((1 + level) / 2) else {
            return (center[target], center[target])
        }
        return (quantiles[target][low], quantiles[target][high])
    }
}

extension LevelForecast {
    var steps: Int { center[0].count }

    func prefix(_ count: Int) -> LevelForecast {
        LevelForecast(
            origin: origin, center: center.map { Array($0.prefix(count)) },
            quantiles: quantiles.map { $0.map { Array($0.prefix(count)) } })
    }

    /// This and what was told behind it.
    func followed(by next: LevelForecast) -> LevelForecast {
        LevelForecast(
            origin: origin, center: zip(center, next.center).map { $0 + $1 },
            quantiles: zip(quantiles, next.quantiles).map { zip($0, $1).map { $0 + $1 } })
    }
}

/// A stretch of a series before an origin, with forecasts behind it as if they were true.
struct SeriesPiece {
    let series: PreparedSeries
    /// The origin in the whole series.
    let origin: Int
    /// The number of the first row in this piece that is not known.
    let present: Int
}

extension PreparedSeries {
    /// The stretches before some origins that a window of so many rows needs, with what was forecast so far, and with
    /// what is known in advance of the rows behind; NaN where that ends.
    func pieces(
        before origins: [Int], rows: Int, behind: Int, forecasts: [LevelForecast] = []
    ) -> [SeriesPiece] {
        let lag = preparation.transformations.map(\.difference).max() ?? 0
        return origins.enumerated().map { index, origin in
            let start = max(0, origin - rows - lag)
            let told = forecasts.isEmpty ? [] : forecasts[index].center
            func cut(_ column: [Double]) -> [Double] {
                let rows = column[start..<min(origin + behind, column.count)]
                return rows + Array(repeating: .nan, count: origin + behind - rows.endIndex)
            }
            let extended = levels.enumerated().map { target, column in
                Array(column[start..<origin]) + (told.isEmpty ? [] : told[target])
            }
            return SeriesPiece(
                series: PreparedSeries(
                    preparation: preparation, levels: extended, observed: observed.map(cut), known: known.map(cut)),
                origin: origin, present: extended[0].count)
        }
    }
}

/// The linear part of a forecaster, fitted before the network learns.
enum Highway {
    /// Fits a ridge regression from the window of each target to what follows; nothing without highways.
    ///
    /// - Parameter rows: Those to learn from.
    static func fit(_ model: ForecasterNetwork, to series: PreparedSeries, rows: Range<Int>) {
        let c = model.configuration
        for (target, highway) in model.highways.enumerated() {
            let values = series.preparation.transformations[target].apply(toLevels: series.levels[target])[rows]
            // Where there are too few rows for it, the network is left to itself.
            let ridge = try? RidgeWindow(
                training: Array(values), window: c.window, horizon: c.horizon,
                isAnchored: series.preparation.isAnchored)
            highway.weight.value = Tensor(
                ridge?.weights.flatMap { $0.map { Float($0) } } ?? Array(repeating: 0, count: c.horizon * c.window),
                shape: highway.weight.shape)
            highway.bias?.value = Tensor(
                ridge?.intercepts.map { Float($0) } ?? Array(repeating: 0, count: c.horizon), shape: [c.horizon])
        }
    }
}
