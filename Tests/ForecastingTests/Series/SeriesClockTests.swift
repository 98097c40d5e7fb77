import Testing

@testable import Forecasting

/// Clocks of a place, which skip hours and show others twice.
@Suite struct SeriesClockTests {
    private static let berlin = SeriesOptions(timeZone: "Europe/Berlin")

    @Test func hoursThatAreSkippedAndDoubledAreCounted() throws {
        let spring = try table(rows(["2022-03-27 00:00", "2022-03-27 01:00", "2022-03-27 03:00"]), Self.berlin)
        #expect(spring.frequency == .seconds(3600) && spring.count == 3)
        #expect(spring.label(ofRow: 3) == "2022-03-27 04:00" && spring.localTime(ofRow: 2)?.hour == 3)
        let dates = ["2022-10-30 01:00", "2022-10-30 02:00", "2022-10-30 02:00", "2022-10-30 03:00"]
        let autumn = try table(rows(dates), Self.berlin)
        #expect(autumn.frequency == .seconds(3600) && (0..<4).map(autumn.label(ofRow:)) == dates)
        let turned = try table(rows(dates.reversed()), Self.berlin)
        #expect(turned.columns[0].values == [4, 3, 2, 1] && turned.frequency == .seconds(3600))
        let halves = ["02:00", "02:30", "02:00", "02:30", "03:00"].map { "2022-10-30 \($0)" }
        #expect(try table(rows(halves), Self.berlin).frequency == .seconds(1800))
        let newestFirst = try table(rows(halves.reversed()), Self.berlin)
        #expect(newestFirst.columns[0].values == [5, 4, 3, 2, 1] && newestFirst.frequency == .seconds(1800))
        let start = ["02:30", "03:00", "03:30"].map { "2022-10-30 \($0)" }
        #expect(try table(rows(start), Self.berlin).frequency == .seconds(1800))
        #expect(
            try table(rows(["2022-10-29 23:00", "2022-10-30 00:00", "2022-10-30 01:00"]), Self.berlin)
                .label(ofRow: 4) == "2022-10-30 02:00")
    }

    @Test func daysMayHaveOtherHours() throws {
        let found = try table(rows(["2022-03-26 00:00", "2022-03-27 00:00", "2022-03-28 00:00"]), Self.berlin)
        #expect(found.frequency == .seconds(86_400) && found.label(ofRow: 3) == "2022-03-29 00:00")
        #expect(try table(rows(["2022-03", "2022-04", "2022-05"]), Self.berlin).frequency == .months(1))
    }

    @Test func oneOffsetMayBeWrittenInTwoWays() throws {
        let found = try table(rows(["2022-01-01T00:00:00Z", "2022-01-01T01:00:00+00:00", "2022-01-01T02:00:00Z"]))
        #expect(found.label(ofRow: 3) == "2022-01-01T03:00:00+00:00")
    }

    @Test func momentsAreShownInTheZone() throws {
        let found = try table(
            rows(["2022-10-29T23:00:00Z", "2022-10-30T00:00:00Z", "2022-10-30T01:00:00Z"]), Self.berlin)
        #expect(
            (0..<4).map(found.label(ofRow:)) == [
                "2022-10-30T01:00:00+02:00", "2022-10-30T02:00:00+02:00", "2022-10-30T02:00:00+01:00",
                "2022-10-30T03:00:00+01:00",
            ])
        let unix = try table(rows(["1467331200", "1467334800", "1467338400"]), Self.berlin)
        #expect(unix.label(ofRow: 3) == "1467342000" && unix.localTime(ofRow: 0)?.hour == 2)
    }

    @Test func abbreviationsThatAreNotUniqueNeedAZone() throws {
        let text = rows(["2022-01-01 01:00 EST", "2022-01-01 02:00 EST", "2022-01-01 03:00 EST"])
        let error = try #require(throws: SeriesError.self) { try table(text) }
        #expect(
            error.description
                == "'a.csv', row 1, line 2: EST in '2022-01-01 01:00 EST' is the abbreviation of several "
                + "time zones; set `timeZone`, for example to America/New_York, or write the offset, such as -05:00.")
        let found = try table(text, SeriesOptions(timeZone: "America/New_York"))
        #expect(found.frequency == .seconds(3600) && found.timestamps[0].hour == 6)
    }

    @Test(arguments: ["Mars/Olympus", "CST", "EST", "", "Europe/", "berlin", "+25:00"])
    func zonesThatAreNoneAreRefused(name: String) throws {
        #expect(!SeriesZone.isKnown(name))
        let text = rows(["2022-01-01 01:00", "2022-01-01 02:00", "2022-01-01 03:00"])
        #expect(throws: SeriesError.unknownZone(name)) { try table(text, SeriesOptions(timeZone: name)) }
    }

    @Test func timesThatThereAreNotAreRefused() throws {
        let text = rows(["2022-03-27 01:00", "2022-03-27 02:00", "2022-03-27 03:00"])
        let place = SeriesPlace(file: "a.csv", row: 2, line: 3)
        #expect(
            throws: SeriesError.unclearTime(place, text: "2022-03-27 02:00", zone: "Europe/Berlin", isSkipped: true)
        ) { try table(text, Self.berlin) }
        var sorted = Self.berlin
        sorted.sorts = true
        let twice = rows(["2022-10-30 03:00", "2022-10-30 02:00", "2022-10-30 01:00", "2022-10-30 02:00"])
        #expect(
            throws: SeriesError.unclearTime(place, text: "2022-10-30 02:00", zone: "Europe/Berlin", isSkipped: false)
        ) { try table(twice, sorted) }
    }
}
