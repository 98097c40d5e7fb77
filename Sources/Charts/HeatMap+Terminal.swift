extension HeatMap {
    /// A map for terminals: a shade for each cell, with its number where there is room.
    ///
    /// - Parameters:
    ///   - columns: Columns that no line exceeds, within 24…500.
    ///   - characters: Unicode shades, or plain ASCII.
    ///   - width: Terminal columns of a text. Without it, two are counted for a character from U+1100 on.
    public func text(
        columns: Int = 60, characters: TerminalCharacters = .unicode,
        width: ((String) -> Int)? = nil
    ) -> String {
        let columns = min(max(columns, 24), 500)
        let width = width ?? \.roughColumns
        let labels = TerminalText(characters: characters, width: width)
        let widest = blocks(most: 80).rows.map { width(labels.shown($0)) }.max() ?? 0
        let gutter = min(widest, columns / 3)
        let map = blocks(most: min(80, columns - gutter - 1))
        let room = (columns - gutter - 1) / max(map.columns.count, 1)
        let cell = room >= 6 ? 6 : min(room, 2)
        var lines = title.isEmpty ? [] : [labels.fitted(title, columns: columns)]
        lines += map.head(labels, cell: cell, gutter: gutter)
        let shades = Array(characters == .unicode ? " ░▒▓█" : " .:*#")
        for row in map.rows.indices {
            let label = labels.aligned(labels.fitted(map.rows[row], columns: gutter), columns: gutter)
            let cells = map.values[row].map { value in
                let shade = shades[Int((map.strength(of: value) * Double(shades.count - 1)).rounded())]
                if cell < 6 { return String(repeating: shade, count: cell) }
                return labels.aligned(Self.number(value), columns: 5) + String(shade)
            }
            lines.append(label + " " + cells.joined())
        }
        return lines.map { $0.trimmedEnd + "\n" }.joined()
    }

    /// Labels of the columns: beside each other if cells are wide, else from top to bottom.
    private func head(_ labels: TerminalText, cell: Int, gutter: Int) -> [String] {
        let margin = String(repeating: " ", count: gutter + 1)
        if cell >= 6 {
            let names = columns.map { labels.aligned(labels.fitted($0, columns: cell - 1), columns: cell - 1) + " " }
            return [margin + names.joined()]
        }
        let letters = columns.map { Array(labels.shown($0).prefix(12)) }
        let height = letters.map(\.count).max() ?? 0
        return (0..<height).map { line in
            let parts = letters.map { letters -> String in
                let index = line - (height - letters.count)
                let letter = index >= 0 ? String(letters[index]) : ""
                let shown = labels.width(letter) <= cell ? letter : ""
                return shown + String(repeating: " ", count: cell - labels.width(shown))
            }
            return margin + parts.joined()
        }
    }
}
