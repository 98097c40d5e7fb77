import CommandSupport

/// Horizontal bars beside a reference line, as SVG that reads well on light and dark pages.
struct BarChart {
    struct Bar {
        let label: String
        let note: String
        let value: Double
    }

    let title: String
    let reference: Double
    let bars: [Bar]

    private static let (left, width, right, top, pitch) = (190.0, 420.0, 260.0, 44.0, 26.0)

    var svg: String {
        let highest = max(bars.map(\.value).max() ?? 1, reference) * 1.05
        let (total, height) = (Self.left + Self.width + Self.right, Self.top + Self.pitch * Double(bars.count) + 16)
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(total.fixed(0)) \(height.fixed(0))" \
            font-family="sans-serif" font-size="13">
            <style>
              text { fill: #1a1a1a } .note { fill: #666 } rect { fill: #2f6fb2 } rect.behind { fill: #b25a2f }
              line { stroke: #888; stroke-dasharray: 4 3 }
              @media (prefers-color-scheme: dark) {
                text { fill: #eee } .note { fill: #aaa } rect { fill: #6aa5e0 } rect.behind { fill: #e0926a }
              }
            </style>
            <text x="12" y="24" font-size="15">\(Self.escaped(title))</text>
            """
        ]
        for (index, bar) in bars.enumerated() {
            let y = Self.top + Self.pitch * Double(index)
            let length = Self.width * bar.value / highest
            let style = bar.value < reference ? " class=\"behind\"" : ""
            lines.append(
                """
                <text x="\((Self.left - 8).fixed(0))" y="\((y + 14).fixed(0))" text-anchor="end">\
                \(Self.escaped(bar.label))</text>
                <rect\(style) x="\(Self.left.fixed(0))" y="\(y.fixed(0))" width="\(length.fixed(1))" height="18"/>
                <text x="\((Self.left + length + 6).fixed(0))" y="\((y + 14).fixed(0))">\(bar.value.fixed(2))\
                <tspan class="note" dx="8">\(Self.escaped(bar.note))</tspan></text>
                """)
        }
        let x = (Self.left + Self.width * reference / highest).fixed(1)
        lines.append(
            "<line x1=\"\(x)\" y1=\"\((Self.top - 6).fixed(0))\" x2=\"\(x)\" y2=\"\((height - 8).fixed(0))\"/>")
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
