import Foundation

/// What terminal pictures are made of.
package enum TerminalCharacters: Sendable {
    /// Braille cells of 2 × 4 dots, and lines.
    case unicode
    /// The characters of ASCII, for terminals and files that hold no others.
    case ascii

    /// Dots of a cell.
    var dotsAcross: Int { self == .unicode ? 2 : 1 }
    var dotsDown: Int { self == .unicode ? 4 : 1 }
}

/// Cells of a terminal: dots on marks on shades.
struct TerminalCanvas {
    let columns: Int
    let rows: Int
    let characters: TerminalCharacters
    private var cells: [Cell]

    private struct Cell {
        var shade: Character?
        /// Bits of a braille character.
        var dots: UInt32 = 0
        var symbol: Character?
        var ink: Ink?
    }

    init(columns: Int, rows: Int, characters: TerminalCharacters) {
        (self.columns, self.rows, self.characters) = (columns, rows, characters)
        cells = Array(repeating: Cell(), count: columns * rows)
    }

    /// Bits of the eight dots, row by row.
    private static let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

    /// Sets the dot, or the symbol where there are no dots.
    mutating func dot(_ x: Int, _ y: Int, symbol: Character, ink: Ink) {
        guard (0..<columns * characters.dotsAcross).contains(x), (0..<rows * characters.dotsDown).contains(y) else {
            return
        }
        guard characters == .unicode else { return mark(x, y, symbol, ink: ink) }
        let index = y / 4 * columns + x / 2
        cells[index].dots |= Self.bits[y % 4 * 2 + x % 2]
        cells[index].ink = ink
    }

    mutating func line(from start: Point, to end: Point, symbol: Character, ink: Ink, isDotted: Bool) {
        let steps = max(1, Int(max(abs(end.x - start.x), abs(end.y - start.y)).rounded()))
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let x = Int((start.x + (end.x - start.x) * share).rounded())
            let y = Int((start.y + (end.y - start.y) * share).rounded())
            if !isDotted || (x + y) % 2 == 0 { dot(x, y, symbol: symbol, ink: ink) }
        }
    }

    /// A character above all dots.
    mutating func mark(_ column: Int, _ row: Int, _ symbol: Character, ink: Ink) {
        guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
        cells[row * columns + column].symbol = symbol
        cells[row * columns + column].ink = ink
    }

    /// A character below all dots.
    mutating func shade(_ column: Int, _ row: Int, _ symbol: Character, ink: Ink) {
        guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
        cells[row * columns + column].shade = symbol
        if cells[row * columns + column].dots == 0 { cells[row * columns + column].ink = ink }
    }

    func line(_ row: Int, colour: Bool) -> String {
        var result = ""
        var run = (text: "", ink: Ink?.none)
        for cell in cells[row * columns..<(row + 1) * columns] {
            let dots = cell.dots == 0 ? nil : Unicode.Scalar(0x2800 + cell.dots).map(Character.init)
            let character = cell.symbol ?? dots ?? cell.shade ?? " "
            let ink = character == " " ? nil : cell.ink
            if ink != run.ink {
                result += Self.coloured(run.text, colour ? run.ink : nil)
                run = ("", ink)
            }
            run.text.append(character)
        }
        return result + Self.coloured(run.text, colour ? run.ink : nil)
    }

    static func coloured(_ text: String, _ ink: Ink?) -> String {
        guard let code = ink?.ansiCode, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

/// Labels in a terminal.
struct TerminalText {
    let characters: TerminalCharacters
    let width: (String) -> Int

    /// The text without control characters, and in ASCII if need be: without accents, and `?` for other letters.
    func shown(_ text: String) -> String {
        let text = text.cleaned
        guard characters == .ascii else { return text }
        let letters = text.map { character -> Character in
            if character.isASCII { return character }
            if character == "…" { return "." }
            if "–—−".contains(character) { return "-" }
            let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first
            return base.map { $0.isASCII ? Character($0) : "?" } ?? "?"
        }
        return String(letters)
    }

    /// As many characters as fit, the last an ellipsis where some are missing.
    func fitted(_ text: String, columns: Int) -> String {
        let text = shown(text)
        if width(text) <= columns { return text }
        let ellipsis = characters == .ascii ? ".." : "…"
        var kept = ""
        for character in text {
            if width(kept + String(character) + ellipsis) > columns { break }
            kept.append(character)
        }
        return kept + ellipsis
    }

    /// With spaces on the left.
    func aligned(_ text: String, columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - width(text))) + text
    }

    /// Labels around their places in one line; one that would touch the label before it is left out.
    func placed(_ labels: [(text: String, centre: Int)], columns: Int) -> String {
        var line = ""
        var used = 0
        for (text, centre) in labels {
            let text = shown(text)
            let size = width(text)
            let start = min(max(centre - size / 2, 0), columns - size)
            guard start >= (used == 0 ? 0 : used + 1) else { continue }
            line += String(repeating: " ", count: start - used) + text
            used = start + size
        }
        return line
    }
}
