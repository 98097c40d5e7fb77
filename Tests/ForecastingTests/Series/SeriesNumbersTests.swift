import Testing

@testable import Forecasting

/// Columns of numbers as people write them, and files that are not as they seem.
@Suite struct SeriesNumbersTests {
    private static let read: [(text: String, values: [Double], notes: Int)] = [
        ("d;v\n1;1\u{202F}234,5\n2;2\u{A0}234,5\n3;3\n", [1234.5, 2234.5, 3], 0),
        ("v;w\n€ 1.234,50;1\n(5,00) €;1\n-3 €;1\n", [1234.5, -5, -3], 0),
        ("v;w\n5 %;1\n6,5 %;1\n0;1\n", [5, 6.5, 0], 0), ("v\n1,5\n2,25\n3\n", [1.5, 2.25, 3], 0),
        ("# made by hand, in May\nv,w\n1,1\n# a pause, of sorts\n2,1\n3,1\n", [1, 2, 3], 1),
        ("# v, w\n1,1\n2,1\n3,1\n", [1, 2, 3], 1), ("sep=;\nv;w\n1,5;1\n2,5;1\n3,5;1\n", [1.5, 2.5, 3.5], 0),
        ("v|w\n1,5|1\n2,5|1\n3,5|1\n", [1.5, 2.5, 3.5], 0),
        ("v,w\n٣,1\n٤,1\n٥,1\n", [3, 4, 5], 0), ("v,w\n５,1\n６,1\n７,1\n", [5, 6, 7], 0),
    ]

    @Test(arguments: read.indices) func numbersAreRead(index: Int) throws {
        let (text, values, notes) = Self.read[index]
        let found = try table(text, SeriesOptions(columns: [.name("v")]))
        #expect(found.columns[0].values == values && found.notes.count == notes, "\(found.notes)")
    }

    @Test func missingValuesMayBeginWithAHash() throws {
        let found = try table("v,w\n1,1\n#N/A,2\n3,3\n", SeriesOptions(fill: .previous))
        #expect(found.columns[0].values == [1, 1, 3])
    }

    private static let refused: [(text: String, message: String)] = [
        (
            "date,sales\n2020-01-01;1,5\n2020-01-02;2,5\n2020-01-03;3,5\n",
            "'a.csv', line 2: the cells of the rows are separated by semicolons, those of the first row by commas; use "
                + "the same delimiter in all rows."
        ),
        (
            "date;sales\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n",
            "'a.csv', line 2: the cells of the rows are separated by commas, those of the first row by semicolons; "
                + "use the same delimiter in all rows."
        ),
        (
            "date,sales\n2020-01-01\t1\n2020-01-02\t2\n2020-01-03\t3\n",
            "'a.csv', line 2: the cells of the rows are separated by tabs, those of the first row by commas; use the "
                + "same delimiter in all rows."
        ),
        (
            "a,b\n1,€ 2\n3,€ 4\n5,$ 6\n",
            "'a.csv', row 3, line 4, column 'b': '$ 6' is not in '€', as other cells are; write all cells of the column in "
                + "one unit."
        ),
        (
            "a,b\n1,2 %\n3,0.04\n5,6 %\n",
            "'a.csv', row 2, line 3, column 'b': '0.04' is not in '%', as other cells are; write all cells of the column "
                + "in one unit."
        ),
        (
            "a,b\n1,2\n3,∞\n5,6\n",
            "'a.csv', row 2, line 3, column 'b': the number is infinite; correct it, or set `fill` to previous, linear, "
                + "zero or seasonal after emptying the cell."
        ),
        (
            ",\n1,2\n3,4\n5,6\n",
            "'a.csv', line 1: all cells of the first row are empty; name the columns there, or remove the row."
        ),
        (
            "v\n1,234\n2,345\n3,456\n",
            "'a.csv', row 1, line 2: the first row has one cell, and '1,234' is a number with a comma; set "
                + "`delimiter` to \";\" and `decimalComma` to true if it is a decimal comma, or put the numbers in quotes if "
                + "commas separate groups of digits."
        ),
    ]

    @Test(arguments: refused.indices) func whatIsUnclearIsRefused(index: Int) throws {
        let (text, message) = Self.refused[index]
        let options = SeriesOptions(columns: text.hasPrefix("a,b") ? [.name("b")] : [])
        #expect(try #require(throws: SeriesError.self) { try table(text, options) }.description == message)
    }

    @Test func theAdviceOnDecimalCommasWorks() throws {
        let text = "v\n1,234\n2,345\n3,456\n"
        let found = try table(text, SeriesOptions(delimiter: ";", decimalComma: true))
        #expect(found.columns[0].values == [1.234, 2.345, 3.456])
    }

    @Test func theFirstRowIsWhatTheHeaderRuleSays() throws {
        let years = "country,1990,1991\nChad,5,6\nMali,7,8\nNiger,9,10\n"
        let found = try table(years)
        #expect(found.columns.map(\.name) == ["1990", "1991"])
        #expect(found.notes[0].description.contains("set `header` to no "))
        #expect(try table(years, SeriesOptions(header: .yes)).notes.count == 1)
        let numbers = try table("1,2\n3,4\n5,6\n7,8\n", SeriesOptions(header: .yes))
        #expect(numbers.columns.map(\.name) == ["1", "2"] && numbers.count == 3)
        #expect(throws: SeriesError.self) {
            try table("v,w\n3,4\n5,6\n7,8\n", SeriesOptions(columns: [.number(1)], header: .no))
        }
        let counted = try table("2019,2020\n3,4\n5,6\n7,8\n", SeriesOptions(columns: [.number(2)]))
        #expect(counted.count == 4 && counted.notes[0].description.contains("set `header` to yes "))
        let keys = try table("A,2020-01-01,5\nA,2020-01-02,6\nA,2020-01-03,7\n")
        #expect(keys.count == 3 && keys.columns.map(\.name) == ["3"])
    }
}
