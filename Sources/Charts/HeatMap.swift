import Foundation

/// A matrix drawn as cells: the further a value is from zero, the stronger its cell.
///
///     let map = HeatMap(title: "attention", rows: targetTokens, columns: sourceTokens, values: weights)
///     try map.png().write(to: file)
///
/// Values that are no numbers have empty cells, rows too short end with such. A matrix of more than 80 rows or columns
/// is drawn by blocks, each with its value furthest from zero.
public struct HeatMap: Sendable {
    public var title: String
    /// Labels, in any language.
    public var rows: [String]
    public var columns: [String]
    /// `[row, column]`
    public var values: [[Double]]
    /// What the strongest cell stands for: the largest value without its sign, unless given.
    public var full: Double?
    /// Whether white space in labels is drawn as `␣`.
    public var marksSpaces: Bool
    /// Whether cells hold their numbers; in SVG, each cell has it as a tooltip in any case.
    public var showsValues: Bool

    public init(
        title: String = "", rows: [String], columns: [String], values: [[Double]], full: Double? = nil,
        marksSpaces: Bool = false, showsValues: Bool = false
    ) {
        (self.title, self.rows, self.columns, self.values, self.full) = (title, rows, columns, values, full)
        (self.marksSpaces, self.showsValues) = (marksSpaces, showsValues)
    }

    /// An SVG element that follows the reader's light or dark setting, for a file or inside HTML.
    public func svg() -> String { Self.svg([self]) }

    /// Maps one below the other.
    public static func svg(_ maps: [HeatMap]) -> String { SVGDrawing(.stacked(maps.map(\.drawing))).text }

    /// A PNG file, 8-bit RGB, with `scale` pixels a point, within 0.5…4.
    public func png(scale: Double = 2, theme: Theme = .light) -> Data {
        Self.png([self], scale: scale, theme: theme)
    }

    /// Maps one below the other.
    public static func png(_ maps: [HeatMap], scale: Double = 2, theme: Theme = .light) -> Data {
        Drawing.stacked(maps.map(\.drawing)).png(scale: scale, theme: theme)
    }

    /// Values and labels of at most `most` rows and columns.
    func blocks(most: Int) -> HeatMap {
        let rowStep = max(1, (rows.count + most - 1) / most)
        let columnStep = max(1, (columns.count + most - 1) / most)
        var result = self
        result.rows = stride(from: 0, to: rows.count, by: rowStep).map { label(rows[$0]) }
        result.columns = stride(from: 0, to: columns.count, by: columnStep).map { label(columns[$0]) }
        result.values = stride(from: 0, to: rows.count, by: rowStep).map { top in
            stride(from: 0, to: columns.count, by: columnStep).map { left in
                strongest(top..<min(top + rowStep, rows.count), left..<min(left + columnStep, columns.count))
            }
        }
        let largest = result.values.joined().filter(\.isFinite).map(abs).max() ?? 0
        result.full = full.map(abs).flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? (largest > 0 ? largest : 1)
        return result
    }

    private func strongest(_ rows: Range<Int>, _ columns: Range<Int>) -> Double {
        var result = Double.nan
        for row in rows where row < values.count {
            for column in columns where column < values[row].count {
                let value = values[row][column]
                if value.isFinite && (result.isNaN || abs(value) > abs(result)) { result = value }
            }
        }
        return result
    }

    private func label(_ text: String) -> String {
        let text = text.cleaned
        let shown = marksSpaces ? String(text.map { $0.isWhitespace ? "␣" : $0 }) : text
        return shown.shortened(to: 40)
    }

    /// Two digits after the point below ten, else three digits in all.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "" }
        return abs(value) < 9.995
            ? String(format: "%.2f", value) : Tick.shortLabel(Double(String(format: "%.2e", value)) ?? 0)
    }
}
