import Foundation

/// A matrix drawn as cells: the further a value is from zero, the stronger its cell.
///
///     let map = HeatMap(title: "attention", rows: targetTokens, columns: sourceTokens, values: weights)
///     try map.png().write(to: file)
///
/// Values that are no numbers have empty cells, rows too short end with such. A matrix of more than 80 rows or columns
/// is drawn by blocks, each with its value furthest from zero.
package struct HeatMap: Sendable {
    package var title: String
    /// Labels, in any language.
    package var rows: [String]
    package var columns: [String]
    /// `[row, column]`
    package var values: [[Double]]
    /// What the strongest cell stands for: the largest value without its sign, unless given.
    package var full: Double?
    /// Whether white space in labels is drawn as `␣`.
    package var marksSpaces: Bool
    /// Whether cells hold their numbers; in SVG, each cell has it as a tooltip in any case.
    package var showsValues: Bool

    package init(
        title: String = "", rows: [String], columns: [String], values: [[Double]], full: Double? = nil,
        marksSpaces: Bool = false, showsValues: Bool = false
    ) {
        (self.title, self.rows, self.columns, self.values, self.full) = (title, rows, columns, values, full)
        (self.marksSpaces, self.showsValues) = (marksSpaces, showsValues)
    }

    /// An SVG element that follows the reader's light or dark setting, for a file or inside HTML.
    package func svg() -> String { Self.svg([self]) }

    /// Maps one below the other.
    package static func svg(_ maps: [HeatMap]) -> String { SVGDrawing(.stacked(maps.map(\.drawing))).text }

    /// A PNG file, 8-bit RGB, with `scale` pixels a point, within 0.5…4.
    package func png(scale: Double = 2, theme: Theme = .light) -> Data {
        Self.png([self], scale: scale, theme: theme)
    }

    /// Maps one below the other.
    package static func png(_ maps: [HeatMap], scale: Double = 2, theme: Theme = .light) -> Data {
        Drawing.stacked(maps.map(\.drawing)).png(scale: scale, theme: theme)
    }

    /// Values and labels of at most `most` rows and columns.
    func blocks(most: Int) -> HeatMap {
        let rowStep = max(1, (rows.count + most - 1) / most)
        let columnStep = max(1, (columns.count + most - 1) / most)
        var result = self
        result.rows = stride(from: 0, to: rows.count, by: rowStep).map { label(rows[$0]) }
        result.columns = stride(from: 0, to: columns.count, by: columnStep).map { label(columns[$0]) }
        result.values = stride(from: 0, to: rows.count, by: rowStep).map { top in
            stride(from: 0, to: columns.count, by: columnStep).map { left in
                strongest(top..<min(top + rowStep, rows.count), left..<min(left + columnStep, columns.count))
            }
        }
        let largest = result.values.joined().filter(\.isFinite).map(abs).max() ?? 0
        result.full = full.map(abs).flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? (largest > 0 ? largest : 1)
        return result
    }

    private func strongest(_ rows: Range<Int>, _ columns: Range<Int>) -> Double {
        var result = Double.nan
        for row in rows where row < values.count {
            for column in columns where column < values[row].count {
                let value = values[row][column]
                if value.isFinite && (result.isNaN || abs(value) > abs(result)) { result = value }
            }
        }
        return result
    }

    private func label(_ text: String) -> String {
        let text = text.cleaned
        let shown = marksSpaces ? String(text.map { $0.isWhitespace ? "␣" : $0 }) : text
        return shown.shortened(to: 40)
    }

    /// Two digits after the point below ten, else three digits in all.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "" }
        return abs(value) < 9.995
            ? String(format: "%.2f", value) : Tick.shortLabel(Double(String(format: "%.2e", value)) ?? 0)
    }
}

extension HeatMap {
    private static let margin = 14.0
    private static let labelSize = 13.0

    /// Labels left and above, cells, and a scale below.
    var drawing: Drawing {
        let map = blocks(most: 80)
        let most = max(map.rows.count, map.columns.count)
        let cell = showsValues ? 34 : most <= 40 ? 22.0 : 12
        func room(_ labels: [String]) -> Double {
            8 + (labels.map { StrokeFont.width($0, size: Self.labelSize) }.max() ?? 0)
        }
        let heading = title.isEmpty ? 0 : 26.0
        let left = Self.margin + room(map.rows)
        let top = Self.margin + heading + room(map.columns)
        let (right, bottom) = (left + cell * Double(map.columns.count), top + cell * Double(map.rows.count))
        let scale = map.scaleMarks(left: left, top: bottom + 12)
        let shownTitle = title.cleaned.shortened(to: 120)
        let width = max(right, left + 150, Self.margin + StrokeFont.width(shownTitle, size: 15)) + Self.margin
        var drawing = Drawing(width: width, height: bottom + 40, title: title.isEmpty ? "Heat map" : title)
        if !title.isEmpty {
            let style = Mark.TextStyle(size: 15, ink: .foreground, isBold: true)
            drawing.marks.append(.text(shownTitle, at: Point(x: Self.margin, y: Self.margin + 13), style))
        }
        drawing.marks += map.labelMarks(left: left, top: top, cell: cell)
        let boxes = map.rows.indices.map { row in
            map.columns.indices.map { column in
                let (x, y) = (left + cell * Double(column), top + cell * Double(row))
                return Box(x: x, y: y, width: cell - 1, height: cell - 1)
            }
        }
        drawing.marks.append(.boxes(boxes.flatMap(\.self), ink: .grid, opacity: 0.6))
        for (row, line) in boxes.enumerated() {
            drawing.marks += line.enumerated().flatMap { map.cellMarks(row, $0, $1) }
        }
        drawing.marks += scale
        return drawing
    }

