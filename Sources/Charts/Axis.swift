import Foundation

/// The range of values that a plot shows, and the place of each.
struct Axis: Equatable {
    /// The ends, as logarithms to base 10 on a logarithmic scale.
    let lower: Double
    let upper: Double
    let isLogarithmic: Bool

    /// Values of this size and above have no place, so that differences stay finite.
    static let largest = 1e300

    /// Holds all values that have a place, and `padding` times the range on either side.
    init(holding values: some Sequence<Double>, scale: Panel.YScale = .linear, padding: Double) {
        isLogarithmic = scale == .logarithmic
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values where abs(value) < Self.largest && (!isLogarithmic || value > 0) {
            (low, high) = (min(low, value), max(high, value))
        }
        if low > high { (low, high) = isLogarithmic ? (0.1, 10) : (0, 1) }
        if isLogarithmic { (low, high) = (log10(low), log10(high)) }
        let size = max(abs(low), abs(high))
        if high - low <= size * 1e-12 {
            let half = isLogarithmic ? 0.5 : size < 1e-290 ? 1 : size * 0.1
            (low, high) = (low - half, high + half)
        }
        let room = (high - low) * padding
        (lower, upper) = (low - room, high + room)
    }

    /// 0 at the lower end, 1 at the upper; `nil` for a value without a place.
    func share(_ value: Double) -> Double? {
        guard abs(value) < Self.largest, !isLogarithmic || value > 0 else { return nil }
        return ((isLogarithmic ? log10(value) : value) - lower) / (upper - lower)
    }

    /// The share within 0…1; values below a logarithmic scale and infinities lie at the ends.
    func clampedShare(_ value: Double) -> Double? {
        if value.isNaN { return nil }
        guard let share = share(value) else { return value > 0 ? 1 : 0 }
        return min(max(share, 0), 1)
    }
}

extension Axis {
    /// Ticks from low to high at round numbers: at least three, and at most `most` where that leaves three.
    func ticks(most: Int) -> [Tick] {
        guard isLogarithmic else { return Tick.linear(in: lower...upper, most: most) }
        return Tick.logarithmic(in: lower...upper, most: most)
    }
}

/// A labelled place on an axis.
struct Tick: Equatable {
    let value: Double
    let label: String

    /// Multiples of 1, 2 or 5 times a power of ten: the finest that are no more than `most`, but at least three.
    static func linear(in range: ClosedRange<Double>, most: Int) -> [Tick] {
        let top = Int(log10(range.upperBound - range.lowerBound).rounded(.down))
        var best: [Double] = []
        var bestExponent = top
        for exponent in stride(from: top, through: top - 3, by: -1) {
            for digit in [5.0, 2, 1] {
                let values = multiples(digit, exponent, in: range)
                if best.count >= 3 && values.count > most { return labelled(best, exponent: bestExponent) }
                (best, bestExponent) = (values, exponent)
            }
        }
        return labelled(best, exponent: bestExponent)
    }

    /// Multiples of `digit · 10^exponent`, the nearest numbers to their decimal forms.
    private static func multiples(_ digit: Double, _ exponent: Int, in range: ClosedRange<Double>) -> [Double] {
        let step = multiple(of: digit, exponent)
        let slack = 1e-9
        let first = (range.lowerBound / step - slack).rounded(.up)
        let last = (range.upperBound / step + slack).rounded(.down)
        guard last >= first, last - first < 10_000 else { return [] }
        return stride(from: first, through: last, by: 1).map { multiple(of: $0 * digit, exponent) }
    }

    /// `value · 10^exponent`, rounded once.
    private static func multiple(of value: Double, _ exponent: Int) -> Double {
        let power = pow(10, Double(abs(exponent)))
        return exponent < 0 ? value / power : value * power
    }

    /// Powers of ten, every few of them if there are many; 1, 2 and 5 times powers if there are few; within less than
    /// half a decade, round numbers. `range` holds logarithms.
    static func logarithmic(in range: ClosedRange<Double>, most: Int) -> [Tick] {
        let (low, high) = (Int(range.lowerBound.rounded(.up)), Int(range.upperBound.rounded(.down)))
        let decades = high - low + 1
        if decades >= 3 {
            let step = (decades + max(most, 3) - 1) / max(most, 3)
            let ticks = stride(from: low, through: high, by: max(step, 1)).map { exponent in
                Tick(value: pow(10, Double(exponent)), label: powerLabel(exponent))
            }
            if ticks.count >= 3 { return ticks }
        }
        let values = (low - 1...max(high, low - 1)).flatMap { exponent in
            [1.0, 2, 5].map { multiple(of: $0, exponent) }
        }
        let inside = values.filter { range.contains(log10($0)) }
        if inside.count >= 3 { return inside.map { Tick(value: $0, label: shortLabel($0)) } }
        return linear(in: pow(10, range.lowerBound)...pow(10, range.upperBound), most: most)
    }

    private static func powerLabel(_ exponent: Int) -> String {
        (-4...5).contains(exponent) ? shortLabel(pow(10, Double(exponent))) : "1e\(exponent)"
    }

    /// All with the decimals that the step needs, in whichever of the plain and the scientific form is shorter.
    private static func labelled(_ values: [Double], exponent: Int) -> [Tick] {
        let largest = values.map(abs).max() ?? 0
        let digits = largest > 0 ? max(0, Int(log10(largest).rounded(.down)) - exponent) : 0
        let scientific = values.map { $0 == 0 ? "0" : tidied(String(format: "%.*e", digits, $0)) }
        guard largest < 1e15, exponent > -16 else { return zip(values, scientific).map(Tick.init) }
        let plain = values.map { String(format: "%.*f", max(0, -exponent), $0 == 0 ? 0 : $0) }
        let longest = plain.map(\.count).max() ?? 0
        let isShort = longest <= 7 || longest <= (scientific.map(\.count).max() ?? 0)
        return zip(values, isShort ? plain : scientific).map(Tick.init)
    }

    /// Six digits at most: `0.05`, `1.5`, `2e7`.
    static func shortLabel(_ value: Double) -> String {
        tidied(String(format: "%.6g", value == 0 ? 0 : value))
    }

    /// `1e7` for `1e+07`.
    private static func tidied(_ number: String) -> String {
        guard let mark = number.firstIndex(of: "e"), let exponent = Int(number[number.index(after: mark)...]) else {
            return number
        }
        return number[..<mark] + "e\(exponent)"
    }
}

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
