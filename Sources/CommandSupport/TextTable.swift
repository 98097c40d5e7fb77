import ModelFiles

/// A plain-text table with aligned columns, for report cards.
///
/// ```swift
/// var table = TextTable([.left("model"), .right("bits/char")])
/// table.append(["shakespeare", 2.117.fixed(3)])
/// print(table)
/// ```
public struct TextTable: CustomStringConvertible, Sendable {
    /// A column's heading and the side its cells lean to.
    public enum Column: Sendable, Equatable {
        case left(String)
        case right(String)

        var title: String {
            switch self {
            case .left(let title), .right(let title): title
            }
        }
    }

    public let columns: [Column]
    /// Whether a line of dashes stands below the headings.
    public let hasRule: Bool
    public private(set) var rows: [[String]] = []

    /// - Parameters:
    ///   - columns: From left to right. If every title is empty, no heading is printed.
    ///   - hasRule: Draws a line of dashes below the headings.
    public init(_ columns: [Column], hasRule: Bool = true) {
        precondition(!columns.isEmpty, "TextTable: at least one column is needed")
        self.columns = columns
        self.hasRule = hasRule
    }

    /// Adds a row below the others.
    ///
    /// - Precondition: As many cells as columns.
    public mutating func append(_ cells: [String]) {
        precondition(
            cells.count == columns.count, "TextTable.append: \(cells.count) cells for \(columns.count) columns")
        rows.append(cells.map(Self.shown))
    }

    /// The lines, separated by line feeds, with no blanks at their ends.
    public var description: String {
        let titles = columns.map { Self.shown($0.title) }
        let hasHeader = titles.contains { !$0.isEmpty }
        let widths = columns.indices.map { column in
            ([titles] + rows).map { $0[column].displayWidth }.max()!
        }
        var lines = rows
        if hasHeader && hasRule { lines.insert(widths.map { String(repeating: "-", count: $0) }, at: 0) }
        if hasHeader { lines.insert(titles, at: 0) }
        return lines.map { line($0, widths: widths) }.joined(separator: "\n")
    }

    /// On a terminal, what would steer it or break the row is shown escaped.
    private static func shown(_ cell: String) -> String {
        StandardOutput.isTerminal ? MessageText.visibleInLine(cell) : cell
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        let padded = columns.indices.map { column in
            let padding = String(repeating: " ", count: widths[column] - cells[column].displayWidth)
            return switch columns[column] {
            case .left: cells[column] + padding
            case .right: padding + cells[column]
            }
        }
        let line = padded.joined(separator: "  ")
        return String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
    }
}

extension Character {
    /// Terminal columns that the grapheme cluster takes: 0, 1 or 2.
    ///
    /// East Asian wide characters (Unicode Standard Annex 11) and emoji take 2. The ranges are the blocks in which wide
    /// characters live, not the full property table.
    var displayWidth: Int {
        let first = unicodeScalars.first!
        switch first.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension StringProtocol {
    /// Terminal columns that the text takes, counted in grapheme clusters.
    public var displayWidth: Int {
        reduce(0) { $0 + $1.displayWidth }
    }

    /// The longest beginning that fits in `columns`.
    func truncated(toColumns columns: Int) -> SubSequence {
        var used = 0
        let end = indices.first { index in
            used += self[index].displayWidth
            return used > columns
        }
        return self[..<(end ?? endIndex)]
    }
}
