extension String {
    /// Without control characters, marks that turn the writing direction, and code points that no file may hold; line
    /// breaks and tabs are spaces.
    var cleaned: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 9, 10, 13, 0x2028, 0x2029: result.append(" ")
            case 0..<32, 127...159, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// At most `count` characters, the last an ellipsis where some are missing.
    func shortened(to count: Int) -> String {
        self.count <= count ? self : prefix(max(count - 1, 0)) + "…"
    }

    /// Columns in a terminal, roughly: two for a character from U+1100 on, one for others.
    var roughColumns: Int {
        reduce(0) { $0 + ($1.isWide ? 2 : 1) }
    }
}

extension Character {
    /// Whether it may be as wide as high.
    var isWide: Bool {
        guard let first = unicodeScalars.first else { return false }
        return first.value >= 0x1100 && !(0x1E00...0x27FF).contains(first.value)
    }
}
