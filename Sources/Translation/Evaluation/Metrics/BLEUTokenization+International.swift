/// The line with spaces around every token: what `mteval-v14.pl` (NIST 2010) does to all languages, in sacreBLEU's
/// form, which leaves entities as they are.
///
/// Each step reads the line from left to right and goes on behind what it has changed. A full stop at the end of a line
/// stays with a number before it, as in the original.
func internationalTokens(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let space = ClassifiedScalar(" ")
    var text = String(decoding: line, as: UTF8.self).unicodeScalars.map(ClassifiedScalar.init)
    text = separatingPairs(text, by: space, isSpaceInFront: false) { $0.kind != .number && $1.kind == .punctuation }
    text = separatingPairs(text, by: space, isSpaceInFront: true) { $0.kind == .punctuation && $1.kind != .number }
    var result = String.UnicodeScalarView()
    for scalar in text {
        if scalar.kind == .symbol { result.append(" ") }
        result.append(scalar.scalar)
        if scalar.kind == .symbol { result.append(" ") }
    }
    return Array(String(result).utf8)
}

/// A scalar with its general category in Unicode, as far as the rules tell categories apart.
private struct ClassifiedScalar {
    enum Kind {
        case number, punctuation, symbol, other
    }

    let scalar: Unicode.Scalar
    let kind: Kind

    init(_ scalar: Unicode.Scalar) {
        self.scalar = scalar
        switch scalar {
        case "a"..."z", "A"..."Z", " ": kind = .other
        case "0"..."9": kind = .number
        default: kind = Self.kind(of: scalar.properties.generalCategory)
        }
    }

    private static func kind(of category: Unicode.GeneralCategory) -> Kind {
        switch category {
        case .decimalNumber, .letterNumber, .otherNumber: .number
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            .punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: .symbol
        default: .other
        }
    }
}
