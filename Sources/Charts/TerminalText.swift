import Foundation

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
