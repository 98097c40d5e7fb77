import Recurrent

/// How `textgen tokenize` prints tokens.
enum TokenFormat: String, CaseIterable {
    /// A token a line, an empty line behind each line of input.
    case lines
    /// One JSON object for each line of input.
    case jsonl
    /// One JSON array of such objects.
    case json
}

/// Turns lines of text into printed tokens.
struct LineTokens: Sendable {
    /// What cuts a line.
    enum Cutter: Sendable {
        case segmenter(Segmenter)
        case scalars
        case bytes
        case tokenizer(Tokenizer)
    }

    let cutter: Cutter
    let normalizer: Normalizer
    let format: TokenFormat
    /// Whether tokens of white space alone are printed, where tokens are words.
    let keepsWhitespace: Bool
    /// Whether lines of tokens say where each stands.
    let showsOffsets: Bool

    /// The segmenter for lines that are cut as they come; nil where a line must be there as a whole.
    var streamingSegmenter: Segmenter? {
        guard case .segmenter(let segmenter) = cutter, normalizer.steps.isEmpty else { return nil }
        return segmenter
    }

    /// A session of the tokenizer, where there is one.
    func makeSession() -> TokenizerSession? {
        guard case .tokenizer(let tokenizer) = cutter else { return nil }
        return TokenizerSession(tokenizer)
    }

    /// Prints one line of valid UTF-8, which does not hold its line feed.
    func append(_ line: ArraySlice<UInt8>, _ session: inout TokenizerSession?, to output: inout [UInt8]) {
        var count = 0
        open(&output)
        defer { close(&output) }
        if case .tokenizer(let tokenizer) = cutter,
            let encoding = session?.encode(String(decoding: line, as: UTF8.self))
        {
            for (id, range) in zip(encoding.ids, encoding.byteRanges) {
                let token = PrintedToken(range: range, id: id)
                var name =
                    id == Vocabulary.unknownID
                    ? String(decoding: line.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
                    : tokenizer.vocabulary.name(of: id)
                name.withUTF8 { append(token, $0, count: &count, to: &output) }
            }
        } else if normalizer.steps.isEmpty {
            line.withUnsafeBufferPointer { utf8 in
                forEachPiece(of: utf8) { range, segment in
                    let token = PrintedToken(range: range, kind: kind(of: segment))
                    append(token, utf8, range, count: &count, to: &output)
                }
            }
        } else {
            let normalized = normalizer.normalize(String(decoding: line, as: UTF8.self))
            Array(normalized.text.utf8).withUnsafeBufferPointer { utf8 in
                forEachPiece(of: utf8) { range, segment in
                    let token = PrintedToken(
                        range: normalized.alignment.sourceRange(of: range), kind: kind(of: segment))
                    append(token, utf8, range, count: &count, to: &output)
                }
            }
        }
    }

    /// Begins a line of input.
    func open(_ output: inout [UInt8]) {
        if format != .lines { output.append("{\"tokens\":[") }
    }

    /// Ends a line of input.
    func close(_ output: inout [UInt8]) { output.append(format == .lines ? "\n" : "]}\n") }

    /// Prints a token, the `count`th of its line.
    func append(
        _ token: PrintedToken, _ text: UnsafeBufferPointer<UInt8>, count: inout Int, to output: inout [UInt8]
    ) {
        if format == .lines {
            token.appendLine(text, showsOffsets: showsOffsets, to: &output)
        } else {
            if count > 0 { output.append(UInt8(ascii: ",")) }
            token.appendJSON(text, to: &output)
        }
        count += 1
    }

    func kind(of segment: Segment?) -> PrintedToken.Kind {
        guard let segment, case .segmenter(let segmenter) = cutter else { return .unnamed }
        switch segmenter.unit {
        case .word: return .word(segment.kind)
        case .sentence, .line: return segment.endsHard ? .hardEnd : .unnamed
        case .grapheme: return .unnamed
        }
    }

    /// Whether a segment is one that is not printed.
    func skips(_ segment: Segment, _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !keepsWhitespace, case .segmenter(let segmenter) = cutter, segmenter.unit == .word else { return false }
        return segment.isWhitespace(utf8)
    }

    private func forEachPiece(of utf8: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, Segment?) -> Void) {
        switch cutter {
        case .segmenter(let segmenter):
            segmenter.forEachSegment(inUTF8: utf8) { segment in
                if !skips(segment, UnsafeBufferPointer(rebasing: utf8[segment.range])) { body(segment.range, segment) }
            }
        case .bytes, .tokenizer:
            for index in utf8.indices { body(index..<index + 1, nil) }
        case .scalars:
            var start = 0
            for index in utf8.indices.dropFirst() where utf8[index] & 0xC0 != 0x80 {
                body(start..<index, nil)
                start = index
            }
            if !utf8.isEmpty { body(start..<utf8.count, nil) }
        }
    }

