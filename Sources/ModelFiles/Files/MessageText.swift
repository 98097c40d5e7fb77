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

/// Changes of a text scalar by scalar.
///
/// Swift compares characters, and so `replacing` and `components` do. A character may have a hundred thousand combining
/// marks, and comparing it takes time in the square of their number; a comma with a mark is no comma to Swift. Scalars
/// have neither trouble.
extension StringProtocol {
    /// The text with something in place of some scalars; they are asked for with their values.
    package func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let replacement = replacement(scalar) {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text with one space in place of each run of the scalars for which `isBlank` is true.
    package func spacingRuns(of isBlank: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        var isInRun = false
        for scalar in unicodeScalars {
            let blank = isBlank(scalar)
            if !blank { result.append(scalar) } else if !isInRun { result.append(" ") }
            isInRun = blank
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Whether the scalar ends a line, as `Character.isNewline` has it.
    package var isLineEnd: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
