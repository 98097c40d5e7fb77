/// The line above a plot: what its values are, and a sample of each layer beside its name.
struct Legend {
    private let label: String
    private let entries: [Entry]
    private var places: [Point] = []
    let height: Double

    struct Entry {
        /// Place in the panel's layers.
        let index: Int
        let layer: Layer
        let name: String
        /// How many bands of the same style lie on each other here.
        let bandCount: Int
    }

    static let bandOpacity = 0.22
    static let spanOpacity = 0.12
    private static let lineHeight = 17.0
    private static let sampleWidth = 18.0
    private static let mostEntries = 24

    /// A legend for each panel. A name and style that an earlier panel has is not repeated.
    static func byPanel(_ panels: [Panel], width: Double) -> [Legend] {
        zip(panels, entries(of: panels)).map { Legend($0.yLabel.cleaned, $1, width: width) }
    }

    static func entries(of panels: [Panel]) -> [[Entry]] {
        var known: [Layer] = []
        return panels.map { panel in
            var bands: [Layer.Style] = []
            let entries = panel.layers.enumerated().compactMap { index, layer -> Entry? in
                if case .band = layer { bands.append(layer.style) }
                let isKnown = known.contains {
                    $0.name == layer.name && $0.style == layer.style && $0.depth == layer.depth
                }
                guard !layer.name.isEmpty, !isKnown else { return nil }
                known.append(layer)
                let count = bands.count { $0 == layer.style }
                return Entry(index: index, layer: layer, name: layer.name, bandCount: count)
            }
            return Array(entries.prefix(mostEntries))
        }
    }

    private init(_ label: String, _ entries: [Entry], width: Double) {
        let label = label.shortened(toWidth: width, size: 11)
        var (x, y) = (label.isEmpty ? 0 : StrokeFont.width(label, size: 11) + 20, 0.0)
        var shown: [Entry] = []
        for entry in entries {
            let name = entry.name.shortened(toWidth: width - Self.sampleWidth - 6, size: 11)
            let needed = Self.sampleWidth + 6 + StrokeFont.width(name, size: 11)
            if x > 0 && x + needed > width { (x, y) = (0, y + Self.lineHeight) }
            places.append(Point(x: x, y: y))
            shown.append(Entry(index: entry.index, layer: entry.layer, name: name, bandCount: entry.bandCount))
            x += needed + 16
        }
        (self.label, self.entries) = (label, shown)
        height = label.isEmpty && entries.isEmpty ? 6 : y + Self.lineHeight + 6
    }

    func marks(left: Double, top: Double) -> [Mark] {
        var result: [Mark] = []
        if !label.isEmpty { result.append(.text(label, at: Point(x: left, y: top + 11), Mark.TextStyle())) }
        for (entry, place) in zip(entries, places) {
            let start = Point(x: left + place.x, y: top + place.y + 7)
            result.append(sample(of: entry, at: start))
            let text = Point(x: start.x + Self.sampleWidth + 6, y: start.y + 4)
            result.append(.text(entry.name, at: text, Mark.TextStyle(ink: .foreground)))
        }
        return result
    }

    private func sample(of entry: Entry, at start: Point) -> Mark {
        let (layer, ink) = (entry.layer, entry.layer.style.ink)
        let line = [start, Point(x: start.x + Self.sampleWidth, y: start.y)]
        let box = Box(x: start.x + 2, y: start.y - 5, width: Self.sampleWidth - 4, height: 10)
        switch layer {
        case .line: return .lines([line], ink: ink, width: layer.style.lineWidth)
        case .rule: return .lines([line], ink: ink, width: 1.2, isDashed: true)
        case .points(_, _, _, let marker, _):
            return .markers([Point(x: start.x + Self.sampleWidth / 2, y: start.y)], marker, ink: ink)
        case .bars: return .boxes([box], ink: ink, opacity: 0.85)
        case .span: return .boxes([box], ink: ink, opacity: Self.spanOpacity)
        case .band:
            let clear = (0..<entry.bandCount).reduce(1.0) { clear, _ in clear * (1 - Self.bandOpacity) }
            return .boxes([box], ink: ink, opacity: 1 - clear)
        }
    }
}

extension String {
    /// Without control characters, marks that turn the writing direction, and code points that no file may hold; line
    /// breaks and tabs are spaces.
    var cleaned: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 9, 10, 13, 0x2028, 0x2029: result.append(" ")
            case 0..<32, 127...159, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// At most `count` characters, the last an ellipsis where some are missing.
    func shortened(to count: Int) -> String {
        self.count <= count ? self : prefix(max(count - 1, 0)) + "…"
    }

    /// Columns in a terminal, roughly: two for a character from U+1100 on, one for others.
    var roughColumns: Int {
        reduce(0) { $0 + ($1.isWide ? 2 : 1) }
    }
}

extension Character {
    /// Whether it may be as wide as high.
    var isWide: Bool {
        guard let first = unicodeScalars.first else { return false }
        return first.value >= 0x1100 && !(0x1E00...0x27FF).contains(first.value)
    }
}
