import Foundation
import Tokenization

@testable import Datasets

/// A record without the fields, for comparison.
struct Brief: Equatable, CustomStringConvertible {
    let line: Int
    let label: String?
    let text: String

    init(_ line: Int, _ label: String?, _ text: String) { (self.line, self.label, self.text) = (line, label, text) }

    init(_ record: TextRecord) { self.init(record.line, record.label, record.text) }

    var description: String { "\(line) \(label ?? "-") \(text.debugDescription)" }

    static func == (first: Brief, second: Brief) -> Bool {
        first.line == second.line && first.label == second.label && first.text.utf8.elementsEqual(second.text.utf8)
    }
}

/// All records of a text that comes in the pieces given, as 'a.txt'.
func records(_ pieces: [[UInt8]], _ options: RecordOptions) throws -> [TextRecord] {
    var rest = pieces[...]
    var reader = RecordReader(file: "a.txt", options: options) { rest.popFirst() }
    var records: [TextRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
}

func briefs(_ text: String, _ format: RecordFormat, _ options: RecordOptions = RecordOptions()) throws -> [Brief] {
    var options = options
    options.format = format
    return try records([Array(text.utf8)], options).map(Brief.init)
}

/// The records of a text, and the error that ends them as text; both in one to be compared.
func outcome(_ pieces: [[UInt8]], _ options: RecordOptions) -> [String] {
    var rest = pieces[...]
    var reader = RecordReader(file: "a.txt", options: options) { rest.popFirst() }
    var found: [String] = []
    do {
        while let record = try reader.next() { found.append("\(Brief(record)) \(record.fields)") }
    } catch let TextEncodingError.malformed(_, _, byteOffset, line, _) {  // the guess depends on what has come
        found.append("bad bytes at \(byteOffset), line \(line)")
    } catch RecordError.binary(_, let line, _) {
        found.append("zero byte in line \(line)")
    } catch {
        found.append("\(error)")
    }
    return found
}
