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
