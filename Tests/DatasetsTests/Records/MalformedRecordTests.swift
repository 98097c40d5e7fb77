import Testing
import Tokenization

@testable import Datasets

/// One bad byte does not end a feed that may go on.
@Suite struct MalformedRecordTests {
    private func read(
        _ bytes: [UInt8], _ options: RecordOptions
    ) throws -> (records: [Brief], losses: ReadingLosses) {
        var found: [[Brief]] = []
        var losses: [ReadingLosses] = []
        for pieces in [[bytes], bytes.map { [$0] }] {  // the same however the text is cut
            var rest = pieces[...]
            var reader = RecordReader(file: "a", options: options) { rest.popFirst() }
            var records: [Brief] = []
            while let record = try reader.next() { records.append(Brief(record)) }
            found.append(records)
            losses.append(reader.losses)
        }
        #expect(found[0] == found[1])
        #expect(losses[0] == losses[1])
        return (found[0], losses[0])
    }

    private static let lines: [(RecordFormat, String)] = [
        (.text, "a\nb\u{1}b\nc\n"), (.tsv, "1\ta\n1\tb\u{1}b\n1\tc\n"), (.csv, "1,a\n1,\"b\u{1}b\"\n1,c\n"),
        (.jsonl, "{\"text\":\"a\"}\n{\"text\":\"b\u{1}b\"}\n{\"text\":\"c\"}\n"),
        (.fasttext, "__label__1 a\n__label__1 b\u{1}b\n__label__1 c"),
    ]

    @Test(arguments: lines, [0xFF, 0x00, 0xC3] as [UInt8])
    func badBytesAreReplacedOrTheirRecordIsSkipped(line: (RecordFormat, String), bad: UInt8) throws {
        let bytes = line.1.utf8.map { $0 == 1 ? bad : $0 }
        let replaced = try read(bytes, .init(format: line.0, malformed: .replace))
        #expect(replaced.records.map(\.text) == ["a", "b\u{FFFD}b", "c"])
        #expect(replaced.losses.replacedCount == 1 && replaced.losses.firstLines == [2])
        let skipped = try read(bytes, .init(format: line.0, malformed: .skip))
        #expect(skipped.records.map(\.text) == ["a", "c"] && skipped.records.map(\.line) == [1, 3])
        #expect(skipped.losses.skippedCount == 1)
        #expect(skipped.losses.note(file: "a")?.text.contains("1 record skipped") == true)
        #expect(throws: (any Error).self) { try read(bytes, .init(format: line.0)) }
    }

    @Test(arguments: [
        (RecordFormat.tsv, "1\ta\n1\n2\tb\tc\n1\td\n"), (.csv, "1,a\n1\n1,\"x\" y\n2,\"b\" z,\"\n1,d\n"),
        (.jsonl, "{\"text\":\"a\"}\nnot\n{\"label\":1}\n{\"text\":\"d\"}\n"),
    ])
    func damagedRecordsAreSkippedToo(format: RecordFormat, text: String) throws {
        let found = try read(Array(text.utf8), .init(format: format, malformed: .skip))
        #expect(found.records.map(\.text) == ["a", "d"])
        #expect(found.losses.skippedCount >= 2)
        #expect(throws: RecordError.self) { try read(Array(text.utf8), .init(format: format, malformed: .replace)) }
    }

    @Test func aMistakeOfTheCallerIsNotSkipped() {
        #expect(throws: RecordError.self) {
            try read(Array("{\"a\":1}\n{\"a\":2}\n".utf8), .init(format: .jsonl, malformed: .skip))
        }
        #expect(throws: RecordError.self) {
            try read(Array("a,b\n1,2\n".utf8), .init(format: .csv, malformed: .skip, textColumn: .name("x")))
        }
    }

    @Test func otherEncodingsAndPackedFilesToo() throws {
        let units: [UInt16] = [0x61, 0x0A, 0xD800, 0x62, 0x0A, 0x63]
        let bytes = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let encoding = try TextEncoding("utf-16le")
        #expect(try read(bytes, .init(encoding: encoding, malformed: .skip)).records.map(\.text) == ["a", "c"])
        let replaced = try read(bytes, .init(encoding: encoding, malformed: .replace)).records.map(\.text)
        #expect(replaced.count == 3 && replaced[1].hasPrefix("\u{FFFD}") && replaced[1].hasSuffix("b"))
        #expect(throws: RecordError.compressed(file: "a", command: "gzip -d")) {
            try read([0x1F, 0x8B, 8, 0, 0, 0, 0xFF, 0x0A], .init(malformed: .replace))
        }
    }

    @Test func manyBadBytesTakeNoLongerThanGoodOnes() throws {
        for bad in [0xFF, 0] as [UInt8] {
            var rest = [[UInt8](repeating: bad, count: 1 << 18)][...]
            var reader = RecordReader(file: "a", options: .init(malformed: .replace)) { rest.popFirst() }
            #expect(try reader.next()?.text.unicodeScalars.count == 1 << 18)
            #expect(reader.losses.replacedCount == 1 << 18)
        }
    }

    // MARK: Other layouts

    @Test func labelsOfFastTextAreWordsOfTheLine() throws {
        let text =
            "__label__5 A fine  film.\r\n\n\t__label__neg\tdull __label__\nno label here\nat the end __label__x\n__label__y\n"
        let found = try briefs(text, .fasttext)
        #expect(
            found == [
                .init(1, "5", "A fine  film."), .init(3, "neg", "dull __label__"), .init(4, nil, "no label here"),
                .init(5, "x", "at the end"), .init(6, "y", ""),
            ])
        var rest = [Array(text.utf8)][...]
        var reader = RecordReader(file: "a.txt") { rest.popFirst() }
        #expect(try reader.detectFormat() == .fasttext && reader.notes.count == 1)
        #expect(try briefs(text, .text)[0].text.hasPrefix("__label__5"))
    }

    @Test func severalLabelsAreRefusedWhereOneIsNeeded() throws {
        let text = "__label__a __label__b both\n"
        #expect(try briefs(text, .fasttext) == [.init(1, nil, "both")])
        var options = RecordOptions(format: .fasttext)
        options.needsLabel = true
        #expect(throws: RecordError.severalLabels(file: "a.txt", line: 1, labels: ["a", "b"])) {
            try records([Array(text.utf8)], options)
        }
    }

    @Test func objectsNestedDeepAreRefusedAndOthersStayAsTheyAre() throws {
        let nested = String(repeating: "[", count: 400) + String(repeating: "]", count: 400)
        let line = "{\"text\": \"a\", \"more\": \(nested), \"map\": {\"b\": [1, {}], \"c\": null}, \"n\": null}"
        let record = try #require(try records([Array(line.utf8)], .init(format: .jsonl)).first)
        let columns = try #require(record.columns(of: .jsonl))
        #expect(columns.names == ["text", "more", "map", "n"])
        #expect(columns.values == ["a", nested, "{\"b\": [1, {}], \"c\": null}", ""])
        for opening in ["[", "{\"a\":"] {
            let deep = "{\"text\": " + String(repeating: opening, count: 1_000_000)
            #expect(throws: RecordError.self) { try briefs(deep, .jsonl) }
        }
    }
}
