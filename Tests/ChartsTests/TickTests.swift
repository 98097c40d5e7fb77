import Foundation
import Testing

@testable import Charts

@Suite struct TickTests {
    private static let ranges: [ClosedRange<Double>] = [
        0...1, 0...100, -3.7...12.1, 0.001...0.0013, 1e-30...3e-30, -1e30...1e30, 999...1001, 0...7e5, 1e9...1.00001e9,
        -5e-7...4e-7, 12345.6...12345.9, 1e-290...9e-290, -1e299...1e299, 0...9.99,
    ]

    @Test(arguments: ranges, [3, 5, 8])
    func linearTicksAreAtLeastThreeRoundNumbersInTheRange(range: ClosedRange<Double>, most: Int) {
        let ticks = Tick.linear(in: range, most: most)
        #expect(ticks.count >= 3)
        #expect(ticks.count <= max(most, 7))
        let slack = 1e-6 * (range.upperBound - range.lowerBound)
        #expect(ticks.allSatisfy { (range.lowerBound - slack...range.upperBound + slack).contains($0.value) })
        let step = ticks[1].value - ticks[0].value
        let digit = step / pow(10, log10(step).rounded(.down))
        #expect([1.0, 2, 5, 10].contains { abs($0 - digit) < 1e-3 }, "\(step)")
        #expect(Set(ticks.map(\.label)).count == ticks.count, "\(ticks.map(\.label))")
    }

    @Test func labelsHaveTheDecimalsOfTheStep() {
        #expect(Tick.linear(in: 0...1, most: 6).map(\.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(Tick.linear(in: -30...120, most: 4).map(\.label) == ["0", "50", "100"])
        #expect(Tick.linear(in: -1...1, most: 3).map(\.label) == ["-1", "0", "1"])
        #expect(Tick.linear(in: 0...2e30, most: 3).map(\.label) == ["0", "1e30", "2e30"])
        #expect(Tick.linear(in: 1e-9...2.1e-9, most: 3).map(\.label) == ["1.0e-9", "1.5e-9", "2.0e-9"])
    }

    @Test func valuesAreTheNearestToTheirDecimalForms() {
        #expect(Tick.linear(in: 0...1, most: 11).map(\.value) == (0...10).map { Double("\($0 / 10).\($0 % 10)") })
    }

    @Test func logarithmicTicksArePowersOrTheirMultiples() {
        func labels(_ low: Double, _ high: Double, _ most: Int) -> [String] {
            Axis(holding: [low, high], scale: .logarithmic, padding: 0).ticks(most: most).map(\.label)
        }
        #expect(labels(1e-3, 1e3, 8) == ["0.001", "0.01", "0.1", "1", "10", "100", "1000"])
        #expect(labels(0.9, 60, 8) == ["1", "2", "5", "10", "20", "50"])
        #expect(labels(2.1, 2.5, 5) == ["2.1", "2.2", "2.3", "2.4", "2.5"])
        #expect(labels(1e-12, 1e12, 5) == ["1e-12", "1e-7", "0.01", "1000", "1e8"])
    }

    private func rowLabels(_ labels: [String], room: Int) -> [String] {
        let axis = Axis(holding: [0, Double(labels.count - 1)], padding: 0)
        return RowTicks(labels, on: axis).ticks { _ in room }.map(\.label)
    }

    private func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    @Test func monthlyRowsAreMarkedWhereYearsOrMonthsBegin() {
        let labels = (0..<60).map { "\(2019 + ($0 + 4) / 12)-\(two(($0 + 4) % 12 + 1))-01" }
        #expect(rowLabels(labels, room: 6) == ["2020", "2021", "2022", "2023", "2024"])
        #expect(rowLabels(Array(labels.prefix(20)), room: 7).first == "2019-07")
        #expect(rowLabels(Array(labels.prefix(20)), room: 7).count == 6)
    }

    @Test func hourlyRowsAreMarkedWhereDaysOrHoursBegin() {
        let labels = (0..<72).map { "2024-02-\(two(27 + $0 / 24))T\(two($0 % 24)):00" }
        #expect(rowLabels(labels, room: 3) == ["2024-02-27", "2024-02-28", "2024-02-29"])
        #expect(rowLabels(labels, room: 6)[...1] == ["02-27 00:00", "02-27 12:00"])
    }

    @Test func otherRowsAreMarkedEveryFew() {
        #expect(
            rowLabels((0..<1000).map { "row \($0)" }, room: 6) == ["row 0", "row 200", "row 400", "row 600", "row 800"])
        #expect(rowLabels(["a", "b", "c"], room: 6) == ["a", "b", "c"])
        #expect(rowLabels([], room: 6).isEmpty)
    }
}
