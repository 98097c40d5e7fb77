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
