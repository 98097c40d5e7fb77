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
package struct RidgeWindow: SeriesBaseline {
    /// The number of values that a forecast reads.
    package var window: Int { weights[0].count }
    /// The number of steps ahead that are fitted.
    package var horizon: Int { weights.count }
    /// `[horizon][window]`, the oldest value first.
    package let weights: [[Double]]
    /// `[horizon]`
    package let intercepts: [Double]
    /// `λ`; 0 where the weights were fitted before.
    package let penalty: Double
    /// The mean of the training part.
    package let mean: Double
    /// Whether the map is from differences to the last value of the window to such.
    package let isAnchored: Bool

    package var name: String { "ridgeWindow(\(window))" }

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
    /// - Throws: ``SeriesBaselineError`` with fewer than `window + horizon + 1` values, one that is not finite, or a window
    ///   or horizon below 1.
    package init(
        training: [Double], window: Int, horizon: Int, isAnchored: Bool = false
    ) throws(SeriesBaselineError) {
        try requireMinimum("window", window, 1)
        try requireMinimum("horizon", horizon, 1)
        try checkTraining(
            training, baseline: "ridgeWindow(\(window))", needed: min(window, 1 << 40) + min(horizon, 1 << 40) + 1)
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
    package func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
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

/// Looks for the penalty of ridge regression by the errors of rows that are left out of the fit, one at a time.
///
/// A row's error without it follows from the fit with it: `(y - ŷ) / (1 - 1/n - h)`, with `h = xᵀ·(XᵀX + λ·1)⁻¹·x` of
/// the centred row (Allen 1974, *The relationship between variable selection and data augmentation and a method for
/// prediction*). Of more than 4,096 rows an even choice of 4,096 is left out, each exactly; of more than eight steps
/// ahead eight are looked at, the first and the last among them.
struct RidgePenaltySearch {
    private static let maxRows = 4_096
    private static let maxSteps = 8

    private let values: [Double]
    private let products: LaggedProducts
    private let form: TridiagonalForm
    private let rows: [Int]
    private let steps: [Int]
    private let isAnchored: Bool

    /// - Parameters:
    ///   - form: That of the products of the inputs.
    ///   - isAnchored: Whether the products are those of differences to the last value of each window.
    init(_ values: [Double], products: LaggedProducts, form: TridiagonalForm, isAnchored: Bool) {
        self.values = values
        self.products = products
        self.form = form
        self.isAnchored = isAnchored
        rows = evenChoice(of: products.numRows, atMost: Self.maxRows)
        steps = evenChoice(of: products.horizon, atMost: Self.maxSteps)
    }

    /// The penalty of the least squared error, of equals the first.
    func bestPenalty(of penalties: [Double]) -> Double {
        let systems = penalties.map(form.shifted)
        let targets = steps.map { form.coordinates(of: products.targets[$0]) }
        let weights = systems.map { system in targets.map(system.solution) }
        var sums = [Double](repeating: 0, count: penalties.count)
        for row in rows {
            let anchor = isAnchored ? values[row + products.window - 1] : 0
            let inputs = (0..<products.window).map { values[row + $0] - anchor - products.means[$0] }
            let coordinates = form.coordinates(of: inputs)
            let actual = steps.map { step in
                values[row + products.window + step] - anchor - products.means[products.window + step]
            }
            for (index, system) in systems.enumerated() {
                // As many weights as rows leave nothing.
                let rest = max(1 - 1 / Double(products.numRows) - system.quadraticForm(coordinates), .ulpOfOne)
                for (weights, actual) in zip(weights[index], actual) {
                    let error = (actual - dot(weights, coordinates, count: weights.count)) / rest
                    sums[index] += error * error
                }
            }
        }
        let best = sums.indices.reduce(0) { sums[$1] < sums[$0] ? $1 : $0 }
        return penalties[best]
    }
}

/// At most `limit` of the numbers `0..<count`, evenly spread, the first and the last among them.
private func evenChoice(of count: Int, atMost limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
}

/// The normal equations of forecasts from the last values of a series: what least squares needs to know of it.
///
/// Row `i` of the inputs is `values[i..<i+window]`, oldest first, and its targets are the `horizon` values behind. Both
/// are centred by the means of their columns. Columns of such a table are shifted copies of one another, so each
/// product follows from its upper left neighbour by one value that comes in and one that goes out: the table is never
/// built.
///
/// - Complexity: `(window + horizon)·(rows + window)` products in place of `(window + horizon)²·rows`.
struct LaggedProducts {
    let window: Int
    let horizon: Int
    /// The number of rows: of places where a window and the values behind it fit into the series.
    let numRows: Int
    /// The means of the columns of inputs and targets, `[window + horizon]`.
    let means: [Double]
    /// The sums over all rows of the products of two centred columns: `[window][window]`, symmetric.
    let inputs: [[Double]]
    /// The same of a target and each input: `[horizon][window]`.
    let targets: [[Double]]
    /// The sums of the squares of the centred targets, `[horizon]`.
    let targetSquares: [Double]

    private init(
        window: Int, horizon: Int, numRows: Int, means: [Double], inputs: [[Double]], targets: [[Double]],
        targetSquares: [Double]
    ) {
        (self.window, self.horizon, self.numRows, self.means) = (window, horizon, numRows, means)
        (self.inputs, self.targets, self.targetSquares) = (inputs, targets, targetSquares)
    }

    /// - Precondition: There is a row: `values.count` is at least `window + horizon`.
    init(_ values: [Double], window: Int, horizon: Int) {
        let width = window + horizon
        precondition(values.count >= width, "LaggedProducts: \(values.count) values for \(width) columns")
        self.window = window
        self.horizon = horizon
        numRows = values.count - width + 1
        // Products of values around their mean lose no digits when the columns' own means are taken off.
        let shift = values.mean
        let values = values.map { $0 - shift }
        let columnMeans = Self.columnMeans(values, width: width, numRows: numRows)
        means = columnMeans.map { $0 + shift }
        var products = Self.products(values, width: width, numRows: numRows)
        for row in 0..<width {
            for column in 0...row {
                products[row][column] -= Double(numRows) * columnMeans[row] * columnMeans[column]
                products[column][row] = products[row][column]
            }
        }
        inputs = products[..<window].map { Array($0[..<window]) }
        targets = products[window...].map { Array($0[..<window]) }
        targetSquares = (window..<width).map { products[$0][$0] }
    }

    /// The same of windows, and values behind, from which the last value of the window is subtracted.
    ///
    /// The last column is nothing then.
    var anchored: LaggedProducts {
        let last = window - 1
        let ofLast = inputs[last]
        func anchored(_ products: [Double], with: Double, squares: Double) -> [Double] {
            products.indices.map { products[$0] - with - ofLast[$0] + squares }
        }
        return LaggedProducts(
            window: window, horizon: horizon, numRows: numRows, means: means.map { $0 - means[last] },
            inputs: inputs.map { anchored($0, with: $0[last], squares: ofLast[last]) },
            targets: targets.map { anchored($0, with: $0[last], squares: ofLast[last]) },
            targetSquares: zip(targetSquares, targets).map { $0 - 2 * $1[last] + ofLast[last] })
    }

    private static func columnMeans(_ values: [Double], width: Int, numRows: Int) -> [Double] {
        var sum = values[..<numRows].reduce(0, +)
        return (0..<width).map { column in
            defer {
                if column + 1 < width { sum += values[numRows + column] - values[column] }
            }
            return sum / Double(numRows)
        }
    }

    /// The lower triangle of the products of columns that are not centred.
    private static func products(_ values: [Double], width: Int, numRows: Int) -> [[Double]] {
        var products = [[Double]](repeating: [Double](repeating: 0, count: width), count: width)
        for row in 0..<width {
            products[row][0] = dot(values, Array(values[row..<row + numRows]), count: numRows)
            guard row > 0 else { continue }
            for column in 1...row {
                products[row][column] =
                    products[row - 1][column - 1] - values[row - 1] * values[column - 1]
                    + values[row - 1 + numRows] * values[column - 1 + numRows]
            }
        }
        return products
    }
}

extension [Double] {
    /// The `count` values in front of a place, oldest first; where there are none, `padding` stands in for them.
    func window(before place: Int, count: Int, padding: Double) -> [Double] {
        let missing = Swift.max(0, count - place)
        return [Double](repeating: padding, count: missing) + self[place - (count - missing)..<place]
    }
}
