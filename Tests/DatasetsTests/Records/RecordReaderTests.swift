import Foundation
import ModelFiles
import TestSupport
import Testing
import Tokenization

@testable import Datasets

/// What well-formed files are read as.
@Suite struct RecordReaderTests {
    @Test(arguments: [
        ("a.txt", RecordFormat.text), ("b.csv", .csv), ("c.TSV", .tsv), ("d.jsonl", .jsonl), ("e.ndjson", .jsonl),
        ("f", .text), ("g.pos", .text),
    ])
    func theExtensionSaysTheFormat(name: String, format: RecordFormat) {
        #expect(RecordFormat(of: URL(filePath: name)) == format)
    }

    @Test func everyLineOfTextIsARecord() throws {
        let found = try briefs("one\r\n\n\u{FEFF}th\tree\r\r\nfour", .text)
        #expect(
            found == [
                .init(1, nil, "one"), .init(2, nil, ""), .init(3, nil, "\u{FEFF}th\tree\r"), .init(4, nil, "four"),
            ])
        #expect(try briefs("", .text).isEmpty)
        #expect(try briefs("\n", .text) == [.init(1, nil, "")])
        #expect(try briefs("\u{FEFF}a\n", .text) == [.init(1, nil, "a")])
    }

    @Test func cellsOfTSVAreWhatStandsBetweenTabs() throws {
        let found = try briefs("pos\t\"quoted\" and 5\" wide\r\n\nneg\t, ; \r\n 0 \tlast", .tsv)
        #expect(
            found == [
                .init(1, "pos", "\"quoted\" and 5\" wide"), .init(3, "neg", ", ; "), .init(4, "0", "last"),
            ])
    }

    @Test func cellsOfCSVMayBeQuoted() throws {
        let text = """
            label,text\r
            pos,"commas, ""quotes"" and\r
            two\n\nline breaks"\r
            \r
            neg, 5" wide \n"neg" ,""\n,"last"
            """
        #expect(
            try briefs(text, .csv) == [
                .init(2, "pos", "commas, \"quotes\" and\r\ntwo\n\nline breaks"), .init(7, "neg", " 5\" wide "),
                .init(8, "neg", ""), .init(9, "", "last"),
            ])
    }

    @Test(arguments: [
        ("label;text\n1;a, b\n", "1", "a, b"), ("text;label\n\"a;b\";1\n", "1", "a;b"), ("1;a\n", "1", "a"),
        ("text;label;a,b\n\"a;b\";1;2\n", "1", "a;b"), ("\"text,a\";label\n\"x\";1\n", "1", "x"),
        ("label,text\n1,a;b\n", "1", "a;b"), ("1,a;b\n", "1", "a;b"),
    ])
    func aSemicolonIsFoundInTheFirstLine(text: String, label: String, found: String) throws {
        var options = RecordOptions()
        if text.hasPrefix("\"text,a") {
            options.textColumn = .number(1)
            options.header = .yes
        }
        #expect(try briefs(text, .csv, options).map { [$0.label, $0.text] } == [[label, found]])
    }

    @Test func theDelimiterCanBeGiven() throws {
        let options = RecordOptions(delimiter: UInt8(ascii: "|"))
        #expect(try briefs("1|a,b;c\n", .csv, options) == [.init(1, "1", "a,b;c")])
    }

    @Test func fieldsOfObjectsBecomeText() throws {
        let text = #"""
            {"id": 7, "text": "a \"b\" \u00e9\n\ud83d\ude00 \/", "label": "pos", "more": {"x": [1, {}, []]}}

              {"label":1,"text":"no spaces"}
            {"text": 1.50e+3, "label": true}
            { "text" : "", "label" : null }
            {"text": "lone \ud83d half", "text": "last wins"}
            """#
        #expect(
            try briefs(text, .jsonl) == [
                .init(1, "pos", "a \"b\" é\n😀 /"), .init(3, "1", "no spaces"), .init(4, "true", "1.50e+3"),
                .init(5, nil, ""), .init(6, nil, "last wins"),
            ])
        let lone = try briefs(#"{"text": "a\ud83db\udc00c\ud83d\u0041"}"#, .jsonl)
        #expect(lone == [.init(1, nil, "a\u{FFFD}b\u{FFFD}c\u{FFFD}A")])
    }

    @Test func fieldsOfObjectsCanBeNamed() throws {
        let options = RecordOptions(textColumn: .name("title"), labelColumn: .init("5"))
        #expect(try briefs(#"{"text": "x", "title": "t", "5": -0}"#, .jsonl, options) == [.init(1, "-0", "t")])
        #expect(try briefs(#"{"Review": "r", "Sentiment": 2}"#, .jsonl) == [.init(1, "2", "r")])
    }

    @Test func otherCellsAreKept() throws {
        let options = RecordOptions(format: .csv)
        let csv = try records([Array("id,text,label\n7,\"a,b\",x\n".utf8)], options)
        #expect(csv.map(\.fields) == [["7", "a,b", "x"]])
        let line = #"{"text": "a", "id": [1, 2.50]}"#
        let json = try records([Array((line + "\r\n").utf8)], RecordOptions(format: .jsonl))
        #expect(json.map(\.fields) == [[line]])
    }

    // MARK: Streams

    @Test(arguments: RecordFormat.allCases) func aRecordIsThereWithItsLine(format: RecordFormat) throws {
        let lines = format == .jsonl ? ["{\"text\": \"1\"}\n", "{\"text\": \"2\"}\r\n"] : ["1\n", "2\r\n"]
        nonisolated(unsafe) var sent = 0
        var reader = RecordReader(file: "pipe", options: RecordOptions(format: format)) {
            if sent == lines.count { Issue.record("read on before the record was handed out") }
            defer { sent += 1 }
            return Array(lines[sent].utf8)
        }
        #expect(try reader.next()?.text == "1")
        #expect(sent == 1)
        #expect(try reader.next()?.text == "2")
        #expect(sent == 2)
    }

    @Test func aPipeIsReadAsItIsWritten() throws {
        let pipe = Pipe()
        let chunks = pipe.fileHandleForReading
        var reader = RecordReader(file: "pipe") {
            let data = chunks.availableData
            return data.isEmpty ? nil : [UInt8](data)
        }
        for word in ["one", "two", "three"] {
            try pipe.fileHandleForWriting.write(contentsOf: Data((word + "\n").utf8))
            #expect(try reader.next()?.text == word)
        }
        try pipe.fileHandleForWriting.close()
        #expect(try reader.next() == nil)
        #expect(try reader.next() == nil)
        #expect(reader.byteCount == 14)
    }

    @Test func aFileIsReadByItsExtension() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "x.csv")
            try Data("text,stars,sentiment\n\"a\nb\",5,pos\n".utf8).write(to: file)
            var reader = try RecordReader(contentsOf: file)
            #expect(try reader.next().map(Brief.init) == .init(2, "pos", "a\nb"))
            #expect(try reader.next() == nil)
            #expect(reader.format == .csv && reader.header == ["text", "stars", "sentiment"])
            let missing = #expect(throws: FileError.self) {
                try RecordReader(contentsOf: folder.appending(path: "none.txt"))
            }
            #expect(missing?.isMissingFile == true)
            #expect(throws: FileError.self) { try RecordReader(contentsOf: folder) }
        }
    }

    @Test func otherEncodingsAreDecoded() throws {
        let text = "label,text\r\nx,\"日本,\n語\"\r\ny,é\r\n"
        let units = [0xFEFF] + Array(text.utf16)
        let bytes = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        for name in ["utf-16", "utf-16le"] {
            let options = RecordOptions(format: .csv, encoding: try TextEncoding(name))
            #expect(try records([bytes], options).map(Brief.init) == [.init(2, "x", "日本,\n語"), .init(4, "y", "é")])
        }
    }
}
