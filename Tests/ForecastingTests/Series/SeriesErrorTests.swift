import Testing

@testable import Datasets
@testable import Forecasting

/// What is wrong in a file is named, with the way out.
@Suite struct SeriesErrorTests {
    private static func refusal(_ text: String, _ options: SeriesOptions = SeriesOptions()) throws -> String {
        try #require(throws: SeriesError.self) { try table(text, options) }.description
    }

    private static let broken: [(text: String, message: String)] = [
        ("", "'a.csv' is empty; give a file with a row for each step, with a date and numbers."),
        ("\n\r\n", "'a.csv' is empty; give a file with a row for each step, with a date and numbers."),
        ("d,y\n", "'a.csv' has 0 rows of values, and a series needs at least three; give more rows."),
        ("d,y\n2020-01-01,1\n", "'a.csv' has one row of values, and a series needs at least three; give more rows."),
        (
            "d,y\n2020-01-01,a\n2020-01-02,b\n2020-01-03,c\n",
            "'a.csv' has no column of numbers; the columns are 'd', 'y'; set `delimiter` if cells are not split "
                + "correctly, or set `decimalComma` to true."
        ),
        (
            "d,y,z,y\n2020-01-01,1,2,3\n2020-01-02,1,2,3\n2020-01-03,1,2,3\n",
            "'a.csv' has 2 columns 'y', numbers 2, 4; rename all but one in the first row."
        ),
        (
            "a,b\n1,2\n\n3\n4,5\n",
            "'a.csv', row 2, line 4: one cell, where the first row has 2; complete the row, put cells that hold the "
                + "delimiter in quotes, or choose another `delimiter`."
        ),
        (
            "a,b\n1,2\n3,4,5\n",
            "'a.csv', row 2, line 3: 3 cells, where the first row has 2; complete the row, put cells that hold the "
                + "delimiter in quotes, or choose another `delimiter`."
        ),
        (
            "a,b\n1,2\n3,\"4\n5,6\n",
            "'a.csv', line 3: the quote that opens here is never closed; close it, or double it inside a cell."
        ),
        (
            "a,b\n1,2\n3,4\n5,x1\n7,8\n",
            "'a.csv', row 3, line 4, column 'b': 'x1' is not a number; correct it, set `fill` to previous, "
                + "linear, zero or seasonal after emptying the cell, or choose another `columns`."
        ),
        (
            "a,b\n1,2\n3,1e999\n5,6\n",
            "'a.csv', row 2, line 3, column 'b': the number is infinite; correct it, or set `fill` to "
                + "previous, linear, zero or seasonal after emptying the cell."
        ),
        (
            "a,b\n1,2\n3,-inf\n5,6\n",
            "'a.csv', row 2, line 3, column 'b': the number is infinite; correct it, or set `fill` to "
                + "previous, linear, zero or seasonal after emptying the cell."
        ),
        (
            "a,b\n1,2\nNA,4\n5,-\n6,7\n",
            "'a.csv', row 2, line 3, column 'a': the value is missing, the first of 2; set `fill` to previous, "
                + "linear, zero or seasonal, or choose another `columns`."
        ),
        (
            "a,b\n1,2\n,\n5,6\n",
            "'a.csv', row 2, line 3, column 'a': the value is missing, the first of 2; set `fill` to previous, "
                + "linear, zero or seasonal, or choose another `columns`."
        ),
        (
            "a,b\n1,2\n3,4\n,\n",
            "'a.csv', row 3, line 4, column 'a': the value is missing, the first of 2; set `fill` to previous, "
                + "linear, zero or seasonal, or choose another `columns`."
        ),
    ]

    @Test(arguments: broken.indices) func brokenFilesAreRefused(index: Int) throws {
        #expect(try Self.refusal(Self.broken[index].text) == Self.broken[index].message)
    }

