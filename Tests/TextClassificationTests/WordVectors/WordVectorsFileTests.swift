import Foundation
import TestSupport
import Testing

@testable import ModelFiles
@testable import Tensors
@testable import TextClassification

struct WordVectorsFileTests {
    private func read(_ bytes: [UInt8], keeping words: [String]? = nil) throws -> WordVectors {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("vectors.txt")
            try Data(bytes).write(to: file)
            return try WordVectors(contentsOf: file, keeping: words)
        }
    }

    private func read(_ text: String, keeping words: [String]? = nil) throws -> WordVectors {
        try read(Array(text.utf8), keeping: words)
    }

    /// The error, its path without the folder.
    private func refusal(_ bytes: [UInt8], keeping words: [String]? = nil) -> String {
        do {
            let vectors = try read(bytes, keeping: words)
            return "read as \(vectors.words) \(vectors.vectors.elements)"
        } catch {
            let message = "\(error)"
            return message.range(of: "vectors.txt'").map { String(message[$0.upperBound...]) } ?? message
        }
    }

    private func refusal(_ text: String, keeping words: [String]? = nil) -> String {
        refusal(Array(text.utf8), keeping: words)
    }

    @Test func bothFormatsAreRead() throws {
        let body = "the 0.5 -1 2e-1\n, .25 +3. -0\n"
        for text in [body, "2 3\n" + body, String(body.dropLast()), body.replacing("\n", with: " \r\n")] {
            let vectors = try read(text)
            #expect(vectors.words == ["the", ","] && vectors.dimension == 3)
            #expect(vectors.vectors == Tensor([0.5, -1, 0.2, 0.25, 3, -0.0], shape: [2, 3]))
            #expect(vectors[","] == [0.25, 3, -0.0] && vectors["a"] == nil && vectors.index(of: "the") == 0)
        }
    }

    @Test func onlyTheWantedWordsAreKept() throws {
        let text = "a 1 2\nb 3 4\nc 5 6\n"
        let vectors = try read(text, keeping: ["c", "a", "z"])
        #expect(vectors.words == ["a", "c"] && vectors.vectors.elements == [1, 2, 5, 6])
        let none = try read(text, keeping: [])
        #expect(none.count == 0 && none.dimension == 2 && none.nearest(to: [1, 2], count: 3) == [])
    }

    @Test func wordsMayHoldSpaces() throws {
        let vectors = try read("a 1 2\n. . . 3 4\nat name@domain.com 5 6\n")
        #expect(vectors.words == ["a", ". . .", "at name@domain.com"])
        #expect(try read(". . . 3 4\na 1 2\n").words == [". . .", "a"])
    }

    @Test func numeralsAndNamesOfNumbersAreWordsToo() throws {
        #expect(try read("nan 1 2\ninf 3 4\n12 5 6\n1e5 7 8\n").words == ["nan", "inf", "12", "1e5"])
        #expect(try read("7 0.5\n8 0.25\n").words == ["7", "8"])
    }

    @Test func ofEqualWordsTheFirstIsKept() throws {
        let vectors = try read("4 1\na 1\nb 2\na 3\na 4\n")
        #expect(vectors.words == ["a", "b"] && vectors.vectors.elements == [1, 2] && vectors.duplicateCount == 2)
        #expect(try read("a 1\nb 2\na 3\nb 4\n", keeping: ["b"]).duplicateCount == 1)
    }

    @Test func wordsAreToldApartByTheirBytes() throws {
        let vectors = try read("\u{e9} 1\ne\u{301} 2\n")
        #expect(vectors.count == 2 && vectors["\u{e9}"] == [1] && vectors["e\u{301}"] == [2])
        #expect(try read("\u{e9} 1\ne\u{301} 2\n", keeping: ["e\u{301}"]).vectors.elements == [2])
        #expect(try read("a\u{a0}b 1\nc 2\n").words == ["a\u{a0}b", "c"])
    }

    @Test func unevenLinesAreNamed() {
        #expect(refusal("a 1 2\nb 1\n").hasPrefix(", line 2, has 1 numbers where the lines before have 2;"))
        #expect(refusal("a 1 2\nb 1 2 3\n").hasPrefix(", line 2, has 3 numbers"))
        #expect(refusal("a 1 2\nb 1 2\nc\n").hasPrefix(", line 3, has 0 numbers"))
        #expect(refusal("1 3\na 1 2\n").hasPrefix(", line 2, has 2 numbers where the lines before have 3;"))
        #expect(refusal("a 1 2\nb 1 2 nan 3\n").hasPrefix(", line 2, has 4 numbers"))
    }

    @Test func whatIsNoNumberIsNamed() {
        #expect(refusal("a 1 2\nb 1 x\n").hasPrefix(", line 2, has 'x' instead of a number;"))
        #expect(refusal("a 1 x 2\nb 1 2 3\n").hasPrefix(", line 1, has 'x' instead of a number;"))
        #expect(refusal("a x y\n").hasPrefix(", line 1, has 'y' instead of a number;"))
        #expect(refusal("a\n").hasPrefix(", line 1, has '' instead of a number;"))
        for field in [
            "0x10", "1e", "1e+", ".", "-", "+-1", "1.2.3", "1,5", "\u{661}", "1_0", "--1", "1e5.0", "\u{1b}[2J",
        ] {
            #expect(refusal("a 1 2\nb 1 \(field)\n").hasPrefix(", line 2, has "), "\(field)")
        }
        #expect(!refusal("a 1 2\nb 1 \u{1b}[2J\n").contains("\u{1b}"))
    }

    /// A number with a decimal comma is no part of the word before it.
    @Test func decimalCommasAreNamed() throws {
        for text in ["a 1 2\nb 1,5 1 2\n", "a 1 2\nb 1 2,5\n", "a 1 2\nb -0,5e-3 2\n", "2 2\nb 1,5 1 2\n"] {
            #expect(refusal(text).hasPrefix(", line 2, has '") && refusal(text).contains("',") == false, "\(text)")
            #expect(refusal(text).contains(",5"), "\(text)")
        }
        #expect(refusal("a 1,5 2 3\n").hasPrefix(", line 1, has '1,5' instead of a number;"))
        #expect(try read("1,5 1 2\n, 3 4\na , b 5 6\n").words == ["1,5", ",", "a , b"])
    }

    @Test func numbersThatAreNotFiniteAreNamed() {
        for field in ["nan", "NaN", "-nan", "inf", "-Inf", "+Infinity", "1e39", "-1e400", "1e99999999999999999999"] {
            #expect(
                refusal("a 1 2\nb \(field) 2\n").hasPrefix(", line 2, has '\(field)', which is not a finite number;"))
            #expect(refusal("a \(field) 2\n").hasPrefix(", line 1, has '\(field)', which is not a finite number;"))
        }
    }

    @Test func theWholeFileIsCheckedWhateverIsKept() {
        #expect(refusal("a 1 2\nb 1 x\n", keeping: ["a"]).hasPrefix(", line 2, has 'x'"))
        #expect(refusal("a 1 2\nb 1\n", keeping: []).hasPrefix(", line 2, has 1 numbers"))
        #expect(
            refusal(Array("a 1 2\n".utf8) + [0xff, 0x20, 0x31, 0x20, 0x31], keeping: []).hasPrefix(", line 2, is not"))
    }

    @Test func invalidUTF8IsNamedByItsLine() {
        for bad: [UInt8] in [[0xff], [0x61, 0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]] {
            let line = bad + Array(" 1 2\n".utf8)
            #expect(refusal(Array("a 1 2\n".utf8) + line).hasPrefix(", line 2, is not valid UTF-8;"))
            #expect(refusal(line).hasPrefix(", line 1, is not valid UTF-8;"))
        }
        #expect(refusal(Array("a 1 ".utf8) + [0xff, 0x0a]).contains("instead of a number"))
    }

    @Test func filesWithoutVectorsAreRefused() {
        #expect(refusal("").hasPrefix(" holds no word vectors;"))
        #expect(refusal("\n").hasPrefix(", line 1, has no word"))
        #expect(refusal("a 1\n\nb 2\n").hasPrefix(", line 2, has no word"))
        #expect(refusal("a 1\n 2 3\n").hasPrefix(", line 2, has no word"))
        #expect(refusal([0, 0, 0, 10]).hasPrefix(" is a binary file;"))
    }

    @Test(arguments: ["\u{a0}", "\u{3000}", "\u{2003}\u{2003}", "", "\u{85}", "\u{2028}"])
    func vectorsOfBlanksAreLeftOutAndCounted(blank: String) throws {
        for text in [
            "a 1 2\n\(blank) 3.5 4\nb 5 6\n", "3 2\na 1 2\n\(blank) 3.5 4\nb 5 6\n", "\(blank) 3.5 4\na 1 2\nb 5 6\n",
        ] {
            let vectors = try read(text)
            #expect(vectors.words == ["a", "b"] && vectors.vectors.elements == [1, 2, 5, 6], "\(text)")
            #expect(vectors.blankCount == 1)
        }
        #expect(refusal("a 1 2\n\(blank) 3 x\n").hasPrefix(", line 2, has 'x'"))
    }

    @Test func aByteOrderMarkIsNoPartOfAWord() throws {
        #expect(try read("\u{FEFF}a 1\nb 2\n").words == ["a", "b"])
    }

    @Test func filesOfOtherKindsAreRefusedByWhatTheyAre() throws {
        let floats = (0..<64).flatMap { i in withUnsafeBytes(of: Float(i) * 0.01) { Array($0) } }
        let kinds: [([UInt8], String)] = [
            ([0x1F, 0x8B, 8, 0], "gzip -d"), (Array("PK\u{3}\u{4}".utf8), "unzip"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz -d"),
            (Array("BZh91AY".utf8), "bzip2 -d"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd -d"),
            (Array("2 64\nking ".utf8) + floats + Array("\nqueen ".utf8) + floats, "binary format of word2vec"),
            ([0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0], "model of fastText"), ([0x93] + Array("NUMPY\u{1}".utf8), "NumPy"),
            ([0x80, 0x04, 0x95, 1], "pickle"), ([0x80, 0x02, 0x63], "pickle"), ([0xFF, 0xFE, 0x61, 0], "UTF-16"),
            (Array("\n <!DOCTYPE html>\n<html>404".utf8), "web page"), (Array("<HTML>".utf8), "web page"),
            (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "git lfs pull"),
            (Array(repeating: 0x61, count: 100) + [0] + Array("\n".utf8), "binary file"),
        ]
        for (bytes, words) in kinds {
            let message = refusal(bytes)
            #expect(message.contains(words), "\(message)")
            #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "\u{FFFD}" })
        }
    }

    @Test func headersThatLieAreRefused() {
        #expect(refusal("3 2\na 1 2\n").hasPrefix(" promises 3 vectors in its header and has 1;"))
        #expect(refusal("1 2\na 1 2\nb 1 2\n").hasPrefix(" promises 1 vectors in its header and has 2;"))
        #expect(refusal("5 300\n").hasPrefix(" promises 5 vectors"))
        #expect(refusal("0 2\n").hasPrefix(", line 1, has a header '0 2'"))
        #expect(refusal("2 0\na\nb\n").hasPrefix(", line 1, has a header"))
        #expect(refusal("2 99999999999999999999999\na 1\n").hasPrefix(", line 1, has a header"))
        #expect(refusal("9999999999 9999999999\na 1\n").hasPrefix(", line 2, has 1 numbers"))
    }

    @Test func endlessLinesAreRefused() {
        #expect(refusal(Array(repeating: 0x61, count: 17 << 20)).hasPrefix(", line 1, is longer than"))
    }

    @Test func missingFilesAndFoldersAreNamed() {
        let folder = URL(fileURLWithPath: "/")
        #expect(throws: FileError.self) { try WordVectors(contentsOf: folder) }
        #expect(throws: FileError.self) { try WordVectors(contentsOf: folder.appendingPathComponent("no-such-file")) }
    }

    /// Lines that lie across the ends of the stretches in which the file is read.
    @Test func longFilesAreReadWhole() throws {
        let text = (0..<40_000).map { "word\($0) \($0) \(-$0)\n" }.joined()
        let vectors = try read(text)
        #expect(text.utf8.count > 3 << 18 && vectors.count == 40_000)
        #expect(vectors.words.last == "word39999")
        #expect(vectors.vectors.elements == (0..<40_000).flatMap { [Float($0), -Float($0)] })
    }

    @Test(arguments: WordVectors.FileFormat.allCases)
    func whatIsWrittenIsReadBackBitForBit(format: WordVectors.FileFormat) throws {
        var generator = SeededGenerator(seed: 8)
        var numbers = (0..<3000).map { _ in Float(bitPattern: UInt32(generator.next() >> 32)) }.filter(\.isFinite)
        numbers += [0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, 16_777_216]
        numbers += (0..<3000).map { _ in Float(generator.nextNormal()) * 0.1 }
        numbers.removeLast(numbers.count % 5)
        let words = (0..<numbers.count / 5).map { $0 == 3 ? "at name@domain.com" : "w\($0)é" }
        let vectors = WordVectors(words: words, vectors: Tensor(numbers, shape: [words.count, 5]))
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("vectors.txt")
            try vectors.write(to: file, format: format)
            let read = try WordVectors(contentsOf: file)
            #expect(read.words == words && read.vectors == vectors.vectors)
        }
    }

    @Test func whatCouldNotBeReadBackIsNotWritten() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("vectors.txt")
            for word in ["", " ", "a\nb", " a", "a ", "a\t", "apollo 13", "1 2"] {
                let vectors = WordVectors(words: ["x", word], vectors: .zeros([2, 3]))
                #expect(throws: WordVectorsError.unwritableWord(file: file.path, word: word)) {
                    try vectors.write(to: file)
                }
            }
            let vectors = WordVectors(words: ["x"], vectors: Tensor(repeating: .nan, shape: [1, 3]))
            #expect(throws: WordVectorsError.unwritableVector(file: file.path, word: "x")) {
                try vectors.write(to: file)
            }
            let left = try names(in: folder)
            #expect(left == [])
        }
    }
}
