import Testing

@testable import Forecasting

struct DateColumnTests {
    @Test func theSampleDecidesHowAllDatesAreWritten() throws {
        let column = try #require(try DateColumn(sample: ["03.04.2025", "28.04.2025"], pattern: nil))
        #expect(try column.timestamp(of: " 05.06.2025 ") == Timestamp(year: 2025, month: 6, day: 5))
        #expect(throws: DateColumn.Problem.notADate(index: 0, text: "2025-06-05", format: "dd.MM.yyyy")) {
            try column.timestamp(of: "2025-06-05")
        }
        #expect(try DateColumn(sample: [], pattern: nil) == nil)
    }

    @Test func whatIsUnclearIsAsked() throws {
        #expect(
            throws: DateColumn.Problem.ambiguous(
                text: "03/04/2025", formats: ["MM/dd/yyyy", "dd/MM/yyyy"], readings: ["4 Mar 2025", "3 Apr 2025"])
        ) {
            try DateColumn(sample: ["04/04/2025", "03/04/2025"], pattern: nil)
        }
        // Unclear, but the same day either way.
        #expect(try DateColumn(sample: ["04/04/2025"], pattern: nil) != nil)
        let given = try #require(try DateColumn(sample: ["03/04/2025"], pattern: "dd/MM/yyyy"))
        #expect(try given.timestamp(of: "03/04/2025") == Timestamp(year: 2025, month: 4, day: 3))
        #expect(throws: DateColumn.Problem.invalidPattern("q")) { try DateColumn(sample: ["1"], pattern: "q") }
        #expect(throws: DateColumn.Problem.notADate(index: 1, text: "soon", format: "yyyy-MM-dd")) {
            try DateColumn(sample: ["2025-01-01", "soon"], pattern: nil)
        }
    }

    @Test(
        arguments: zip(CalendarPeriod.allCases, ["2027-01-02", "2026-W53", "2027-01", "2027-Q1", "2027"]))
    func periodsHaveNamesThatSort(period: CalendarPeriod, name: String) throws {
        #expect(period.name(of: try #require(Timestamp(year: 2027, month: 1, day: 2))) == name)
    }
}
