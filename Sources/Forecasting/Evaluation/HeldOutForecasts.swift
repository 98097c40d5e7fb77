/// Forecasts of held-out rows, with the true values.
struct HeldOutForecasts {
    let told: [LevelForecast]
    let series: PreparedSeries
    /// Those that the network tells.
    let quantiles: [Double]
    let fittingRows: Range<Int>
    let horizon: Int

    /// How far the true value was outside the forecast, `[target][level][step]`, for each origin whose truth is known.
    func scores(levels: [Double]) -> [[[[Double]]]] {
        series.levels.enumerated().map { target, truth in
            levels.map { level in
                let cores = told.map { $0.core(target: target, level: level, of: quantiles) }
                return (0..<horizon).map { step in
                    zip(told, cores).compactMap { forecast, core in
                        let row = forecast.origin + step
                        guard row < truth.count else { return nil }
                        return max(core.low[step] - truth[row], truth[row] - core.high[step])
                    }
                }
            }
        }
    }

    /// What ``error`` is in units of: of one column its deviation in the rows learnt from, of several 1, as columns may
    /// differ in theirs.
    var unit: Double {
        guard series.levels.count == 1 else { return 1 }
        let values = series.preparation.transformations[0].values(series.levels[0])
        let variance = Array(values[fittingRows]).variance
        return variance > 0 ? variance.squareRoot() : 1
    }

    /// The root mean squared error, in units of each column's deviation in the rows learnt from.
    var error: Double {
        var (sum, count) = (0.0, 0)
        for (target, levels) in series.levels.enumerated() {
            let transformation = series.preparation.transformations[target]
            let values = transformation.values(levels)
            let variance = Array(values[fittingRows]).variance
            for forecast in told {
                for (step, value) in transformation.values(forecast.center[target]).enumerated()
                where forecast.origin + step < values.count {
                    let error = value - values[forecast.origin + step]
                    sum += error * error / (variance > 0 ? variance : 1)
                    count += 1
                }
            }
        }
        return (sum / Double(max(count, 1))).squareRoot()
    }
}
