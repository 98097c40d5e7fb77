import Foundation
import Testing

@testable import Forecasting

/// What the calendar says of rows.
@Suite struct CalendarFeaturesTests {
    private func made(_ frequency: SeriesFrequency, from start: Timestamp) -> SeriesTable {
        SeriesTable(
            columns: [SeriesColumn(name: "y", values: [1, 2, 3])],
            timestamps: (0..<3).map { frequency.advance(start, by: $0) }, frequency: frequency)
    }

    @Test(arguments: [
        (SeriesFrequency.seconds(3600), ["time of day", "day of week", "day of year"]),
        (.seconds(86_400), ["day of week", "day of year"]), (.seconds(604_800), ["day of year"]),
        (.tradingDays, ["day of week", "day of year"]), (.months(1), ["month of year"]), (.months(12), []),
    ])
    func onlyWhatVariesIsGiven(frequency: SeriesFrequency, cycles: [String]) {
        let table = made(frequency, from: Timestamp(seconds: 0))
        #expect(table.calendarFeatureNames == cycles.flatMap { [$0 + ", sine", $0 + ", cosine"] })
        #expect(table.calendarFeatures(rows: 0..<5).map(\.count) == Array(repeating: 2 * cycles.count, count: 5))
    }

    @Test func phasesAreThoseOfTheClock() throws {
        // A Monday, 06:00: a quarter of the day, no part of the week, 59 of 366 days of the year.
        let start = try #require(Timestamp(year: 2016, month: 2, day: 29, hour: 6))
        let row = made(.seconds(3600), from: start).calendarFeatures(rows: 0..<1)[0]
        let angle = 2 * Double.pi * 59 / 366
        let expected = [1, 0, 0, 1, sin(angle), cos(angle)]
        for (value, reference) in zip(row, expected) { #expect(abs(value - reference) < 1e-12) }
    }

    @Test func theFutureGoesOn() throws {
        let start = try #require(Timestamp(year: 2020, month: 11, day: 1))
        let table = made(.months(1), from: start)
        let rows = table.calendarFeatures(rows: 2..<16)
        #expect(rows[0] == [0, 1])  // January
        #expect(rows[12] == rows[0] && abs(rows[3][0] - 1) < 1e-12)  // April is a quarter of the year on
        #expect(table.timestamp(ofRow: 14) == Timestamp(year: 2022, month: 1, day: 1))
    }
}
