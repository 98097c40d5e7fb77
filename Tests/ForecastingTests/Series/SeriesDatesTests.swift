import Testing

@testable import Forecasting

/// Dates as people write them: each is read, and what follows is written alike.
@Suite struct SeriesDatesTests {
    private static let written: [(dates: [String], frequency: String, next: String)] = [
        (["\"January 01, 2022\"", "\"January 02, 2022\"", "\"January 03, 2022\""], "daily", "January 04, 2022"),
        (["\"Sat, 01 Jan 2022\"", "\"Sun, 02 Jan 2022\"", "\"Mon, 03 Jan 2022\""], "daily", "Tue, 04 Jan 2022"),
        (["1. Januar 2022", "1. Februar 2022", "1. März 2022"], "monthly", "1. April 2022"),
        (["1 janv. 2022", "1 févr. 2022", "1 mars 2022"], "monthly", "1 avr. 2022"),
        (["1 de enero de 2022", "1 de febrero de 2022", "1 de marzo de 2022"], "monthly", "1 de abril de 2022"),
        (["1 gennaio 2022", "1 febbraio 2022", "1 marzo 2022"], "monthly", "1 aprile 2022"),
        (["1 de janeiro de 2022", "1 de fevereiro de 2022", "1 de março de 2022"], "monthly", "1 de abril de 2022"),
        (["1 januari 2022", "1 februari 2022", "1 maart 2022"], "monthly", "1 april 2022"),
        (["JAN 2022", "FEB 2022", "MAR 2022"], "monthly", "APR 2022"),
        (["Jan-22", "Feb-22", "Mar-22"], "monthly", "Apr-22"),
        (["Mai 22", "Juni 22", "Juli 22"], "monthly", "August 22"),
        (["01JAN2022", "02JAN2022", "03JAN2022"], "daily", "04JAN2022"),
        (["2018-W52", "2019-W01", "2019-W02"], "weekly", "2019-W03"),
        (["2018-W01-1", "2018-W01-2", "2018-W01-3"], "daily", "2018-W01-4"),
        (["2018W51", "2018W52", "2019W01"], "weekly", "2019W02"),
        (["2018-Q3", "2018-Q4", "2019-Q1"], "quarterly", "2019-Q2"),
        (["Q3 2018", "Q4 2018", "Q1 2019"], "quarterly", "Q2 2019"),
        (["3Q18", "4Q18", "1Q19"], "quarterly", "2Q19"),
        (["2018-H1", "2018-H2", "2019-H1"], "every 6 months", "2019-H2"),
        (["2018M11", "2018M12", "2019M01"], "monthly", "2019M02"),
        (["11.2018", "12.2018", "01.2019"], "monthly", "02.2019"),
        (["FY2018", "FY2019", "FY2020"], "yearly", "FY2021"),
        (["11/2018", "12/2018", "01/2019"], "monthly", "02/2019"),
        (["2022/01/05 3:04 PM", "2022/01/05 4:04 PM", "2022/01/05 5:04 PM"], "hourly", "2022/01/05 6:04 PM"),
        (["2022/01/05 11:04 am", "2022/01/05 12:04 pm", "2022/01/05 1:04 pm"], "hourly", "2022/01/05 2:04 pm"),
        (
            ["1/25/2022 3:04\u{202F}PM", "1/25/2022 4:04\u{202F}PM", "1/25/2022 5:04\u{202F}PM"], "hourly",
            "1/25/2022 6:04 PM"
        ),
        (
            ["20-10-2022 02:00 CEST", "20-10-2022 03:00 CEST", "20-10-2022 04:00 CEST"], "hourly",
            "20-10-2022 05:00 CEST"
        ),
        (
            [
                "\"Sat, 01 Jan 2022 22:00:00 +0100\"", "\"Sat, 01 Jan 2022 23:00:00 +0100\"",
                "\"Sun, 02 Jan 2022 00:00:00 +0100\"",
            ], "hourly", "Sun, 02 Jan 2022 01:00:00 +0100"
        ),
        (["20220105", "20220106", "20220107"], "daily", "20220108"),
        (["20220105T0304", "20220105T0404", "20220105T0504"], "hourly", "20220105T0604"),
        (
            ["10/Oct/2000:13:55:36", "10/Oct/2000:13:55:37", "10/Oct/2000:13:55:38"], "every second",
            "10/Oct/2000:13:55:39"
        ),
        (["2022-001", "2022-002", "2022-003"], "daily", "2022-004"),
        (["44562", "44563", "44564"], "daily", "44565"),
        (["44562.5", "44562.75", "44563"], "every 6 hours", "44563.25"),
        (["2022年1月5日", "2022年1月6日", "2022年1月7日"], "daily", "2022年1月8日"),
        (["2020-01-01 22:00", "2020-01-01 23:00", "2020-01-01 24:00"], "hourly", "2020-01-02 01:00"),
        (["2018", "2019", "2020"], "yearly", "2021"),
        // Fractions of a second
        (["1467331200000", "1467331200200", "1467331200400"], "every 200 milliseconds", "1467331200600"),
        (["1467331200.0", "1467331200.2", "1467331200.4"], "every 200 milliseconds", "1467331200.6"),
        (["1467331200", "1467331200.2000001", "1467331200.4"], "every 200 milliseconds", "1467331200.6000000"),
        (["00:00:00.200", "00:00:00.400", "00:00:00.600"], "every 200 milliseconds", "00:00:00.800"),
        (["\"00:00:00,200\"", "\"00:00:00,400\"", "\"00:00:00,600\""], "every 200 milliseconds", "00:00:00,800"),
        (["0.0", "0.2", "0.4"], "every 200 milliseconds", "0.6"),
        (
            ["2022-01-01T00:00:00", "2022-01-01T00:00:00.200000", "2022-01-01T00:00:00.400000"],
            "every 200 milliseconds", "2022-01-01T00:00:00.600000"
        ),
        (["1467331200000100", "1467331200000200", "1467331200000300"], "every 100 microseconds", "1467331200000400"),
        (
            ["1467331200000000100", "1467331200000000200", "1467331200000000300"], "every 100 nanoseconds",
            "1467331200000000400"
        ),
        (
            ["12:00:00.013", "12:01:00.017", "12:02:00.012", "12:03:00.015"], "every minute", "12:04:00.015"
        ),
        // Offsets
        (
            ["2022-10-30T02:00:00+02:00", "2022-10-30T02:00:00+01:00", "2022-10-30T03:00:00+01:00"], "hourly",
            "2022-10-30T04:00:00+01:00"
        ),
        (
            ["2022-10-30T00:00:00Z", "2022-10-30T02:00:00+01:00", "2022-10-30T02:00:00Z"], "hourly",
            "2022-10-30T03:00:00Z"
        ),
        (
            ["2022-10-29T00:00+0200", "2022-10-30T00:00+0200", "2022-10-31T00:00+0100"], "daily",
            "2022-11-01T00:00+0100"
        ),
        (
            ["30-10-2022 02:00 CEST", "30-10-2022 02:00 CET", "30-10-2022 03:00 CET"], "hourly", "30-10-2022 04:00 CET"
        ),
        (["2022-01-01 22:00 UTC", "2022-01-01 23:00 UTC", "2022-01-02 00:00 UTC"], "hourly", "2022-01-02 01:00 UTC"),
        (
            [
                "2022-10-30 02:00:00 +0200 CEST", "2022-10-30 02:00:00 +0100 CET", "2022-10-30 03:00:00 +0100 CET",
            ], "hourly", "2022-10-30 04:00:00 +0100 CET"
        ),
        (
            [
                "Sat Jan 01 2022 00:00:00 GMT+0100 (Central European Standard Time)",
                "Sun Jan 02 2022 00:00:00 GMT+0100 (Central European Standard Time)",
                "Mon Jan 03 2022 00:00:00 GMT+0100 (Central European Standard Time)",
            ], "daily", "Tue Jan 04 2022 00:00:00 GMT+0100 (Central European Standard Time)"
        ),
        (["Q1'18", "Q2'18", "Q3'18"], "quarterly", "Q4'18"), (["2022.01", "2022.02", "2022.03"], "monthly", "2022.04"),
        (
            ["05-JAN-22 03.04.05.000 PM", "05-JAN-22 04.04.05.000 PM", "05-JAN-22 05.04.05.000 PM"], "hourly",
            "05-JAN-22 06.04.05.000 PM"
        ),
        (["2022-01-01 22:00 +01", "2022-01-01 23:00 +01", "2022-01-02 00:00 +01"], "hourly", "2022-01-02 01:00 +01"),
    ]

