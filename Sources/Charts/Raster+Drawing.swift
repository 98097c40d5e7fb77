import Foundation

extension Raster {
    /// The picture with `scale` pixels a point.
    init(_ drawing: Drawing, scale: Double, theme: Theme) {
        self.init(
            width: Int((drawing.width * scale).rounded(.up)), height: Int((drawing.height * scale).rounded(.up)),
            ground: Ink.background.colour(theme))
        for mark in drawing.marks { draw(mark, scale, theme) }
    }

    private mutating func draw(_ mark: Mark, _ scale: Double, _ theme: Theme) {
        func place(_ point: Point) -> Point { Point(x: point.x * scale, y: point.y * scale) }
        switch mark {
        case .lines(let lines, let ink, let width, let isDashed, _):
            for line in isDashed ? lines.flatMap({ Self.dashes($0, on: 5, off: 4) }) : lines {
                stroke(line.map(place), width: width * scale)
            }
            paint(ink.colour(theme))
        case .areas(let areas, let ink, let opacity, _):
            for area in areas { fill(area.map(place)) }
            paint(ink.colour(theme), opacity: opacity)
        case .boxes(let boxes, let ink, let opacity, _):
            for box in boxes {
                fill(Box(x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale))
            }
            paint(ink.colour(theme), opacity: opacity)
        case .markers(let points, let marker, let ink, _):
            for point in points { draw(marker, at: place(point), scale) }
            paint(ink.colour(theme))
        case .text(let text, let point, let style):
            draw(text, at: place(point), style, scale)
            paint(style.ink.colour(theme))
        }
    }

    private mutating func draw(_ marker: Layer.Marker, at point: Point, _ scale: Double) {
        let size = 3 * scale
        func corner(_ x: Double, _ y: Double) -> Point { Point(x: point.x + x * size, y: point.y + y * size) }
        switch marker {
        case .dot: stroke([point], width: 5 * scale)
        case .cross:
            stroke([corner(-1, -1), corner(1, 1)], width: 1.4 * scale)
            stroke([corner(-1, 1), corner(1, -1)], width: 1.4 * scale)
        case .ring:
            let circle = (0...16).map { Double($0) * .pi / 8 }.map { corner(cos($0), sin($0)) }
            stroke(circle, width: 1.4 * scale)
        }
    }

    private mutating func draw(_ text: String, at point: Point, _ style: Mark.TextStyle, _ scale: Double) {
        let size = style.size * scale
        let shift: Double =
            switch style.anchor {
            case .start: 0
            case .middle: StrokeFont.width(text, size: size) / -2
            case .end: -StrokeFont.width(text, size: size)
            }
        for line in StrokeFont.strokes(text, size: size) {
            let placed = line.map { spot in
                style.isTurned
                    ? Point(x: point.x + spot.y, y: point.y - spot.x - shift)
                    : Point(x: point.x + spot.x + shift, y: point.y + spot.y)
            }
            stroke(placed, width: size * (style.isBold ? 0.135 : 0.1))
        }
    }

    /// Pieces of a line, `on` long with `off` between them.
    static func dashes(_ line: [Point], on: Double, off: Double) -> [[Point]] {
        var result: [[Point]] = []
        var (isOn, left) = (true, on)
        for (start, end) in zip(line, line.dropFirst()) {
            let length = hypot(end.x - start.x, end.y - start.y)
            var done = 0.0
            if isOn { result.append([start]) }
            while length - done > left {
                done += left
                let share = done / length
                let point = Point(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
                if isOn { result[result.count - 1].append(point) } else { result.append([point]) }
                isOn.toggle()
                left = isOn ? on : off
            }
            left -= length - done
            if isOn { result[result.count - 1].append(end) }
        }
        return result
    }
}
