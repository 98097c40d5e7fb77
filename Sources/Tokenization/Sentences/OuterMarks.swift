/// What remains of a text when the marks around the whole of it are taken away: bullets and numbers of a list, brackets,
/// quotation marks, asterisks and the like in pairs, and HTML tags.
struct OuterMarks {
    private let hasOrdinals: Bool
    /// What is left of the text.
    private(set) var core: ArraySlice<Unicode.Scalar>

    /// - Parameter hasOrdinals: Whether a number with a full stop at the beginning may be an ordinal number: "3. Mai".
    init(_ text: String, hasOrdinals: Bool = false) {
        self.hasOrdinals = hasOrdinals
        let scalars = Array(text.unicodeScalars)
        core = scalars[...]
        for _ in 0..<Self.mostLayers {
            let inner = withoutLayer
            guard inner.count < core.count, inner.contains(where: \.properties.isAlphabetic) else { break }
            core = inner
        }
        let start = scalars[..<core.startIndex].reduce(0) { $0 + UTF8.width($1) }
        range = start..<core.reduce(start) { $0 + UTF8.width($1) }
    }

    /// Where ``core`` stands in the text, in UTF-8.
    private(set) var range = 0..<0

    private static let mostLayers = 8

    /// The core without white space, then a bullet or number, then tags, then a pair of marks.
    private var withoutLayer: ArraySlice<Unicode.Scalar> {
        var inner = core.drop(while: \.isSurrounding)
        while inner.last?.isSurrounding == true { inner.removeLast() }
        inner = inner.dropFirst(Self.bulletLength(inner))
        inner = inner.dropFirst(listNumberLength(inner))
        return Self.withoutPair(Self.withoutTags(inner))
    }

    // MARK: Beginnings

    private static func bulletLength(_ text: ArraySlice<Unicode.Scalar>) -> Int {
        let count = text.prefix { SentenceCore.bullets.contains($0) }.count
        return text.dropFirst(count).first?.properties.isWhitespace == true ? count : 0
    }

    /// The length of "1. ", "1) ", "(a) ", "iv) " at the beginning, 0 where there is none.
    private func listNumberLength(_ text: ArraySlice<Unicode.Scalar>) -> Int {
        let opening = text.first == "(" ? 1 : 0
        let label = text.dropFirst(opening).prefix(5).prefix { $0.isASCII && $0.isReadable }
        let isNumber = !label.isEmpty && label.count <= 3 && label.allSatisfy(\.isDigit)
        let isRoman = !label.isEmpty && label.allSatisfy { "ivxIVX".unicodeScalars.contains($0) }
        guard isNumber || isRoman || (label.count == 1 && !label.first!.isDigit) else { return 0 }
        let marks = text[label.endIndex...].prefix { $0 == "." || $0 == ")" }
        let isStop = marks.elementsEqual(["."]) && isNumber && opening == 0 && !hasOrdinals
        guard isStop || marks.elementsEqual([")"]) || marks.elementsEqual([".", ")"]),
            text[marks.endIndex...].first?.properties.isWhitespace == true
        else { return 0 }
        return opening + label.count + marks.count
    }

    // MARK: Pairs

    private static func withoutPair(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        for (open, close) in pairs where text.count > open.count + close.count {
            guard text.starts(with: open), text.suffix(close.count).elementsEqual(close) else { continue }
            let inner = text.dropFirst(open.count).dropLast(close.count)
            if closes(inner, open, close) { return inner }
        }
        return text
    }

    private static let pairs: [([Unicode.Scalar], [Unicode.Scalar])] = [
        ("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"), ("»", "«"), ("“", "”"), ("„", "“"), ("„", "”"), ("‘", "’"),
        ("「", "」"), ("\"", "\""), ("'", "'"), ("&quot;", "&quot;"), ("&#34;", "&#34;"), ("**", "**"), ("__", "__"),
        ("*", "*"), ("_", "_"), ("`", "`"),
    ].map { (Array($0.0.unicodeScalars), Array($0.1.unicodeScalars)) }

    /// Whether the marks around `inner` belong together: none in it ends what the first began.
    private static func closes(
        _ inner: ArraySlice<Unicode.Scalar>, _ open: [Unicode.Scalar], _ close: [Unicode.Scalar]
    ) -> Bool {
        if ["*", "_", "`"].contains(open[0]), inner.first!.isSurrounding || inner.last!.isSurrounding { return false }
        var depth = 0
        for place in inner.indices where inner[place] == open[0] || inner[place] == close[0] {
            let rest = inner[place...]
            if rest.starts(with: close) {
                if isApostrophe(place, in: inner) { continue }
                depth -= 1
            } else if rest.starts(with: open) {
                depth += 1
            }
            if depth < 0 { return false }
        }
        return depth == 0
    }

    private static func isApostrophe(_ place: Int, in text: ArraySlice<Unicode.Scalar>) -> Bool {
        guard text[place] == "'" || text[place] == "’", place > text.startIndex, place + 1 < text.endIndex else {
            return false
        }
        return text[place - 1].properties.isAlphabetic && text[place + 1].properties.isAlphabetic
    }

    // MARK: Tags

    /// The text between a tag and its end: "<b>I am tired.</b>".
    private static func withoutTags(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        guard text.first == "<", text.last == ">", let end = text.firstIndex(of: ">") else { return text }
        let name = text[..<end].dropFirst().prefix { $0.isASCII && $0.isReadable }
        let close = Array("</".unicodeScalars) + name + [">"]
        let inner = text[(end + 1)...].dropLast(close.count)
        guard !name.isEmpty, !inner.isEmpty, inner.endIndex + close.count == text.endIndex,
            text[inner.endIndex...].elementsEqual(close),
            name.endIndex == end || text[name.endIndex].properties.isWhitespace,
            closes(inner, Array("<".unicodeScalars) + name, Array("</".unicodeScalars) + name)
        else { return text }
        return inner
    }
}

extension SentenceCutter {
    /// The ranges of the sentences in UTF-8 without what stands around each or around all of them: numbers of a list,
    /// brackets, quotation marks, asterisks and the like in pairs, HTML tags. A sentence without any letter is left out.
    ///
    /// ```swift
    /// SentenceCutter(locale: "en").bareSentences(in: "1. (I am tired.) 12!")  // [4..<15]
    /// ```
    public func bareSentences(in text: String) -> [Range<Int>] {
        let utf8 = Array(text.utf8)
        let outer = OuterMarks(text, hasOrdinals: hasOrdinals).range
        return sentences(in: String(decoding: utf8[outer], as: UTF8.self)).compactMap { sentence in
            let start = outer.lowerBound + sentence.lowerBound
            let text = String(decoding: utf8[start..<start + sentence.count], as: UTF8.self)
            guard text.unicodeScalars.contains(where: \.properties.isAlphabetic) else { return nil }
            let range = OuterMarks(text, hasOrdinals: hasOrdinals).range
            return start + range.lowerBound..<start + range.upperBound
        }
    }
}
