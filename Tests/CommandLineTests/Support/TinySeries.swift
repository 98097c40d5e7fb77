import Foundation
import Testing

/// Small series as CSV, and a forecaster trained once for all tests of this process.
enum TinySeries {
    /// What makes a training short.
    static let quick = [
        "--epochs", "2", "--hidden-size", "4", "--window", "12", "--random-seed", "1", "--quiet", "--method", "lstm",
    ]

    /// Months from 2000-01 on.
    static func month(_ row: Int) -> String {
        let number = row % 12 + 1
        return "\(2000 + row / 12)-\(number < 10 ? "0" : "")\(number)"
    }

    static func value(_ row: Int) -> Double {
        let season = 20 * sin(2 * Double.pi * Double(row) / 12)
        return ((100 + Double(row) + season + Double(row * 7 % 5)) * 100).rounded() / 100
    }

    /// Rows of month, value and, with `plan`, what is known in advance, also of so many rows behind the last.
    static func text(rows: Int = 120, plan: Bool = false, ahead: Int = 0) -> String {
        (plan ? "month,value,plan\n" : "month,value\n")
            + (0..<rows + ahead).map { row in
                "\(month(row)),\(row < rows ? "\(value(row))" : "")\(plan ? ",\(row % 7)" : "")\n"
            }.joined()
    }

    static func file(_ text: String = text()) throws -> URL { try Scratch.file(Data(text.utf8), named: "series.csv") }

    /// The lines of a series, to be broken.
    static var lines: [String] { text().split(separator: "\n").map(String.init) }

    /// The path of a file of these lines.
    static func path(_ lines: [String]) throws -> String { try file(lines.joined(separator: "\n") + "\n").path }

    struct Training: Sendable {
        let series: URL
        let folder: URL
        let card: String
    }

    private static let result = Result {
        let series = try file()
        let folder = series.deletingLastPathComponent().appendingPathComponent("model")
        let outcome = try run(
            .forecast, ["train", series.path, "--output", folder.path, "--horizon", "3", "--calendar"] + quick)
        guard outcome.status == 0 else { throw ProgramError(command: "forecast train", problem: outcome.errors) }
        return Training(series: series, folder: folder, card: outcome.output)
    }

    /// A forecaster of three steps that knows the calendar.
    static func training() throws -> Training { try result.get() }
}
