import Foundation
import Testing

@testable import Tokenization

/// Byte pairs without white space, as classifiers have them.
@Suite struct PieceTests {
    private static let texts = [
        "the cat sat on the mat, the rat sat on the cat", "unhappy cats, happy rats; unhappy, happy",
        "สวัสดีครับ สวัสดีครับ 東京 東京都 👍👍 naïve cafés naïve cafés",
    ]
    private static let tokenizer = Tokenizer.train(
        on: texts, unit: .bpe, normalizer: Normalizer([.nfkc, .caseFold]), words: WordOptions(keepsWhitespace: false))

    @Test func piecesNeverHoldWhiteSpace() throws {
        let text = "  The unhappy\u{A0}cat \n naïve\tmats 👍"
        let encoding = Self.tokenizer.encode(text)
        let utf8 = Array(text.utf8)
        let pieces = encoding.byteRanges.map { String(decoding: utf8[$0], as: UTF8.self) }
        #expect(pieces.joined() == "Theunhappycatnaïvemats👍")
        #expect(pieces.count > 6 && pieces.contains("naïve") && pieces.contains("The"))
        #expect(Self.tokenizer.encodeIDs("the cat") == Self.tokenizer.encodeIDs(" the \n cat\u{3000}"))
        #expect(Self.tokenizer.encodeIDs(" \t\r\n\u{A0}") == [])
        #expect(Self.tokenizer.decode(Self.tokenizer.encodeIDs("the cat")) == "thecat")
        var generator = TestGenerator(state: 1)
        let dropped = Self.tokenizer.encodeIDs(" the cat ", dropout: 1, using: &generator)
        #expect(Self.tokenizer.decode(dropped) == "thecat")
    }

    @Test func theFileSaysThatWhiteSpaceIsLeftOut() throws {
        let data = try Self.tokenizer.jsonData()
        #expect(String(decoding: data, as: UTF8.self).contains("\"formatVersion\" : 4"))
        let read = try Tokenizer(jsonData: data, fileName: "tokenizer.json")
        #expect(read == Self.tokenizer && read.encodeIDs("the cat") == Self.tokenizer.encodeIDs("the cat"))
        let larger = read.extended(with: ["zebras gallop, zebras gallop"])
        #expect(larger.vocabulary.count > read.vocabulary.count && !larger.words.keepsWhitespace)
        #expect(larger.encodeIDs("zebras  gallop").count == 2)
    }

    @Test func everyPieceKnowsItsWord() {
        let long = String(repeating: "xyz", count: 200)
        for text in Self.texts + ["", " ", "unhappier  mats!", "\(long) cat", "สวัสดีเมืองไทย 東京", "a👍🏽b \u{301}"] {
            var session = TokenizerSession(Self.tokenizer)
            let (pieces, numbers) = (session.encode(text).ids.count, session.wordNumbers(of: text))
            let words = session.wordHashes(of: text)
            #expect(numbers.count == pieces && numbers == numbers.sorted())
            #expect(Array(Set(numbers)).sorted() == Array(words.indices), "\(text)")
        }
        let words = Tokenizer.train(
            on: Self.texts, unit: .word, normalizer: Self.tokenizer.normalizer,
            words: WordOptions(keepsWhitespace: false))
        for text in Self.texts {
            #expect(words.wordHashes(each: [text]) == Self.tokenizer.wordHashes(each: [text]))
            var session = TokenizerSession(words)
            #expect(session.wordNumbers(of: text) == Array(session.encode(text).ids.indices))
        }
    }

    @Test func idsAndHashesTogetherAreThoseOfEach() {
        let texts = Self.texts + ["", "unhappier  mats!", "สวัสดีเมืองไทย 東京"]
        for unit in [TokenUnit.word, .scalar] {
            let tokenizer = Tokenizer.train(on: Self.texts, unit: unit, normalizer: Self.tokenizer.normalizer)
            expectTogether(tokenizer, texts)
        }
        expectTogether(Self.tokenizer, texts)
    }

    private func expectTogether(_ tokenizer: Tokenizer, _ texts: [String]) {
        let together = tokenizer.idsAndWordHashes(each: texts)
        #expect(together.map(\.ids) == tokenizer.encodeIDs(each: texts))
        #expect(together.map(\.hashes) == tokenizer.wordHashes(each: texts))
    }

    @Test func wordsOfAnotherLanguageAreUnknown() {
        var session = TokenizerSession(Self.tokenizer)
        #expect(session.familiarity(of: "the cat sat on the cat") == WordFamiliarity(count: 6, unknownCount: 0))
        #expect(session.familiarity(of: "unhappyhappy cats 👍") == WordFamiliarity(count: 3, unknownCount: 1))
        #expect(session.familiarity(of: "Привет, мир") == WordFamiliarity(count: 3, unknownCount: 2))
        #expect(session.familiarity(of: "dlouhý příběh, 12") == WordFamiliarity(count: 4, unknownCount: 2))
        #expect(session.familiarity(of: "") == WordFamiliarity(count: 0, unknownCount: 0))
        let words = Tokenizer.train(
            on: Self.texts[0], unit: .word, words: WordOptions(keepsWhitespace: false))
        #expect(words.familiarity(each: ["the dog sat"]) == [WordFamiliarity(count: 3, unknownCount: 1)])
    }
}
