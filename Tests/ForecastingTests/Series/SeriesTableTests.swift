import Foundation
import TestSupport
import Testing

@testable import Datasets
@testable import Forecasting

/// What well-formed files are read as.
@Suite struct SeriesTableTests {
    @Test func aFileHasDatesNumbersAndAFuture() throws {
        let found = try table("Month,Sales,Name\r\n\"1949-11\",1.5,a\r\n\"1949-12\",\"-2e3\",b\r\n\"1950-01\",+3,c")
        #expect(found.frequency == .months(1) && found.count == 3 && found.columns.map(\.name) == ["Sales"])
        #expect(found.columns[0].values == [1.5, -2000, 3])
        #expect((0..<5).map(found.label(ofRow:)) == ["1949-11", "1949-12", "1950-01", "1950-02", "1950-03"])
        #expect(found.notes.map(\.description) == ["Column 'Name' is not numeric and was skipped."])
        #expect(found.timestamps[2] == Timestamp(year: 1950, month: 1, day: 1))
    }

    @Test func withoutDatesRowsAreCounted() throws {
        let found = try table("\u{FEFF}1,2\n3,4\n5,6\n\n")
        #expect(found.frequency == .rows && found.timestamps.isEmpty && found.dateFormat == nil)
        #expect(found.columns.map(\.name) == ["1", "2"] && found.columns[1].values == [2, 4, 6])
        #expect(found.label(ofRow: 0) == "1" && found.label(ofRow: 3) == "4")
        #expect(found.calendarFeatures(rows: 0..<2) == [[], []])
    }

