import Testing

@testable import Forecasting

/// Civil time.
@Suite struct TimestampTests {
    /// Seconds, weekday and day of the year as Python's `datetime` has them.
    private static let known: [(date: [Int], seconds: Int64, weekday: Int, dayOfYear: Int)] = [
        ([1970, 1, 1, 0, 0, 0], 0, 4, 1), ([1969, 12, 31, 23, 59, 59], -1, 3, 365),
        ([2000, 2, 29, 12, 30, 15], 951_827_415, 2, 60), ([1900, 3, 1, 0, 0, 0], -2_203_891_200, 4, 60),
        ([2016, 12, 31, 23, 0, 1], 1_483_225_201, 6, 366), ([1749, 1, 1, 0, 0, 0], -6_974_035_200, 3, 1),
        ([1, 1, 1, 0, 0, 0], -62_135_596_800, 1, 1), ([9999, 12, 31, 23, 59, 59], 253_402_300_799, 5, 365),
    ]

    @Test(arguments: known.indices) func momentsAreCountedAsPythonCounts(index: Int) throws {
        let (date, seconds, weekday, dayOfYear) = Self.known[index]
        let moment = try #require(
            Timestamp(year: date[0], month: date[1], day: date[2], hour: date[3], minute: date[4], second: date[5]))
        #expect(moment.seconds == seconds)
        let parts = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second]
        #expect(parts == date)
        #expect(moment.weekday == weekday && moment.dayOfYear == dayOfYear)
    }

    @Test func everyDayOfTwelveCenturiesFollowsTheOneBefore() throws {
        var moment = try #require(Timestamp(year: 0, month: 1, day: 1))
        var (weekday, dayOfYear) = (moment.weekday, 1)
        for year in 0..<1200 {
            for month in 1...12 {
                for day in 1...Timestamp.daysOfMonth(month, year: year) {
                    #expect(Timestamp(year: year, month: month, day: day) == moment)
                    #expect(moment.weekday == weekday && moment.dayOfYear == dayOfYear)
                    moment = moment.addingDays(1)
                    (weekday, dayOfYear) = (weekday % 7 + 1, dayOfYear + 1)
                }
            }
            dayOfYear = 1
        }
    }

    @Test(arguments: [
        [2001, 2, 29, 0, 0, 0], [1900, 2, 29, 0, 0, 0], [2000, 13, 1, 0, 0, 0], [2000, 0, 1, 0, 0, 0],
        [2000, 4, 31, 0, 0, 0], [2000, 1, 0, 0, 0, 0], [2000, 1, 1, 24, 0, 0], [2000, 1, 1, 0, 60, 0],
        [2000, 1, 1, 0, 0, 60], [-1, 1, 1, 0, 0, 0], [10000, 1, 1, 0, 0, 0],
    ])
    func whatTheCalendarLacksIsRefused(date: [Int]) {
        let moment = Timestamp(
            year: date[0], month: date[1], day: date[2], hour: date[3], minute: date[4], second: date[5])
        #expect(moment == nil)
    }

    @Test func momentsAreWrittenAsISOHasThem() {
        #expect(Timestamp(seconds: 1_483_225_201).description == "2016-12-31 23:00:01")
        #expect(Timestamp(seconds: -62_135_596_800).description == "0001-01-01 00:00:00")
    }
}
