import Tensors

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
