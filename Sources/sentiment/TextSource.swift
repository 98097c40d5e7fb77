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
    private static let keptBytes = 2 << 20

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
        TextItem(
            text: text, file: name, line: record.line, byteRange: range, fields: record.fields,
            bytesRead: reader.byteCount)
    }

    /// All lines as one text.
    private mutating func wholeText() throws -> TextItem {
        var (head, tail): ([UInt8], [UInt8]) = ([], [])
        while let record = try reader.next() {
            if head.count < Self.keptBytes {
                head += record.text.utf8
                head.append(UInt8(ascii: "\n"))
            } else {
                tail += record.text.utf8
                tail.append(UInt8(ascii: "\n"))
                if tail.count > 2 * Self.keptBytes { tail.removeFirst(tail.count - Self.keptBytes) }
            }
        }
        return TextItem(
            text: String(decoding: head + tail, as: UTF8.self), file: name, line: 1, byteRange: nil, fields: [],
            bytesRead: reader.byteCount)
    }
}