    /// Prints a piece; a single byte that is no character by its number.
    private func append(
        _ token: PrintedToken, _ utf8: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, count: inout Int,
        to output: inout [UInt8]
    ) {
        if case .bytes = cutter, utf8[range.lowerBound] >= 0x80 {
            var name = "<0x\(String(utf8[range.lowerBound], radix: 16, uppercase: true))>"
            name.withUTF8 { append(token, $0, count: &count, to: &output) }
        } else {
            append(token, UnsafeBufferPointer(rebasing: utf8[range]), count: &count, to: &output)
        }
    }
}

/// What is printed of a token besides its text.
struct PrintedToken {
    enum Kind: Equatable {
        case unnamed
        case word(SegmentKind)
        /// Of sentences and lines: one that ends at a paragraph or line separator.
        case hardEnd
    }

    /// UTF-8 bytes in the line of input.
    let range: Range<Int>
    var id: Int32?
    var kind = Kind.unnamed

    func appendJSON(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        output.append("{\"text\":\"")
        output.append(escaping: text) { byte in
            switch byte {
            case UInt8(ascii: "\""): "\\\""
            case UInt8(ascii: "\\"): "\\\\"
            case 0..<0x20, 0x7F: (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
            default: nil
            }
        }
        output.append("\",\"start\":")
        output.append(decimal: range.lowerBound)
        output.append(",\"end\":")
        output.append(decimal: range.upperBound)
        if let id {
            output.append(",\"id\":")
            output.append(decimal: Int(id))
        }
        switch kind {
        case .unnamed: break
        case .word(let kind):
            output.append(",\"kind\":\"")
            output.append(kind.name)
            output.append("\"")
        case .hardEnd: output.append(",\"hard\":true")
        }
        output.append("}")
    }

    func appendLine(_ text: UnsafeBufferPointer<UInt8>, showsOffsets: Bool, to output: inout [UInt8]) {
        output.append(escaping: text) { byte in
            switch byte {
            case UInt8(ascii: "\n"): "\\n"
            case UInt8(ascii: "\r"): "\\r"
            case UInt8(ascii: "\t"): "\\t"
            case UInt8(ascii: "\\"): "\\\\"
            default: nil
            }
        }
        if showsOffsets {
            for number in [range.lowerBound, range.upperBound] + (id.map { [Int($0)] } ?? []) {
                output.append("\t")
                output.append(decimal: number)
            }
            if case .word(let kind) = kind {
                output.append("\t")
                output.append(kind.name)
            }
        }
        output.append("\n")
    }
}

extension SegmentKind {
    fileprivate var name: StaticString {
        switch self {
        case .none: "none"
        case .number: "number"
        case .letter: "letter"
        case .kana: "kana"
        case .ideograph: "ideograph"
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ literal: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    fileprivate mutating func append(decimal number: Int) {
        var (rest, place) = (number, count)
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        var last = count - 1
        while place < last {
            swapAt(place, last)
            (place, last) = (place + 1, last - 1)
        }
    }

    /// Appends text in stretches between the bytes for which `escape` has something else.
    fileprivate mutating func append(escaping text: UnsafeBufferPointer<UInt8>, _ escape: (UInt8) -> String?) {
        var start = 0
        for index in text.indices where text[index] < 0x80 && (text[index] < 0x30 || text[index] > 0x5A) {
            guard let escaped = escape(text[index]) else { continue }
            append(contentsOf: text[start..<index])
            append(contentsOf: escaped.utf8)
            start = index + 1
        }
        append(contentsOf: text[start...])
    }
}
