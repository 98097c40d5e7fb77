import Testing
import Tokenization

struct WordListTests {
    @Test func wordsThatWereCutElsewhereStayWhole() throws {
        let words = ["On", "1996-08-22", "don't", "on", "New York", "rare", "", "1996-08-22", "don't", "New York"]
        let tokenizer = try Tokenizer.train(onWords: words, normalizer: Normalizer(.caseFold), minFrequency: 2)
        let ids = ["on", "ON", "1996-08-22", "Don't", "new york"].map(tokenizer.id(ofWord:))
        #expect(ids[0] == ids[1] && Set(ids).count == 4 && ids.allSatisfy(tokenizer.vocabulary.ordinaryIDs.contains))
        #expect(tokenizer.vocabulary.count == Vocabulary.specialCount + 4)
        for word in ["rare", "", "york", "1996"] { #expect(tokenizer.id(ofWord: word) == Vocabulary.unknownID) }
        let read = try Tokenizer(jsonData: tokenizer.jsonData(), fileName: "tokenizer.json")
        #expect(read == tokenizer && read.id(ofWord: "New York") == ids[4])
    }

    @Test func aVocabularyWithoutRoomIsAnError() throws {
        #expect(throws: TokenizerError.vocabularyTooSmall(size: 3, needed: 4)) {
            try Tokenizer.train(onWords: ["a"], maxSize: 3)
        }
        #expect(try Tokenizer.train(onWords: ["a", "b", "b"], maxSize: 5).vocabulary.id(of: "b") == 4)
    }

    @Test func aWordOfATextHasTheIdThatItHasAlone() throws {
        let tokenizer = try Tokenizer.train(onWords: ["the", "flat", "cat"])
        #expect(tokenizer.encodeIDs("the cat sat") == ["the", "cat", "sat"].map(tokenizer.id(ofWord:)))
    }
}
