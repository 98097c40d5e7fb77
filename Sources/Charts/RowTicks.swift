/// Ticks of an axis whose places are labelled rows.
struct RowTicks {
    private let labels: [String]
    private let rows: Range<Int>

    /// Ticks at rows within the axis.
    init(_ labels: [String], on axis: Axis) {
        self.labels = labels
        let first = min(max(axis.lower.rounded(.up), 0), Double(labels.count))
        let last = min(max(axis.upper.rounded(.down) + 1, first), Double(labels.count))
        rows = Int(first)..<Int(last)
    }

    /// Begins of calendar units if the labels are dates, else every few rows.
    ///
    /// - Parameter most: How many labels of a number of characters have room.
    func ticks(most: (Int) -> Int) -> [Tick] {
        guard !rows.isEmpty else { return [] }
        let dates = rows.count > 12 ? calendarTicks(most: most) : []
        return dates.count >= 3 ? dates : everyFewRows(most: most)
    }

    private func everyFewRows(most: (Int) -> Int) -> [Tick] {
        let longest = rows.reduce(0) { max($0, min(labels[$1].count, Self.longestLabel)) }
        let room = max(most(longest), 1)
        var step = 1
        while (rows.count + step - 1) / step > room { step = Self.nextStep(step) }
        return stride(from: rows.lowerBound, to: rows.upperBound, by: step).map { row in
            Tick(value: Double(row), label: labels[row].cleaned.shortened(to: Self.longestLabel))
        }
    }

    private static let longestLabel = 18

    /// 1, 2, 5, 10, 20, …
    private static func nextStep(_ step: Int) -> Int {
        let power = String(step).dropFirst().reduce(1) { power, _ in power * 10 }
        return step / power == 2 ? 5 * power : 2 * step
    }

    /// Units of `yyyy-MM-ddTHH:mm`: where they end, their first value, and every how many a tick may stand.
    private static let units: [(end: Int, first: Int, steps: [Int])] = [
        (4, 0, [100, 50, 20, 10, 5, 2, 1]), (7, 1, [6, 3, 2, 1]), (10, 1, [10, 5, 2, 1]), (13, 0, [12, 6, 3, 1]),
        (16, 0, [30, 15, 5, 1]),
    ]

    /// The finest units that have room, at the rows where they change. Empty if the labels are no dates.
    private func calendarTicks(most: (Int) -> Int) -> [Tick] {
        guard [rows.lowerBound, rows.upperBound - 1].allSatisfy({ Self.isDate(labels[$0]) }) else { return [] }
        let texts = rows.map { Array(labels[$0].utf8) }
        var best: [Tick] = []
        for unit in Self.units {
            let changes = changes(texts, unit: unit.end)
            for step in unit.steps {
                let chosen = changes.filter { ($0.value - unit.first) % step == 0 && (step == 1 || $0.value != 31) }
                guard chosen.count > best.count else { continue }
                guard chosen.count <= max(most(unit.end > 10 ? 11 : unit.end), 3) else { return best }
                best = chosen.map {
                    Tick(value: Double($0.row), label: Self.label(labels[$0.row], unit: unit.end))
                }
            }
        }
        return best
    }

    /// Rows whose first characters differ from those of the row before, with the number that these end with.
    private func changes(_ texts: [[UInt8]], unit: Int) -> [(row: Int, value: Int)] {
        texts.indices.compactMap { index in
            let head = texts[index].prefix(unit)
            let isFirst = index == 0 ? Self.beginsUnit(texts[0], unit) : !texts[index - 1].starts(with: head)
            guard head.count == unit, isFirst else { return nil }
            let number = head.suffix(unit == 4 ? 4 : 2)
            return Int(String(decoding: number, as: UTF8.self)).map { (rows.lowerBound + index, $0) }
        }
    }

    /// Whether all that follows the unit is at its first value: `-01`, `T00:00`.
    private static func beginsUnit(_ text: [UInt8], _ unit: Int) -> Bool {
        let rest = String(decoding: text.dropFirst(unit).prefix(16 - min(unit, 16)), as: UTF8.self)
        return rest.split { !$0.isNumber }.allSatisfy { (Int($0) ?? 2) <= 1 }
    }

    private static func label(_ text: String, unit: Int) -> String {
        let text = text.cleaned
        guard unit > 10 else { return String(text.prefix(unit)) }
        return text.dropFirst(5).prefix(5) + " " + text.dropFirst(11).prefix(2)
            + (unit == 13 ? ":00" : text.dropFirst(13).prefix(3))
    }

    /// Four digits, a hyphen, two digits.
    private static func isDate(_ text: String) -> Bool {
        let head = Array(text.utf8.prefix(7))
        return head.count == 7 && head[4] == UInt8(ascii: "-")
            && [0, 1, 2, 3, 5, 6].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(head[$0]) }
    }
}
