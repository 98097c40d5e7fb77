import Foundation
import Testing

@testable import Charts

/// Input that is no series: every renderer must come back.
@Suite struct DegenerateTests {
    private static let series: [[Double]] = [
        [], [1], [0, 0, 0], [.nan, .nan], [.infinity, -.infinity, 1], [1e30, -1e30], [1e-30, 2e-30], [-1, -2],
        [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], [Double.leastNonzeroMagnitude, 0], [1e16, 1e16 + 2],
        [.nan, 1, .nan, 2, .nan],
    ]

    private func layers(_ x: [Double], _ y: [Double]) -> [Layer] {
        [
            .line("line", x: x, y: y), .points("points", x: x, y: y, marker: .cross), .bars("bars", x: x, y: y),
            .band("band", x: x, low: y, high: y.reversed()), .span("span", from: x.first ?? .nan, to: y.last ?? 0),
            .rule("h", .horizontal(y.first ?? .nan)), .rule("v", .vertical(x.last ?? .nan)),
        ]
    }

    private func render(_ chart: Chart) {
        #expect(chart.svg().hasSuffix("</svg>\n"))
        #expect(!chart.svg().contains("nan") && !chart.svg().contains("inf\""))
        #expect(!chart.png(scale: 0.5).isEmpty)
        #expect(!chart.text().isEmpty)
        #expect(!chart.text(columns: 0, rows: -3, characters: .ascii).isEmpty)
    }

    @Test(arguments: series.indices, [false, true])
    func anyValuesAreDrawn(index: Int, isLogarithmic: Bool) {
        let y = Self.series[index]
        let xs: [[Double]] = [y.indices.map { Double($0) }, y, [3]]
        for x in xs {
            let panel = Panel(layers: layers(x, y), yScale: isLogarithmic ? .logarithmic : .linear)
            render(Chart(title: "title", panels: [panel], size: .init(width: 240, height: 120)))
        }
    }

    @Test func emptyChartsAreDrawn() {
        #expect(Chart(title: "", panels: []).svg().hasSuffix("</svg>\n"))
        #expect(!Chart(title: "", panels: []).png(width: .nan, height: -1, scale: .infinity).isEmpty)
        #expect(Chart(title: "", panels: []).text().isEmpty)
        render(Chart(title: "", panels: [Panel(layers: []), Panel(layers: [], xAxis: .rows([]))]))
        render(Chart(title: "", panels: [Panel(layers: [], xAxis: .rows(["only"]), share: .nan)], sharesXAxis: false))
    }

    @Test func manyPanelsLayersAndLabelsAreDrawn() {
        let many = (0..<60).map { Layer.line("a name that is rather long \($0)", x: [0, 1], y: [0, Double($0)]) }
        let labels = (0..<5000).map { _ in String(repeating: "label ", count: 50) }
        let panel = Panel(yLabel: labels[0], layers: many, xLabel: labels[0], xAxis: .rows(labels))
        render(Chart(title: labels[0], subtitle: labels[0], panels: Array(repeating: panel, count: 4)))
    }

    @Test func anyMatrixIsDrawn() {
        for map in [
            HeatMap(rows: [], columns: [], values: []), HeatMap(rows: ["a"], columns: [], values: [[]]),
            HeatMap(rows: [], columns: ["a"], values: []), HeatMap(rows: ["a"], columns: ["b"], values: []),
            HeatMap(title: "t", rows: ["a", "b"], columns: ["c"], values: [[.nan], [.infinity]], showsValues: true),
            HeatMap(rows: ["a"], columns: ["b", "c"], values: [[1e30, -1e30, 4]], full: .nan, showsValues: true),
        ] {
            #expect(map.svg().hasSuffix("</svg>\n"))
            #expect(!map.png(scale: 0.5).isEmpty)
            _ = map.text()
            _ = map.text(columns: 0, characters: .ascii)
        }
    }
}
