/// Characters that show nothing, for ``Normalization/stripInvisible``.
///
/// What counts is Unicode's property Default_Ignorable_Code_Point (DerivedCoreProperties.txt), the control characters of
/// ASCII that are no white space, interlinear annotation characters (U+FFF9 to U+FFFB), and U+FFFC, which stands for an
/// object that is not text. Three kinds stay, since they change what is read: zero-width joiners and
/// non-joiners inside words of scripts that need them (after Unicode Standard Annex 31, section 2.3.1), joiners between
/// emoji, and the tags of a flag (Unicode Technical Standard 51).
enum InvisibleRule {
    private static let nonJoiner: UInt32 = 0x200C
    private static let joiner: UInt32 = 0x200D
    private static let zeroWidthSpace: UInt32 = 0x200B
    private static let brailleBlank: UInt32 = 0x2800
    private static let blackFlag: UInt32 = 0x1F3F4
    private static let cancelTag: UInt32 = 0xE007F

    static func forEachInvisible(in utf8: UnsafeBufferPointer<UInt8>, _ body: TextRules.Found) {
        var start = 0
        var previous: UInt32 = 0  // the last scalar that stayed
        while start < utf8.count {
            if 0x20...0x7E ~= utf8[start] {
                previous = UInt32(utf8[start])
                start += 1
                continue
            }
            let (scalar, length) = TextRules.scalar(in: utf8, at: start)
            if scalar == blackFlag {
                let end = flagEnd(in: utf8, from: start + length)
                (previous, start) = (scalar, end)
                continue
            }
            let end = start + length
            if scalar == brailleBlank {
                body(start..<end, " ")
                previous = 0x20
            } else if !isInvisible(scalar) {
                previous = scalar
            } else if scalar == joiner || scalar == nonJoiner, joins(scalar, previous, next: next(in: utf8, from: end))
            {
                previous = scalar
            } else if scalar == zeroWidthSpace, isWithoutSpaces(previous), isWithoutSpaces(next(in: utf8, from: end)) {
                body(start..<end, " ")
                previous = 0x20
            } else {
                body(start..<end, "")
            }
            start = end
        }
    }

    /// Behind the tags that follow a black flag; where they are not closed, `start`.
    private static func flagEnd(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < utf8.count, utf8[end] == 0xF3 {
            let (scalar, length) = TextRules.scalar(in: utf8, at: end)
            end += length
            if scalar == cancelTag { return end }
            guard 0xE0030...0xE0039 ~= scalar || 0xE0061...0xE007A ~= scalar else { break }
        }
        return start
    }

    /// The next scalar that shows, 0 at the end; few places are looked at, so that long runs cost no more.
    private static func next(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt32 {
        var place = start
        for _ in 0..<8 where place < utf8.count {
            let (scalar, length) = TextRules.scalar(in: utf8, at: place)
            if !isInvisible(scalar) { return scalar }
            place += length
        }
        return 0
    }

    /// Whether a joiner, or non-joiner, means something between two scalars.
    private static func joins(_ scalar: UInt32, _ previous: UInt32, next: UInt32) -> Bool {
        if hasJoiners(previous) { return scalar == joiner || hasJoiners(next) }
        return scalar == joiner && (isEmoji(previous) || 0x1F3FB...0x1F3FF ~= previous) && isEmoji(next)
    }

    private static func isEmoji(_ scalar: UInt32) -> Bool {
        scalar > 0xA8 && Unicode.Scalar(scalar).map(isPictographic) ?? false
    }

    @inline(__always)
    private static func isInvisible(_ scalar: UInt32) -> Bool {
        if scalar < 0xAD { return scalar < 0x09 || (0x0E...0x1F) ~= scalar || scalar == 0x7F }
        if 0x2070...0x3163 ~= scalar || 0x3165...0xFDFF ~= scalar { return false }
        if 0xFFF9...0xFFFC ~= scalar { return true }
        return Unicode.Scalar(scalar)?.properties.isDefaultIgnorableCodePoint ?? false
    }

    /// Whether the script parts words by zero-width spaces rather than by spaces: Thai, Lao, Burmese, Khmer, Tai.
    private static func isWithoutSpaces(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0E01...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1950...0x19FF, 0x1A20...0x1AAF, 0xA9E0...0xA9FF,
            0xAA60...0xAADF, 0x11700...0x1174F:
            true
        default: false
        }
    }

    /// Whether the script has letters whose form a joiner decides: Arabic and its kin, the scripts of India and their
    /// kin, Mongolian, Adlam.
    private static func hasJoiners(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0600...0x0DFF, 0x1000...0x109F, 0x1700...0x1C4F, 0xA800...0xA82F, 0xA840...0xA8FF,
            0xA930...0xA9FF, 0xAA00...0xAADF, 0xAAE0...0xAAFF, 0xABC0...0xABFF, 0xFB50...0xFDFF, 0xFE70...0xFEFC,
            0x10A00...0x10A5F, 0x10AC0...0x10AFF, 0x10D00...0x10D3F, 0x10F30...0x10F6F, 0x10FB0...0x10FDF,
            0x11000...0x11FFF, 0x1E900...0x1E95F:
            true
        default: false
        }
    }
}
