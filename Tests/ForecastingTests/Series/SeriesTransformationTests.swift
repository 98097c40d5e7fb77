import Foundation
import Testing

@testable import Forecasting

struct SeriesTransformationTests {
    private let values = (0..<60).map { row -> Double in 50 + Double(row) + 9 * sin(Double(row) * 0.7) }

    /// Every way to make a series fit for a network.
    struct Way: Sendable, CustomTestStringConvertible {
        let takesLog: Bool
        let difference: Int
        let scaling: SeriesTransformation.Scaling
        var testDescription: String { "log \(takesLog), difference \(difference), \(scaling.rawValue)" }

        static let all = [false, true].flatMap { takesLog in
            [0, 1, 12].flatMap { difference in
                SeriesTransformation.Scaling.allCases.map {
                    Way(takesLog: takesLog, difference: difference, scaling: $0)
                }
            }
        }

        func fitted(to values: some Collection<Double>) throws -> SeriesTransformation {
            try SeriesTransformation(fitting: values, takesLog: takesLog, difference: difference, scaling: scaling)
        }
    }

    @Test(arguments: Way.all) func undoingGivesTheValuesBack(way: Way) throws {
        let transformation = try way.fitted(to: values[..<40])
        let levels = transformation.levels(values)
        let seen = transformation.apply(toLevels: levels)
        #expect(seen.prefix(way.difference).allSatisfy(\.isNaN) && !seen[way.difference...].contains(where: \.isNaN))
        for origin in [12, 30, 59, 60] {
            // What lies at or behind the origin must not be read.
            let hidden = levels.prefix(origin) + Array(repeating: Double.nan, count: 60 - origin)
            let undone = transformation.levels(fromOutputs: Array(seen[origin...]), of: Array(hidden), origin: origin)
            for (value, expected) in zip(transformation.values(undone), values[origin...]) {
                #expect(abs(value - expected) < 1e-9)
            }
            #expect(undone.count == 60 - origin)
        }
    }

    /// The quantiles of a difference lie around the path of the median.
    @Test func differencesAreAddedToThePathThatIsGiven() throws {
        let transformation = try SeriesTransformation(fitting: values, difference: 2, scaling: .none)
        let told = transformation.levels(
            fromOutputs: [1, 2, 3, 4], of: [5, 7, .nan, .nan], origin: 2, along: [100, 200, .nan, .nan])
        #expect(told == [6, 9, 103, 204])
        let own = transformation.levels(fromOutputs: [1, 2, 3, 4], of: [5, 7, .nan, .nan], origin: 2)
        #expect(own == [6, 9, 9, 13])
    }

    @Test func scalesAreThoseOfTheTrainingPart() throws {
        let standard = try SeriesTransformation(fitting: [1, 3, 5, 7])
        #expect(standard.offset == 4 && standard.scale == 5.0.squareRoot())
        let minmax = try SeriesTransformation(fitting: [1, 3, 5, 7], scaling: .minmax)
        #expect(minmax.offset == 1 && minmax.scale == 6)
        let changes = try SeriesTransformation(fitting: [1, 3, 7, 15], difference: 1, scaling: .minmax)
        #expect(changes.offset == 2 && changes.scale == 6)
        let logs = try SeriesTransformation(fitting: [1, exp(2), exp(4)], takesLog: true, scaling: .minmax)
        #expect(abs(logs.offset) < 1e-12 && abs(logs.scale - 4) < 1e-12)
        for scaling in SeriesTransformation.Scaling.allCases {
            #expect(try SeriesTransformation(fitting: [5, 5, 5], scaling: scaling).scale == 1)
        }
    }

    @Test func whatDoesNotSuitIsRefused() throws {
        #expect(throws: SeriesTransformationError.noLogarithm(row: 1, value: 0)) {
            try SeriesTransformation(fitting: [1, 0, 2], takesLog: true)
        }
        #expect(throws: SeriesTransformationError.tooShort(count: 13, difference: 12)) {
            try SeriesTransformation(fitting: Array(repeating: 1, count: 13), difference: 12)
        }
        #expect(throws: SeriesTransformationError.tooLarge) {
            try SeriesTransformation(fitting: [1e300, 2e300, 3e300])
        }
        let message = SeriesTransformationError.noLogarithm(row: 1, value: 0).description
        #expect(message == "row 2 of the series is 0.0, which has no logarithm; leave out `takesLog` or `takesLog1p`.")
        #expect(throws: SeriesTransformationError.negativeLag(-1)) {
            try SeriesTransformation(fitting: [1, 2, 3], difference: -1)
        }
        #expect(throws: SeriesTransformationError.twoLogarithms) {
            try SeriesTransformation(fitting: [1, 2, 3], takesLog: true, takesLog1p: true)
        }
        #expect(
            try SeriesTransformation(fitting: [1, 2, 3], takesLog: true).levels([1, 0, -2])[1...].allSatisfy(\.isNaN))
    }

    @Test func logarithmsSuitSwingsThatGrowWithTheLevel() {
        func wave(_ row: Int) -> Double { sin(2 * .pi * Double(row) / 12) }
        func series(_ swing: (Double) -> Double) -> [Double] {
            (0..<96).map { row in
                let level = 100 * exp(0.02 * Double(row))
                return level + swing(level) * wave(row)
            }
        }
        #expect(SeriesTransformation.suitsLogarithms(series { 0.2 * $0 }, length: 12))
        let even = (0..<96).map { row -> Double in 100 + 5 * Double(row) + 30 * wave(row) }
        #expect(!SeriesTransformation.suitsLogarithms(even, length: 12))
        #expect(!SeriesTransformation.suitsLogarithms([0] + series { 0.2 * $0 }, length: 12))
        #expect(!SeriesTransformation.suitsLogarithms(Array(series { 0.2 * $0 }[..<47]), length: 12))
        #expect(!SeriesTransformation.suitsLogarithms([1, 2, 3, 4, 5, 6], length: 1))
        #expect(!SeriesTransformation.suitsLogarithms([], length: 2))
    }
}
