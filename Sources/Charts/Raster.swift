import Foundation

/// Pixels that shapes are drawn on, with smooth edges: a shape's coverage of each pixel is gathered in a mask, which
/// then mixes its ink into the pixels.
struct Raster {
    let width: Int
    let height: Int
    /// Red, green, blue; row by row from the top.
    private(set) var pixels: [UInt8]
    /// 0…1 for each pixel; zero outside `touched`.
    private var mask: [Float]
    private var touched: (rows: Range<Int>, columns: Range<Int>) = (0..<0, 0..<0)

    /// At least one pixel either way.
    init(width: Int, height: Int, ground: Colour) {
        (self.width, self.height) = (max(width, 1), max(height, 1))
        let count = self.width * self.height
        mask = Array(repeating: 0, count: count)
        pixels = Array(repeating: 0, count: 3 * count)
        for index in 0..<count {
            pixels[3 * index] = ground.red
            pixels[3 * index + 1] = ground.green
            pixels[3 * index + 2] = ground.blue
        }
    }

    /// Adds a line with round joints and ends to the mask.
    mutating func stroke(_ points: [Point], width: Double) {
        guard let first = points.first else { return }
        if points.count == 1 { capsule(first, first, radius: width / 2) }
        for (start, end) in zip(points, points.dropFirst()) { capsule(start, end, radius: width / 2) }
    }

    /// All within half a pixel of `radius` around a segment is covered in part.
    private mutating func capsule(_ start: Point, _ end: Point, radius: Double) {
        let reach = radius + 0.5
        let rows = clip(min(start.y, end.y) - reach, max(start.y, end.y) + reach, to: height)
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let square = dx * dx + dy * dy
        for row in rows {
            let y = Double(row) + 0.5
            var (from, to) = (0.0, 1.0)
            if dy != 0 {
                let (one, two) = ((y - reach - start.y) / dy, (y + reach - start.y) / dy)
                (from, to) = (max(0, min(one, two)), min(1, max(one, two)))
                if from > to { continue }
            }
            let (left, right) = (start.x + from * dx, start.x + to * dx)
            let columns = clip(min(left, right) - reach, max(left, right) + reach, to: width)
            touch(row..<row + 1, columns)
            for column in columns {
                let (px, py) = (Double(column) + 0.5 - start.x, y - start.y)
                let share = square > 0 ? min(max((px * dx + py * dy) / square, 0), 1) : 0
                let (ex, ey) = (px - share * dx, py - share * dy)
                let coverage = Float(min(max(reach - (ex * ex + ey * ey).squareRoot(), 0), 1))
                let index = row * width + column
                mask[index] = max(mask[index], coverage)
            }
        }
    }

    /// Adds a polygon to the mask; parts that it winds round twice are outside.
    mutating func fill(_ polygon: [Point]) {
        guard polygon.count > 2 else { return }
        let (low, high) = polygon.reduce((Double.infinity, -Double.infinity)) { (min($0.0, $1.y), max($0.1, $1.y)) }
        let slices = 4
        for slice in clip(low, high, to: height).flatMap({ row in (0..<slices).map { row * slices + $0 } }) {
            let y = (Double(slice) + 0.5) / Double(slices)
            var crossings: [Double] = []
            for index in polygon.indices {
                let (one, two) = (polygon[index], polygon[index + 1 == polygon.count ? 0 : index + 1])
                guard (one.y <= y) != (two.y <= y) else { continue }
                crossings.append(one.x + (y - one.y) / (two.y - one.y) * (two.x - one.x))
            }
            crossings.sort()
            for index in stride(from: 0, to: crossings.count - 1, by: 2) {
                cover(row: slice / slices, from: crossings[index], to: crossings[index + 1], by: 1 / Double(slices))
            }
        }
    }

    /// Adds a box to the mask.
    mutating func fill(_ box: Box) {
        for row in clip(box.y, box.bottom, to: height) {
            let share = min(box.bottom, Double(row + 1)) - max(box.y, Double(row))
            cover(row: row, from: box.x, to: box.right, by: share)
        }
    }

    private mutating func cover(row: Int, from left: Double, to right: Double, by share: Double) {
        let columns = clip(left, right, to: width)
        touch(row..<row + 1, columns)
        for column in columns {
            let overlap = min(right, Double(column + 1)) - max(left, Double(column))
            let index = row * width + column
            mask[index] = min(1, mask[index] + Float(overlap * share))
        }
    }

    /// Mixes the ink into the pixels under the mask and clears the mask.
    mutating func paint(_ colour: Colour, opacity: Double = 1) {
        for row in touched.rows {
            for index in row * width + touched.columns.lowerBound..<row * width + touched.columns.upperBound
            where mask[index] > 0 {
                let share = mask[index] * Float(min(max(opacity, 0), 1))
                mask[index] = 0
                mix(colour.red, share, into: 3 * index)
                mix(colour.green, share, into: 3 * index + 1)
                mix(colour.blue, share, into: 3 * index + 2)
            }
        }
        touched = (0..<0, 0..<0)
    }

    private mutating func mix(_ value: UInt8, _ share: Float, into index: Int) {
        let old = Float(pixels[index])
        pixels[index] = UInt8(min(max(old + (Float(value) - old) * share + 0.5, 0), 255))
    }

    /// The pixels that an interval meets.
    private func clip(_ low: Double, _ high: Double, to count: Int) -> Range<Int> {
        guard high > low else { return 0..<0 }
        let first = Int(min(max(low.rounded(.down), 0), Double(count)))
        return first..<max(first, Int(min(max(high.rounded(.up), 0), Double(count))))
    }

    private mutating func touch(_ rows: Range<Int>, _ columns: Range<Int>) {
        if columns.isEmpty { return }
        touched.rows = joined(touched.rows, rows)
        touched.columns = joined(touched.columns, columns)
    }

    private func joined(_ one: Range<Int>, _ two: Range<Int>) -> Range<Int> {
        one.isEmpty ? two : min(one.lowerBound, two.lowerBound)..<max(one.upperBound, two.upperBound)
    }
}

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
