/// Wording shared by the messages of file errors.
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
