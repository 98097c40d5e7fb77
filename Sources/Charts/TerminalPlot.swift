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
