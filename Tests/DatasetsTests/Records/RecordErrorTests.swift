import TestSupport
import Testing
import Tokenization

@testable import Datasets

/// Files that are damaged, hostile, or something else.
@Suite struct RecordErrorTests {
    private static let refusals: [(RecordFormat, String, RecordError)] = [
        (.csv, "label,text\n1,x\n\n2\n", .tooFewCells(file: "a.txt", line: 4, found: 1, needed: 2)),
        (.tsv, "1\tx\n2\n", .tooFewCells(file: "a.txt", line: 2, found: 1, needed: 2)),
        (.csv, "1,x\n2,y, z\n", .tooManyCells(file: "a.txt", line: 2, found: 3, expected: 2)),
        (.tsv, "1\tx\n2\ty\tz\n", .tooManyCells(file: "a.txt", line: 2, found: 3, expected: 2)),
        (.csv, "1,x\n2,\"y\n3,z\n", .unclosedQuote(file: "a.txt", line: 2)),
        (.csv, "1,x\n\"2\n\n\",\"y\n3,z\n", .unclosedQuote(file: "a.txt", line: 4)),
        (.csv, "\"", .unclosedQuote(file: "a.txt", line: 1)),
        (.csv, "1,x\n2,\"y\n\"z\n", .textBehindQuote(file: "a.txt", line: 3)),
        (.csv, "1,\"x\" \"y\"\n", .textBehindQuote(file: "a.txt", line: 1)),
        (
            .jsonl, "{\"text\": \"x\"}\n{\"label\": 1}\n",
            .missingField(file: "a.txt", line: 2, field: "text", fields: ["label"])
        ),
        (.jsonl, "{}", .missingField(file: "a.txt", line: 1, field: "text", fields: [])),
        (.jsonl, "{\"text\": null}", .fieldIsNoText(file: "a.txt", line: 1, field: "text")),
        (.jsonl, "{\"text\": \"a\", \"label\": [1]}", .fieldIsNoText(file: "a.txt", line: 1, field: "label")),
        (.text, "a\nb\0c\n", .binary(file: "a.txt", line: 2, guess: nil)),
        (.csv, "a\n\"b\n\0\"\n", .binary(file: "a.txt", line: 3, guess: nil)),
        (.text, "a\n" + String(repeating: "b", count: 101) + "\n", .tooLong(file: "a.txt", line: 2, limit: 100)),
        (.text, "a\n" + String(repeating: "b", count: 101), .tooLong(file: "a.txt", line: 2, limit: 100)),
        (.csv, "a\n" + String(repeating: "b", count: 101), .tooLong(file: "a.txt", line: 2, limit: 100)),
        (.csv, "a\n\"" + String(repeating: "b\n", count: 101), .unclosedQuote(file: "a.txt", line: 2)),
    ]

    @Test(arguments: refusals.indices) func whatIsWrongIsNamed(index: Int) throws {
        let (format, text, expected) = Self.refusals[index]
        let options = RecordOptions(format: format, lengthLimit: 100)
        for pieces in [[Array(text.utf8)], text.utf8.map { [$0] }] {
            let error = try #require(throws: RecordError.self) { try records(pieces, options) }
            #expect(error == expected)
            #expect(error.description.contains("'a.txt', line "))
        }
    }

    private static let badObjects = [
        "[", "x", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":+1}", "{\"a\":nul}", "{\"a\":NaN}", "{a:1}", "{\"a\":1}}", "{\"a\":1} x", "{\"a\":\"x}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u+123\"}", "{\"a\":[1 2]}", "{\"a\":[1,]}",
        "{\"a\":{\"b\"}}",
        "{\"a\":\"\\", "[{\"text\":\"x\"}]", "{\"a\":" + String(repeating: "[", count: 100_000),
        "{\"a\":" + String(repeating: "{\"a\":", count: 100_000), "{\"a\" 1}", "{,}", "\"text\"", "{\"a\":١}",
    ]

    @Test(arguments: badObjects.map { Named($0) }) func linesThatAreNoObjectsAreRefused(line: Named<String>) throws {
        let text = "{\"text\":\"x\"}\n" + line.value
        let error = try #require(throws: RecordError.self) { try briefs(text, .jsonl) }
        guard case .invalidJSON("a.txt", 2, let reason) = error else { throw error }
        #expect(reason.contains("byte "))
    }

    @Test func badBytesAreNamedAndGuessedAt() throws {
        let bytes =
            Array("good\n".utf8)
            + Array("L'\u{e9}t\u{e9} \u{e0} la cr\u{e8}me, tr\u{e8}s bon".unicodeScalars.map { UInt8($0.value) })
        var rest = [bytes][...]
        var reader = RecordReader(file: "a.txt") { rest.popFirst() }
        #expect(try reader.next()?.text == "good")
        for _ in 0..<2 {
            let error = try #require(throws: TextEncodingError.self) { try reader.next() }
            let guess = TextEncoding(named: "windows-1252")
            #expect(error == .malformed(file: "a.txt", encoding: .utf8, byteOffset: 7, line: 2, guess: guess))
        }
    }

    @Test func utf16IsRecognised() throws {
        let units = Array("Some plain words\nand more of them\n".utf16)
        let bytes = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let marked = try #require(throws: TextEncodingError.self) { try records([[0xFF, 0xFE] + bytes], .init()) }
        #expect(marked.description.contains("set `encoding` to utf-16le"))
        let plain = try #require(throws: RecordError.self) { try records([bytes], .init()) }
        guard case .binary(_, 1, _) = plain else { throw plain }
    }

    @Test(
        arguments: [
            ([0x1F, 0x8B, 0x08, 0x00, 0x00], "gzip -d"), ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], "unzip"),
            ([0x28, 0xB5, 0x2F, 0xFD, 0x00], "zstd -d"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz -d"),
        ] as [([UInt8], String)])
    func compressedFilesAreRecognised(bytes: [UInt8], command: String) throws {
        let error = try #require(throws: RecordError.self) { try records([bytes], .init()) }
        #expect(error == .compressed(file: "a.txt", command: command))
    }

    @Test func picturesAreNoText() throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52]
        let error = try #require(throws: RecordError.self) { try records([png], .init()) }
        #expect(error.description.contains("it may not be a text; set `encoding` if it is one"))
    }

    @Test func whatTheSourceThrowsComesBehindTheRecords() throws {
        struct Broken: Error {}
        nonisolated(unsafe) var isFirst = true
        var reader = RecordReader(file: "a.txt") {
            defer { isFirst = false }
            if isFirst { return Array("one\ntw".utf8) }
            throw Broken()
        }
        #expect(try reader.next()?.text == "one")
        #expect(throws: Broken.self) { try reader.next() }
    }

    @Test func tooManyCellsDoNotTakeMemory() {
        for (format, separator) in [(RecordFormat.tsv, "\t"), (.csv, ",")] {
            let text = String(repeating: separator, count: 100_000)
            #expect(throws: RecordError.self) { try briefs(text, format) }
        }
    }
}
