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
