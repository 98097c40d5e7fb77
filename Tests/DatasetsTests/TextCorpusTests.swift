import Datasets
import Foundation
import ModelFiles
import Testing
import Tokenization

struct TextCorpusTests {
    @Test func filesAreJoinedWithALineBreakWhereOneIsMissing() throws {
        let corpus = try corpus(of: ["one", "two\n", "three"])
        #expect(String(decoding: corpus.bytes, as: UTF8.self) == "one\ntwo\nthree")
    }

    @Test func theNameListsEveryFile() throws {
        let name = try corpus(of: ["a", "b"]).name
        #expect(name.contains("0.txt, ") && name.hasSuffix("1.txt"))
    }

    @Test func byteOrderMarksAreLeftOutOfTextButNotOfBytes() throws {
        let files = ["\u{FEFF}one\n", "\u{FEFF}two"]
        #expect(try String(decoding: corpus(of: files).bytes, as: UTF8.self) == "one\ntwo")
        #expect(try corpus(of: files, unit: .byte).bytes == Array("\u{FEFF}one\n\u{FEFF}two".utf8))
    }

    @Test func anEmptyFileIsNamed() throws {
        let error = try #require(throws: CorpusError.self) { try corpus(of: ["text", ""]) }
        guard case .empty(let file) = error else { throw error }
        #expect(file.hasSuffix("1.txt"))
        #expect(error.description.contains(file))
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: FileError.self) {
            try TextCorpus(contentsOf: [URL(fileURLWithPath: "/nowhere/at-all.txt")], unit: .grapheme)
        }
        #expect(error?.isMissingFile == true && error?.path == "/nowhere/at-all.txt")
    }

    @Test(arguments: [TokenUnit.grapheme, .scalar])
    func textThatIsNotUTF8IsRefusedWithTheOffset(unit: TokenUnit) throws {
        let error = try #require(throws: TextEncodingError.self) {
            try corpus(ofBytes: [[0x61, 0x62, 0xFF]], unit: unit)
        }
        guard case .malformed(_, _, let offset, _, _) = error else { throw error }
        #expect(offset == 2)
        #expect(try corpus(ofBytes: [[0x61, 0xFF]], unit: .byte).bytes == [0x61, 0xFF])
    }

    @Test(arguments: [TokenUnit.grapheme, .scalar, .byte], [0, 0.05, 0.1, 0.25, 0.3, 0.5, 0.9, 0.999])
    func splitKeepsTheFloorOfTheFirstShare(unit: TokenUnit, fraction: Double) throws {
        for count in [1, 7, 10, 100] {
            let text = String(repeating: "ab😀é", count: count).prefix(count)
            let corpus = TextCorpus(String(text), unit: unit)
            let parts = try corpus.split(lastFraction: fraction, normalization: .nfc)
            func tokens(_ part: TextCorpus) throws -> Int {
                try part.ids(with: corpus.makeTokenizer(normalization: .nfc)).count
            }
            let total = try tokens(corpus)
            let percent = Int((fraction * 1000).rounded())
            #expect(try tokens(parts.first) == total * (1000 - percent) / 1000, "\(total) tokens")
            #expect(parts.first.bytes + parts.last.bytes == corpus.bytes)
        }
    }

    @Test func splitNeverCutsACharacter() throws {
        let corpus = TextCorpus(String(repeating: "👩‍👧🇩🇪e\u{301}", count: 5), unit: .grapheme)
        let parts = try corpus.split(lastFraction: 0.5, normalization: .none)
        #expect(String(decoding: parts.first.bytes, as: UTF8.self) == "👩‍👧🇩🇪e\u{301}👩‍👧🇩🇪e\u{301}👩‍👧")
    }

    @Test func theVocabularyOfThePartsIsTheirOwn() throws {
        let parts = try TextCorpus("aaaaaaaaab").split(lastFraction: 0.1, normalization: .nfc)
        let tokenizer = parts.first.makeTokenizer(normalization: .nfc)
        #expect(tokenizer.vocabulary.count == Vocabulary.specialCount + 1)
        #expect(try parts.last.ids(with: tokenizer) == [Vocabulary.unknownID])
    }

    @Test func rareCharactersBecomeUnknown() throws {
        let corpus = TextCorpus("aaabbc")
        let tokenizer = corpus.makeTokenizer(normalization: .nfc, minFrequency: 2)
        #expect(try corpus.ids(with: tokenizer).filter { $0 == Vocabulary.unknownID }.count == 1)
    }

    @Test func theFingerprintTellsTextsApart() {
        let texts = ["", "a", "b", "ab", "ba", "a\n", "a\r\n"]
        let fingerprints = texts.map { TextCorpus($0, name: "one name").fingerprint }
        #expect(Set(fingerprints).count == texts.count)
        #expect(TextCorpus("ab", name: "another name", unit: .byte).fingerprint == fingerprints[3])
    }

    @Test func noFilesAtAllAreRefused() {
        #expect(throws: CorpusError.noFiles) { try TextCorpus(contentsOf: [], unit: .grapheme) }
    }

    private func corpus(of texts: [String], unit: TokenUnit = .grapheme) throws -> TextCorpus {
        try corpus(ofBytes: texts.map { Array($0.utf8) }, unit: unit)
    }

    /// A corpus read from files `0.txt`, `1.txt`, … in a folder that is removed at once.
    private func corpus(ofBytes contents: [[UInt8]], unit: TokenUnit) throws -> TextCorpus {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = contents.indices.map { folder.appendingPathComponent("\($0).txt") }
        for (file, bytes) in zip(files, contents) { try Data(bytes).write(to: file) }
        return try TextCorpus(contentsOf: files, unit: unit)
    }
}
