extension Mutator {
    private static let delimiters = [",", ";", "\t", "|", " "].map { UInt8(ascii: Unicode.Scalar($0)!) }

    /// Damage to a table: cells, columns, quotes, delimiters, the header.
    mutating func editTable(_ bytes: inout [UInt8]) {
        let delimiter = Self.delimiters.max { a, b in bytes.count { $0 == a } < bytes.count { $0 == b } } ?? 0x2C
        var rows = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            $0.split(separator: delimiter, omittingEmptySubsequences: false).map(Array.init)
        }
        guard rows.count > 1 else { return editText(&bytes) }
        var parting = delimiter
        let row = random.below(rows.count)
        switch random.below(10) {
        case 0, 1, 2: edit(&rows[row])
        case 3: for _ in 0..<random.size(upTo: rows.count) { edit(&rows[random.below(rows.count)]) }
        case 4:
            let column = random.below(rows[0].count)
            let cell = random.once(in: 2) ? hostileCell() : nil
            for index in rows.indices where column < rows[index].count {
                if let cell { rows[index][column] = cell } else { rows[index].remove(at: column) }
            }
        case 5: parting = random.pick(Self.delimiters)
        case 6:
            rows[0] = random.once(in: 2) ? rows[row] : rows[0].map { _ in hostileCell() }
        case 7: rows.removeFirst()
        case 8: return editLines(&bytes)
        default: rows[row] += random.once(in: 2) ? [hostileCell()] : rows[random.below(rows.count)]
        }
        bytes = Array(rows.map { Array($0.joined(separator: [parting])) }.joined(separator: [0x0A]))
    }

    private mutating func edit(_ row: inout [[UInt8]]) {
        guard !row.isEmpty else { return }
        let column = random.below(row.count)
        switch random.below(6) {
        case 0: row[column] = [0x22] + row[column] + (random.once(in: 3) ? [] : [0x22])
        case 1: row.remove(at: column)
        case 2: row.swapAt(column, random.below(row.count))
        case 3: row[column].insert(contentsOf: hostileText(), at: 0)
        default: row[column] = hostileCell()
        }
    }

    private mutating func hostileCell() -> [UInt8] {
        switch random.below(5) {
        case 0: Array(random.pick(HostileValues.dates).utf8)
        case 1: hostileText()
        default: Array(random.pick(HostileValues.numbers).utf8)
        }
    }
}
