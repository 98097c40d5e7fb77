import Foundation
import TestSupport
import Testing

@testable import Tokenization

@Suite struct BytePairTests {
    private static let text = """
        the cat sat on the mat, the rat sat on the cat; naïve cafés, naïve cafés. 東京 東京都 aaaa aaaa aaaaaaa 3.14 3.14
        """

    /// Byte-pair encoding in the plainest way: every step counts all pairs anew.
    private struct PlainBytePairs {
        var merges: [[String]] = []

        init(_ text: String, joins: Int) {
            var words = Self.chunks(text).map { $0.unicodeScalars.map(String.init) }
            for _ in 0..<joins {
                var counts: [[String]: Int] = [:]
                for word in words {
                    for pair in zip(word, word.dropFirst()) { counts[[pair.0, pair.1], default: 0] += 1 }
                }
                guard let highest = counts.values.max(), highest >= 2 else { break }
                let candidates = counts.filter { $0.value == highest }.keys
                let best = candidates.min { Self.order($0, self) < Self.order($1, self) }!
                merges.append(best)
                words = words.map { Self.joined($0, best) }
            }
        }

        /// Characters come before joined pieces, in the order of ids.
        private static func order(_ pair: [String], _ model: PlainBytePairs) -> UInt64 {
            func id(_ piece: String) -> UInt64 {
                if let index = model.merges.firstIndex(where: { $0.joined() == piece }) { return 1_000 + UInt64(index) }
                return UInt64(BytePairTests.tokenizer.vocabulary.id(of: piece)!)
            }
            return id(pair[0]) << 32 | id(pair[1])
        }

        static func joined(_ word: [String], _ pair: [String]) -> [String] {
            var result: [String] = []
            for piece in word {
                if result.last == pair[0], piece == pair[1], result.count > 0 {
                    result[result.count - 1] = pair.joined() + "\u{1}"  // not to be joined again in this turn
                } else {
                    result.append(piece)
                }
            }
            return result.map { $0.replacing("\u{1}", with: "") }
        }

        static func chunks(_ text: String) -> [String] {
            var text = text
            return text.withUTF8 { utf8 in
                var chunks: [String] = []
                BytePairChunks.forEach(in: utf8) { chunks.append(String(decoding: utf8[$0..<$1], as: UTF8.self)) }
                return chunks
            }
        }
    }

    static let tokenizer = try! Tokenizer.train(on: text, unit: .bpe, normalization: .none, maxSize: 290)

    @Test func joinsAreThoseOfThePlainAlgorithm() {
        let tokenizer = Self.tokenizer
        let found = (0..<tokenizer.merges.pairs.count).map { number -> [String] in
            let pair = tokenizer.merges.pairs[number]
            return [tokenizer.vocabulary.name(of: pair.left), tokenizer.vocabulary.name(of: pair.right)]
        }
        let plain = PlainBytePairs(Self.text, joins: found.count)
        #expect(found.count > 20)
        #expect(found == plain.merges)
    }

    @Test func encodingMakesTheJoinsInOrder() {
        let tokenizer = Self.tokenizer
        let plain = PlainBytePairs(Self.text, joins: tokenizer.merges.pairs.count)
        let other = "the naïve rat aaa aaaaa on 東京都 3.14"
        let expected = PlainBytePairs.chunks(other).flatMap { chunk in
            plain.merges.reduce(chunk.unicodeScalars.map(String.init)) { PlainBytePairs.joined($0, $1) }
        }
        #expect(tokenizer.encodeIDs(other).map { tokenizer.vocabulary.name(of: $0) } == expected)
    }

    @Test func aSpaceBelongsToTheWordBehindIt() {
        #expect(PlainBytePairs.chunks("a b  c \n d ") == ["a", " b", "  ", "c", " ", "\n", " d", " "])
        let long = String(repeating: "é", count: 300)
        let chunks = PlainBytePairs.chunks("x \(long)")
        #expect(chunks.joined() == "x \(long)")
        #expect(chunks.allSatisfy { $0.utf8.count <= BytePairChunks.maxLength })
    }

    @Test func whatWasNeverSeenBecomesBytesAndComesBack() {
        let text = "zebra ☃ \u{10FFFF} ñ\r\n\0"
        let encoding = Self.tokenizer.encode(text)
        #expect(encoding.unknownCount == 0)
        #expect(Self.tokenizer.decode(encoding.ids).isIdentical(to: text))
        #expect(encoding.byteRanges.map { text[bytes: $0].isEmpty }.allSatisfy { !$0 })
        #expect(encoding.byteRanges.first?.lowerBound == 0 && encoding.byteRanges.last?.upperBound == text.utf8.count)
    }

    @Test func bytesThatAreNoTextComeBackToo() throws {
        let bytes: [UInt8] = [0xFF] + Array("the caf".utf8) + [0xE9, 0x20] + Array("東京".utf8) + [0xE6, 0x9D]
        let encoding = try Self.tokenizer.encode(bytes: bytes, file: "x")
        #expect(Self.tokenizer.decodeBytes(encoding.ids) == bytes)
        #expect(try Self.tokenizer.encodeIDs(bytes: bytes, file: "x") == encoding.ids)
        #expect(encoding.byteRanges.flatMap { Array(bytes[$0]) } == bytes)
    }

