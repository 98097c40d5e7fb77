/// Whether the rows of a file are those of several series.
enum SeriesStack {
    /// The columns that tell them apart: with a date, they are different in every row, and each of them has several rows.
    ///
    /// - Returns: The fewest columns, those of words first; nil where there are none, or dates hardly repeat.
    static func keys(in cells: SeriesCells, _ dates: SeriesDates) -> (columns: [Int], count: Int)? {
        let rows = cells.rowCount
        let repeated = rows - Set(dates.timestamps).count
        guard dates.timestamps.count == rows, repeated > 0 else { return nil }
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
        if 4 * repeated < rows {
            // Few dates repeat: only one series after the other is told from one with repetitions.
            for column in words where areBlocks(cells.column(column).map(\.trimmed)) {
                if let count = count(of: [column], in: cells, dates, least: 1) { return ([column], count) }
            }
            return nil
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

    /// Whether the rows of each key stand together.
    private static func areBlocks(_ keys: [ArraySlice<UInt8>]) -> Bool {
        1 + zip(keys, keys.dropFirst()).count { $0 != $1 } == Set(keys).count
    }

    /// How many series columns tell apart; nil where two rows of one have the same date, or one has less than `least`.
    private static func count(
        of columns: [Int], in cells: SeriesCells, _ dates: SeriesDates, least: Int = 3
    ) -> Int? {
        var seen: [[ArraySlice<UInt8>]: Set<Timestamp>] = [:]
        for row in 0..<cells.rowCount {
            let key = columns.map { cells[row, $0].trimmed }
            guard seen[key, default: []].insert(dates.timestamps[row]).inserted else { return nil }
        }
        return seen.values.allSatisfy { $0.count >= least } ? seen.count : nil
    }
}
