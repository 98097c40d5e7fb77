import NeuralLayers

/// What a network forecasts of a series.
struct NetworkForecasts {
    let model: ForecasterNetwork
    let preparation: SeriesPreparation

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
        var context = ForwardContext.inference
        for start in stride(from: 0, to: positions.count, by: Self.batchSize) {
            let range = start..<min(start + Self.batchSize, positions.count)
            let batch = windows.batch(of: Array(positions[range]), hasTargets: false)
            let output = model(inputs: batch.inputs, future: batch.future, in: &context).value.elements
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
