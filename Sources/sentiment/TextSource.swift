import Datasets
import Foundation
import Recurrent
import Tensors
import Tokenization

/// A text to be classified and where it is from.
struct TextItem: Sendable {
    let text: String
    let file: String
    /// The line it begins in, from 1.
    let line: Int
    /// Its bytes in the record, for a sentence of one.
    let byteRange: Range<Int>?
    /// The cells of the row, for tables.
    let fields: [String]
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

/// The texts of a file or of standard input, one after the other: documents, lines, or sentences of either.
struct TextSource {
    private let name: String
    private let unit: TextUnit
    private var reader: RecordReader
    private var sentences: [TextItem] = []
    private let readsWhole: Bool
    private var isAtEnd = false

    /// Of a text longer than twice this only beginning and end are kept, which is all that a model reads of it.
    private static let keptBytes = 256 << 10

    init(_ url: URL?, name: String, unit: TextUnit, options: RecordOptions) throws {
        (self.name, self.unit) = (name, unit)
        reader = try RecordReader(contentsOf: url, options: options)
        readsWhole = unit == .document && reader.format == .text
    }

    /// The header of a table, once the first row is read.
    var header: [String]? { reader.header }

    mutating func next() throws -> TextItem? {
        if let sentence = sentences.popLast() { return sentence }
        guard !isAtEnd else { return nil }
        if readsWhole {
            isAtEnd = true
            return try wholeText()
        }
        guard let record = try reader.next() else { return nil }
        guard unit == .sentence else { return item(record, record.text, nil) }
        let utf8 = Array(record.text.utf8)
        sentences = Segmenter.sentences.ranges(in: record.text).reversed().map { range in
            item(record, String(decoding: utf8[range], as: UTF8.self), range)
        }
        return try next()
    }

    private func item(_ record: TextRecord, _ text: String, _ range: Range<Int>?) -> TextItem {
        var kept = ends()
        var text = text
        text.withUTF8 { kept.append($0[...]) }
        let (short, omission) = kept.text
        return TextItem(
            text: omission == nil ? text : short, file: name, line: record.line, byteRange: range,
            fields: record.fields,
            bytesRead: reader.byteCount, omission: omission)
    }

    /// A file as one text.
    private mutating func wholeText() throws -> TextItem {
        var kept = ends()
        while let piece = try reader.nextPiece() { piece.withUnsafeBufferPointer { kept.append($0[...]) } }
        let (text, omission) = kept.text
        return TextItem(
            text: text, file: name, line: 1, byteRange: nil, fields: [], bytesRead: reader.byteCount, omission: omission
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
