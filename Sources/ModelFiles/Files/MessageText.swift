/// Wording shared by messages, and how text that comes from files is shown to people.
package enum MessageText {
    /// A name in single quotes: shortened to 120 characters, control characters shown as `\u{…}`.
    ///
    /// Names come from files that may be hostile, and messages go to terminals.
    package static func quoted(_ name: String) -> String {
        var text = ""
        for (count, scalar) in name.unicodeScalars.enumerated() {
            if count == 120 {
                text += "…"
                break
            }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                text += scalar.escaped(asASCII: true)
            default:
                text.unicodeScalars.append(scalar)
            }
        }
        return "'\(text)'"
    }

    /// The text as a terminal may have it: what would steer the terminal, or turn the order of what follows, is shown as
    /// `\u{…}`; line feeds and tabs stay.
    ///
    /// That is: control characters (C0, DEL and C1), line and paragraph separators, and the embeddings, overrides and
    /// isolates of the bidirectional algorithm (Unicode Standard Annex 9). CR LF becomes a line feed.
    package static func visible(_ text: String) -> String {
        guard
            text.utf8.contains(where: {
                $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2
            })
        else { return text }
        var shown = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\n", previous == "\r" { shown.removeLast(carriageReturn.count) }
            if scalar == "\n" || scalar == "\t" || !isSteering(scalar) {
                shown.append(scalar)
            } else {
                shown.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
            }
            previous = scalar
        }
        return String(shown)
    }

    private static let carriageReturn = ("\r" as Unicode.Scalar).escaped(asASCII: true).unicodeScalars

    /// The text in one line: as ``visible(_:)``, and line feeds and tabs shown as `\n` and `\t`.
    package static func visibleInLine(_ text: String) -> String {
        visible(text.replacing("\r\n", with: "\\r\\n")).replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }

    /// Whether a character would steer a terminal, or turn the order of what follows; see ``visible(_:)``.
    package static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// A character or token such that people can tell which it is: what has no width or stands on what is before it is
    /// shown as `\u{…}`.
    package static func readable(_ token: String) -> String {
        var shown = ""
        for (index, scalar) in token.unicodeScalars.enumerated() {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse:
                shown += scalar == " " ? "' '" : scalar.escaped(asASCII: true)
            case .nonspacingMark, .enclosingMark, .spacingMark:
                if index == 0 { shown += scalar.escaped(asASCII: true) } else { shown.unicodeScalars.append(scalar) }
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// A whole number with a comma every three digits.
    static func grouped(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A shape such as `[2, 3]`; of a long one only the first eight dimensions.
    static func shape(_ dimensions: [Int]) -> String {
        let shown = dimensions.prefix(8).map(String.init).joined(separator: ", ")
        return "[\(shown)\(dimensions.count > 8 ? ", …" : "")]"
    }
}
