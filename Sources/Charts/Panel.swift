/// A plot area with its axes and layers.
package struct Panel: Sendable {
    /// What the values are, with their unit; stands above the axis.
    package var yLabel: String
    package var xLabel: String?
    package var layers: [Layer]
    package var xAxis: XAxis
    package var yScale: YScale
    /// Height relative to the other panels.
    package var share: Double

    /// What `x` counts.
    package enum XAxis: Sendable {
        case numbers
        /// `x` is the index of a row, from 0, and rows have labels. Labels that begin as ISO 8601 dates
        /// (`2024-03-01`, `2024-03-01T12:00`) have ticks where a year, month, day, hour or minute begins.
        case rows([String])
    }

    package enum YScale: Sendable {
        case linear
        /// To base 10; values of zero and less are left out.
        case logarithmic
    }

    package init(
        yLabel: String = "", layers: [Layer], xLabel: String? = nil, xAxis: XAxis = .numbers,
        yScale: YScale = .linear, share: Double = 1
    ) {
        (self.yLabel, self.layers, self.xLabel, self.xAxis) = (yLabel, layers, xLabel, xAxis)
        (self.yScale, self.share) = (yScale, share)
    }
}

/// A panel with its axes and its place in the picture.
struct PanelFrame {
    let panel: Panel
    let x: Axis
    let y: Axis
    let yTicks: [Tick]
    let plot: Box

    /// More points than this have no tooltips.
    private static let mostNames = 400

    /// Where values stand; `nil` if one has no place.
    func point(_ x: Double, _ y: Double) -> Point? {
        guard let across = self.x.share(x), let up = self.y.share(y) else { return nil }
        return Point(x: plot.x + across * plot.width, y: plot.bottom - up * plot.height)
    }

    func xTicks(rows: [String]?) -> [Tick] {
        guard let rows else { return x.ticks(most: max(3, Int(plot.width / 72))) }
        return RowTicks(rows, on: x).ticks { characters in Int(plot.width / (Double(characters) * 6.2 + 16)) }
    }

    /// Grid, layers and labels of the values; the layers from the lowest to the highest.
    func marks(rows: [String]?) -> [Mark] {
        let layers = panel.layers.enumerated().sorted { ($0.1.depth, $0.0) < ($1.1.depth, $1.0) }.map(\.element)
        let ground = layers.prefix { $0.depth == 0 }
        return ground.flatMap { marks(of: $0, rows) } + grid(rows)
            + layers.dropFirst(ground.count).flatMap { marks(of: $0, rows) }
    }

    private func grid(_ rows: [String]?) -> [Mark] {
        var result: [Mark] = []
        var lines: [[Point]] = []
        for tick in yTicks {
            guard let share = y.share(tick.value) else { continue }
            let height = plot.bottom - share * plot.height
            lines.append([Point(x: plot.x, y: height), Point(x: plot.right, y: height)])
            let style = Mark.TextStyle(anchor: .end)
            result.append(.text(tick.label, at: Point(x: plot.x - 8, y: height + 4), style))
        }
        let ticks = xTicks(rows: rows).compactMap { x.share($0.value) }.map { share in
            [plot.bottom, plot.bottom + 4].map { Point(x: plot.x + share * plot.width, y: $0) }
        }
        let base = [Point(x: plot.x, y: plot.bottom), Point(x: plot.right, y: plot.bottom)]
        return [.lines(lines, ink: .grid, width: 1), .lines([base] + ticks, ink: .muted, width: 1)] + result
    }

    private func marks(of layer: Layer, _ rows: [String]?) -> [Mark] {
        let (ink, width) = (layer.style.ink, layer.style.lineWidth)
        switch layer {
        case .line(_, let x, let y, _):
            let lines = Thinning.line(zip(x, y).lazy.map { point($0, $1) })
            return [.lines(lines, ink: ink, width: width, name: layer.name)]
        case .band(_, let x, let low, let high, _):
            let areas = Thinning.band(zip(x, zip(low, high)).lazy.map { ends($0, $1.0, $1.1) })
            return [.areas(areas, ink: ink, opacity: Legend.bandOpacity, name: layer.name)]
        case .points(_, let x, let y, let marker, _):
            let (points, names) = places(layer, x, y, rows) {
                Thinning.markers($0, size: marker == .dot ? 3 : 5)
            }
            return [.markers(points, marker, ink: ink, names: names)]
        case .bars(_, let x, let y, _):
            let (points, names) = places(layer, x, y, rows, thinned: Thinning.peaks)
            let unit = plot.width / (self.x.upper - self.x.lower)
            let width = min(max(Layer.barWidth(x) * unit, 1), plot.width)
            return [.boxes(points.map { bar($0, width: width) }, ink: ink, opacity: 0.85, names: names)]
        case .span(_, let from, let to, _):
            guard let left = self.x.clampedShare(min(from, to)), let right = self.x.clampedShare(max(from, to)) else {
                return []
            }
            let box = Box(
                x: plot.x + left * plot.width, y: plot.y, width: max((right - left) * plot.width, 1.5),
                height: plot.height)
            return [.boxes([box], ink: ink, opacity: Legend.spanOpacity, names: [layer.name])]
        case .rule(_, let rule, _):
            return [.lines(line(rule), ink: ink, width: 1.2, isDashed: true, name: layer.name)]
        }
    }

    private func ends(_ x: Double, _ low: Double, _ high: Double) -> (low: Point, high: Point)? {
        guard let across = self.x.share(x), let bottom = y.clampedShare(min(low, high)),
            let top = y.clampedShare(max(low, high)), !low.isNaN, !high.isNaN
        else { return nil }
        let left = plot.x + across * plot.width
        return (
            Point(x: left, y: plot.bottom - bottom * plot.height), Point(x: left, y: plot.bottom - top * plot.height)
        )
    }

    /// Where the points stand that are kept, and their tooltips.
    private func places(
        _ layer: Layer, _ x: [Double], _ y: [Double], _ rows: [String]?, thinned: ([Point]) -> [Int]
    ) -> ([Point], [String]) {
        let values = zip(x, y).filter { point($0, $1) != nil }
        let points = values.compactMap { point($0, $1) }
        let kept = thinned(points)
        guard kept.count <= Self.mostNames else { return (kept.map { points[$0] }, []) }
        let prefix = layer.name.isEmpty ? "" : layer.name + ": "
        let names = kept.map { index in
            let (x, y) = values[index]
            let row = rows.flatMap { rows in Int(exactly: x).flatMap { rows.indices.contains($0) ? rows[$0] : nil } }
            return "\(prefix)\(row ?? Tick.shortLabel(x)), \(Tick.shortLabel(y))"
        }
        return (kept.map { points[$0] }, names)
    }

    private func bar(_ end: Point, width: Double) -> Box {
        let base = plot.bottom - (y.clampedShare(0) ?? 0) * plot.height
        return Box(x: end.x - width / 2, y: min(end.y, base), width: width, height: abs(base - end.y))
    }

    private func line(_ rule: Layer.Rule) -> [[Point]] {
        switch rule {
        case .horizontal(let value):
            guard let share = y.share(value) else { return [] }
            let height = plot.bottom - share * plot.height
            return [[Point(x: plot.x, y: height), Point(x: plot.right, y: height)]]
        case .vertical(let value):
            guard let share = x.share(value) else { return [] }
            let across = plot.x + share * plot.width
            return [[Point(x: across, y: plot.y), Point(x: across, y: plot.bottom)]]
        }
    }
}
