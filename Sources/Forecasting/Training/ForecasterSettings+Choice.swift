import Foundation

extension ForecasterSettings {
    /// Chooses logarithms where the swings of a series grow with its level, and differences or anchors.
    ///
    /// Of few seasons, fewer than twenty, and up to half a season ahead, differences over a season are taken where they vary
    /// less than those from row to row. Else what suits a linear forecast of the held-out rows: the values as they are,
    /// unless another choice is better by more than a fiftieth.
    ///
    /// - Parameter rows: Those to learn from and to hold out of; nothing behind them is read.
    /// - Returns: What was chosen, in words.
    /// - Throws: ``ForecasterError`` where there are too few rows for anything.
    public mutating func chooseTransformation(for table: SeriesTable, rows: Range<Int>) throws -> String {
        let period = table.frequency.seasonalPeriods.first { 4 * $0 <= rows.count }
        var plain = self
        (plain.difference, plain.isAnchored, plain.hasHighway, plain.hiddenSize) = (0, false, true, 1)
        plain.quantiles = []
        let series = try columns.map { Array(try table.column(.name($0)).values[rows]) }
        let length = period ?? max(8, rows.count / 20)
        plain.takesLog = series.allSatisfy { SeriesTransformation.suitsLogarithms($0, length: length) }
        if !plain.takesLog, series.allSatisfy({ Self.suitsLog1p($0, length: length) }) {
            var candidate = plain
            candidate.takesLog1p = true
            if let error = try? candidate.errorOfHighway(on: table, rows: rows),
                let plainError = try plain.errorOfHighway(on: table, rows: rows), error < 0.98 * plainError
            {
                plain = candidate
            }
        }
        var best = plain
        if let period, try plain.isSeasonal(table, rows: rows, period: period) {
            best.difference = period
        } else if let error = try plain.errorOfHighway(on: table, rows: rows) {
            var least = 0.98 * error
            for (difference, isAnchored) in [(0, true), (period ?? 0, false)] {
                var candidate = plain
                (candidate.difference, candidate.isAnchored) = (difference, isAnchored)
                // What does not suit the series is no choice.
                guard let error = try? candidate.errorOfHighway(on: table, rows: rows), error < least else { continue }
                (best, least) = (candidate, error)
            }
        }
        (takesLog, takesLog1p) = (best.takesLog, best.takesLog1p)
        (difference, isAnchored) = (best.difference, best.isAnchored)
        return choiceText
    }

    /// Whether a series holds zeros, nothing below, and numbers to which one more is little, and its swings grow with its
    /// level.
    private static func suitsLog1p(_ values: [Double], length: Int) -> Bool {
        guard values.min() == 0, let highest = values.max(), highest >= 10 else { return false }
        return SeriesTransformation.suitsLogarithms(values, length: length, offset: 1)
    }

    /// Whether there are few seasons, the horizon is no more than half of one, and changes over a season vary less than those from row to row.
    private func isSeasonal(_ table: SeriesTable, rows: Range<Int>, period: Int) throws -> Bool {
        guard rows.count < Self.fewSeasons * period, 2 * horizon <= period else { return false }
        return try columns.allSatisfy { name in
            let values = Array(try table.column(.name(name)).values[rows])
            let levels = takesLog ? values.map { log($0) } : takesLog1p == true ? values.map { log1p($0) } : values
            func variance(lag: Int) -> Double { zip(levels.dropFirst(lag), levels).map { $0 - $1 }.variance }
            return variance(lag: period) < variance(lag: 1)
        }
    }

    private static let fewSeasons = 20

    private var choiceText: String {
        let parts = [
            takesLog ? "logarithms" : nil, takesLog1p == true ? "logarithms of the values plus one" : nil,
            difference > 0 ? "differences over \(difference) rows" : nil,
            isAnchored ? "windows relative to their last row" : nil,
        ].compactMap { $0 }
        return parts.isEmpty ? "the values as they are" : parts.joined(separator: ", ")
    }

    /// The error of the linear forecast on the held-out rows; `nil` where nothing is held out.
    private func errorOfHighway(on table: SeriesTable, rows: Range<Int>) throws -> Double? {
        let training = try ForecasterTraining(table, rows: rows, settings: self)
        return training.validationWindows > 0 ? training.heldOutForecasts.error : nil
    }
}
