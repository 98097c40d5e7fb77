/// One thing drawn in a panel. The name stands in the legend, unless it is empty.
///
/// Spans lie below bands, then come bars, rules, lines and points; layers of one kind lie in the order given.
package enum Layer: Sendable {
    /// A line through points with ascending `x`; a `y` without a place breaks it.
    case line(String, x: [Double], y: [Double], style: Style = .actual)
    /// The area between `low` and `high`. Nested bands are given from the widest to the narrowest.
    case band(String, x: [Double], low: [Double], high: [Double], style: Style = .forecast)
    case points(String, x: [Double], y: [Double], marker: Marker = .dot, style: Style = .actual)
    /// Bars from zero, or from the bottom of a logarithmic scale.
    case bars(String, x: [Double], y: [Double], style: Style = .series(0))
    /// A shaded stretch of `x`; infinite ends reach the edge.
    case span(String, from: Double, to: Double, style: Style = .muted)
    /// A dashed line across the panel.
    case rule(String, Rule, style: Style = .muted)

    /// Where a rule stands.
    package enum Rule: Sendable {
        case horizontal(Double)
        case vertical(Double)
    }

    package enum Marker: Sendable {
        case dot, ring, cross
    }

    /// The colour and weight of a layer.
    package enum Style: Sendable, Equatable {
        /// What was observed: the colour of text.
        case actual
        /// What a model expects: blue, heavier.
        case forecast
        /// Background: grey.
        case muted
        /// What needs attention: vermilion.
        case alarm
        /// A colour of the palette of Okabe & Ito (2008), counted round: blue, orange, green, purple, sky blue,
        /// vermilion.
        case series(Int)
    }

    var name: String {
        switch self {
        case .line(let name, _, _, _), .band(let name, _, _, _, _), .points(let name, _, _, _, _),
            .bars(let name, _, _, _), .span(let name, _, _, _), .rule(let name, _, _):
            name.cleaned
        }
    }

    var style: Style {
        switch self {
        case .line(_, _, _, let style), .band(_, _, _, _, let style), .points(_, _, _, _, let style),
            .bars(_, _, _, let style), .span(_, _, _, let style), .rule(_, _, let style):
            style
        }
    }

    /// Lower is drawn first.
    var depth: Int {
        switch self {
        case .span: 0
        case .band: 1
        case .bars: 2
        case .rule: 3
        case .line: 4
        case .points: 5
        }
    }

    /// Values of `x` that the axis must hold.
    var xs: [Double] {
        switch self {
        case .line(_, let x, let y, _), .points(_, let x, let y, _, _): Array(x.prefix(y.count))
        case .band(_, let x, let low, let high, _): Array(x.prefix(min(low.count, high.count)))
        case .bars(_, let x, let y, _): Self.barEdges(Array(x.prefix(y.count)))
        case .span(_, let from, let to, _): [from, to]
        case .rule(_, .vertical(let x), _): [x]
        case .rule: []
        }
    }

    /// Values of `y` that the axis must hold.
    var ys: [Double] {
        switch self {
        case .line(_, let x, let y, _), .points(_, let x, let y, _, _): Array(y.prefix(x.count))
        case .band(_, let x, let low, let high, _): Array(low.prefix(x.count)) + Array(high.prefix(x.count))
        case .bars(_, let x, let y, _): Array(y.prefix(x.count)) + [0]
        case .rule(_, .horizontal(let y), _): [y]
        case .rule, .span: []
        }
    }

    /// The width of bars in units of `x`: four fifths of the smallest distance.
    static func barWidth(_ x: [Double]) -> Double {
        let sorted = x.filter { abs($0) < Axis.largest }.sorted()
        let distances = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
        return 0.8 * (distances.min() ?? 1)
    }

    private static func barEdges(_ x: [Double]) -> [Double] {
        let half = barWidth(x) / 2
        return x.flatMap { [$0 - half, $0 + half] }
    }
}
