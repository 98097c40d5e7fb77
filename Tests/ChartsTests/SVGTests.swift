import Foundation
import Testing

@testable import Charts

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct SVGTests {
    /// Names of elements and all text of a well-formed document; `nil` for others.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) { elements[name, default: 0] += 1 }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        static func read(_ svg: String) -> Reader? {
            let (parser, reader) = (XMLParser(data: Data(svg.utf8)), Reader())
            parser.delegate = reader
            return parser.parse() ? reader : nil
        }
    }

    private let chart = Chart(
        title: "Sales < \"100\" & more \u{0}\u{1B}[31m\u{FFFF}", subtitle: "日本 مبيعات",
        panels: [
            Panel(
                yLabel: "a]]>b",
                layers: [
                    .span("test & part", from: 2, to: .infinity),
                    .band("90 %", x: [1, 2], low: [0, 1], high: [2, 3]),
                    .line("l'été", x: [0, 1, 2, 3], y: [1, .nan, 2, 3]), .bars("bars", x: [0, 1], y: [1, -1]),
                    .points("points", x: [0, 1], y: [1, 2], marker: .ring), .rule("rule", .horizontal(1)),
                ])
        ])

    @Test func anyLabelMakesWellFormedXML() throws {
        let reader = try #require(Reader.read(chart.svg()))
        #expect(reader.elements["svg"] == 1)
        #expect(reader.text.contains("Sales < \"100\" & more [31m"))
        #expect(reader.text.contains("日本 مبيعات"))
        #expect(reader.text.contains("a]]>b"))
    }

    @Test func pointsHaveTooltips() throws {
        let text = try #require(Reader.read(chart.svg())).text
        #expect(text.contains("points: 1, 2"))
        #expect(text.contains("bars: 1, -1"))
    }

    @Test func coloursFollowTheReadersSetting() {
        let svg = chart.svg()
        #expect(svg.contains("@media (prefers-color-scheme: dark)"))
        #expect(svg.contains("class=\"f-background\" fill=\"#ffffff\""))
        #expect(svg.contains(".f-background{fill:#16181c}"))
    }

    @Test func aLineGoesThroughItsPoints() throws {
        let chart = Chart(title: "", panels: [Panel(layers: [.line("", x: [0, 1, 2], y: [0, 5, 2])])])
        let frame = try #require(ChartLayout(chart, size: chart.size).frames.first)
        let numbers = try [(0, 0), (1, 5), (2, 2)].map { x, y in
            let point = try #require(frame.point(x, y))
            return [point.x, point.y].map { value in
                let tenths = String(format: "%.1f", value)
                return tenths.hasSuffix(".0") ? String(tenths.dropLast(2)) : tenths
            }.joined(separator: " ")
        }
        #expect(chart.svg().contains("d=\"M\(numbers.joined(separator: "L"))\""))
    }

    @Test func longSeriesStaySmallAndKeepTheirPeak() throws {
        let x = (0..<100_000).map(Double.init)
        var y = x.map { sin($0 / 900) + sin($0 * $0) }
        y[77_777] = 40
        let chart = Chart(
            title: "", panels: [Panel(layers: [.line("", x: x, y: y), .points("", x: x, y: y, style: .alarm)])])
        let svg = chart.svg()
        #expect(svg.utf8.count < 300_000)
        let frame = try #require(ChartLayout(chart, size: chart.size).frames.first)
        let peak = try #require(frame.point(77_777, 40))
        #expect(svg.contains(String(format: "%.1f ", peak.x) + String(format: "%g", (peak.y * 10).rounded() / 10)))
    }

    @Test func labelsOfTicksDoNotTouch() {
        let labels = (0..<3000).map { "a rather long label \($0)" }
        let panel = Panel(
            layers: [.line("", x: [0, 2999], y: [0, 1])], xAxis: .rows(labels))
        let layout = ChartLayout(Chart(title: "", panels: [panel]), size: .init(width: 300, height: 200))
        var ends: [(Double, Double)] = []
        for case .text(let text, let point, let style) in layout.drawing.marks where style.anchor == .middle {
            let half = StrokeFont.width(text, size: style.size) / 2
            ends.append((point.x - half, point.x + half))
        }
        #expect(!ends.isEmpty)
        #expect(zip(ends, ends.dropFirst()).allSatisfy { $0.1 < $1.0 })
        #expect(ends.allSatisfy { $0.0 >= 0 && $0.1 <= 300 })
    }

    @Test func longLabelsAreShortenedToThePicture() {
        let long = String(repeating: "Ill WM 日本 ", count: 40)
        let panel = Panel(yLabel: long, layers: [.line(long, x: [0], y: [0])], xLabel: long)
        let chart = Chart(title: long, subtitle: long, panels: [panel], size: .init(width: 300, height: 200))
        for case .text(let text, let point, let style) in ChartLayout(chart, size: chart.size).drawing.marks {
            let width = StrokeFont.width(text, size: style.size)
            let left =
                switch style.anchor {
                case .start: point.x
                case .middle: point.x - width / 2
                case .end: point.x - width
                }
            #expect(left >= 0 && left + width <= 300, "\(text)")
        }
    }
}
