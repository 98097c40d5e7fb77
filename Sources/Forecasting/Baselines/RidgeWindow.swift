/// Ridge regression of the next `horizon` values on the last `window` ones: one linear map, with an intercept.
///
/// For every step ahead by itself it minimises `‖y - X·w‖² + λ·‖w‖²` over all windows of the training part, with
/// columns centred. Source: Hoerl & Kennard (1970), *Ridge regression: biased estimation for nonorthogonal problems*.
/// The penalty `λ` is the same for all steps: the one whose forecasts of windows left out of the fit, one at a time,
/// have the least squared error, `(y - ŷ) / (1 - h)` with the leverage `h` of the window (Allen 1974).
///
/// An origin that sees fewer than `window` values takes the training mean for those missing.
///
/// - Complexity: fitting takes about `2·window³ + min(rows, 4096)·window²` products.
public struct RidgeWindow: SeriesBaseline {
    /// The number of values that a forecast reads.
    public var window: Int { weights[0].count }
    /// The number of steps ahead that are fitted.
    public var horizon: Int { weights.count }
    /// `[horizon][window]`, the oldest value first.
    public let weights: [[Double]]
    /// `[horizon]`
    public let intercepts: [Double]
    /// `λ`; 0 where the weights were fitted before.
    public let penalty: Double
    /// The mean of the training part.
    public let mean: Double
    /// Whether the map is from differences to the last value of the window to such.
    public let isAnchored: Bool

    public var name: String { "ridgeWindow(\(window))" }

    /// What is tried for `λ`, as multiples of the inputs' mean sum of squares: two a decade from 10⁻⁶ to 100.
    static let relativePenalties: [Double] = {
        let root = 10.0.squareRoot()
        let decades = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10]
        return decades.flatMap { [$0, $0 * root] } + [100]
    }()

    /// Takes weights that were fitted before.
    init(weights: [[Double]], intercepts: [Double], mean: Double, isAnchored: Bool) {
        (self.weights, self.intercepts, self.mean, self.isAnchored) = (weights, intercepts, mean, isAnchored)
        penalty = 0
    }

    /// Fits the weights.
    ///
    /// - Parameters:
    ///   - training: Oldest first.
    ///   - window: At least 1.
    ///   - horizon: At least 1.
    ///   - isAnchored: Maps differences to the last value of the window, which is added to the forecasts: the level of the
    ///     series does not matter then (NLinear; Zeng, Chen, Zhang & Xu 2023).
    /// - Throws: ``SeriesBaselineError`` with fewer than `window + horizon + 1` values, or one that is not finite.
    public init(
        training: [Double], window: Int, horizon: Int, isAnchored: Bool = false
    ) throws(SeriesBaselineError) {
        precondition(window >= 1, "RidgeWindow: window \(window) is below 1")
        precondition(horizon >= 1, "RidgeWindow: horizon \(horizon) is below 1")
        try checkTraining(training, baseline: "ridgeWindow(\(window))", needed: window + horizon + 1)
        let plain = LaggedProducts(training, window: window, horizon: horizon)
        let products = isAnchored ? plain.anchored : plain
        let form = TridiagonalForm(products.inputs)
        let scale = form.diagonal.mean
        let penalties = Self.relativePenalties.map { $0 * (scale > 0 ? scale : 1) }
        let search = RidgePenaltySearch(training, products: products, form: form, isAnchored: isAnchored)
        let penalty = search.bestPenalty(of: penalties)
        let system = form.shifted(by: penalty)
        let solutions = products.targets.map { form.vector(at: system.solution(form.coordinates(of: $0))) }
        // Where all windows are alike there is nothing to weigh.
        let isSolved = solutions.allSatisfy { $0.allSatisfy(\.isFinite) }
        let weights = isSolved ? solutions : solutions.map { $0.map { _ in 0 } }
        self.weights = weights
        intercepts = weights.enumerated().map { step, weights in
            products.means[window + step] - dot(weights, products.means, count: window)
        }
        self.penalty = penalty
        mean = training.mean
        self.isAnchored = isAnchored
    }

    /// Forecasts as ``SeriesBaseline`` says; beyond the fitted horizon they read the ones before.
    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "RidgeWindow.forecasts")
        return origins.map { origin in
            var history = values.window(before: origin, count: window, padding: mean)
            while history.count < window + horizon {
                let anchor = isAnchored ? history[history.count - 1] : 0
                let inputs = history.suffix(window).map { $0 - anchor }
                let numSteps = min(self.horizon, window + horizon - history.count)
                for step in 0..<numSteps {
                    history.append(anchor + intercepts[step] + dot(weights[step], inputs, count: window))
                }
            }
            return Array(history[window...])
        }
    }
}
