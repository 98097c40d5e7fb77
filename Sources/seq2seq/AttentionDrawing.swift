import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import Tensors

/// Heat maps of what targets looked at: a column for each source token, a row for each target token.
struct AttentionDrawing {
    /// What is written.
    enum Kind: String, CaseIterable {
        case svg, html

        init(path: String) throws {
            let name = (path as NSString).pathExtension.lowercased()
            guard let kind = Kind(rawValue: name) else {
                throw ValidationError("--attention draws .svg or .html, not \(path.debugDescription).")
            }
            self = kind
        }
    }

    private let path: String
    private let kind: Kind
    private var maps: [HeatMap] = []
    private static let mostMaps = 200

    init(path: String) throws {
        self.path = path
        kind = try Kind(path: path)
    }

    /// Adds the best target of a translation; those past the two hundredth are left out.
    mutating func add(_ translation: Translation) {
        guard maps.count < Self.mostMaps, let best = translation.candidates.first else { return }
        maps.append(
            HeatMap(columns: translation.sourceTokens, rows: best.tokens + ["⏎"], values: best.attention))
    }

    func write() throws {
        let data = Data((kind == .svg ? svg : html).utf8)
        try DurableFile.replace(at: URL(fileURLWithPath: path), with: data)
    }

    /// One below the other.
    private var svg: String {
        var (top, width) = (0.0, 0.0)
        var groups = ""
        for map in maps {
            groups += "<g transform=\"translate(0 \(top))\">\n\(map.elements)</g>\n"
            top += map.height
            width = max(width, map.width)
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(top)" viewBox="0 0 \(width) \(top)">
            \(HeatMap.style)
            \(groups)</svg>

            """
    }

    private var html: String {
        let figures = maps.map { map in
            "<figure><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(map.width)\" height=\"\(map.height)\">"
                + map.elements + "</svg></figure>"
        }
        return """
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"><title>Attention</title>
            <meta name="color-scheme" content="light dark">
            \(HeatMap.style)
            </head><body>
            \(figures.joined(separator: "\n"))
            </body></html>

            """
    }
}

/// One map.
private struct HeatMap {
    let columns: [String]
    let rows: [String]
    let values: [[Float]]

    private static let cell = 22.0
    /// Readable on light and dark ground.
    static let style = """
        <style>
        text { font: 13px sans-serif; fill: #333 }
        rect { fill: #2166ac; stroke: #8888; stroke-width: 0.5 }
        @media (prefers-color-scheme: dark) { text { fill: #ddd } rect { fill: #7fb8ff } body { background: #111 } }
        </style>
        """

    private func labelWidth(_ labels: [String]) -> Double {
        12 + 8.5 * Double(labels.map(\.displayWidth).max() ?? 0)
    }

    var width: Double { labelWidth(rows) + Self.cell * Double(columns.count) + 40 }
    var height: Double { labelWidth(columns) + Self.cell * Double(rows.count) + 16 }

    var elements: String {
        let (left, top) = (labelWidth(rows), labelWidth(columns))
        var text = ""
        for (index, label) in columns.enumerated() {
            let x = left + Self.cell * (Double(index) + 0.65)
            text += "<text transform=\"translate(\(x) \(top - 6)) rotate(-90)\">\(escaped(label))</text>\n"
        }
        for (row, label) in rows.enumerated() {
            let y = top + Self.cell * Double(row)
            text += "<text x=\"\(left - 6)\" y=\"\(y + 15)\" text-anchor=\"end\">\(escaped(label))</text>\n"
            for (column, value) in values[row].enumerated() {
                let x = left + Self.cell * Double(column)
                let share = Double(value).fixed(3)
                text +=
                    "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.cell)\" height=\"\(Self.cell)\" "
                    + "fill-opacity=\"\(share)\"><title>\(escaped(label)) → \(escaped(columns[column])) \(share)</title></rect>\n"
            }
        }
        return text
    }

    /// White space is drawn as an open box, so that it can be seen.
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case " ", "\u{A0}", "\u{202F}": result += "␣"
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            case _ where scalar.value < 32 || scalar.value == 127: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
