import Foundation
import TestSupport
import Testing
import Tokenization

@testable import Datasets

/// Public data sets, read as they are published.
@Suite(.enabled(if: SharedData.isPresent, "skipped: no data"))
struct SharedDataTests {
    @Test func sentencePolarityIsWindows1252() throws {
        try withFile("rt-polarity/rt-polarity.pos.gz", named: "rt-polarity.pos") { file in
            let error = try #require(throws: TextEncodingError.self) { try count(file, RecordOptions()) }
            guard case .malformed(_, .utf8, let byteOffset, let line, let guess?) = error else { throw error }
            #expect(guess.name == "windows-1252")
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(bytes[byteOffset] >= 0x80 && bytes[..<byteOffset].count { $0 == UInt8(ascii: "\n") } == line - 1)

            var reader = try RecordReader(contentsOf: file, options: RecordOptions(encoding: guess))
            var scalars: Set<Unicode.Scalar> = []
            var lines = 0
            while let record = try reader.next() {
                lines += 1
                scalars.formUnion(record.text.unicodeScalars)
            }
            #expect(lines == 5331 && scalars.contains("é") && !scalars.contains("\u{FFFD}"))
            #expect(!scalars.contains { (0x80..<0xA0).contains($0.value) })
        }
    }

    @Test func aPackedFileIsRecognised() {
        let file = SharedData.folder.appending(path: "rt-polarity/rt-polarity.pos.gz")
        let error = #expect(throws: RecordError.self) { try count(file, RecordOptions()) }
        #expect(error == .compressed(file: file.path, command: "gzip -d"))
    }

    @Test(arguments: [
        ("sst2/dev.tsv", [428, 444]), ("sst2-glue/dev.tsv", [428, 444]), ("trec/test.tsv", [138, 94, 9, 65, 81, 113]),
        ("sst5/dev.tsv", [139, 289, 229, 279, 165]), ("rt-polarity/rt-polarity.tsv.gz", [5331, 5331]),
    ])
    func labelledSetsHaveTheirCounts(name: String, counts: [Int]) throws {
        try withFile(name, named: "x.tsv") { file in
            let set = try LabelledTexts(contentsOf: [file])
            #expect(set.classCounts == counts && set.emptyDocuments == 0)
            #expect(set.classNames == counts.indices.map(String.init))
        }
    }

    @Test func theLabelMayStandBehindTheText() throws {
        try withFile("chnsenticorp/dev.clean.tsv.gz", named: "x.tsv") { file in
            let set = try LabelledTexts(contentsOf: [file], records: RecordOptions(labelColumn: .number(2)))
            #expect(set.classNames == ["negative", "positive"] && set.classCounts == [353, 490])
        }
    }

    private func count(_ file: URL, _ options: RecordOptions) throws -> Int {
        var reader = try RecordReader(contentsOf: file, options: options)
        var count = 0
        while try reader.next() != nil { count += 1 }
        return count
    }

    private func withFile(_ name: String, named: String, _ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: named)
            try SharedData.contents(name).write(to: file)
            try body(file)
        }
    }
}
