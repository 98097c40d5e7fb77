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
