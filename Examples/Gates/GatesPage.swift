import Foundation

/// An HTML page that shows the gates and the cell state of some units as colours of the characters of a text.
struct GatesPage {
    let characters: [String]
    let layers: [[GateStep]]  // for each layer one step a character
    let units: [[Int]]  // for each layer

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="und"><head><meta charset="utf-8"><title>Gates</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-spacing: 0 0.15rem; margin-bottom: 1.5rem; }
        th { font-weight: normal; text-align: left; vertical-align: top; padding-right: 1rem; opacity: 0.75; }
        td { font-family: ui-monospace, monospace; white-space: pre-wrap; word-break: break-all; }
        </style></head><body>
        <p>A gate is the bluer the wider it is open. The cell state is orange above zero and blue below, the stronger the
        farther from it. Point at a character to see the value after it was read.</p>
        \(layers.indices.map(section).joined(separator: "\n"))
        </body></html>

        """
    }

    private func section(_ layer: Int) -> String {
        (["<h2>Layer \(layer)</h2>"] + units[layer].map { table(layer, unit: $0) }).joined(separator: "\n")
    }

    private func table(_ layer: Int, unit: Int) -> String {
        let steps = layers[layer]
        let cells = steps.map { $0.cell[unit] }
        let largest = max(cells.map { abs($0) }.max() ?? 0, 1e-6)
        let rows = [
            row("input", steps.map { $0.input[unit] }) { ("56,139,253", $0) },
            row("forget", steps.map { $0.forget[unit] }) { ("56,139,253", $0) },
            row("output", steps.map { $0.output[unit] }) { ("56,139,253", $0) },
            row("cell", cells) { ($0 > 0 ? "219,109,40" : "56,139,253", abs($0) / largest) },
        ]
        return "<h3>Unit \(unit)</h3>\n<table>\n" + rows.joined(separator: "\n") + "\n</table>"
    }

    private func row(
        _ name: String, _ values: [Float], color: (Float) -> (rgb: String, strength: Float)
    ) -> String {
        let spans = zip(characters, values).map { character, value in
            let (rgb, strength) = color(value)
            // At most 0.6, so that the letter stays readable on a light and on a dark page.
            let background = String(format: "rgba(%@,%.2f)", rgb, 0.6 * strength)
            let number = String(format: "%.3f", value)
            return "<span style=\"background:\(background)\" title=\"\(number)\">\(escaped(character))</span>"
        }
        return "<tr><th>\(name)</th><td>\(spans.joined())</td></tr>"
    }

    private func escaped(_ character: String) -> String {
        character
            .replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: "\n", with: "⏎\n")
    }
}
