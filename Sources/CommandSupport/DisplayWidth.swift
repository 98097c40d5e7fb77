extension Character {
    /// Terminal columns that the grapheme cluster takes: 0, 1 or 2.
    ///
    /// East Asian wide characters (Unicode Standard Annex 11) and emoji take 2. The ranges are the blocks in which wide
    /// characters live, not the full property table.
    var displayWidth: Int {
        let first = unicodeScalars.first!
        switch first.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension StringProtocol {
    /// Terminal columns that the text takes, counted in grapheme clusters.
    public var displayWidth: Int {
        reduce(0) { $0 + $1.displayWidth }
    }

    /// The longest beginning that fits in `columns`.
    func truncated(toColumns columns: Int) -> SubSequence {
        var used = 0
        let end = indices.first { index in
            used += self[index].displayWidth
            return used > columns
        }
        return self[..<(end ?? endIndex)]
    }
}
