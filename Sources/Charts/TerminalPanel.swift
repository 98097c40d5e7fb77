/// A panel's layers as cells.
struct TerminalPanel {
    let panel: Panel
    let x: Axis
    let y: Axis
    let columns: Int
    let rows: Int
    let characters: TerminalCharacters
    /// Whether lines after the first have every other dot only.
    let dotsLaterLines: Bool

    private var dotColumns: Int { columns * characters.dotsAcross }
    private var dotRows: Int { rows * characters.dotsDown }

    var canvas: TerminalCanvas {
        var canvas = TerminalCanvas(columns: columns, rows: rows, characters: characters)
        let layers = panel.layers.enumerated().sorted { ($0.1.depth, $0.0) < ($1.1.depth, $1.0) }
        for (index, layer) in layers { draw(layer, index, on: &canvas) }
        return canvas
    }

    /// The character that stands for a layer in the legend.
    func sample(_ index: Int) -> Character {
        let isUnicode = characters == .unicode
        switch panel.layers[index] {
        case .line: return isUnicode ? (isDotted(index) ? "⠂" : "⠒") : symbol(index)
        case .bars: return isUnicode ? "⣿" : symbol(index)
        case .rule(_, .vertical, _): return isUnicode ? "┊" : "|"
        case .rule: return isUnicode ? "╌" : "-"
        case .points, .span, .band: return symbol(index)
        }
    }

    /// The character that draws a layer where no dots do.
    private func symbol(_ index: Int) -> Character {
        let isUnicode = characters == .unicode
        switch panel.layers[index] {
        case .line: return Self.lineSymbols[order(index, of: 4) % Self.lineSymbols.count]
        case .points(_, _, _, .cross, _): return "x"
        case .points(_, _, _, .ring, _): return "O"
        case .points: return "o"
        case .bars: return "#"
        case .span: return isUnicode ? "·" : ","
        case .band: return Array(isUnicode ? "░▒▓" : ".:=")[min(order(index, of: 1), 2)]
        case .rule(_, .vertical, _): return isUnicode ? "┊" : "|"
        case .rule: return isUnicode ? "╌" : "-"
        }
    }

    private static let lineSymbols = Array("*+%@&")

    /// How many layers of the kind come before.
    private func order(_ index: Int, of depth: Int) -> Int {
        panel.layers[..<index].count { $0.depth == depth }
    }

    private func isDotted(_ index: Int) -> Bool { dotsLaterLines && order(index, of: 4) > 0 }

    private func draw(_ layer: Layer, _ index: Int, on canvas: inout TerminalCanvas) {
        let (ink, symbol) = (layer.style.ink, symbol(index))
        switch layer {
        case .line(_, let x, let y, _):
            for line in Thinning.line(zip(x, y).lazy.map({ dot($0, $1) })) {
                for (start, end) in zip(line, line.count > 1 ? line.dropFirst() : line[...]) {
                    canvas.line(from: start, to: end, symbol: symbol, ink: ink, isDotted: isDotted(index))
                }
            }
        case .points(_, let x, let y, _, _):
            for point in zip(x, y).lazy.compactMap({ dot($0, $1) }) {
                let (column, row) = cell(point)
                canvas.mark(column, row, symbol, ink: ink)
            }
        case .bars(_, let x, let y, _): drawBars(x, y, symbol, ink, on: &canvas)
        case .band(_, let x, let low, let high, _):
            let pairs = zip(x, zip(low, high)).lazy.map { ends($0, $1.0, $1.1) }
            for polygon in Thinning.band(pairs) { shade(polygon, symbol, ink, on: &canvas) }
        case .span(_, let from, let to, _):
            guard let left = self.x.clampedShare(min(from, to)), let right = self.x.clampedShare(max(from, to)) else {
                return
            }
            let last = Double(columns - 1)
            for column in Int((left * last).rounded())...Int((right * last).rounded()) {
                for row in 0..<rows { canvas.shade(column, row, symbol, ink: ink) }
            }
        case .rule(_, let rule, _): draw(rule, symbol, ink, on: &canvas)
        }
    }

    private func draw(_ rule: Layer.Rule, _ symbol: Character, _ ink: Ink, on canvas: inout TerminalCanvas) {
        switch rule {
        case .horizontal(let value):
            guard let share = y.share(value) else { return }
            let row = Int((1 - share) * Double(dotRows - 1)) * rows / dotRows
            for column in 0..<columns { canvas.shade(column, row, symbol, ink: ink) }
        case .vertical(let value):
            guard let share = x.share(value) else { return }
            let column = Int((share * Double(columns - 1)).rounded())
            for row in 0..<rows { canvas.shade(column, row, symbol, ink: ink) }
        }
    }

    private func drawBars(
        _ x: [Double], _ y: [Double], _ symbol: Character, _ ink: Ink, on canvas: inout TerminalCanvas
    ) {
        let last = Double(dotRows - 1)
        let base = (1 - (self.y.clampedShare(0) ?? 0)) * last
        let unit = Double(dotColumns - 1) / (self.x.upper - self.x.lower)
        let half = min(Layer.barWidth(x) * unit / 2, Double(dotColumns))
        for point in zip(x, y).lazy.compactMap({ dot($0, $1) }) {
            let left = Int((point.x - half + 0.5).rounded(.down))
            for column in left...max(left, Int((point.x + half - 0.5).rounded(.down))) {
                let (top, bottom) = (Point(x: Double(column), y: point.y), Point(x: Double(column), y: base))
                canvas.line(from: top, to: bottom, symbol: symbol, ink: ink, isDotted: false)
            }
        }
    }

    /// Shades the cells of a polygon as `Thinning.band` makes it.
    private func shade(_ polygon: [Point], _ symbol: Character, _ ink: Ink, on canvas: inout TerminalCanvas) {
        let half = polygon.count / 2
        for index in 0..<half {
            let next = min(index + 1, half - 1)
            let (first, second) = (cell(polygon[index]).column, cell(polygon[next]).column)
            for column in min(first, second)...max(first, second) {
                let share = first == second ? 0 : Double(column - first) / Double(second - first)
                func row(_ one: Point, _ two: Point) -> Int {
                    cell(Point(x: 0, y: one.y + (two.y - one.y) * share)).row
                }
                let top = row(polygon[index], polygon[next])
                let bottom = row(polygon[2 * half - 1 - index], polygon[2 * half - 1 - next])
                for row in top...max(top, bottom) { canvas.shade(column, row, symbol, ink: ink) }
            }
        }
    }

    private func dot(_ x: Double, _ y: Double) -> Point? {
        guard let across = self.x.share(x), let up = self.y.share(y) else { return nil }
        return Point(x: across * Double(dotColumns - 1), y: (1 - up) * Double(dotRows - 1))
    }

    private func ends(
        _ x: Double, _ low: Double, _ high: Double
    ) -> (low: Point, high: Point)? {
        guard let across = self.x.share(x), let bottom = y.clampedShare(min(low, high)),
            let top = y.clampedShare(max(low, high)), !low.isNaN, !high.isNaN
        else { return nil }
        let (column, last) = (across * Double(dotColumns - 1), Double(dotRows - 1))
        return (Point(x: column, y: (1 - bottom) * last), Point(x: column, y: (1 - top) * last))
    }

    private func cell(_ point: Point) -> (column: Int, row: Int) {
        (Int(point.x.rounded()) * columns / dotColumns, Int(point.y.rounded()) * rows / dotRows)
    }
}