    private func labelMarks(left: Double, top: Double, cell: Double) -> [Mark] {
        let step = cell < Self.labelSize ? 2 : 1
        let columnMarks = stride(from: 0, to: columns.count, by: step).map { column in
            let point = Point(x: left + cell * (Double(column) + 0.5) + 4, y: top - 6)
            return Mark.text(columns[column], at: point, .init(size: Self.labelSize, ink: .foreground, isTurned: true))
        }
        let rowMarks = stride(from: 0, to: rows.count, by: step).map { row in
            let point = Point(x: left - 7, y: top + cell * (Double(row) + 0.5) + 4)
            return Mark.text(rows[row], at: point, .init(size: Self.labelSize, ink: .foreground, anchor: .end))
        }
        return columnMarks + rowMarks
    }

    private func cellMarks(_ row: Int, _ column: Int, _ box: Box) -> [Mark] {
        let value = values[row][column]
        let number = Self.number(value)
        let name = "\(rows[row]) → \(columns[column])" + (number.isEmpty ? "" : " " + exact(value))
        let strength = strength(of: value)
        var marks: [Mark] = []
        if !number.isEmpty {
            marks.append(.boxes([box], ink: value < 0 ? .vermilion : .blue, opacity: strength, names: [name]))
        }
        if showsValues && !number.isEmpty {
            let point = Point(x: box.x + box.width / 2, y: box.y + box.height / 2 + 4)
            let ink: Ink = strength > 0.5 ? .background : .foreground
            marks.append(.text(number, at: point, .init(size: 11, ink: ink, anchor: .middle)))
        }
        return marks
    }

    /// 0…1
    func strength(of value: Double) -> Double {
        value.isFinite ? min(abs(value) / (full ?? 1), 1) : 0
    }

    /// Six digits, for tooltips.
    private func exact(_ value: Double) -> String { Tick.shortLabel(value) }

    private func scaleMarks(left: Double, top: Double) -> [Mark] {
        let full = full ?? 1
        let hasNegative = values.joined().contains { $0 < 0 }
        let shares = stride(from: hasNegative ? -1.0 : 0, through: 1, by: hasNegative ? 0.25 : 0.125)
        let start = hasNegative ? Self.number(-full) : "0"
        var x = left
        var marks: [Mark] = [.text(start, at: Point(x: x, y: top + 9), Mark.TextStyle())]
        x += StrokeFont.width(start, size: 11) + 5
        for share in shares {
            let box = Box(x: x, y: top, width: 10, height: 10)
            marks.append(.boxes([box], ink: .grid, opacity: 0.6))
            marks.append(.boxes([box], ink: share < 0 ? .vermilion : .blue, opacity: abs(share)))
            x += 10
        }
        return marks + [.text(Self.number(full), at: Point(x: x + 5, y: top + 9), Mark.TextStyle())]
    }
}

extension HeatMap {
    /// A map for terminals: a shade for each cell, with its number where there is room.
    ///
    /// - Parameters:
    ///   - columns: Columns that no line exceeds, within 24…500.
    ///   - characters: Unicode shades, or plain ASCII.
    ///   - width: Terminal columns of a text. Without it, two are counted for a character from U+1100 on.
    package func text(
        columns: Int = 60, characters: TerminalCharacters = .unicode,
        width: ((String) -> Int)? = nil
    ) -> String {
        let columns = min(max(columns, 24), 500)
        let width = width ?? \.roughColumns
        let labels = TerminalText(characters: characters, width: width)
        let widest = blocks(most: 80).rows.map { width(labels.shown($0)) }.max() ?? 0
        let gutter = min(widest, columns / 3)
        let map = blocks(most: min(80, columns - gutter - 1))
        let room = (columns - gutter - 1) / max(map.columns.count, 1)
        let cell = room >= 6 ? 6 : min(room, 2)
        var lines = title.isEmpty ? [] : [labels.fitted(title, columns: columns)]
        lines += map.head(labels, cell: cell, gutter: gutter)
        let shades = Array(characters == .unicode ? " ░▒▓█" : " .:*#")
        for row in map.rows.indices {
            let label = labels.aligned(labels.fitted(map.rows[row], columns: gutter), columns: gutter)
            let cells = map.values[row].map { value in
                let shade = shades[Int((map.strength(of: value) * Double(shades.count - 1)).rounded())]
                if cell < 6 { return String(repeating: shade, count: cell) }
                return labels.aligned(Self.number(value), columns: 5) + String(shade)
            }
            lines.append(label + " " + cells.joined())
        }
        return lines.map { $0.trimmedEnd + "\n" }.joined()
    }

    /// Labels of the columns: beside each other if cells are wide, else from top to bottom.
    private func head(_ labels: TerminalText, cell: Int, gutter: Int) -> [String] {
        let margin = String(repeating: " ", count: gutter + 1)
        if cell >= 6 {
            let names = columns.map { labels.aligned(labels.fitted($0, columns: cell - 1), columns: cell - 1) + " " }
            return [margin + names.joined()]
        }
        let letters = columns.map { Array(labels.shown($0).prefix(12)) }
        let height = letters.map(\.count).max() ?? 0
        return (0..<height).map { line in
            let parts = letters.map { letters -> String in
                let index = line - (height - letters.count)
                let letter = index >= 0 ? String(letters[index]) : ""
                let shown = labels.width(letter) <= cell ? letter : ""
                return shown + String(repeating: " ", count: cell - labels.width(shown))
            }
            return margin + parts.joined()
        }
    }
}
