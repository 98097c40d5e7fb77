import Foundation
import Testing

@testable import Forecasting

/// Steps of series.
@Suite struct SeriesFrequencyTests {
    private static func day(_ text: String) throws -> Timestamp {
        try #require(DateFormat(pattern: "yyyy-MM-dd")?.timestamp(from: text))
    }

    @Test(arguments: [
        ("hourly", SeriesFrequency.seconds(3600)), ("30min", .seconds(1800)), ("5m", .seconds(300)),
        ("1h", .seconds(3600)), ("daily", .seconds(86_400)), ("weekly", .seconds(604_800)), ("monthly", .months(1)),
        ("quarterly", .months(3)), ("yearly", .months(12)), ("rows", .rows), ("trading-days", .tradingDays),
        ("2 Weeks", .seconds(1_209_600)), ("every 6 months", .months(6)), ("10s", .seconds(10)),
    ])
    func whatIsTypedIsUnderstood(text: String, frequency: SeriesFrequency) {
        #expect(SeriesFrequency(parsing: text) == frequency)
    }

    @Test(arguments: ["", "0h", "5", "fortnightly", "5 parsecs", "-1h", "99999999999999999999s", "every"])
    func whatIsNoFrequencyIsRefused(text: String) {
        #expect(SeriesFrequency(parsing: text) == nil)
    }

    private static let described: [(SeriesFrequency, String, [Int])] = [
        (.rows, "rows", []), (.tradingDays, "trading-days", [5]), (.seconds(3600), "hourly", [24, 168]),
        (.seconds(1800), "every 30 minutes", [48, 336]), (.seconds(300), "every 5 minutes", [288, 2016]),
        (.seconds(60), "every minute", [1440, 10_080]), (.seconds(1), "every second", [86_400, 604_800]),
        (.seconds(90), "every 90 seconds", [960, 6720]), (.seconds(6 * 3600), "every 6 hours", [4, 28]),
        (.seconds(86_400), "daily", [7, 365]), (.seconds(2 * 86_400), "every 2 days", [182]),
        (.seconds(604_800), "weekly", [52]), (.seconds(1_209_600), "every 2 weeks", [26]),
        (.months(1), "monthly", [12]), (.months(3), "quarterly", [4]), (.months(6), "every 6 months", [2]),
        (.months(5), "every 5 months", []), (.months(12), "yearly", []), (.months(60), "every 5 years", []),
    ]

    @Test(arguments: described.indices) func descriptionsAreReadBack(index: Int) throws {
        let (frequency, description, periods) = Self.described[index]
        #expect(frequency.description == description && frequency.seasonalPeriods == periods)
        #expect(SeriesFrequency(parsing: description) == frequency)
        let coded = try JSONEncoder().encode([frequency])
        #expect(String(decoding: coded, as: UTF8.self) == "[\"\(description)\"]")
        #expect(try JSONDecoder().decode([SeriesFrequency].self, from: coded) == [frequency])
    }

    @Test(arguments: [
        (SeriesFrequency.months(1), "2019-01-31", 1, "2019-02-28"), (.months(1), "2019-01-31", 2, "2019-03-31"),
        (.months(3), "2019-11-30", 1, "2020-02-29"), (.months(12), "2020-02-29", -1, "2019-02-28"),
        (.months(1), "2020-01-15", -13, "2018-12-15"), (.seconds(604_800), "2020-02-24", 1, "2020-03-02"),
        (.tradingDays, "2026-11-20", 1, "2026-11-23"), (.tradingDays, "2026-11-20", 11, "2026-12-07"),
        (.tradingDays, "2026-11-23", -1, "2026-11-20"), (.tradingDays, "2026-11-18", -8, "2026-11-06"),
        (.tradingDays, "2026-11-21", 1, "2026-11-23"), (.rows, "2020-01-01", 5, "2020-01-01"),
    ])
    func stepsFollowTheCalendar(frequency: SeriesFrequency, start: String, steps: Int, end: String) throws {
        #expect(frequency.advance(try Self.day(start), by: steps) == (try Self.day(end)))
    }

    @Test(arguments: [
        SeriesFrequency.seconds(300), .seconds(86_400), .months(1), .months(3), .months(12), .tradingDays,
    ])
    func stepsForwardAreCountedBack(frequency: SeriesFrequency) throws {
        let start = try Self.day("2019-01-31")
        for steps in -40...40 {
            #expect(frequency.steps(from: start, to: frequency.advance(start, by: steps)) == steps)
        }
    }

    @Test(arguments: [
        (["2020-01-01", "2020-01-02", "2020-01-03"], SeriesFrequency.seconds(86_400)),
        (["2020-01-06", "2020-01-13", "2020-01-20"], .seconds(604_800)),
        (["2020-01-31", "2020-02-29", "2020-03-31"], .months(1)),
        (["2020-07-01", "2020-08-01", "2020-09-01"], .months(1)),
        (["2020-03-31", "2020-06-30", "2020-09-30"], .months(3)),
        (["2018-05-01", "2019-05-01", "2020-05-01"], .months(12)),
        (["2020-01-01", "2020-01-29", "2020-02-26", "2020-03-25"], .seconds(28 * 86_400)),
        (["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"], .tradingDays),
        (["2020-01-03", "2020-01-04", "2020-01-07", "2020-01-08"], .seconds(86_400)),
    ])
    func theMostFrequentStepIsFound(days: [String], frequency: SeriesFrequency) throws {
        #expect(SeriesFrequency.found(in: try days.map(Self.day)) == frequency)
    }

    @Test func stepsThatAllDifferHaveNoFrequency() throws {
        let days = ["2020-01-01", "2020-01-02", "2020-01-05", "2020-01-14"].map { try? Self.day($0) }.compactMap(\.self)
        #expect(SeriesFrequency.found(in: days) == nil)
        #expect(SeriesFrequency.found(in: [days[0], days[0]]) == nil)
    }
}
