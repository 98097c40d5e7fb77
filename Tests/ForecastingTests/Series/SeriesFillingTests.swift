import Testing

@testable import Forecasting

/// What takes the place of missing values and rows, and of repeated and disordered ones.
@Suite struct SeriesFillingTests {
    private static let gap = "date,y\n2020-01-01,1\n2020-01-02,?\n2020-01-05,9\n2020-01-06,2\n2020-01-07,3\n"

    @Test(arguments: [
        (SeriesFill.previous, [1.0, 1, 1, 1, 9, 2, 3], "with the previous value"),
        (.linear, [1, 3, 5, 7, 9, 2, 3], "by interpolation to the next value, which is not known in a forecast"),
        (.zero, [1, 0, 0, 0, 9, 2, 3], "with zero"),
        (.seasonal, [1, 1, 1, 1, 9, 2, 3], "with the value one season earlier"),
    ])
    func gapsAndMissingCellsAreFilled(fill: SeriesFill, values: [Double], how: String) throws {
        let found = try table(Self.gap, SeriesOptions(frequency: .seconds(86_400), fill: fill))
        #expect(found.columns[0].values == values)
        #expect(found.notes.map(\.description) == ["2 missing days and one missing value filled \(how)."])
        #expect(found.label(ofRow: 2) == "2020-01-03" && found.label(ofRow: 7) == "2020-01-08")
    }

    @Test func aSeasonIsTakenFromThePeriodBefore() throws {
        let dates = (1...9).map { "2020-01-0\($0)" } + ["2020-01-12"]
        let found = try table(rows(dates), SeriesOptions(fill: .seasonal))
        #expect(found.columns[0].values == [1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 4, 10])
    }

    @Test func nothingBehindIsSeenButOnALine() throws {
        for fill in [SeriesFill.previous, .seasonal, .zero] {
            let other = Self.gap.replacing("2020-01-05,9", with: "2020-01-05,-50")
            let options = SeriesOptions(frequency: .seconds(86_400), fill: fill)
            let (one, another) = (try table(Self.gap, options), try table(other, options))
            #expect(one.columns[0].values[..<4] == another.columns[0].values[..<4])
        }
    }

    @Test func theFutureOfATargetIsNotFilled() throws {
        let found = try table("y,x\n1,5\n,6\n3,7\n,8\n", SeriesOptions(fill: .linear))
        #expect(found.columns.map(\.knownCount) == [3, 4] && found.columns[0].values[..<3] == [1, 2, 3])
    }

    @Test func monthsAreFilledByTheCalendar() throws {
        let found = try table(
            rows(["2019-11-30", "2019-12-31", "2020-01-31", "2020-02-29", "2020-05-31"]), SeriesOptions(fill: .linear))
        let expected = [4 + 1 / 3.0, 4 + 1 / 3.0 * 2]
        #expect(found.columns[0].values == [1, 2, 3, 4, expected[0], expected[1], 5])
        #expect((4..<6).map(found.label(ofRow:)) == ["2020-03-31", "2020-04-30"])
        #expect(found.notes.first?.text.hasPrefix("2 missing months filled") == true)
    }

    @Test(arguments: [(DuplicateRows.first, 2.0, "kept"), (.last, 6, "kept"), (.mean, 4, "taken")])
    func repeatedTimestampsAreMerged(duplicates: DuplicateRows, value: Double, done: String) throws {
        let text = "d,y\n2020-01-01,1\n2020-01-02,2\n2020-01-02,4\n2020-01-02,6\n2020-01-03,7\n2020-01-04,8\n"
        let found = try table(text, SeriesOptions(duplicates: duplicates))
        #expect(found.columns[0].values == [1, value, 7, 8])
        #expect(found.notes.map(\.description) == ["2 repeated timestamps: the \(duplicates) of each was \(done)."])
    }

    @Test func theMeanPassesOverMissingValues() throws {
        let text = "d,y\n2020-01-01,1\n2020-01-02,\n2020-01-02,4\n2020-01-03,7\n"
        #expect(try table(text, SeriesOptions(duplicates: .mean)).columns[0].values == [1, 4, 7])
    }

    @Test func rowsAreSorted() throws {
        let text = rows(["2020-01-01", "2020-01-04", "2020-01-02", "2020-01-03", "2020-01-05"])
        let found = try table(text, SeriesOptions(frequency: .seconds(86_400), sorts: true))
        #expect(found.columns[0].values == [1, 3, 4, 2, 5])
        #expect(found.notes.map(\.description) == ["The rows were sorted by date (1 out of order)."])
    }

    @Test func daylightSavingIsMended() throws {
        let spring = (0..<24).filter { $0 != 2 }.map { "2020-03-29 \($0 < 10 ? "0" : "")\($0):00" }
        let found = try table(rows(spring), SeriesOptions(fill: .linear, duplicates: .mean))
        #expect(found.count == 24 && found.columns[0].values[2] == 2.5)
        #expect(found.notes.first?.text.hasPrefix("One missing hour filled") == true)
    }
}
