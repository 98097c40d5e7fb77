import Foundation
import Testing

@testable import Charts

@Suite struct HeatMapTests {
    private let map = HeatMap(
        title: "Attention", rows: ["le", "chat"], columns: ["the", "small cat", "мир"],
        values: [[0.75, 0.25, 0], [0.1, .nan]], full: 1, marksSpaces: true)

    @Test func cellsHaveTheirStrengthAndTooltip() {
        let svg = map.svg()
        #expect(svg.contains("fill-opacity=\"0.75\"><title>le → the 0.75</title>"))
        #expect(svg.contains("fill-opacity=\"0.1\"><title>chat → the 0.1</title>"))
        #expect(svg.contains(">small␣cat</text>"))
        #expect(svg.contains(">мир</text>"))
        #expect(!svg.contains("chat → small"))
    }

    @Test func mapsStandBelowEachOther() {
        let (one, two) = (map.drawing, Drawing.stacked([map.drawing, map.drawing]))
        #expect(two.height == 2 * one.height)
        #expect(two.width == one.width)
        #expect(two.marks.count == 2 * one.marks.count)
        #expect(HeatMap.png([map, map], scale: 1).count > map.png(scale: 1).count)
    }

    @Test func theTerminalShowsNumbersWhereThereIsRoom() {
        #expect(
            map.text(columns: 40) == """
                Attention
                       the smal…   мир
                  le  0.75▓ 0.25░ 0.00
                chat  0.10

                """)
    }

    @Test func narrowTerminalsShowShadesUnderTurnedLabels() {
        let narrow = HeatMap(
            rows: ["a", "b"], columns: ["xyz", "é", "u", "v", "w"], values: [[1, 0.5, 0, 0.25], [0, 1]])
        #expect(
            narrow.text(columns: 24, characters: .ascii) == """
                  x
                  y
                  z e u v w
                a ##::  ..
                b   ##

                """)
    }

    @Test func largeMatricesAreDrawnByBlocks() {
        var values = [[Double]](repeating: [Double](repeating: 0.5, count: 400), count: 200)
        values[130][399] = -3
        let labels = (0..<400).map(String.init)
        let large = HeatMap(rows: Array(labels.prefix(200)), columns: labels, values: values)
        let blocks = large.blocks(most: 80)
        #expect(blocks.rows.count == 67)
        #expect(blocks.columns.count == 80)
        #expect(blocks.values[43][79] == -3)
        #expect(blocks.full == 3)
        #expect(large.svg().utf8.count < 2_000_000)
    }
}
