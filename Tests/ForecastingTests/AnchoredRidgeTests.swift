import Foundation
import TestSupport
import Testing

@testable import Forecasting
@testable import Tensors

/// Ridge regression of windows relative to their last value, against windows that are built row by row.
struct AnchoredRidgeTests {
    private let window = 4
    private let horizon = 2
    private let values = (0..<40).map { row -> Double in
        let time = Double(row)
        return 3 * sin(time * 0.9) + 0.1 * time + Double(row * 7 % 11) / 11
    }

    /// The windows and what follows them, each less the last value of the window.
    private func rows(of values: [Double]) -> (inputs: [[Double]], targets: [[Double]]) {
        let places = window...values.count - horizon
        func differences(_ range: Range<Int>, _ origin: Int) -> [Double] {
            range.map { values[$0] - values[origin - 1] }
        }
        return (
            places.map { differences($0 - window..<$0, $0) }, places.map { differences($0..<$0 + horizon, $0) }
        )
    }

    private func means(_ rows: [[Double]]) -> [Double] {
        rows[0].indices.map { column in rows.map { $0[column] }.mean }
    }

    /// Weights and intercept of one target, by elimination in the normal equations of centred rows.
    private func ridge(_ inputs: [[Double]], _ targets: [Double], penalty: Double) -> (weights: [Double], bias: Double)
    {
        let (columnMeans, mean) = (means(inputs), targets.mean)
        let centred = inputs.map { zip($0, columnMeans).map { $0 - $1 } }
        let size = columnMeans.count
        var system = (0..<size).map { row in
            (0..<size).map { column in
                centred.reduce(0) { $0 + $1[row] * $1[column] } + (row == column ? penalty : 0)
            } + [zip(centred, targets).reduce(0) { $0 + $1.0[row] * ($1.1 - mean) }]
        }
        for pivot in 0..<size {
            for row in 0..<size where row != pivot {
                let factor = system[row][pivot] / system[pivot][pivot]
                for column in pivot...size { system[row][column] -= factor * system[pivot][column] }
            }
        }
        let weights = (0..<size).map { system[$0][size] / system[$0][$0] }
        return (weights, mean - dot(weights, columnMeans, count: size))
    }

    @Test func weightsAreThoseOfWindowsBuiltRowByRow() throws {
        let found = try RidgeWindow(training: values, window: window, horizon: horizon, isAnchored: true)
        let (inputs, targets) = rows(of: values)
        for step in 0..<horizon {
            let expected = ridge(inputs, targets.map { $0[step] }, penalty: found.penalty)
            expectClose(found.weights[step], expected.weights, within: 1e-9)
            expectClose([found.intercepts[step]], [expected.bias], within: 1e-9)
        }
        let history = values.suffix(window).map { $0 - values[39] }
        let told = found.forecasts(of: values, origins: [40], horizon: horizon)[0]
        let expected = (0..<horizon).map { step in
            values[39] + found.intercepts[step] + dot(found.weights[step], history, count: window)
        }
        expectClose(told, expected, within: 1e-12)
    }

    @Test func thePenaltyIsTheBestForRowsLeftOut() throws {
        let found = try RidgeWindow(training: values, window: window, horizon: horizon, isAnchored: true)
        let (inputs, targets) = rows(of: values)
        let centre = means(inputs)
        let squares = inputs.reduce(0) { $0 + zip($1, centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        let penalties = RidgeWindow.relativePenalties.map { $0 * squares / Double(window) }
        func error(_ penalty: Double) -> Double {
            inputs.indices.reduce(0) { sum, left in
                let rest = inputs.indices.filter { $0 != left }
                return sum
                    + (0..<horizon).reduce(0) { sum, step in
                        let (weights, bias) = ridge(
                            rest.map { inputs[$0] }, rest.map { targets[$0][step] }, penalty: penalty)
                        let error = targets[left][step] - bias - dot(weights, inputs[left], count: window)
                        return sum + error * error
                    }
            }
        }
        let best = try #require(penalties.min { error($0) < error($1) })
        expectClose([found.penalty / best], [1], within: 1e-9)
    }

    @Test func productsAreThoseOfWindowsBuiltRowByRow() {
        let found = LaggedProducts(values, window: window, horizon: horizon).anchored
        let (inputs, targets) = rows(of: values)
        let columns = zip(inputs, targets).map { $0 + $1 }
        let centre = means(columns)
        func product(_ first: Int, _ second: Int) -> Double {
            columns.reduce(0) { $0 + ($1[first] - centre[first]) * ($1[second] - centre[second]) }
        }
        expectClose(found.means, centre, within: 1e-12)
        for row in 0..<window {
            expectClose(found.inputs[row], (0..<window).map { product(row, $0) }, within: 1e-9)
        }
        for step in 0..<horizon {
            expectClose(found.targets[step], (0..<window).map { product(window + step, $0) }, within: 1e-9)
            expectClose([found.targetSquares[step]], [product(window + step, window + step)], within: 1e-9)
        }
    }

    @Test func aConstantMovesForecastsAsItMovesTheSeries() throws {
        for isAnchored in [true, false] {
            let low = try RidgeWindow(training: values, window: window, horizon: horizon, isAnchored: isAnchored)
            let high = try RidgeWindow(
                training: values.map { $0 + 1000 }, window: window, horizon: horizon, isAnchored: isAnchored)
            let (first, second) = (
                low.forecasts(of: values, origins: [20, 40], horizon: 5),
                high.forecasts(of: values.map { $0 + 1000 }, origins: [20, 40], horizon: 5)
            )
            for (first, second) in zip(first, second) { expectClose(second, first.map { $0 + 1000 }, within: 1e-7) }
        }
        // A level that was never seen is forecast from where it is.
        let found = try RidgeWindow(training: values, window: window, horizon: horizon, isAnchored: true)
        let here = found.forecasts(of: values, origins: [40], horizon: 5)[0]
        let there = found.forecasts(of: values.map { $0 + 1000 }, origins: [40], horizon: 5)[0]
        expectClose(there, here.map { $0 + 1000 }, within: 1e-9)
    }

    @Test func longForecastsAnchorAnewInTheirOwn() throws {
        let found = try RidgeWindow(training: values, window: window, horizon: horizon, isAnchored: true)
        let long = found.forecasts(of: values, origins: [40], horizon: 5)[0]
        let first = found.forecasts(of: values, origins: [40], horizon: 2)[0]
        let second = found.forecasts(of: values + first, origins: [42], horizon: 2)[0]
        let third = found.forecasts(of: values + first + second, origins: [44], horizon: 1)[0]
        #expect(long == first + second + third)
    }

    @Test func aConstantSeriesStaysConstant() throws {
        let flat = [Double](repeating: 7, count: 30)
        let found = try RidgeWindow(training: flat, window: window, horizon: horizon, isAnchored: true)
        #expect(found.forecasts(of: flat, origins: [30], horizon: 3) == [[7, 7, 7]])
    }
}
