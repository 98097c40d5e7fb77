import Testing

@testable import Tokenization

@Suite struct TokenizerTests {
    /// True casing asks the vocabulary, so that a normalizer alone does less: `TrueCaseTests` has it.
    @Test(arguments: TokenUnit.allCases, Normalization.allCases.filter { $0 != .trueCase(locale: "") })
    func decodingInvertsEncoding(unit: TokenUnit, normalization: Normalization) {
        let tokenizer = Tokenizer.train(on: SampleTexts.all, unit: unit, normalizer: Normalizer(normalization))
        for text in SampleTexts.all {
            let encoding = tokenizer.encode(text)
            let normalized = Normalizer(normalization).normalize(text).text
            #expect(tokenizer.decode(encoding.ids).isIdentical(to: normalized), "\(text)")
            #expect(tokenizer.encodeIDs(text) == encoding.ids)
            #expect(encoding.unknownCount == 0)
            #expect(encoding.ids.allSatisfy(tokenizer.vocabulary.ordinaryIDs.contains))
        }
    }

    @Test(arguments: TokenUnit.allCases)
    func decodingInvertsEncodingOfRandomText(unit: TokenUnit) {
        var generator = TestGenerator(state: 21)
        for round in 0..<60 {
            let text = SampleTexts.random(Int.random(in: 0...40, using: &generator), using: &generator)
            let tokenizer = Tokenizer.train(on: text, unit: unit)
            let normalized = Normalizer(.nfc).normalize(text).text
            #expect(tokenizer.decode(tokenizer.encodeIDs(text)).isIdentical(to: normalized), "round \(round)")
        }
    }

    @Test(arguments: TokenUnit.allCases)
    func rangesSliceBackToTheSource(unit: TokenUnit) {
        let tokenizer = Tokenizer.train(on: SampleTexts.all, unit: unit)
        for text in SampleTexts.all {
            let encoding = tokenizer.encode(text)
            let bytes = Array(text.utf8)
            var covered = 0
            for (id, range) in zip(encoding.ids, encoding.byteRanges) {
                #expect(range.lowerBound <= covered && !range.isEmpty, "a gap before \(range) in \(text)")
                covered = max(covered, range.upperBound)
                guard unit != .byte else { continue }
                let token = String(decoding: tokenizer.vocabulary.bytes(of: id), as: UTF8.self)
                let source = Normalizer(.nfc).normalize(String(decoding: bytes[range], as: UTF8.self)).text
                #expect(source.utf8.elementsEqual(token.utf8) || (unit == .scalar && source.contains(token)))
            }
            #expect(covered == bytes.count)
        }
    }

    @Test func withoutNormalizationBytesMapToThemselves() {
        let text = "a\u{301}é"
        let encoding = Tokenizer.bytes().encode(text)
        #expect(encoding.byteRanges == text.utf8.indices.enumerated().map { $0.offset..<$0.offset + 1 })
        #expect(encoding.ids == text.utf8.map { Int32($0) + 4 })
    }

    @Test func countsAndListsWhatIsUnknown() {
        let tokenizer = Tokenizer.train(on: "abc", unit: .grapheme)
        let encoding = tokenizer.encode("a\(SampleTexts.family)b?\(SampleTexts.family)é")
        #expect(encoding.unknownCount == 4)
        #expect(encoding.unknownTokens == [SampleTexts.family, "?", "é"])
        #expect(encoding.ids.filter { $0 == Vocabulary.unknownID }.count == 4)
        #expect(tokenizer.decode(encoding.ids) == "ab")
        let many = tokenizer.encode(String(String.UnicodeScalarView((0x4E00..<0x4E40).compactMap(Unicode.Scalar.init))))
        #expect(many.unknownCount == 64)
        #expect(many.unknownTokens.count == Encoding.maxListedUnknownTokens)
    }

    @Test(arguments: TokenUnit.characterUnits)
    func namesOfSpecialTokensInTextAreText(unit: TokenUnit) {
        let text = "<pad><unk><bos><eos>"
        let tokenizer = Tokenizer.train(on: text, unit: unit)
        let ids = tokenizer.encodeIDs(text)
        #expect(ids.count == text.utf8.count)
        #expect(ids.allSatisfy { !Vocabulary.isSpecial($0) })
        #expect(tokenizer.decode([2] + ids + [3, 0, 0]) == text)
    }

    @Test func graphemesAreWhole() {
        let text = "\(SampleTexts.family)🇩🇪e\u{301}\r\n"
        let tokenizer = Tokenizer.train(on: text, unit: .grapheme)
        #expect(tokenizer.encodeIDs(text).count == 4)
        #expect(tokenizer.vocabulary.id(of: "\r\n") != nil)
        #expect(tokenizer.vocabulary.id(of: "\u{E9}") != nil)
    }

    @Test(arguments: Normalization.allCases)
    func bytesThatAreNotUTF8AreTakenAsTheyAre(normalization: Normalization) throws {
        let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0xE2, 0x82]
        let tokenizer = Tokenizer.bytes(normalization: normalization)
        let encoding = try tokenizer.encode(bytes: bytes, file: "x.bin")
        #expect(encoding.ids == bytes.map { Int32($0) + 4 })
        #expect(encoding.byteRanges == bytes.indices.map { $0..<$0 + 1 })
        #expect(try tokenizer.encodeIDs(bytes: bytes, file: "x.bin") == encoding.ids)
        #expect(tokenizer.decodeBytes(encoding.ids) == bytes)
        #expect(tokenizer.decode(encoding.ids) == String(decoding: bytes, as: UTF8.self))
    }

    @Test(arguments: TokenUnit.allCases, Normalization.allCases)
    func validBytesEncodeAsTheirText(unit: TokenUnit, normalization: Normalization) throws {
        let tokenizer = Tokenizer.train(on: SampleTexts.all, unit: unit, normalizer: Normalizer(normalization))
        for text in SampleTexts.all {
            let bytes = Array(text.utf8)
            #expect(try tokenizer.encode(bytes: bytes, file: "x") == tokenizer.encode(text))
            #expect(try tokenizer.encodeIDs(bytes: bytes, file: "x") == tokenizer.encodeIDs(text))
        }
    }

    @Test func charactersRefuseBytesThatAreNotUTF8() {
        let tokenizer = Tokenizer.train(on: "abc", unit: .scalar)
        let expected = TokenizerError.invalidUTF8(file: "x.txt", byteOffset: 1)
        #expect(throws: expected) { try tokenizer.encode(bytes: [0x61, 0xFF], file: "x.txt") }
        #expect(throws: expected) { try tokenizer.encodeIDs(bytes: [0x61, 0xC3], file: "x.txt") }
    }

    @Test func severalThreadsAgree() async {
        let text = SampleTexts.all.joined(separator: "\n")
        let tokenizer = Tokenizer.train(on: text, unit: .grapheme)
        let expected = tokenizer.encodeIDs(text)
        await withTaskGroup(of: [Int32].self) { group in
            for _ in 0..<8 { group.addTask { tokenizer.encodeIDs(text) } }
            for await ids in group { #expect(ids == expected) }
        }
    }

    @Test func anUnknownTokenIsListedShortened() {
        let tokenizer = Tokenizer.train(on: "ab", unit: .grapheme)
        let encoding = tokenizer.encode("a" + String(repeating: "\u{600}", count: 50_000) + "é")
        #expect(encoding.unknownTokens == [String(repeating: "\u{600}", count: 32) + "…"])
    }
}
