import Foundation
import TestSupport
import Testing

@testable import Forecasting

/// Public series, read as they are published.
@Suite(.enabled(if: SharedData.isPresent, "skipped: no data"))
struct SharedSeriesTests {
    private func read(_ name: String, _ options: SeriesOptions = SeriesOptions()) throws -> SeriesTable {
        try SeriesTable(file: "a.csv", bytes: [UInt8](SharedData.contents(name)), options: options)
    }

    private static let regular: [(name: String, frequency: String, count: Int, columns: Int, next: String)] = [
        ("timeseries/airline-passengers.csv", "monthly", 144, 1, "1961-01"),
        ("timeseries/monthly-sunspots.csv", "monthly", 2820, 1, "1984-01"),
        ("timeseries/monthly-shampoo-sales.csv", "monthly", 36, 1, "4-01"),
        ("timeseries/household_power_consumption_days.csv", "daily", 1442, 8, "2010-11-27"),
        ("timeseries/exchange_rate.txt.gz", "rows", 7588, 8, "7589"),
        ("timeseries/sp500.csv.gz", "trading-days", 4697, 5, "03-09-18"),
        ("timeseries/aapl.csv.gz", "trading-days", 6081, 6, "2008-10-15"),
        ("timeseries/ETTh1.csv.gz", "hourly", 17_420, 7, "2018-06-26 20:00:00"),
        ("nab/realKnownCause/nyc_taxi.csv.gz", "every 30 minutes", 10_320, 1, "2015-02-01 00:00:00"),
    ]

    @Test(arguments: regular.indices) func regularFilesNeedNoOptions(index: Int) throws {
        let (name, frequency, count, columns, next) = Self.regular[index]
        let found = try read(name)
        #expect(found.frequency.description == frequency && found.count == count)
        #expect(found.columns.count == columns && found.columns.allSatisfy { $0.knownCount == count })
        #expect(found.label(ofRow: count) == next)
        #expect(found.notes.count == (name.contains("aapl") ? 1 : 0))
    }

    @Test func valuesAreThoseOfTheFile() throws {
        #expect(try read("timeseries/airline-passengers.csv").columns[0].values.suffix(2) == [390, 432])
        #expect(try read("timeseries/aapl.csv.gz").column(.name("Adj Close")).values.prefix(1) == [3.02])
        let voltage = try read("timeseries/household_power_consumption_days.csv").column(.name("voltage"))
        #expect(voltage.values.first == 93_552.53 && voltage.values.last == 303_487.56)
    }

    @Test func hoursInLocalTimeLookLikeDaylightSaving() throws {
        let name = "timeseries/AEP_hourly.csv.gz"
        let error = try #require(throws: SeriesError.self) { try read(name) }
        #expect(
            error.description == "'a.csv', row 88396, line 88397: 11/2/2014 2:00 is repeated, the first of 4 such "
                + "places; it looks like daylight saving time; set `timeZone`, for example to Europe/Berlin, set `fill` to linear "
                + "and `duplicates` to mean, or set `acceptsIrregular` to true to take each row as a step.")
        let found = try read(name, SeriesOptions(fill: .linear, duplicates: .mean))
        #expect(found.count == 121_273 - 4 + 27 && found.label(ofRow: found.count) == "8/3/2018 1:00")
        #expect(
            found.notes.map(\.description) == [
                "4 repeated timestamps: the mean of each was taken.",
                "27 missing hours filled by interpolation to the next value, which is not known in a forecast.",
            ])
    }

    @Test func aClockThatStepsBackIsSeen() throws {
        let name = "nab/realKnownCause/machine_temperature_system_failure.csv.gz"
        let backward = try #require(throws: SeriesError.self) { try read(name) }
        #expect(
            backward.description.hasPrefix(
                "'a.csv', row 10150, line 10151: 2014-01-07 02:00:00 comes after 2014-01-07 02:55:00; set `sorts` to true"
            ))
        let repeated = try #require(throws: SeriesError.self) { try read(name, SeriesOptions(sorts: true)) }
        #expect(
            repeated.description.contains(
                "is repeated, the first of 12 such places; set `duplicates` to first, last or mean"))
        #expect(try read(name, SeriesOptions(duplicates: .mean, sorts: true)).count == 22_683)
    }

    @Test func gapsAreSeen() throws {
        let ambient = "nab/realKnownCause/ambient_temperature_system_failure.csv.gz"
        let error = try #require(throws: SeriesError.self) { try read(ambient) }
        #expect(
            error.description.contains("2013-07-28 01:00:00 and 2013-07-28 03:00:00 (hourly), the first of 10 such"))
        #expect(try read(ambient, SeriesOptions(fill: .previous)).count == 7267 + 621)

        let daily = "timeseries/daily-min-temperatures.csv"
        let leapDays = try #require(throws: SeriesError.self) { try read(daily) }
        #expect(leapDays.description.contains("between 1984-12-30 and 1985-01-01 (daily), the first of 2 such places"))
        #expect(try read(daily, SeriesOptions(fill: .previous)).count == 3652)
    }
}