    private static let dates: [(dates: [String], message: String)] = [
        (
            ["2020-01-01", "2020-01-02", "03.01.2020"],
            "'a.csv', row 3, line 4: '03.01.2020' does not fit the previous dates, which are written as yyyy-MM-dd; "
                + "write all dates in the same format."
        ),
        (
            ["13/01/2020", "14/01/2020", "01/15/2020"],
            "'a.csv', row 3, line 4: '01/15/2020' does not fit the previous dates, which are written as dd/MM/yyyy; "
                + "write all dates in the same format."
        ),
        (
            ["2020-01-01", "2020-01-32", "2020-01-03"],
            "'a.csv', row 2, line 3: '2020-01-32' is not a date in the format yyyy-MM-dd; correct it, or choose another "
                + "`dateFormat`."
        ),
        (
            ["2020-01-01", "", "2020-01-03"],
            "'a.csv', row 2, line 3: '' is not a date in the format yyyy-MM-dd; correct it, or choose another "
                + "`dateFormat`."
        ),
        (
            ["2/3/2020", "2/4/2020", "2/5/2020"],
            "'a.csv': the date '2/3/2020' may be 3 Feb 2020 (MM/dd/yyyy) or 2 Mar 2020 (dd/MM/yyyy); set "
                + "`dateFormat` to MM/dd/yyyy or dd/MM/yyyy."
        ),
        (
            ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-05", "2020-01-06", "2020-01-09"],
            "'a.csv', row 4, line 5: rows are missing between 2020-01-03 and 2020-01-05 (daily), the first of 2 such "
                + "places; set `fill` to previous, linear, zero or seasonal, or set `acceptsIrregular` to true to take each "
                + "row as a step."
        ),
        (
            ["2020-01-01", "2020-01-02", "2020-01-02", "2020-01-03"],
            "'a.csv', row 3, line 4: 2020-01-02 is repeated; set `duplicates` to first, last or mean, or set "
                + "`acceptsIrregular` to true to take each row as a step."
        ),
        (
            ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-01"],
            "'a.csv', row 4, line 5: 2020-01-01 comes after 2020-01-03; set `sorts` to true, or set "
                + "`acceptsIrregular` to true to take each row as a step."
        ),
        (
            ["2020-01-01 00:00", "2020-01-01 01:00", "2020-01-01 02:00", "2020-01-01 03:20", "2020-01-01 04:20"],
            "'a.csv', row 4, line 5: 2020-01-01 03:20 is not a whole number of steps after 2020-01-01 02:00 "
                + "(hourly); choose another `frequency`, or set `acceptsIrregular` to true to take each row as a step."
        ),
        (
            ["2020-03-29 00:00", "2020-03-29 01:00", "2020-03-29 03:00", "2020-03-29 04:00"],
            "'a.csv', row 3, line 4: rows are missing between 2020-03-29 01:00 and 2020-03-29 03:00 (hourly); it looks "
                + "like daylight saving time; set `timeZone`, for example to Europe/Berlin, set `fill` to linear and "
                + "`duplicates` to mean, or set `acceptsIrregular` to true to take each row as a step."
        ),
        (
            [
                "2020-10-25 01:00", "2020-10-25 01:30", "2020-10-25 02:00", "2020-10-25 02:30", "2020-10-25 02:00",
                "2020-10-25 02:30", "2020-10-25 03:00",
            ],
            "'a.csv', row 5, line 6: 2020-10-25 02:00 comes after 2020-10-25 02:30; it looks like daylight saving "
                + "time; set `timeZone`, for example to Europe/Berlin, set `sorts` to true, `fill` to linear and "
                + "`duplicates` to mean, or set `acceptsIrregular` to true to take each row as a step."
        ),
        (
            ["2020-01-01", "2020-01-03", "2020-01-08", "2020-01-25"],
            "'a.csv': the dates have no regular step; set `frequency`, or set `acceptsIrregular` to true to take each row "
                + "as a step."
        ),
    ]

    @Test(arguments: dates.indices) func unclearAndIrregularDatesAreRefused(index: Int) throws {
        #expect(try Self.refusal(rows(Self.dates[index].dates)) == Self.dates[index].message)
    }

    private static let asked: [(text: String, options: SeriesOptions, message: String)] = [
        (
            "a,b\n1,2\n3,4\n5,6\n", SeriesOptions(columns: [.name("c")]),
            "'a.csv' has no column 'c'; the columns are 'a', 'b'."
        ),
        (
            "a,b\n1,x\n3,y\n5,z\n", SeriesOptions(columns: [.name("b")]),
            "'a.csv', row 1, line 2, column 'b': 'x' is not a number; correct it, set `fill` to previous, "
                + "linear, zero or seasonal after emptying the cell, or choose another `columns`."
        ),
        (
            "a,b\n1,\n3,NA\n5,?\n", SeriesOptions(columns: [.name("a"), .name("b")]),
            "'a.csv', row 1, line 2, column 'b': the value is missing, the first of 3; set `fill` to previous, "
                + "linear, zero or seasonal, or choose another `columns`."
        ),
        (
            "a,b\n1,2\n3,4\n5,6\n", SeriesOptions(dateColumn: .number(2)),
            "'a.csv', row 1, line 2: '2' is not a date in a known format; set `dateFormat`, for example to "
                + "\"dd.MM.yyyy HH:mm\", or choose another `dateColumn`."
        ),
        (
            "a,b\n2020-01-01,2\n2020-01-02,4\n2020-01-03,6\n", SeriesOptions(dateFormat: "dd.MM.yyyy"),
            "'a.csv', row 1, line 2: '2020-01-01' is not a date in the format dd.MM.yyyy; correct it, or choose another "
                + "`dateFormat`."
        ),
        (
            "a,b\n1,2\n3,4\n5,6\n", SeriesOptions(dateFormat: "QQ"),
            "the date format 'QQ' has neither year nor hour; set `dateFormat`, for example to \"dd.MM.yyyy HH:mm\" or unix."
        ),
        (
            "a,b\nNA,2\n3,4\n5,6\n", SeriesOptions(fill: .previous),
            "'a.csv', row 1, line 2, column 'a': the first value is missing, and there is none before it; "
                + "remove the rows up to the first value, or set `fill` to zero."
        ),
        (
            "a,b\n2020-01-01 00:00:01,2\n2020-01-01 00:00:02,4\n2021-01-01 00:00:00,6\n", SeriesOptions(fill: .zero),
            "'a.csv': 31622397 rows are missing between the 3 there are; correct the wrong date, choose another "
                + "`frequency`, or set `acceptsIrregular` to true to take each row as a step."
        ),
        (
            "d,b\n2020-01-01,2\n2020-01-01,4\n2020-01-02,6\n2020-01-02,6\n2020-01-02,6\n",
            SeriesOptions(duplicates: .first),
            "'a.csv' has 2 rows of values, and a series needs at least three; give more rows."
        ),
    ]

    @Test(arguments: asked.indices) func whatCannotBeDoneIsRefused(index: Int) throws {
        let (text, options, message) = Self.asked[index]
        #expect(try Self.refusal(text, options) == message)
    }

    @Test func whatIsNoTextIsRefused() {
        #expect(throws: RecordError.compressed(file: "a.csv", command: "gzip -d")) {
            try SeriesTable(file: "a.csv", bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
        }
    }
}
