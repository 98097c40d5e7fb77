/// Whether the rows of a file are those of several series.
enum SeriesStack {
    /// The columns that tell them apart: with a date, they are different in every row, and each of them has several rows.
    ///
    /// - Returns: The fewest columns, those of words first; nil where there are none, or dates hardly repeat.
    static func keys(in cells: SeriesCells, _ dates: SeriesDates) -> (columns: [Int], count: Int)? {
        let rows = cells.rowCount
        guard dates.timestamps.count == rows, 4 * (rows - Set(dates.timestamps).count) >= rows else { return nil }
        var words: [Int] = []
        var numbers: [Int] = []
        for column in 0..<cells.columnCount where !dates.columns.contains(column) {
            let distinct = Set(cells.column(column).map(\.trimmed))
            guard distinct.count >= 2, 3 * distinct.count <= rows, !distinct.contains(where: \.isEmpty) else {
                continue
            }
            let values = distinct.map { NumberFormat.point.plainValue(of: $0) }
            if values.allSatisfy({ $0 == nil }) { words.append(column) }
            if values.allSatisfy({ $0.map { $0 == $0.rounded() } ?? true }) && !words.contains(column) {
                numbers.append(column)
            }
        }
        let candidates = (words + numbers).prefix(8)
        let pairs = candidates.indices.flatMap { first in
            candidates[(first + 1)...].map { [candidates[first], $0] }
        }
        for columns in candidates.map({ [$0] }) + pairs {
            if let count = count(of: columns, in: cells, dates) { return (columns, count) }
        }
        return nil
    }

    /// How many series columns tell apart; nil where two rows of one have the same date, or one has less than three.
    private static func count(of columns: [Int], in cells: SeriesCells, _ dates: SeriesDates) -> Int? {
        var seen: [[ArraySlice<UInt8>]: Set<Timestamp>] = [:]
        for row in 0..<cells.rowCount {
            let key = columns.map { cells[row, $0].trimmed }
            guard seen[key, default: []].insert(dates.timestamps[row]).inserted else { return nil }
        }
        return seen.values.allSatisfy { $0.count >= 3 } ? seen.count : nil
    }
}
