/// A chart in the characters of a terminal.
struct TerminalPlot {
    let chart: Chart
    let columns: Int
    /// Lines of all plot areas.
    let rows: Int
    let characters: TerminalCharacters
    let colour: Bool
    let width: (String) -> Int

    private var labels: TerminalText { TerminalText(characters: characters, width: width) }

    var text: String {
        let xAxes = chart.xAxes(padding: 0)
        let entries = Legend.entries(of: chart.panels)
        var lines = [chart.title, chart.subtitle ?? ""].filter { !$0.isEmpty }.map {
            labels.fitted($0, columns: columns)
        }
        let shares = chart.panels.map { $0.share.isFinite ? max($0.share, 0.05) : 1 }
        let total = shares.reduce(0, +)
        let heights = shares.map { max(3, Int((Double(rows) * $0 / total).rounded())) }
        let axes = chart.panels.map { $0.yAxis(padding: 0.02) }
        let ticks = zip(axes, heights).map { $0.ticks(most: max(3, $1 / 3)) }
        let gutter = min(ticks.joined().map { width($0.label) }.max() ?? 0, columns / 2)
        for (index, panel) in chart.panels.enumerated() {
            let plot = TerminalPanel(
                panel: panel, x: xAxes[index], y: axes[index], columns: columns - gutter - 1, rows: heights[index],
                characters: characters, dotsLaterLines: !colour)
            lines += legend(plot, entries[index])
            lines += area(plot, ticks[index], gutter: gutter)
            lines += foot(plot, index, gutter: gutter)
        }
        return lines.map { $0.trimmedEnd + "\n" }.joined()
    }

    /// The label of the values and samples of the layers, in as many lines as they need.
    private func legend(_ plot: TerminalPanel, _ entries: [Legend.Entry]) -> [String] {
        var lines: [String] = []
        var (line, used) = ("", 0)
        func add(_ text: String, _ size: Int) {
            if used > 0 && used + 2 + size > columns {
                lines.append(line)
                (line, used) = ("", 0)
            }
            line += (used > 0 ? "  " : "") + text
            used += (used > 0 ? 2 : 0) + size
        }
        let label = labels.fitted(plot.panel.yLabel, columns: columns)
        if !label.isEmpty { add(label, width(label)) }
        for entry in entries {
            let name = labels.fitted(entry.name, columns: columns - 3)
            let sample = String(repeating: plot.sample(entry.index), count: 2)
            add(TerminalCanvas.coloured(sample, colour ? entry.layer.style.ink : nil) + " " + name, 3 + width(name))
        }
        return used > 0 ? lines + [line] : lines
    }

    private func area(_ plot: TerminalPanel, _ ticks: [Tick], gutter: Int) -> [String] {
        var marked: [Int: String] = [:]
        for tick in ticks {
            guard let share = plot.y.share(tick.value), (0...1).contains(share) else { continue }
            marked[Int(((1 - share) * Double(plot.rows - 1)).rounded())] = tick.label
        }
        let (plain, crossed) = characters == .unicode ? ("│", "┤") : ("|", "+")
        let canvas = plot.canvas
        return (0..<plot.rows).map { row in
            let label = labels.fitted(marked[row] ?? "", columns: gutter)
            return labels.aligned(label, columns: gutter) + (marked[row] == nil ? plain : crossed)
                + canvas.line(row, colour: colour)
        }
    }

    private func foot(_ plot: TerminalPanel, _ index: Int, gutter: Int) -> [String] {
        let rows = chart.rows(of: index)
        let ticks =
            rows.map { RowTicks($0, on: plot.x).ticks { plot.columns / ($0 + 2) } }
            ?? plot.x.ticks(most: max(3, plot.columns / 10))
        let places = ticks.compactMap { tick in
            plot.x.share(tick.value).map { (tick.label, Int(($0 * Double(plot.columns - 1)).rounded())) }
        }.filter { (0..<plot.columns).contains($0.1) }
        let (corner, dash, cross) = characters == .unicode ? ("└", "─", "┬") : ("+", "-", "+")
        var base = Array(repeating: dash, count: plot.columns)
        for (_, column) in places { base[column] = cross }
        var lines = [labels.aligned(corner, columns: gutter + 1) + base.joined()]
        if !chart.sharesXAxis || index == chart.panels.count - 1 {
            lines.append(labels.placed(places.map { ($0, $1 + gutter + 1) }, columns: columns))
        }
        if let label = plot.panel.xLabel, !label.isEmpty {
            let shown = labels.fitted(label, columns: plot.columns)
            lines.append(labels.placed([(shown, gutter + 1 + plot.columns / 2)], columns: columns))
        }
        return lines
    }
}

extension String {
    /// Without spaces at its end.
    var trimmedEnd: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}

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
