import Foundation

/// Points from the left edge and the top.
struct Point: Equatable {
    var x: Double
    var y: Double
}

struct Box: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var right: Double { x + width }
    var bottom: Double { y + height }
}

/// What a picture consists of, ready for any renderer. Lengths are points.
struct Drawing {
    var width: Double
    var height: Double
    /// For readers who do not see the picture.
    var title: String
    /// The later lies above the earlier.
    var marks: [Mark] = []

    func png(scale: Double, theme: Theme) -> Data {
        let largest = min(4, (40e6 / (width * height)).squareRoot())
        let scale = scale.isFinite ? min(max(scale, 0.5), largest) : min(2, largest)
        let raster = Raster(self, scale: scale, theme: theme)
        return PNGFile(width: raster.width, height: raster.height, pixels: raster.pixels).data
    }

    /// One below the other.
    static func stacked(_ drawings: [Drawing]) -> Drawing {
        var result = Drawing(width: 1, height: 0, title: drawings.map(\.title).joined(separator: "; "))
        for drawing in drawings {
            result.marks += drawing.marks.map { $0.moved(down: result.height) }
            result.height += drawing.height
            result.width = max(result.width, drawing.width)
        }
        result.height = max(result.height, 1)
        return result
    }
}

enum Mark {
    /// Lines; the name is a tooltip.
    case lines([[Point]], ink: Ink, width: Double, isDashed: Bool = false, name: String = "")
    /// Filled polygons.
    case areas([[Point]], ink: Ink, opacity: Double, name: String = "")
    /// Filled boxes with a tooltip each, or none.
    case boxes([Box], ink: Ink, opacity: Double, names: [String] = [])
    case markers([Point], Layer.Marker, ink: Ink, names: [String] = [])
    case text(String, at: Point, TextStyle)

    struct TextStyle {
        enum Anchor: String { case start, middle, end }

        var size = 11.0
        var ink = Ink.muted
        var anchor = Anchor.start
        var isBold = false
        /// Read from bottom to top.
        var isTurned = false
    }

    fileprivate func moved(down distance: Double) -> Mark {
        func move(_ point: Point) -> Point { Point(x: point.x, y: point.y + distance) }
        switch self {
        case .lines(let lines, let ink, let width, let isDashed, let name):
            return .lines(lines.map { $0.map(move) }, ink: ink, width: width, isDashed: isDashed, name: name)
        case .areas(let areas, let ink, let opacity, let name):
            return .areas(areas.map { $0.map(move) }, ink: ink, opacity: opacity, name: name)
        case .boxes(let boxes, let ink, let opacity, let names):
            let moved = boxes.map { Box(x: $0.x, y: $0.y + distance, width: $0.width, height: $0.height) }
            return .boxes(moved, ink: ink, opacity: opacity, names: names)
        case .markers(let points, let marker, let ink, let names):
            return .markers(points.map(move), marker, ink: ink, names: names)
        case .text(let text, let point, let style):
            return .text(text, at: move(point), style)
        }
    }
}
