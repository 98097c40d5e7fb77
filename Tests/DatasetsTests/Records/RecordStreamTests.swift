import Foundation
import Tensors
import Testing
import Tokenization

@testable import Datasets

/// However a text is cut into pieces, its records and errors are the same.
@Suite struct RecordStreamTests {
    private static let texts: [(RecordFormat, String, String)] = [
        (.text, "utf-8", "\u{FEFF}one\r\n\né😀\r\r\nlast"),
        (.tsv, "utf-8", "label\ttext\r\n1\ta \"b\" é\n\n2\tlast"),
        (.csv, "utf-8", "\u{FEFF}text;label\r\n\"a \"\"b\"\";\r\n\n\";x\r\n\r\n \"c;\"y\" \r\n\"\";"),
        (.csv, "utf-8", "a,b\n1,\"x\" y\n"), (.csv, "utf-8", "1,x\n2,\"y\r\n"), (.csv, "utf-8", "1,x\n2\n3,z"),
        (.csv, "utf-8", "1,x\n2,y,\"\",\n3,z\r"), (.csv, "utf-16le", "label,text\r\n\"1\",\"日\n本\"\r\n"),
        (.jsonl, "utf-8", "{\"text\": \"a\\u00e9\", \"label\": 1}\r\n \n{\"text\": \"😀\"}\n{\"text\": 1"),
        (.text, "utf-16", "\u{FEFF}one\r\ntwo 😀\n"),
    ]

    @Test(arguments: texts) func cutsDoNotMatter(format: RecordFormat, encoding: String, text: String) throws {
        let options = RecordOptions(format: format, encoding: try TextEncoding(encoding))
        expectSameOutcome(of: Self.bytes(text, encoding), options)
    }

    @Test func badBytesAreTheSameHoweverTheTextIsCut() {
        for bytes in [[0x61, 0x0A, 0xFF, 0x62], [0x61, 0x0A, 0x62, 0xE2, 0x82], [0x61, 0x0A, 0x62, 0x00, 0x0A]]
            as [[UInt8]]
        {
            for format in RecordFormat.allCases { expectSameOutcome(of: bytes, RecordOptions(format: format)) }
        }
    }

    /// Random texts of characters that mean something.
    @Test(arguments: RecordFormat.allCases) func randomTextsAreReadTheSameInPieces(format: RecordFormat) {
        let parts = [
            "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "a", "é", "😀", " ", "{\"text\":", "}", "\"b\"", "text",
            "label",
            "1,x\n", "\u{FEFF}",
        ]
        for seed in 0..<60 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var bytes = (0..<12).flatMap { _ in Array(parts.randomElement(using: &generator)!.utf8) }
            if seed % 5 == 0 { bytes.insert(0xFF, at: Int.random(in: 0...bytes.count, using: &generator)) }
            expectSameOutcome(of: bytes, RecordOptions(format: format))
        }
    }

    /// Cells that are written as RFC 4180 says come back.
    @Test func whatIsQuotedComesBack() throws {
        let parts = ["\"", ",", ";", "\n", "\r\n", "\r", "a", "é", " ", "", "\t"]
        for seed in 0..<300 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let rows = (0..<4).map { _ in
                (0..<3).map { _ in (0..<5).map { _ in parts.randomElement(using: &generator)! }.joined() }
            }
            let lines = rows.map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
            }
            let text = "text,label,id\r\n" + lines.joined(separator: seed % 2 == 0 ? "\r\n" : "\n")
            let found = try records([Array(text.utf8)], RecordOptions(format: .csv))
            #expect(found.map { $0.fields.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } }, "\(seed)")
        }
    }

    @Test func longLinesAreReadOnce() throws {
        let line = String(repeating: "x", count: 500_000)
        for format in [RecordFormat.text, .tsv, .csv] {
            let bytes = Array((line + "\n" + line).utf8)
            let pieces = stride(from: 0, to: bytes.count, by: 1 << 12).map {
                Array(bytes[$0..<min($0 + (1 << 12), bytes.count)])
            }
            #expect(
                try records(pieces, RecordOptions(format: format)).map(\.text.utf8.count) == [500_000, 500_000])
        }
    }

    private func expectSameOutcome(of bytes: [UInt8], _ options: RecordOptions) {
        let whole = outcome([bytes], options)
        #expect(outcome(bytes.map { [$0] }, options) == whole, "\(bytes) byte by byte")
        for cut in bytes.indices {
            let cutThere = outcome([Array(bytes[..<cut]), [], Array(bytes[cut...])], options)
            #expect(cutThere == whole, "\(bytes) cut at \(cut)")
        }
    }

    private static func bytes(_ text: String, _ encoding: String) -> [UInt8] {
        guard encoding.hasPrefix("utf-16") else { return Array(text.utf8) }
        let units = Array(text.utf16)
        return units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}
