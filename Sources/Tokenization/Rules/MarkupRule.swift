/// HTML's markup, for ``Normalization/stripMarkup``.
///
/// Follows the tokenization of the HTML standard (section 13.2.5) where a text is likely to be HTML, and leaves alone what
/// its rules would take for a tag though nobody meant one: a name that is no element's, words in the place of attributes
/// ("a <b and c> d"), a comment or a quotation mark that is never closed.
enum MarkupRule {
    static func forEachMarkup(in utf8: UnsafeBufferPointer<UInt8>, _ body: TextRules.Found) {
        var scanner = MarkupScanner(utf8: utf8)
        var start = 0
        while let place = utf8.position(of: UInt8(ascii: "<"), from: start) {
            guard let found = scanner.markup(at: place) else {
                start = place + 1
                continue
            }
            body(place..<found.end, found.replacement)
            start = found.end
        }
    }
}

/// Looks for markup in one text. Where something closes is remembered, so that the time grows with the length.
private struct MarkupScanner {
    let utf8: UnsafeBufferPointer<UInt8>
    /// Where each mark was last found to begin; the length of the text where it does not come any more.
    private var places: [String: Int] = [:]

    init(utf8: UnsafeBufferPointer<UInt8>) { self.utf8 = utf8 }

    typealias Found = (end: Int, replacement: String)

    /// The markup that begins with the "<" at a place.
    mutating func markup(at place: Int) -> Found? {
        guard place + 1 < utf8.count else { return nil }
        switch utf8[place + 1] {
        case UInt8(ascii: "!"): return declaration(at: place)
        case UInt8(ascii: "?"): return instruction(at: place)
        case UInt8(ascii: "/"): return tag(nameAt: place + 2, isClosing: true)
        default: return tag(nameAt: place + 1, isClosing: false)
        }
    }

    /// A comment, a CDATA section, a conditional of old browsers, or the doctype.
    private mutating func declaration(at place: Int) -> Found? {
        if hasPrefix("<!--", at: place) {
            if hasPrefix(">", at: place + 4) { return (place + 5, "") }
            if hasPrefix("->", at: place + 4) { return (place + 6, "") }
            let plain = end(of: "-->", from: place + 4)
            let bang = end(of: "--!>", from: place + 4)
            return [plain, bang].compactMap { $0 }.min().map { ($0, "") }
        }
        if hasPrefix("<![cdata[", at: place) { return end(of: "]]>", from: place + 9).map { ($0, "") } }
        guard hasPrefix("<![if", at: place) || hasPrefix("<![endif", at: place) || hasPrefix("<!doctype", at: place)
        else {
            return nil
        }
        return end(of: ">", from: place + 2).map { ($0, " ") }
    }

    /// A processing instruction, such as `<?xml version="1.0"?>`.
    private mutating func instruction(at place: Int) -> Found? {
        guard place + 2 < utf8.count, TextRules.isLetter(utf8[place + 2]) else { return nil }
        return end(of: "?>", from: place + 2).map { ($0, " ") }
    }

    /// A tag, and with that of a script or a style sheet all up to its end.
    private mutating func tag(nameAt start: Int, isClosing: Bool) -> Found? {
        var nameEnd = start
        while nameEnd < utf8.count, nameEnd - start <= Self.longestName, isNameByte(utf8[nameEnd]) { nameEnd += 1 }
        let name = String(decoding: utf8[start..<nameEnd], as: UTF8.self).lowercased()
        guard Self.elements.contains(name), let end = attributesEnd(from: nameEnd) else { return nil }
        if name == "wbr" { return (end, "") }
        if !isClosing, Self.unreadElements.contains(name), let close = self.end(of: "</" + name, from: end),
            let closeEnd = self.end(of: ">", from: close)
        {
            return (closeEnd, " ")
        }
        return (end, " ")
    }

    private func isNameByte(_ byte: UInt8) -> Bool { TextRules.isLetter(byte) || TextRules.isDigit(byte) }

    // MARK: Attributes

