import Foundation

/// Linear autoregression: every value is a weighted sum of the last `order` ones and a constant.
///
/// `y[t] = c + a₁·y[t-1] + … + aₚ·y[t-p] + e[t]`, fitted by least squares; forecasts further ahead read their own
/// predecessors. Source: Box & Jenkins (1970), *Time Series Analysis: Forecasting and Control*. Roots outside the unit
/// circle are left as they are, so forecasts of a series that grows may grow without end.
///
/// An origin that sees fewer than `order` values takes the training mean for those missing.
public struct AutoRegression: SeriesBaseline {
    /// The weights of the last value, the one before it, and so on; `order` of them.
    public let coefficients: [Double]
    /// The constant c.
    public let intercept: Double
    /// The mean of the training part.
    public let mean: Double

    /// The number of values that a forecast reads.
    public var order: Int { coefficients.count }
    public var name: String { "autoRegression(\(order))" }

    /// Takes weights that were fitted before.
    init(coefficients: [Double], intercept: Double, mean: Double) {
        (self.coefficients, self.intercept, self.mean) = (coefficients, intercept, mean)
    }

    /// Fits the weights of one order.
    ///
    /// - Parameters:
    ///   - training: Oldest first.
    ///   - order: At least 0, where 0 is the mean.
    /// - Throws: ``SeriesBaselineError`` with fewer than `2·order + 2` values, one that is not finite, or an order below
    ///   0.
    public init(training: [Double], order: Int) throws(SeriesBaselineError) {
        try requireMinimum("order", order, 0)
        try checkTraining(training, baseline: "autoRegression(\(order))", needed: 2 * min(order, 1 << 40) + 2)
        let products = LaggedProducts(training, window: order, horizon: 1)
        let weights = CholeskyFactor(products.inputs).solution(products.targets[0])
        coefficients = weights.reversed()
        intercept = products.means[order] - dot(weights, products.means, count: order)
        mean = training.mean
    }

    /// Fits the order of the least AICc, from 0 up to `maxOrder`.
    ///
    /// All orders are compared on the same targets, those that `maxOrder` values precede: `n·ln(RSS / n) + 2k + 2k·(k +
    /// 1) / (n - k - 1)` with `k = order + 2`. Source: Hurvich & Tsai (1989), *Regression and time series model
    /// selection in small samples*. Of equals the lowest is taken.
    ///
    /// - Parameter maxOrder: Lowered to what the training part allows.
    /// - Throws: ``SeriesBaselineError`` with fewer than two values, one that is not finite, or an order below 0.
    public init(training: [Double], maxOrder: Int) throws(SeriesBaselineError) {
        try requireMinimum("maxOrder", maxOrder, 0)
        try checkTraining(training, baseline: "autoRegression", needed: 2)
        let order = Self.bestOrder(training, maxOrder: min(maxOrder, (training.count - 2) / 2))
        try self.init(training: training, order: order)
    }

    private static func bestOrder(_ training: [Double], maxOrder: Int) -> Int {
        let products = LaggedProducts(training, window: maxOrder, horizon: 1)
        // From the last value backwards, so that the first columns are those of a lower order.
        let inputs = products.inputs.reversed().map { Array($0.reversed()) }
        let explained = CholeskyFactor(inputs).halfSolution(products.targets[0].reversed())
        let total = products.targetSquares[0]
        // What rounding leaves of a sum that is explained completely is not worth another order.
        var remainder = total
        var best = (order: 0, criterion: Double.infinity)
        for order in 0...maxOrder {
            if order > 0 { remainder -= explained[order - 1] * explained[order - 1] }
            let criterion = correctedAIC(
                squaredError: max(remainder, 1e-12 * total), count: products.numRows, numParameters: order + 2)
            if criterion < best.criterion { best = (order, criterion) }
        }
        return best.order
    }

    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "AutoRegression.forecasts")
        let weights: [Double] = coefficients.reversed()
        return origins.map { origin in
            var history = values.window(before: origin, count: order, padding: mean)
            for step in 0..<horizon {
                history.append(zip(weights, history[step...]).reduce(intercept) { $0 + $1.0 * $1.1 })
            }
            return Array(history[order...])
        }
    }
}

/// Akaike's information criterion of a fit by least squares, corrected for few values (Hurvich & Tsai 1989); infinite
/// where there are too few for it.
///
/// - Parameter numParameters: What was fitted, the variance of the errors included.
func correctedAIC(squaredError: Double, count: Int, numParameters: Int) -> Double {
    let (n, k) = (Double(count), Double(numParameters))
    guard n - k - 1 > 0 else { return .infinity }
    return n * log(max(squaredError / n, .leastNormalMagnitude)) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
}
