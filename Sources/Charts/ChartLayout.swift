/// Where the parts of a chart stand.
struct ChartLayout {
    let chart: Chart
    private(set) var frames: [PanelFrame] = []
    private let width: Double
    private var height: Double
    private var marks: [Mark] = []

    static let margin = 16.0
    static let lowestPlot = 40.0
    private static let tickRoom = 22.0
    private static let labelRoom = 18.0

    init(_ chart: Chart, size: Chart.Size) {
        self.chart = chart
        (width, height) = (size.clamped.width, size.clamped.height)
        var top = addTitle()
        let legends = Legend.byPanel(chart.panels, width: width - 2 * Self.margin)
        let feet = chart.panels.indices.map(foot)
        let fixed = zip(legends, feet).reduce(top + Self.margin / 2) { $0 + $1.0.height + $1.1 }
        let shares = chart.panels.map { $0.share.isFinite ? min(max($0.share, 0.05), 20) : 1 }
        let room = max(height - fixed, Self.lowestPlot)
        let heights = shares.map { max(Self.lowestPlot, room * $0 / shares.reduce(0, +)) }
        height = max(height, fixed + heights.reduce(0, +))

        let xAxes = chart.xAxes(padding: 0.02)
        let yAxes = chart.panels.map { $0.yAxis(padding: 0.05) }
        let yTicks = zip(yAxes, heights).map { $0.ticks(most: max(3, Int($1 / 38))) }
        let longest = yTicks.joined().map { StrokeFont.width($0.label, size: 11) }.max() ?? 0
        let left = Self.margin + longest + 8
        for (index, panel) in chart.panels.enumerated() {
            marks += legends[index].marks(left: Self.margin, top: top)
            top += legends[index].height
            let plot = Box(x: left, y: top, width: max(width - Self.margin - left, 40), height: heights[index])
            let frame = PanelFrame(panel: panel, x: xAxes[index], y: yAxes[index], yTicks: yTicks[index], plot: plot)
            frames.append(frame)
            marks += frame.marks(rows: chart.rows(of: index))
            if feet[index] >= Self.tickRoom { addFoot(frame, index) }
            top = plot.bottom + feet[index]
        }
    }

    var drawing: Drawing {
        Drawing(width: width, height: height, title: chart.title, marks: marks)
    }

    /// Returns where the panels begin.
    private mutating func addTitle() -> Double {
        var top = Self.margin
        let room = width - 2 * Self.margin
        for (text, size, isBold) in [(chart.title, 15.0, true), (chart.subtitle ?? "", 12, false)] where !text.isEmpty {
            let style = Mark.TextStyle(size: size, ink: isBold ? .foreground : .muted, isBold: isBold)
            let shown = text.cleaned.shortened(toWidth: room, size: size)
            marks.append(.text(shown, at: Point(x: Self.margin, y: top + size * 0.8), style))
            top += size + 6
        }
        return top + 4
    }

    /// Room below a plot for its ticks and the label of its axis.
    private func foot(_ index: Int) -> Double {
        let hasTicks = !chart.sharesXAxis || index == chart.panels.count - 1
        let label = chart.panels[index].xLabel ?? ""
        return (hasTicks ? Self.tickRoom : 10) + (label.isEmpty ? 0 : Self.labelRoom)
    }

    private mutating func addFoot(_ frame: PanelFrame, _ index: Int) {
        let plot = frame.plot
        if !chart.sharesXAxis || index == chart.panels.count - 1 {
            var end = -Double.infinity
            for tick in frame.xTicks(rows: chart.rows(of: index)) {
                guard let share = frame.x.share(tick.value) else { continue }
                let half = StrokeFont.width(tick.label, size: 11) / 2
                let centre = min(max(plot.x + share * plot.width, half + 2), width - half - 2)
                if centre - half < end + 8 { continue }
                end = centre + half
                let point = Point(x: centre, y: plot.bottom + 15)
                marks.append(.text(tick.label, at: point, Mark.TextStyle(anchor: .middle)))
            }
        }
        guard let label = frame.panel.xLabel, !label.isEmpty else { return }
        let point = Point(x: plot.x + plot.width / 2, y: plot.bottom + foot(index) - 5)
        let shown = label.cleaned.shortened(toWidth: plot.width, size: 11)
        marks.append(.text(shown, at: point, Mark.TextStyle(anchor: .middle)))
    }
}

extension Chart {
    /// The axis of each panel; one for all if they share it.
    func xAxes(padding: Double) -> [Axis] {
        func axis(_ panels: [Panel]) -> Axis {
            let values = panels.flatMap { $0.layers.flatMap(\.xs) }
            guard !values.contains(where: { abs($0) < Axis.largest }), case .rows(let rows)? = panels.last?.xAxis,
                rows.count > 1
            else { return Axis(holding: values, padding: padding) }
            return Axis(holding: [0, Double(rows.count - 1)], padding: padding)
        }
        if sharesXAxis {
            let shared = axis(panels)
            return panels.map { _ in shared }
        }
        return panels.map { axis([$0]) }
    }

    /// The labels of the rows that a panel's `x` counts; those of the last panel if the axis is shared.
    func rows(of index: Int) -> [String]? {
        guard case .rows(let labels) = panels[sharesXAxis ? panels.count - 1 : index].xAxis else { return nil }
        return labels
    }
}

extension Panel {
    func yAxis(padding: Double) -> Axis {
        Axis(holding: layers.flatMap(\.ys), scale: yScale, padding: padding)
    }
}

extension String {
    /// As many characters as fit, the last an ellipsis where some are missing.
    func shortened(toWidth width: Double, size: Double) -> String {
        if StrokeFont.width(self, size: size) <= width { return self }
        var used = StrokeFont.width("…", size: size)
        let kept = prefix { character in
            used += StrokeFont.advance(String(character), size: size)
            return used <= width
        }
        return kept + "…"
    }
}
