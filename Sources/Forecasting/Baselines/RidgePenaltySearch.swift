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
