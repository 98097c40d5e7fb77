extension SeriesDraft {
    /// Fills what is missing up to the last known value of each column, or up to the end where no column goes on.
    ///
    /// - Throws: ``SeriesError`` where something is missing and nothing can or shall fill it.
    mutating func fill(_ fill: SeriesFill?, _ frequency: SeriesFrequency) throws(SeriesError) {
        let known = columns.map { ($0.lastIndex { !$0.isNaN } ?? -1) + 1 }
        let longest = known.max() ?? 0
        let ends = known.map { $0 == longest ? count : $0 }
        guard let fill else { return try requireComplete(ends) }
        let period = fill == .seasonal ? frequency.seasonalPeriods.first : nil
        var cells = 0
        for column in columns.indices {
            cells += (0..<ends[column]).count { columns[column][$0].isNaN && places[$0] != nil }
            switch fill {
            case .zero:
                for row in 0..<ends[column] where columns[column][row].isNaN { columns[column][row] = 0 }
            case .linear: try fillLinearly(column, end: ends[column])
            case .previous, .seasonal: try fillFromBefore(column, end: ends[column], period: period)
            }
        }
        note(fill, cells, frequency)
    }

    private mutating func note(_ fill: SeriesFill, _ cells: Int, _ frequency: SeriesFrequency) {
        let rows = places.count { $0 == nil }
        let what = [
            rows == 0 ? nil : frequency.counted(rows, "missing"),
            cells == 0 ? nil : cells == 1 ? "one missing value" : "\(cells) missing values",
        ].compactMap { $0 }.joined(separator: " and ")
        guard !what.isEmpty else { return }
        let how =
            switch fill {
            case .previous: "with the value before"
            case .zero: "with zero"
            case .seasonal: "with the value a period before"
            case .linear: "on a line to the value behind, which a forecast does not know"
            }
        notes.append("\(what.prefix(1).uppercased())\(what.dropFirst()) filled \(how).")
    }

    private func requireComplete(_ ends: [Int]) throws(SeriesError) {
        let missing = zip(columns, ends).map { values, end in values[..<end].indices.filter { values[$0].isNaN } }
        let count = missing.reduce(0) { $0 + $1.count }
        let firsts = missing.enumerated().compactMap { column, rows in rows.first.map { (row: $0, column: column) } }
        guard let first = firsts.min(by: { $0.row < $1.row }) else { return }
        throw .missing(place(of: first.row), column: names[first.column], count: count)
    }

    /// Rows put in have the place of the row before them.
    private func place(of row: Int) -> SeriesPlace {
        places[...row].last { $0 != nil }.flatMap { $0 } ?? SeriesPlace(file: file, row: row + 1, line: row + 1)
    }

    private mutating func fillFromBefore(_ column: Int, end: Int, period: Int?) throws(SeriesError) {
        for row in 0..<end where columns[column][row].isNaN {
            guard row > 0 else { throw .nothingBefore(place(of: 0), column: names[column]) }
            let earlier = row - (period ?? 1)
            columns[column][row] = columns[column][earlier >= 0 ? earlier : row - 1]
        }
    }

    /// Behind the last known value, that value stays.
    private mutating func fillLinearly(_ column: Int, end: Int) throws(SeriesError) {
        var row = 0
        while row < end {
            guard columns[column][row].isNaN else {
                row += 1
                continue
            }
            guard row > 0 else { throw .nothingBefore(place(of: 0), column: names[column]) }
            let next = (row..<end).first { !columns[column][$0].isNaN }
            let before = columns[column][row - 1]
            let slope = next.map { (columns[column][$0] - before) / Double($0 - row + 1) } ?? 0
            let start = row
            while row < next ?? end {
                columns[column][row] = before + slope * Double(row - start + 1)
                row += 1
            }
        }
    }
}
