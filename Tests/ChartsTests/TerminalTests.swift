import Foundation
import Testing

@testable import Charts

@Suite struct TerminalTests {
    private let triangle = Chart(
        title: "Triangle",
        panels: [
            Panel(yLabel: "height", layers: [.line("line", x: [0, 1, 2], y: [0, 4, 0])], xLabel: "time")
        ])

    @Test func aKnownSeriesHasAKnownPicture() {
        #expect(
            triangle.text(columns: 24, rows: 5, characters: .ascii) == """
                Triangle
                height  ** line
                4+          **
                 |       ***  ***
                2+     **        **
                 |  ***            ***
                0+**                  **
                 ++----------+---------+
                  0          1         2
                           time

                """)
    }

    @Test func brailleDotsMakeTheLine() {
        #expect(
            triangle.text(columns: 24, rows: 5) == """
                Triangle
                height  ⠒⠒ line
                4┤         ⢀⠔⠣⡀
                 │       ⡠⠒⠁  ⠈⠒⢄
                2┤    ⢀⠤⠊        ⠑⠤⡀
                 │  ⡠⠔⠁            ⠈⠢⢄
                0┤⡠⠊                  ⠑⢄
                 └┬──────────┬─────────┬
                  0          1         2
                           time

                """)
    }

    @Test(arguments: [1, 24, 31, 60, 200], [TerminalCharacters.unicode, .ascii])
    func noLineIsWiderThanTheTerminal(columns: Int, characters: TerminalCharacters) {
        let x = (0..<10_000).map(Double.init)
        let chart = Chart(
            title: "日本語のとても長い題名がここにあります、終わりはまだ見えません",
            panels: [
                Panel(
                    yLabel: "値段",
                    layers: [
                        .line("長い名前の系列、長い名前の系列", x: x, y: x.map { sin($0 / 700) * 1e-7 }),
                        .band("90 %", x: x, low: x.map { _ in -1e-7 }, high: x.map { _ in 1e-7 }),
                    ], xAxis: .rows(x.map { "行 \($0)" }))
            ])
        let lines = chart.text(columns: columns, characters: characters).split(separator: "\n")
        // Braille cells and box drawing take one column.
        let widths = lines.map { line in
            line.reduce(0) { $0 + ((0x2500...0x28FF).contains($1.unicodeScalars.first!.value) ? 1 : $1.isWide ? 2 : 1) }
        }
        #expect(widths.allSatisfy { $0 <= max(columns, 24) })
        if characters == .ascii { #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) }) }
    }

    @Test func coloursStandAroundRunsOnly() {
        let chart = Chart(
            title: "", panels: [Panel(layers: [.line("f", x: [0, 1], y: [0, 1], style: .forecast)])])
        let coloured = chart.text(columns: 30, rows: 4, colour: true)
        #expect(coloured.contains("\u{1B}[34m⠒⠒\u{1B}[0m f"))
        let codes = coloured.replacing(/\u{1B}\[\d+m/, with: "")
        #expect(codes == chart.text(columns: 30, rows: 4))
    }

    @Test func labelsCannotSteerTheTerminal() {
        let chart = Chart(
            title: "a\u{1B}[2Jb", panels: [Panel(yLabel: "\u{202E}x\r", layers: [.rule("r\u{7}", .horizontal(1))])])
        let text = chart.text()
        #expect(text.hasPrefix("a[2Jb\n"))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 && $0.value != 0x202E })
    }
}
