import Foundation
import TestSupport
import Testing

@testable import Forecasting
@testable import Tensors

struct AutoRegressionTests {
    @Test func weightsAreThoseOfNumPy() throws {
        let golden = try SeriesBaselinesGolden.read()
        let expected = golden.autoregression
        let found = try AutoRegression(training: golden.training, order: expected.order)
        expectClose(found.coefficients, expected.coefficients, within: 1e-8)
        expectClose([found.intercept], [expected.intercept], within: 1e-7)
        let forecasts = found.forecasts(of: golden.values, origins: [golden.numTraining], horizon: 8)
        expectClose(forecasts[0], expected.forecast, within: 1e-6)
    }

    @Test func theOrderIsThatOfTheLeastCriterion() throws {
        let golden = try SeriesBaselinesGolden.read()
        let found = try AutoRegression(training: golden.training, maxOrder: golden.autoregression.maxOrder)
        #expect(found.order == golden.autoregression.bestOrder)
    }

    @Test func aRecursionIsFoundExactly() throws {
        // y[t] = 1 + 1.2·y[t-1] - 0.5·y[t-2], from 4 and 1
        var values = [4.0, 1]
        while values.count < 30 { values.append(1 + 1.2 * values[values.count - 1] - 0.5 * values[values.count - 2]) }
        let found = try AutoRegression(training: Array(values[..<20]), maxOrder: 6)
        #expect(found.order == 2)
        expectClose(found.coefficients + [found.intercept], [1.2, -0.5, 1], within: 1e-6)
        let forecasts = found.forecasts(of: values, origins: [20], horizon: 10)
        expectClose(forecasts[0], Array(values[20...]), within: 1e-6)
    }

    @Test func theOrderZeroIsTheMean() throws {
        let found = try AutoRegression(training: [1, 2, 6], order: 0)
        #expect(found.forecasts(of: [9], origins: [1, 0], horizon: 2) == [[3, 3], [3, 3]])
    }

    @Test func aHighOrderIsLoweredToWhatTheSeriesAllows() throws {
        #expect(try AutoRegression(training: [1, 4, 2, 5, 1, 3], maxOrder: 50).order <= 2)
    }

    @Test func missingHistoryIsTheMean() throws {
        let golden = try SeriesBaselinesGolden.read()
        let found = try AutoRegression(training: golden.training, order: 4)
        let padded = [Double](repeating: found.mean, count: 3) + [50]
        #expect(
            found.forecasts(of: [50], origins: [1], horizon: 3)
                == found.forecasts(of: padded, origins: [4], horizon: 3))
    }

    @Test func productsOfShiftedColumnsAreThoseOfTheTable() throws {
        let values = try SeriesBaselinesGolden.read().training
        let (window, horizon) = (5, 3)
        let products = LaggedProducts(values, window: window, horizon: horizon)
        let rows = (0...values.count - window - horizon).map { Array(values[$0..<$0 + window + horizon]) }
        let means = (0..<window + horizon).map { column in rows.map { $0[column] }.mean }
        func product(_ first: Int, _ second: Int) -> Double {
            rows.reduce(0) { $0 + ($1[first] - means[first]) * ($1[second] - means[second]) }
        }
        #expect(products.numRows == rows.count)
        expectClose(products.means, means, within: 1e-10)
        for row in 0..<window {
            expectClose(products.inputs[row], (0..<window).map { product(row, $0) }, within: 1e-7)
        }
        for step in 0..<horizon {
            expectClose(products.targets[step], (0..<window).map { product(window + step, $0) }, within: 1e-7)
            expectClose([products.targetSquares[step]], [product(window + step, window + step)], within: 1e-7)
        }
    }

    @Test func choleskySolvesWhatItFactored() {
        // L = [[2], [1, 3], [0, -1, 1]]
        let matrix: [[Double]] = [[4, 2, 0], [2, 10, -3], [0, -3, 2]]
        let factor = CholeskyFactor(matrix)
        expectClose(factor.halfSolution([2, 4, 1]), [1, 1, 2], within: 1e-14)
        let solution = factor.solution([2, 4, 1])
        let image = matrix.map { dot($0, solution, count: 3) }
        expectClose(image, [2, 4, 1], within: 1e-13)
    }

    @Test func aColumnThatDependsOnAnotherIsLeftOut() {
        let factor = CholeskyFactor([[1, 2, 0], [2, 4, 0], [0, 0, 9]])
        expectClose(factor.solution([3, 6, 18]), [3, 0, 2], within: 1e-14)
    }
}
