/// What keeps transliterators, which a tokenizer of unknown origin may name, in bounds.
enum TransliterationLimits {
    /// The most steps of a normalizer.
    static let maxSteps = 16

    /// What is wrong with the transliterators of some steps; nil if they are known and cannot blow up a text.
    static func problem(of steps: [Normalization]) -> String? {
        var growing: [String] = []
        for case .transliteration(let id) in steps {
            guard Normalizer.isKnown(transliterator: id) else {
                return "names '\(id)', a transliterator that ICU does not have"
            }
            growing += elements(of: id).filter(growsAgain)
        }
        guard growing.count > 1 else { return nil }
        return "has \(growing.count) transliterators that make a text several times longer, such as '\(growing[1])'; "
            + "together they would not end, and one is allowed"
    }

    /// The transliterators that one after the other make up an id, without their filters.
    static func elements(of id: String) -> [String] {
        var elements = [""]
        var (depth, isEscaped) = (0, false)
        for character in id {
            if isEscaped || character == "\\" {
                isEscaped.toggle()
            } else if character == "[" {
                depth += 1
            } else if character == "]" {
                depth -= 1
            } else if depth == 0 {
                if character == ";" { elements.append("") } else { elements[elements.count - 1].append(character) }
            }
        }
        return elements.map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }

    /// Whether a transliterator makes its own result longer again, as those do that spell characters out.
    private static func growsAgain(_ id: String) -> Bool {
        guard Normalizer.isKnown(transliterator: id) else { return false }
        let step = Normalizer(.transliteration(id: id))
        let once = step.normalize(letters).text
        return 2 * step.normalize(once).text.utf8.count > 3 * once.utf8.count
    }

    private static let letters = "Az09 !&\\%<é ΑяאاकกあカA漢가😀"

    // MARK: Pieces

    /// The longest stretch that is transliterated at once: ICU's time can be quadratic in its length.
    private static let longestPiece = 2048

    /// The end of the piece that begins at a place: a line, or a part of a long one that ends behind white space or
    /// punctuation in its second half, or else between two characters.
    static func pieceEnd(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let limit = min(start + longestPiece, utf8.count)
        if let lineFeed = utf8[start..<limit].firstIndex(of: UInt8(ascii: "\n")) { return lineFeed + 1 }
        guard limit < utf8.count else { return limit }
        var end = limit
        while end > start + longestPiece / 2 {
            if isSeparator(before: end, in: utf8) { return end }
            end -= 1
        }
        end = limit
        while utf8[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    /// Whether ASCII's white space or punctuation, or a mark of U+3000...U+303F, stands before a place.
    private static func isSeparator(before end: Int, in utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        let last = utf8[end - 1]
        if last < 0x80 { return isASCIIWhitespace(last) || ",.;:!?".utf8.contains(last) }
        return end >= 3 && utf8[end - 3] == 0xE3 && utf8[end - 2] == 0x80 && last & 0xC0 == 0x80
    }
}

extension Normalizer {
    /// What is wrong with steps from a file or a command line: too many, a transliterator that ICU does not have, or
    /// several that would make a text longer and longer; nil if they can be made a normalizer.
    public static func problem(of steps: [Normalization]) -> String? {
        guard steps.count <= TransliterationLimits.maxSteps else {
            return "has \(steps.count) steps, and at most \(TransliterationLimits.maxSteps) are allowed"
        }
        return TransliterationLimits.problem(of: steps)
    }
}
