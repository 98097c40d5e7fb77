import Testing

@testable import Datasets
@testable import Forecasting

/// Several series in one file.
@Suite struct StackedSeriesTests {
    /// Three shops on the same days; of the second a day is missing.
    private static let shops =
        "date,store,sales\n"
        + (1...6).flatMap { day in
            ["A", "B", "C d"].enumerated().filter { $0.offset != 1 || day != 4 }.map {
                "2020-01-0\(day),\($1),\(100 * ($0 + 1) + day)\n"
            }
        }.joined()

    private func stacked(_ text: String, by names: [String], memory: Int = 1 << 20) throws -> StackedSeries {
        var rest = [Array(text.utf8)][...]
        return try StackedSeries(file: "a.csv", by: names.map { ColumnReference($0) }, memory: memory) {
            rest.popFirst()
        }
    }

    @Test func severalSeriesAreRecognised() throws {
        let error = try #require(throws: SeriesError.self) { try table(Self.shops) }
        #expect(
            error.description
                == "'a.csv' holds 3 series, one for each value of column 'store'; set `series` "
                + "to store to forecast each on its own.")
        let blocks =
            "store,date,sales\n"
            + ["7", "8"].flatMap { store in
                (1...5).map { "\(store),2020-01-0\($0),\($0)\n" }
            }.joined()
        #expect(throws: SeriesError.stacked(file: "a.csv", columns: ["store"], count: 2)) { try table(blocks) }
        let short =
            "date,store,sales\n" + (1...28).map { "2020-02-\($0 < 10 ? "0" : "")\($0),A,\($0)\n" }.joined()
            + "2020-02-01,B,900\n2020-02-02,B,905\n"
        #expect(throws: SeriesError.stacked(file: "a.csv", columns: ["store"], count: 2)) { try table(short) }
        let pairs =
            "date,store,item,sales\n"
            + (1...4).flatMap { day in
                ["A", "B"].flatMap { store in ["x", "y"].map { "2020-01-0\(day),\(store),\($0),\(day)\n" } }
            }.joined()
        #expect(throws: SeriesError.stacked(file: "a.csv", columns: ["store", "item"], count: 4)) { try table(pairs) }
    }

    @Test func whatIsMergedAllTheSameIsSaid() throws {
        let found = try table(Self.shops, SeriesOptions(duplicates: .mean))
        #expect(found.count == 6 && found.notes.contains { $0.description.contains("set `series` to store ") })
    }

    @Test func repeatedRowsOfOneSeriesAreNotTakenForSeveral() throws {
        let text =
            "date,kind,y\n2020-01-01,a,1\n2020-01-02,b,2\n2020-01-02,a,3\n2020-01-03,a,4\n2020-01-04,b,5\n2020-01-05,b,5\n"
        let error = try #require(throws: SeriesError.self) { try table(text) }
        #expect(error.description.contains("2020-01-02 is repeated"))
    }

    @Test(arguments: [0, 40, 1 << 20]) func eachSeriesIsReadAlone(memory: Int) throws {
        let found = try stacked(Self.shops, by: ["store"], memory: memory)
        #expect(found.columns == ["store"] && found.keys == [["A"], ["B"], ["C d"]])
        let first = try found.table(0)
        #expect(first.columns.map(\.name) == ["sales"] && first.columns[0].values == [101, 102, 103, 104, 105, 106])
        #expect(try found.table(2).columns[0].values == [301, 302, 303, 304, 305, 306])
        #expect(try found.table(0).fingerprint == first.fingerprint)
        let error = try #require(throws: SeriesError.self) { try found.table(1) }
        #expect(error.description.hasPrefix("'a.csv (store B)', row 4, line 14: rows are missing"))
        // The same rows, read from the file by their key.
        let alone = try table(Self.shops, SeriesOptions(series: found.series(2)))
        #expect(try alone.fingerprint == found.table(2).fingerprint)
    }

    @Test func whatHasNoKeyIsNamed() throws {
        #expect(throws: SeriesError.noSuchColumn(file: "a.csv", column: "shop", columns: ["date", "store", "sales"])) {
            try stacked(Self.shops, by: ["shop"])
        }
        #expect(throws: SeriesError.missingKey(SeriesPlace(file: "a.csv", row: 2, line: 3), column: "store")) {
            try stacked("date,store,sales\n2020-01-01,A,1\n2020-01-01, ,1\n", by: ["store"])
        }
        #expect(throws: SeriesError.empty(file: "a.csv")) { try stacked("date,store,sales\n", by: ["store"]) }
    }
}