    /// Behind the ">" of a tag whose attributes begin at a place; nil if these are no attributes.
    ///
    /// They are names with values, or names that HTML knows without one. With one value, other names are taken for
    /// mistakes of the author and not for words.
    private func attributesEnd(from start: Int) -> Int? {
        var (place, hasValue, hasStrangeName) = (start, false, false)
        while place < utf8.count {
            let gapStart = place
            while place < utf8.count, isASCIIWhitespace(utf8[place]) || utf8[place] == UInt8(ascii: "/") { place += 1 }
            guard place < utf8.count else { return nil }
            if utf8[place] == UInt8(ascii: ">") { return hasStrangeName && !hasValue ? nil : place + 1 }
            let nameStart = place
            while place < utf8.count, isAttributeByte(utf8[place]) { place += 1 }
            guard place > nameStart, nameStart > gapStart || hasValue else { return nil }
            let nameEnd = place
            while place < utf8.count, isASCIIWhitespace(utf8[place]) { place += 1 }
            if place < utf8.count, utf8[place] == UInt8(ascii: "=") {
                guard let end = valueEnd(from: place + 1) else { return nil }
                (place, hasValue) = (end, true)
            } else {
                let name = String(decoding: utf8[nameStart..<nameEnd], as: UTF8.self).lowercased()
                hasStrangeName = hasStrangeName || !Self.bareAttributes.contains(name)
                place = nameEnd
            }
        }
        return nil
    }

    private func isAttributeByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || byte >= 0x80 || Self.attributeSigns.contains(byte)
    }

    /// Behind a value, in quotation marks or bare.
    private func valueEnd(from start: Int) -> Int? {
        var place = start
        while place < utf8.count, isASCIIWhitespace(utf8[place]) { place += 1 }
        guard place < utf8.count else { return nil }
        let quote = utf8[place]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            let limit = min(utf8.count, place + Self.longestValue)
            return utf8[(place + 1)..<limit].firstIndex(of: quote).map { $0 + 1 }
        }
        let first = place
        while place < utf8.count, !isASCIIWhitespace(utf8[place]), utf8[place] != UInt8(ascii: ">") {
            if utf8[place] == UInt8(ascii: "<") { return nil }
            place += 1
        }
        return place > first ? place : nil
    }

    // MARK: Searching

    private func hasPrefix(_ prefix: StaticString, at place: Int) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard place + count <= utf8.count else { return false }
        return (0..<count).allSatisfy { lowercased(utf8[place + $0]) == prefix.utf8Start[$0] }
    }

    /// Behind the next `mark`, which is in lower case; nil if there is none.
    private mutating func end(of mark: String, from start: Int) -> Int? {
        let known = places[mark] ?? -1
        let place = known >= start ? known : self.place(of: Array(mark.utf8), from: start)
        places[mark] = place
        return place < utf8.count ? place + mark.utf8.count : nil
    }

    private func place(of mark: [UInt8], from start: Int) -> Int {
        var from = start
        while let place = utf8.position(of: mark[0], from: from), place + mark.count <= utf8.count {
            if mark.indices.allSatisfy({ lowercased(utf8[place + $0]) == mark[$0] }) { return place }
            from = place + 1
        }
        return utf8.count
    }

    private func lowercased(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }

    // MARK: Names

    private static let longestName = 10
    /// Longer values are pictures in the text of a page; such a tag is looked through at most once.
    private static let longestValue = 1 << 22
    private static let attributeSigns = Set("-_:.@#*()[]".utf8)
    /// Elements whose contents are no text to read.
    private static let unreadElements: Set<String> = ["script", "style"]

    /// The elements of the HTML standard, and those that it lists as obsolete.
    private static let elements = Set(
        """
        a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
        button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div
        dl dt element em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header
        hgroup hr html i iframe image img input ins isindex kbd keygen label layer legend li link listing main map mark
        marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option
        output p param picture plaintext portal pre progress q rb rbc rp rt rtc ruby s samp script search section select
        shadow slot small source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot
        th thead time title tr track tt u ul var video wbr xmp
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Attributes that stand without a value.
    private static let bareAttributes = Set(
        """
        allowfullscreen allowusermedia async autofocus autoplay checked compact contenteditable controls crossorigin
        declare default defer disabled download draggable formnovalidate hidden inert inline ismap itemscope loop multiple
        muted nohref nomodule noresize noshade novalidate nowrap open playsinline readonly required reversed scoped seamless
        selected spellcheck truespeed typemustmatch
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
