/// The dates of a column that is read row by row, in memory that does not grow: the first dates decide how all of them are
/// written.
package struct DateColumn: Sendable {
    /// Why dates cannot be read.
    package enum Problem: Error, Equatable {
        /// The pattern is not one of a date.
        case invalidPattern(String)
        /// A cell is not a date; `index` is its place among the cells, `format` how the others are written.
        case notADate(index: Int, text: String, format: String?)
        /// Several formats fit all dates; `readings` are what they make of the date `text`.
        case ambiguous(text: String, formats: [String], readings: [String])
    }

    private let format: DateFormat

    /// - Parameters:
    ///   - sample: The first cells, none of them empty.
    ///   - pattern: How dates are written, as ``DateFormat`` describes; `nil` finds out.
    /// - Returns: `nil` where the sample is empty.
    /// - Throws: ``Problem``
    package init?(sample: [String], pattern: String?) throws(Problem) {
        if let pattern {
            guard let format = DateFormat(pattern: pattern) else { throw .invalidPattern(pattern) }
            self.format = format
            return
        }
        guard let first = sample.first else { return nil }
        guard var formats = DateFormats(fitting: Array(first.utf8)[...]) else {
            throw .notADate(index: 0, text: first, format: nil)
        }
        do {
            for (index, cell) in sample.enumerated() { try formats.append(Array(cell.utf8)[...], row: index) }
        } catch {
            throw .notADate(index: error.row, text: sample[error.row], format: error.format.description)
        }
        let readings = formats.readings
        let distinct = readings.indices.filter { index in
            !readings[..<index].contains { $0.readings == readings[index].readings }
        }
        format = readings[distinct[0]].format
        guard distinct.count > 1 else { return }
        let unclear = sample.indices.first { row in Set(distinct.map { readings[$0].readings[row] }).count > 1 } ?? 0
        throw .ambiguous(
            text: sample[unclear], formats: distinct.map { readings[$0].format.description },
            readings: distinct.map { DateFormat.spoken.string(from: readings[$0].readings[unclear].local) })
    }

    /// The date of a cell, as the clock of the file shows it.
    ///
    /// - Throws: ``Problem/notADate(index:text:format:)``, with an index of 0.
    package func timestamp(of cell: String) throws(Problem) -> Timestamp {
        guard let reading = format.reading(from: Array(cell.utf8)[...]) else {
            throw .notADate(index: 0, text: cell, format: format.description)
        }
        return reading.local
    }
}

/// A stretch of the calendar.
package enum CalendarPeriod: String, CaseIterable, Sendable {
    case day, week, month, quarter, year

    /// The period that a moment lies in: 2026-03-01, 2026-W09 (ISO 8601), 2026-03, 2026-Q1 or 2026. Names of one kind sort
    /// by time.
    package func name(of moment: Timestamp) -> String {
        func digits(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let year = digits(moment.year, 4)
        return switch self {
        case .day: "\(year)-\(digits(moment.month, 2))-\(digits(moment.day, 2))"
        case .week: "\(digits(moment.isoWeek.year, 4))-W\(digits(moment.isoWeek.week, 2))"
        case .month: "\(year)-\(digits(moment.month, 2))"
        case .quarter: "\(year)-Q\((moment.month - 1) / 3 + 1)"
        case .year: year
        }
    }
}
