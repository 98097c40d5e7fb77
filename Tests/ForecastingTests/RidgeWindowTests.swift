import Foundation
import TestSupport
import Testing

@testable import Forecasting

struct RidgeWindowTests {
    @Test func penaltyAndWeightsAreThoseOfScikitLearn() throws {
        let golden = try SeriesBaselinesGolden.read()
        let expected = golden.ridge
        let found = try RidgeWindow(
            training: golden.training, window: expected.window, horizon: expected.horizon)
        expectClose([found.penalty / expected.penalty], [1], within: 1e-12)
        for (found, expected) in zip(found.weights, expected.weights) {
            expectClose(found, expected, within: 1e-9)
        }
        expectClose(found.intercepts, expected.intercepts, within: 1e-7)
        let forecasts = found.forecasts(
            of: golden.values, origins: [golden.numTraining], horizon: expected.horizon)
        expectClose(forecasts[0], expected.forecast, within: 1e-8)
    }

    @Test func aLongerHorizonReadsItsOwnForecasts() throws {
        let golden = try SeriesBaselinesGolden.read()
        let found = try RidgeWindow(training: golden.training, window: 6, horizon: 2)
        let long = found.forecasts(of: golden.training, origins: [90], horizon: 5)[0]
        let first = found.forecasts(of: golden.training, origins: [90], horizon: 2)[0]
        let second = found.forecasts(of: golden.training + first, origins: [92], horizon: 2)[0]
        let third = found.forecasts(of: golden.training + first + second, origins: [94], horizon: 1)[0]
        #expect(long == first + second + third)
    }

    @Test func aSeasonWithoutNoiseIsContinued() throws {
        let values = (0..<80).map { 10 + 4 * sin(Double($0) * 2 * .pi / 8) }
        let found = try RidgeWindow(training: Array(values[..<64]), window: 8, horizon: 16)
        let forecasts = found.forecasts(of: values, origins: [64], horizon: 16)
        expectClose(forecasts[0], Array(values[64...]), within: 1e-3)
    }

    @Test func aWindowOfOneIsSimpleRegression() throws {
        let training: [Double] = [1, 3, 2, 5, 4, 6, 5, 8]
        let found = try RidgeWindow(training: training, window: 1, horizon: 1)
        let (inputs, targets) = (Array(training.dropLast()), Array(training.dropFirst()))
        let products = zip(inputs, targets).reduce(0) { $0 + ($1.0 - inputs.mean) * ($1.1 - targets.mean) }
        let squares = inputs.reduce(0) { $0 + ($1 - inputs.mean) * ($1 - inputs.mean) }
        expectClose(found.weights[0], [products / (squares + found.penalty)], within: 1e-12)
    }

    @Test func moreWeightsThanRowsAreHeldDown() throws {
        let training: [Double] = [1, 3, 2, 5, 4, 6, 5, 8, 7, 9, 8, 11]
        let found = try RidgeWindow(training: training, window: 8, horizon: 3)  // two rows
        let forecast = found.forecasts(of: training, origins: [12], horizon: 3)[0]
        #expect(forecast.allSatisfy { $0 > 0 && $0 < 22 })
    }

    @Test func missingHistoryIsTheMean() throws {
        let golden = try SeriesBaselinesGolden.read()
        let found = try RidgeWindow(training: golden.training, window: 4, horizon: 3)
        let padded = [Double](repeating: found.mean, count: 3) + [50]
        #expect(
            found.forecasts(of: [50], origins: [1], horizon: 3)
                == found.forecasts(of: padded, origins: [4], horizon: 3))
    }

    /// A symmetric matrix with eigenvalues from 0.1 up.
    private func matrix(_ size: Int) -> [[Double]] {
        (0..<size).map { row in
            (0..<size).map { column in
                let wave = cos(Double(row * 3 + column * 3)) + 1 / Double(1 + abs(row - column))
                return wave + (row == column ? 3 : 0)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 17])
    func theTridiagonalFormSolvesShiftedEquations(size: Int) {
        let matrix = matrix(size)
        let form = TridiagonalForm(matrix)
        let right = (0..<size).map { Double($0) - 2.5 }
        let coordinates = form.coordinates(of: right)
        let system = form.shifted(by: 0.7)
        let solution = form.vector(at: system.solution(coordinates))
        let image = (0..<size).map { dot(matrix[$0], solution, count: size) + 0.7 * solution[$0] }
        expectClose(image, right, within: 1e-11)
        let product = dot(right, solution, count: size)
        expectClose([system.quadraticForm(coordinates)], [product], within: 1e-11)
        expectClose(form.vector(at: coordinates), right, within: 1e-12)  // Q is orthogonal
    }
}
