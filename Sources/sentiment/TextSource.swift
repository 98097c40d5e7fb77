import Foundation
import Recurrent

/// A text to be classified and where it is from.
struct TextItem: Sendable {
    let text: String
    let file: String
    /// The line it begins in, from 1.
    let line: Int
    /// Its bytes in the record, for a sentence of one.
    let byteRange: Range<Int>?
    /// The names and values of the row or object that it stands in; nil for lines of text, and where nobody asks.
    let columns: (names: [String], values: [String])?
    /// Whether it is an object of JSON Lines, which may lack fields that others have.
    let isObject: Bool
    /// Whether it is a part of a file: a line, a row or an object.
    let isRecord: Bool
    /// Bytes of the file read so far.
    let bytesRead: Int
    /// What was left out of a very long text: so many bytes at a place.
    var omission: (place: Int, count: Int)?

    /// Where a byte of ``text`` stands in the text as it was.
    func place(_ offset: Int) -> Int {
        guard let omission, offset >= omission.place else { return offset }
        return offset + omission.count
    }
}

/// The texts of a file or of standard input, one after the other: documents, lines, or sentences of either. A row or an
/// object without a sentence is one text.
struct TextSource {
    private let name: String
    private let unit: TextUnit
    private var reader: RecordReader
    private var sentences: [TextItem] = []
    private let keepsColumns: Bool
    private let sentenceRanges: (String) -> [Range<Int>]
    private var isAtEnd = false

    /// Of a text longer than twice this only beginning and end are kept, which is all that a model reads of it.
    private static let keptBytes = 256 << 10

    /// - Parameters:
    ///   - keepsColumns: Whether items have the columns of their rows and objects.
    ///   - tokenizer: What it takes as one, such as a comment of HTML, is not cut into sentences.
    init(
        _ url: URL?, name: String, unit: TextUnit, options: RecordOptions, keepsColumns: Bool = false,
        tokenizer: Tokenizer
    ) throws {
        (self.name, self.unit, self.keepsColumns) = (name, unit, keepsColumns)
        sentenceRanges = tokenizer.sentenceRanges
        reader = try RecordReader(contentsOf: url, options: options)
    }

    /// The columns of a table, once the first row is read.
    var columns: RecordColumns? { reader.columns }

    /// Says at the end what a person should know of how the texts were read.
    func tell(_ note: (ReadingNote) -> Void) { reader.tell(note) }

    mutating func next() throws -> TextItem? {
        if try unit == .document && reader.detectFormat() == .text {
            guard !isAtEnd else { return nil }
            isAtEnd = true
            return try wholeText()
        }
        while sentences.isEmpty {
            guard let record = try reader.next() else { return nil }
            guard unit == .sentence else { return item(record, record.text, nil) }
            let utf8 = Array(record.text.utf8)
            var ranges = sentenceRanges(record.text)
            // A row or an object stays in the count; a blank line of plain text is none.
            if ranges.isEmpty, reader.format != .text { ranges = [utf8.indices] }
            sentences = ranges.reversed().map { range in
                item(record, String(decoding: utf8[range], as: UTF8.self), range)
            }
        }
        return sentences.removeLast()
    }

    private func item(_ record: TextRecord, _ text: String, _ range: Range<Int>?) -> TextItem {
        var kept = ends()
        var text = text
        text.withUTF8 { kept.append($0[...]) }
        let (short, omission) = kept.text
        return TextItem(
            text: omission == nil ? text : short, file: name, line: record.line, byteRange: range,
            columns: keepsColumns ? record.columns(of: reader.format) : nil,
            isObject: reader.format == .jsonl, isRecord: true,
            bytesRead: reader.byteCount,
            omission: omission)
    }

    /// A file as one text.
    private mutating func wholeText() throws -> TextItem {
        var kept = ends()
        while let piece = try reader.nextPiece() { piece.withUnsafeBufferPointer { kept.append($0[...]) } }
        let (text, omission) = kept.text
        return TextItem(
            text: text, file: name, line: 1, byteRange: nil, columns: nil, isObject: false, isRecord: false,
            bytesRead: reader.byteCount,
            omission: omission
        )
    }

    private func ends() -> TextEnds { TextEnds(limit: Self.keptBytes) }
}

/// The beginning and the end of a text that comes in pieces, or all of it where it is short.
private struct TextEnds {
    let limit: Int
    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    private var count = 0

    init(limit: Int) { self.limit = limit }

    mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        count += bytes.count
        let room = max(0, limit - head.count)
        head += bytes.prefix(room)
        tail += bytes.dropFirst(room).suffix(2 * limit)
        if tail.count > 4 * limit { tail.removeFirst(tail.count - limit) }
    }

    /// The text, cut between characters, and what is missing from it.
    var text: (String, omission: (place: Int, count: Int)?) {
        guard count > 2 * limit else { return (String(decoding: head + tail, as: UTF8.self), nil) }
        var head = head[...]
        while let last = head.last, last & 0xC0 == 0x80 { head.removeLast() }  // the rest of a character that is cut
        if let last = head.last, last >= 0xC0 { head.removeLast() }
        let tail = tail.suffix(limit).drop { $0 & 0xC0 == 0x80 }
        return (
            String(decoding: head + [UInt8(ascii: "\n")] + tail, as: UTF8.self),
            (head.count + 1, count - head.count - tail.count - 1)
        )
    }
}
