/// A picture as SVG. Colours are attributes for light ground; a style sheet replaces them where the reader prefers dark
/// ground.
struct SVGDrawing {
    let drawing: Drawing

    init(_ drawing: Drawing) {
        self.drawing = drawing
    }

    /// An `svg` element, ended by a line feed.
    var text: String {
        let (width, height) = (number(drawing.width), number(drawing.height))
        var result = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" \
            font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif">
            <title>\(escaped(drawing.title))</title>
            <style>@media (prefers-color-scheme: dark) {\(Self.darkRules)}</style>
            <rect width="\(width)" height="\(height)"\(fill(.background))/>

            """
        for mark in drawing.marks { result += element(mark) }
        return result + "</svg>\n"
    }

    private static let darkRules = Ink.allCases.map { ink in
        let colour = ink.colour(.dark).hexadecimal
        return ".f-\(ink){fill:\(colour)}.s-\(ink){stroke:\(colour)}"
    }.joined()

    private func fill(_ ink: Ink) -> String { " class=\"f-\(ink)\" fill=\"\(ink.colour(.light).hexadecimal)\"" }

    private func stroke(_ ink: Ink, _ width: Double) -> String {
        " class=\"s-\(ink)\" stroke=\"\(ink.colour(.light).hexadecimal)\" stroke-width=\"\(number(width))\" "
            + "fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
    }

    private func element(_ mark: Mark) -> String {
        switch mark {
        case .lines(let lines, let ink, let width, let isDashed, let name):
            let path = lines.map(path).joined()
            if path.isEmpty { return "" }
            let dashes = isDashed ? " stroke-dasharray=\"5 4\"" : ""
            return "<path\(stroke(ink, width))\(dashes) d=\"\(path)\"\(ending("path", name))"
        case .areas(let areas, let ink, let opacity, let name):
            let path = areas.map { self.path($0) + "Z" }.joined()
            if areas.isEmpty { return "" }
            return "<path\(fill(ink)) fill-opacity=\"\(hundredths(opacity))\" d=\"\(path)\"\(ending("path", name))"
        case .boxes(let boxes, let ink, let opacity, let names):
            return self.boxes(boxes, ink, opacity, names)
        case .markers(let points, let marker, let ink, let names):
            return markers(points, marker, ink, names)
        case .text(let text, let point, let style):
            return self.text(text, at: point, style)
        }
    }

    private func boxes(_ boxes: [Box], _ ink: Ink, _ opacity: Double, _ names: [String]) -> String {
        let opacity = opacity < 1 ? " fill-opacity=\"\(hundredths(opacity))\"" : ""
        if boxes.count > 1 && names.isEmpty {
            let path = boxes.map {
                "M\(number($0.x)) \(number($0.y))h\(number($0.width))v\(number($0.height))h\(number(-$0.width))z"
            }
            return "<path\(fill(ink))\(opacity) d=\"\(path.joined())\"/>\n"
        }
        return boxes.enumerated().map { index, box in
            "<rect x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" "
                + "height=\"\(number(box.height))\"\(fill(ink))\(opacity)"
                + ending("rect", index < names.count ? names[index] : "")
        }.joined()
    }

    private func markers(_ points: [Point], _ marker: Layer.Marker, _ ink: Ink, _ names: [String]) -> String {
        if points.isEmpty { return "" }
        let shape =
            switch marker {
            case .dot: "h0"
            case .cross: "m-3-3l6 6m0-6l-6 6"
            case .ring: "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"
            }
        let style = stroke(ink, marker == .dot ? 5 : 1.4)
        let paths = points.map { "M\(number($0.x)) \(number($0.y))\(shape)" }
        guard names.count == paths.count else { return "<path\(style) d=\"\(paths.joined())\"/>\n" }
        let children = zip(paths, names).map { "<path d=\"\($0)\"\(ending("path", $1))" }
        return "<g\(style)>\n\(children.joined())</g>\n"
    }

    private func text(_ text: String, at point: Point, _ style: Mark.TextStyle) -> String {
        let (x, y) = (number(point.x), number(point.y))
        let place = style.isTurned ? " transform=\"translate(\(x) \(y)) rotate(-90)\"" : " x=\"\(x)\" y=\"\(y)\""
        let anchor = style.anchor == .start ? "" : " text-anchor=\"\(style.anchor.rawValue)\""
        let weight = style.isBold ? " font-weight=\"600\"" : ""
        return "<text\(place)\(anchor) font-size=\"\(number(style.size))\"\(weight)\(fill(style.ink))>"
            + "\(escaped(text))</text>\n"
    }

    private func path(_ points: [Point]) -> String {
        guard let first = points.first else { return "" }
        let start = "M\(number(first.x)) \(number(first.y))"
        if points.count == 1 { return start + "h0" }
        return start + points.dropFirst().map { "L\(number($0.x)) \(number($0.y))" }.joined()
    }

    private func ending(_ element: String, _ name: String) -> String {
        name.isEmpty ? "/>\n" : "><title>\(escaped(name))</title></\(element)>\n"
    }

    /// Tenths at most.
    private func number(_ value: Double) -> String { decimal(value, 10) }

    private func hundredths(_ value: Double) -> String { decimal(value, 100) }

    private func decimal(_ value: Double, _ parts: Int) -> String {
        let units = Int((min(max(value, -1e9), 1e9) * Double(parts)).rounded())
        var text = String(abs(units) / parts)
        if units % parts != 0 {
            var digits = String(abs(units) % parts + parts).dropFirst()
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return units < 0 ? "-" + text : text
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text.cleaned.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
