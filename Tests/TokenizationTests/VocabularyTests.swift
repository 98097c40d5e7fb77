import Testing

@testable import Tokenization

@Suite struct VocabularyTests {
    @Test func ordersByFrequencyThenBytes() {
        let vocabulary = Vocabulary(counting: ["b", "z", "a", "z", "é", "👍", "ab"])
        let names = vocabulary.ordinaryIDs.map(vocabulary.name)
        #expect(names == ["z", "a", "ab", "b", "é", "👍"])
        #expect(vocabulary.id(of: "z") == 4)
        #expect(vocabulary.count == 10)
    }

    @Test func leavesOutWhatIsRareOrTooMuch() throws {
        let tokens = ["a", "a", "a", "b", "b", "c"]
        #expect(Vocabulary(counting: tokens, minFrequency: 2).count == 6)
        #expect(try Vocabulary(counting: tokens, maxSize: 5).id(of: "b") == nil)
        #expect(try Vocabulary(counting: tokens, maxSize: 5).id(of: "a") == 4)
        #expect(try Vocabulary(counting: tokens, maxSize: 4).count == 4)
        #expect(Vocabulary(counting: []).ordinaryIDs.isEmpty)
    }

    @Test(arguments: [
        (TokenUnit.bpe, 259), (.bpe, -1), (.word, 3), (.grapheme, 0), (.scalar, Int.min), (.word, -20_000),
    ])
    func aLimitWithoutRoomIsAnError(unit: TokenUnit, maxSize: Int) throws {
        let error = try #require(throws: TokenizerError.self) {
            try Tokenizer.train(on: "some text", unit: unit, maxSize: maxSize)
        }
        let needed = unit == .bpe ? 260 : 4
        #expect(error == .vocabularyTooSmall(size: maxSize, needed: needed))
        #expect(try Tokenizer.train(on: "some text", unit: unit, maxSize: needed).vocabulary.count == needed)
        #expect(throws: TokenizerError.vocabularyTooSmall(size: -1, needed: 4)) {
            try Vocabulary(counting: ["a"], maxSize: -1)
        }
    }

    @Test func allBytesAreThereWhateverTheLimit() throws {
        #expect(try Tokenizer.train(on: "some text", unit: .byte, maxSize: -1).vocabulary == .bytes)
    }

    @Test func specialTokensHaveNamesButNoText() {
        let vocabulary = Vocabulary(counting: ["<pad>", "<unk>"])
        #expect((0..<4).map { vocabulary.name(of: $0) } == ["<pad>", "<unk>", "<bos>", "<eos>"])
        #expect(vocabulary.id(of: "<pad>") == 4)
        #expect(vocabulary.id(of: "<eos>") == nil)
        #expect((0..<4).allSatisfy { vocabulary.bytes(of: $0).isEmpty && Vocabulary.isSpecial($0) })
    }

    @Test func tellsCanonicallyEquivalentTokensApart() {
        let vocabulary = Vocabulary(counting: ["é", "e\u{301}", "e\u{301}"])
        #expect(vocabulary.id(of: "e\u{301}") == 4)
        #expect(vocabulary.id(of: "é") == 5)
    }

    @Test func bytesAreInOrder() {
        #expect(Vocabulary.bytes.count == 260)
        #expect((0...255).allSatisfy { Array(Vocabulary.bytes.bytes(of: Int32($0 + 4))) == [UInt8($0)] })
        #expect(Vocabulary.bytes.name(of: 4 + 0xE9) == "<0xE9>")
        #expect(Vocabulary.bytes.id(of: "é") == nil)
    }

    @Test func idOutsideTheVocabularyTraps() async {
        await #expect(processExitsWith: .failure) { _ = Vocabulary.bytes.bytes(of: 260) }
        await #expect(processExitsWith: .failure) { _ = Vocabulary.bytes.bytes(of: -1) }
    }
}
