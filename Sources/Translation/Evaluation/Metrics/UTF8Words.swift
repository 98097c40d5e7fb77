/// Words of a text as UTF-8, cut at the white space of Python's `str.split`, so that scores of tools written in Python
/// can be repeated.
///
/// White space is what Unicode calls so, and the four separators U+001C to U+001F. Bytes are compared, not characters:
/// two spellings of one letter, with a combining accent or without, are different.
extension [UInt8] {
    /// The runs of bytes between white space, none of them empty.
    var words: [ArraySlice<UInt8>] {
        var words: [ArraySlice<UInt8>] = []
        var start = 0
        var place = 0
        while place < count {
            let length = whitespaceLength(at: place)
            if length > 0 {
                if start < place { words.append(self[start..<place]) }
                start = place + length
            }
            place += Swift.max(length, 1)
        }
        if start < count { words.append(self[start...]) }
        return words
    }

    /// The text without the white space at its end.
    var withoutTrailingWhitespace: ArraySlice<UInt8> {
        var end = count
        while end > 0 {
            var start = end - 1
            while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
            guard whitespaceLength(at: start) == end - start else { break }
            end = start
        }
        return self[..<end]
    }

    /// How many bytes the white space takes that begins at `place`; 0 where something else stands.
    private func whitespaceLength(at place: Int) -> Int {
        switch self[place] {
        case 0x09...0x0D, 0x1C...0x20: 1
        case 0xC2: [0x85, 0xA0].contains(self[place + 1]) ? 2 : 0
        case 0xE1: self[place + 1] == 0x9A && self[place + 2] == 0x80 ? 3 : 0  // Ogham space
        case 0xE2: isGeneralWhitespace(self[place + 1], self[place + 2]) ? 3 : 0
        case 0xE3: self[place + 1] == 0x80 && self[place + 2] == 0x80 ? 3 : 0  // ideographic space
        default: 0
        }
    }
}

/// Whether U+2000 plus what the last two of three bytes stand for is white space.
private func isGeneralWhitespace(_ second: UInt8, _ third: UInt8) -> Bool {
    switch (second, third) {
    case (0x80, 0x80...0x8A), (0x80, 0xA8), (0x80, 0xA9), (0x80, 0xAF), (0x81, 0x9F): true
    default: false
    }
}

/// The text in lower case as Python's `str.lower` writes it: a capital sigma that ends a word becomes `ς`.
///
/// The rule `Final_Sigma` of Unicode, section 3.13, which Swift's own `lowercased()` leaves out.
func lowercasedWithFinalSigma(_ text: String) -> String {
    guard text.unicodeScalars.contains("Σ") else { return text.lowercased() }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
        if scalar == "Σ" {
            result.append(isFinalSigma(at: place, of: scalars) ? "ς" : "σ")
        } else {
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
    return String(result)
}

/// Whether a letter stands before a place and none after it, marks and apostrophes not counting.
private func isFinalSigma(at place: Int, of scalars: [Unicode.Scalar]) -> Bool {
    let before = scalars[..<place].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(place + 1)...].first { !$0.properties.isCaseIgnorable }
    return (before?.properties.isCased ?? false) && !(after?.properties.isCased ?? false)
}