    /// The beginning of every public data set at hand; all of it with `RECURRENT_ALL_DATA=1`.
    @Test(.enabled(if: SharedData.isPresent, "skipped: no data"))
    func everyDataSetComesBack() throws {
        let isWhole = ProcessInfo.processInfo.environment["RECURRENT_ALL_DATA"] != nil
        let files = try SharedData.allFiles()
        #expect(files.count > 50)
        for file in files {
            let bytes = try [UInt8](SharedData.contents(of: file))
            let part = isWhole ? bytes : Array(bytes.prefix(20_000))
            let ids = try Self.tokenizer.encodeIDs(bytes: part, file: file.path)
            #expect(Self.tokenizer.decodeBytes(ids) == part, "\(file.lastPathComponent)")
        }
    }

    @Test func equalTextsGiveEqualTokenizers() throws {
        let again = try Tokenizer.train(on: Self.text, unit: .bpe, normalization: .none, maxSize: 290)
        #expect(again == Self.tokenizer)
        #expect(try again.jsonData() == Self.tokenizer.jsonData())
    }

    @Test func aFileGivesTheSameTokenizerBack() throws {
        let data = try Self.tokenizer.jsonData()
        let read = try Tokenizer(jsonData: data, fileName: "t.json")
        #expect(read == Self.tokenizer)
        #expect(read.encode(Self.text) == Self.tokenizer.encode(Self.text))
        #expect(try read.jsonData() == data)
    }

    @Test(arguments: [
        ("\"merges\" : [", "\"merges\" : [ 99999, 5,", "no new pair"), ("\"merges\" : [", "\"merges\" : [ 5,", "odd"),
        ("\"merges\"", "\"murges\"", "'merges'"), ("\"vocabularySize\" : 290", "\"vocabularySize\" : 289", "289"),
        ("\"ï\"", "\"ii\"", "is not one"),
    ])
    func aDamagedFileIsRefused(part: String, replacement: String, reason: String) throws {
        let json = String(decoding: try Self.tokenizer.jsonData(), as: UTF8.self)
        #expect(json.contains(part))
        let damaged = json.replacing(part, with: replacement)
        let error = #expect(throws: TokenizerError.self) {
            try Tokenizer(jsonData: .init(damaged.utf8), fileName: "t.json")
        }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func dropoutLeavesOutJoins() {
        let plain = Self.tokenizer.encodeIDs(Self.text)
        func drawn(_ dropout: Double, _ seed: UInt64) -> [Int32] {
            var generator = TestGenerator(state: seed)
            return Self.tokenizer.encodeIDs(Self.text, dropout: dropout, using: &generator)
        }
        #expect(drawn(0, 1) == plain)
        #expect(drawn(1, 1).count == Self.text.unicodeScalars.count)
        #expect(drawn(0.3, 1) == drawn(0.3, 1))
        #expect(drawn(0.3, 1) != drawn(0.3, 2))
        for seed in 0..<20 as Range<UInt64> {
            let ids = drawn(0.3, seed)
            #expect(ids.count > plain.count)
            #expect(Self.tokenizer.decode(ids) == Self.text)
        }
    }

    @Test func manyDistinctWordsOverflowTheMemoryOfWordsUnharmed() {
        let text = (0..<140_000).map { "w\($0)" }.joined(separator: " ")
        #expect(Self.tokenizer.decode(Self.tokenizer.encodeIDs(text)) == text)
    }
}

@Suite struct WordTokenizerTests {
    @Test func whiteSpaceCanBeLeftOut() {
        let words = WordOptions(keepsWhitespace: false, foldsNumbers: true)
        let tokenizer = Tokenizer.train(
            on: ["In 1987, it\u{2003}rained 3.5 mm\n"], unit: .word, normalizer: Normalizer(.caseFold), words: words)
        let encoding = tokenizer.encode("In 2024, it\u{A0}snowed 7.1 mm!")
        #expect(
            encoding.ids.map { tokenizer.vocabulary.name(of: $0) }
                == ["in", "0000", ",", "it", "<unk>", "0.0", "mm", "<unk>"])
        #expect(encoding.unknownTokens == ["snowed", "!"])
        #expect(tokenizer.decode(encoding.ids) == "in 0000 , it 0.0 mm")
    }

    @Test func paddedRowsHoldTheirTextsAndNoMore() {
        let tokenizer = Tokenizer.train(on: "a b c", unit: .word)
        let batch = tokenizer.encodePadded(["a b c a", "b", ""], maxLength: 6, addsBeginAndEnd: true)
        let (a, b, space) = (
            tokenizer.vocabulary.id(of: "a")!, tokenizer.vocabulary.id(of: "b")!, tokenizer.vocabulary.id(of: " ")!
        )
        #expect(batch.lengths == [6, 3, 2])
        #expect(batch.rowLength == 6)
        #expect(batch.ids == [2, a, space, b, space, 3, 2, b, 3, 0, 0, 0, 2, 3, 0, 0, 0, 0])
        #expect(tokenizer.encodePadded([]).rowLength == 0)
        let texts = (0..<200).map { String(repeating: "a ", count: $0 % 7) }
        #expect(tokenizer.encode(each: texts) == texts.map(tokenizer.encode))
        #expect(Segmenter.words.segments(inEach: texts) == texts.map(Segmenter.words.segments))
    }
}