    @Test func aRowOfADateAndNumbersIsNoHeader() throws {
        let found = try table("2020-01-01,5,NA\n2020-01-02,6,7\n2020-01-03,7,8\n", SeriesOptions(fill: .zero))
        #expect(found.count == 3 && found.columns.map(\.name) == ["2", "3"])
        #expect(try found.column(ColumnReference("3")).values == [0, 7, 8])
        #expect(try found.column(.name("2")).values == [5, 6, 7])
        #expect(throws: SeriesError.noSuchColumn(file: "a.csv", column: "1", columns: ["2", "3"])) {
            try found.column(.number(1))
        }
    }

    private static let delimited = [
        "d,v\n2020-01-01,1.5\n2020-01-02,2.5\n2020-01-03,3.5\n",
        "d;v\n2020-01-01;1,5\n2020-01-02;2,5\n2020-01-03;3,5\n",
        "d\tv\n2020-01-01\t1.5\n2020-01-02\t2.5\n2020-01-03\t3.5\n",
        "d v\n2020-01-01 1.5\n2020-01-02  2.5\n2020-01-03 3.5",
    ]

    @Test(arguments: delimited) func delimitersAreFound(text: String) throws {
        let found = try table(text)
        #expect(found.columns.map(\.values) == [[1.5, 2.5, 3.5]] && found.frequency.description == "daily")
    }

    @Test func aDelimiterCanBeGiven() throws {
        let found = try table("1|1,5\n2|2,5\n3|3,5\n", SeriesOptions(delimiter: "|", decimalComma: true))
        #expect(found.columns.map(\.values) == [[1, 2, 3], [1.5, 2.5, 3.5]])
    }

    @Test(arguments: [
        ("a;b\n1.234,5;1\n2;1\n1.234;1\n", [1234.5, 2, 1234]), ("a;b\n1,234;1\n2;1\n3;1\n", [1.234, 2, 3]),
        ("a;b\n1,234.5;1\n2;1\n1,234;1\n", [1234.5, 2, 1234]),
        ("a\n\"1,234\"\n2\n\"12,345,678\"\n", [1234, 2, 12_345_678]),
        ("a;b\n1.234.567;1\n2;1\n3;1\n", [1_234_567, 2, 3]), ("a;b\n1'234.5;1\n2;1\n3;1\n", [1234.5, 2, 3]),
        ("a;b\n.5;1\n5.;1\n1e-2;1\n", [0.5, 5, 0.01]),
        ("a\n0.1\n123456789.123456789\n4.35\n", [0.1, 123456789.123456789, 4.35]),
    ])
    func decimalsAndGroupsAreFound(text: String, values: [Double]) throws {
        #expect(try table(text).columns[0].values == values)
    }

    @Test func columnsCanBeChosen() throws {
        let text = "d,a,b,c\n2020-01-01,1,2,x\n2020-01-02,3,4,x\n2020-01-03,5,6,x\n"
        let found = try table(text, SeriesOptions(columns: [.name("B"), .number(2)]))
        #expect(found.columns.map(\.name) == ["b", "a"] && found.notes.isEmpty)
        #expect(found.columns[0].values == [2, 4, 6])
    }

    @Test func covariatesMayGoOn() throws {
        let found = try table("date,y,x\n2020-01-31,1,5\n2020-02-29,2,5\n2020-03-31,,5\n2020-04-30,NA,5\n")
        #expect(found.columns.map(\.knownCount) == [2, 4] && found.columns.map(\.isConstant) == [false, true])
        #expect(found.columns[0].values[2].isNaN && found.columns[0].values[3].isNaN)
        #expect((4...6).map(found.label(ofRow:)) == ["2020-05-31", "2020-06-30", "2020-07-31"])
    }

    @Test func newestFirstIsTurnedRound() throws {
        let found = try table(rows(["2020-01-07", "2020-01-06", "2020-01-03", "2020-01-02"]))
        #expect(found.frequency == .tradingDays && found.columns[0].values == [4, 3, 2, 1])
        #expect(found.notes.map(\.description) == ["The file is in descending order and was reversed."])
        #expect(found.label(ofRow: 8) == "2020-01-14")
    }

    private static let written: [(dates: [String], frequency: String, next: String)] = [
        (["10/1/2004 22:00", "10/1/2004 23:00", "10/2/2004 0:00"], "hourly", "10/2/2004 1:00"),
        (["31/10/2004", "1/11/2004", "2/11/2004"], "daily", "3/11/2004"),
        (
            [
                "01/02/2004", "01/03/2004", "01/04/2004", "01/05/2004", "01/06/2004", "01/07/2004", "01/08/2004",
                "01/09/2004", "01/10/2004", "01/11/2004", "01/12/2004", "01/01/2005",
            ], "monthly", "01/02/2005"
        ),
        (
            ["2016-07-01T00:00:00Z", "2016-07-01T00:30:00Z", "2016-07-01T01:00:00Z"], "every 30 minutes",
            "2016-07-01T01:30:00Z"
        ),
        (
            ["2016-07-01 00:00:00.5+02:00", "2016-07-01 01:00:00.5+02:00", "2016-07-01 02:00:00.5+02:00"], "hourly",
            "2016-07-01 03:00:00.5+02:00"
        ),
        (["31.12.2003 23:45", "01.01.2004 00:00", "01.01.2004 00:15"], "every 15 minutes", "01.01.2004 00:30"),
        (["20031230", "20031231", "20040101"], "daily", "20040102"),
        (["1467331200", "1467334800", "1467338400"], "hourly", "1467342000"),
        (["1467331200000", "1467331205000", "1467331210000"], "every 5 seconds", "1467331215000"),
        (["1998", "1999", "2000"], "yearly", "2001"), (["2003Q3", "2003Q4", "2004Q1"], "quarterly", "2004Q2"),
        (["1-11", "1-12", "2-01"], "monthly", "2-02"), (["30-Dec-99", "31-Dec-99", "01-Jan-00"], "daily", "02-Jan-00"),
        (["12/31/1999 11:00 PM", "1/1/2000 12:00 AM", "1/1/2000 1:00 AM"], "hourly", "1/1/2000 2:00 AM"),
    ]

    @Test(arguments: written.indices) func datesAreWrittenAsTheFileDoes(index: Int) throws {
        let (dates, frequency, next) = Self.written[index]
        let found = try table(rows(dates))
        #expect(found.frequency.description == frequency && found.label(ofRow: dates.count) == next)
        let labels = dates.indices.map(found.label(ofRow:))
        #expect(labels == dates)
    }

    @Test func dateAndTimeMayStandInTwoColumns() throws {
        let found = try table("Date;Time;y\n16/12/2006;23:58:00;4,2\n16/12/2006;23:59:00;5,3\n17/12/2006;00:00:00;5\n")
        #expect(found.frequency.description == "every minute" && found.columns.map(\.name) == ["y"])
        #expect(found.label(ofRow: 3) == "17/12/2006 00:01:00")
    }

    @Test func numbersAreDatesOnlyWhereTheyAreRegularOrNamedSo() throws {
        #expect(try table("a,b\n1990,5\n1992,6\n1997,7\n").frequency == .rows)
        #expect(try table("a,b\n1990,5\n1991,6\n1992,7\n").frequency == .months(12))
        #expect(try table("year\n1990\n1991\n1992\n").columns[0].values == [1990, 1991, 1992])
        #expect(throws: SeriesError.noRegularStep(file: "a.csv")) {
            try table("year,b\n1990,5\n1992,6\n1997,7\n1998,8\n")
        }
    }

    @Test func aDateFormatDecides() throws {
        let text = rows(["01/02/2004", "02/02/2004", "03/02/2004"])
        #expect(try table(text, SeriesOptions(dateFormat: "dd/MM/yyyy")).label(ofRow: 3) == "04/02/2004")
        #expect(
            try table(rows(["5.1.20", "6.1.20", "7.1.20"]), SeriesOptions(dateFormat: "d.M.yy")).label(ofRow: 3)
                == "8.1.20")
    }

    @Test func rowsCanBeTakenAsSteps() throws {
        let text = rows(["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-03", "2020-01-09", "2020-01-10"])
        let found = try table(text, SeriesOptions(acceptsIrregular: true))
        #expect(found.count == 6 && found.frequency.description == "daily" && found.label(ofRow: 6) == "2020-01-11")
        #expect(found.notes.map(\.description) == ["2 irregular steps were treated as regular (daily)."])
        let counted = try table(text, SeriesOptions(frequency: .rows))
        #expect(counted.timestamps.isEmpty && counted.label(ofRow: 6) == "7")
        let wild = rows(["2020-01-01", "2020-01-03", "2020-01-08", "2020-01-25"])
        #expect(try table(wild, SeriesOptions(acceptsIrregular: true)).frequency == .rows)
    }

    @Test func valuesMakeATable() throws {
        let found = SeriesTable(values: [1, 2, 3], name: "y")
        #expect(found.count == 3 && found.frequency == .rows && found.label(ofRow: 3) == "4")
        #expect(try found.column(.number(1)).name == "y")
        #expect(throws: SeriesError.noSuchColumn(file: "values", column: "z", columns: ["y"])) {
            try found.column(.name("z"))
        }
    }

    @Test func piecesMakeNoDifference() throws {
        let text = Array("d;v\r\n\"01.02.2020\";1,5\r\n\"02.02.2020\";2,5\r\n\"13.02.2020\";3,5".utf8)
        var rest = text.map { [$0] }[...]
        let found = try SeriesTable(file: "a.csv", options: SeriesOptions(fill: .linear)) { rest.popFirst() }
        #expect(found.columns[0].values.count == 13 && found.columns[0].values.last == 3.5)
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "a.csv")
            try Data(text).write(to: file)
            let read = try SeriesTable(contentsOf: file, options: SeriesOptions(fill: .linear))
            #expect(read.columns[0].values == found.columns[0].values && read.file == file.path)
        }
    }
}