    @Test(arguments: written.indices) func datesAreReadAndWrittenAlike(index: Int) throws {
        let (dates, frequency, next) = Self.written[index]
        let found = try table(rows(dates).replacing("date,y", with: dates[0].contains("0.0") ? "time,y" : "date,y"))
        #expect(found.frequency.description == frequency, "\(dates[0])")
        #expect(found.label(ofRow: dates.count) == next)
        #expect(found.notes.isEmpty && found.columns.map(\.name) == ["y"])
        let plain = dates.map { $0.replacing("\"", with: "").replacing("\u{202F}", with: " ") }
        let isWrittenOtherwise = next.contains(".600000") || dates[2].contains("24:00")
        #expect(isWrittenOtherwise || dates.indices.map(found.label(ofRow:)) == plain)
    }

    // MARK: What cannot be read

    private static let unknown: [(dates: [String], row: Int, text: String)] = [
        (["2022 the 1st of Jan", "2022 the 2nd of Jan", "2022 the 3rd of Jan"], 1, "2022 the 1st of Jan"),
        (["2018-Q5", "2018-Q6", "2018-Q7"], 1, "2018-Q5"),
        (["2022/13/45", "2022/13/46", "2022/13/47"], 1, "2022/13/45"),
        (["\"Monday, 32 Jan 2022\"", "\"Tuesday, 33 Jan 2022\"", "x"], 1, "Monday, 32 Jan 2022"),
        (["Jan", "Feb", "Mar"], 1, "Jan"), (["Jan 1", "Jan 2", "Jan 3"], 1, "Jan 1"),
        (["2018/19", "2019/20", "2020/21"], 1, "2018/19"), (["", "2018-01/02", "2018-02/03"], 2, "2018-01/02"),
    ]

    @Test(arguments: unknown.indices) func datesThatCannotBeReadAreNamed(index: Int) throws {
        let (dates, row, text) = Self.unknown[index]
        let error = try #require(throws: SeriesError.self) { try table(rows(dates)) }
        #expect(error == .unknownDates(SeriesPlace(file: "a.csv", row: row, line: row + 1), text: text))
        #expect(try table(rows(dates), SeriesOptions(frequency: .rows)).frequency == .rows)
    }

    /// Of dates that are numbers one that is none is a fault of the file, and no reason to count the rows.
    @Test(arguments: [
        (["20220227", "20220228", "20220229", "20220301", "20220302"], 3, "yyyyMMdd"),
        (["201911", "201912", "201913", "202001", "202002"], 3, "yyyyMM"),
        (["1640995200", "1640995260", "bad", "1640995380", "1640995440"], 3, "unix"),
        (["20220227", "20220228", "20220301", "", "20220303"], 4, "yyyyMMdd"),
    ]) func aNumberThatIsNoDateIsNamed(dates: [String], row: Int, format: String) throws {
        let place = SeriesPlace(file: "a.csv", row: row, line: row + 1)
        let error = SeriesError.notADate(place, text: dates[row - 1] == "" ? "" : dates[row - 1], format: format)
        #expect(throws: error) { try table(rows(dates), SeriesOptions(columns: [.name("v")])) }
    }

    @Test(arguments: ["202136", "20185", "1990.2"]) func numbersUnderTheNameOfDatesAreNamed(first: String) throws {
        let file = "date,v\n" + (0..<5).map { "\(first)\($0),\($0)\n" }.joined()
        let error = try #require(throws: SeriesError.self) { try table(file, SeriesOptions(columns: [.name("v")])) }
        #expect(error == .unknownDates(SeriesPlace(file: "a.csv", row: 1, line: 2), text: first + "0"))
    }

    @Test func hoursWithoutDelimitersAreNoSeconds() throws {
        let hours = ["2022011322", "2022011323", "2022011400", "2022011401"]
        #expect(try table(rows(hours)).frequency == .seconds(3600))
        let error = try #require(throws: SeriesError.self) {
            try table(rows(["2022011300", "2022011301", "2022011302"]))
        }
        guard case .ambiguousDates = error else { throw error }
    }

    @Test(arguments: ["2020-01-32", "", "n/a", "total", "Jan"]) func aFirstDateThatCannotBeReadIsNamed(text: String)
        throws
    {
        let file = rows([text, "2020-01-02", "2020-01-03", "2020-01-04"])
        #expect(
            throws: SeriesError.notADate(SeriesPlace(file: "a.csv", row: 1, line: 2), text: text, format: "yyyy-MM-dd")
        ) { try table(file) }
    }

    @Test(arguments: [
        "store,y\nA-1,1\nB-2,2\nC-3,3\n", "ip,y\n192.168.0.1,1\n192.168.0.2,2\n192.168.0.3,3\n",
        "version,y\n1.2.3,1\n1.2.4,2\n1.2.5,3\n", "phone,y\n030-123456,1\n030-123457,2\n030-123458,3\n",
        "note,y\nmay be,1\nin march,2\nmarch,3\n",
    ])
    func whatIsNoDateIsLeftOut(text: String) throws {
        let found = try table(text)
        #expect(found.frequency == .rows && found.columns.map(\.name) == ["y"] && found.notes.count == 1)
    }

    // MARK: Fractions

    @Test func roundedTimesAreRegular() throws {
        let times = (0..<300).map { String(1_467_331_200_000 + Int((Double($0) * 1000 / 60).rounded())) }
        let found = try table(rows(times))
        #expect(found.frequency.isLike(.nanoseconds(16_666_667)))
        #expect(found.label(ofRow: 300) == "1467331205000")
        let gap = try table(rows(Array(times[..<100] + times[101...])), SeriesOptions(fill: .previous))
        #expect(gap.count == 300)
    }

    @Test func repeatedFractionsAreStillRepeated() throws {
        let error = try #require(throws: SeriesError.self) {
            try table(rows(["1467331200.0", "1467331200.2", "1467331200.2", "1467331200.4", "1467331200.6"]))
        }
        #expect(error.description.contains("1467331200.2 is repeated"))
    }

    @Test func stepsOfPartsOfASecondAndOfDaysHaveNoFrequency() throws {
        let text = rows([
            "2022-01-01 00:00:00.1", "2022-01-01 00:00:00.9", "2022-01-03 00:00:00.1", "2022-01-03 00:00:00.3",
            "2022-01-09 00:00:00.1",
        ])
        #expect(throws: SeriesError.noRegularStep(file: "a.csv")) { try table(text) }
    }
}
