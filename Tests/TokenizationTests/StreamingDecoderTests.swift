import Testing

@testable import Tokenization

@Suite struct StreamingDecoderTests {
    private func pieces(_ ids: [Int32], _ tokenizer: Tokenizer) -> [String] {
        var decoder = StreamingDecoder(tokenizer)
        var pieces = ids.map { decoder.append($0) }
        pieces.append(decoder.finish())
        return pieces
    }

    @Test(arguments: TokenUnit.allCases)
    func piecesAreTheDecodedText(unit: TokenUnit) {
        let tokenizer = Tokenizer.train(on: SampleTexts.all, unit: unit)
        for text in SampleTexts.all {
            let ids = tokenizer.encodeIDs(text)
            #expect(pieces(ids, tokenizer).joined().isIdentical(to: tokenizer.decode(ids)), "\(text)")
        }
    }

    @Test(arguments: [TokenUnit.scalar, .byte])
    func noPieceCutsACluster(unit: TokenUnit) {
        let characters = String(String.UnicodeScalarView(SampleTexts.awkwardScalars)) + "."
        let tokenizer = Tokenizer.train(on: characters, unit: unit, normalization: .none)
        var generator = TestGenerator(state: 11)
        for round in 0..<1_000 {
            let text = SampleTexts.random(Int.random(in: 1...15, using: &generator), using: &generator) + "."
            let ids = tokenizer.encodeIDs(text)
            let decoded = tokenizer.decode(ids)
            #expect(decoded.isIdentical(to: text))
            let boundaries = Set(Segmenter.graphemes.ranges(in: decoded).map(\.upperBound)).union([0])
            var end = 0
            for piece in pieces(ids, tokenizer) {
                end += piece.utf8.count
                #expect(boundaries.contains(end), "round \(round): cut at \(end) in \(decoded.unicodeScalars)")
            }
            #expect(end == decoded.utf8.count, "round \(round)")
        }
    }

    @Test func graphemesPrintAtOnce() {
        let text = "a\(SampleTexts.family)é"
        let tokenizer = Tokenizer.train(on: text, unit: .grapheme)
        #expect(pieces(tokenizer.encodeIDs(text), tokenizer) == ["a", SampleTexts.family, "é", ""])
    }

    @Test func bytesWaitForTheWholeCluster() {
        let text = "e\u{301}x\ny"
        let ids = Tokenizer.bytes().encodeIDs(text)
        #expect(pieces(ids, .bytes()) == ["", "", "", "e\u{301}", "x\n", "", "y"])
    }

    @Test func specialTokensPrintNothing() {
        for unit in TokenUnit.allCases {
            let tokenizer = Tokenizer.train(on: "ab", unit: unit)
            let ids = [2, 1] + tokenizer.encodeIDs("ab") + [3, 0]
            #expect(pieces(ids, tokenizer).joined() == "ab")
        }
    }

    @Test func brokenBytesBecomeReplacementCharacters() {
        var generator = TestGenerator(state: 13)
        let bytes: [UInt8] = [
            0x61, 0x80, 0xC3, 0xA9, 0xE2, 0x82, 0xED, 0xA0, 0xF0, 0x9F, 0x91, 0xA9, 0xF4, 0x90, 0xFF, 0xC0,
        ]
        for round in 0..<5_000 {
            let random = (0..<12).map { _ in bytes.randomElement(using: &generator)! } + [0x2E]
            let ids = random.map { Int32($0) + 4 }
            #expect(
                pieces(ids, .bytes()).joined().isIdentical(to: String(decoding: random, as: UTF8.self)),
                "round \(round): \(random)")
        }
    }

    @Test func finishDropsWhatIsUnfinished() {
        func streamed(_ bytes: [UInt8]) -> String { pieces(bytes.map { Int32($0) + 4 }, .bytes()).joined() }
        #expect(streamed(Array("a".utf8) + [0xE2, 0x82]).isIdentical(to: "a"))
        #expect(streamed(Array("👩\u{200D}".utf8)).isIdentical(to: "👩"))
        #expect(streamed(Array("👩\u{200D}".utf8) + [0xF0, 0x9F]).isIdentical(to: "👩"))
        #expect(streamed(Array("👩🏽\u{200D}".utf8)).isIdentical(to: "👩🏽"))
        let chillu = "ന\u{D4D}\u{200D}"
        #expect(streamed(Array(chillu.utf8)).isIdentical(to: chillu), "a joiner that belongs to a letter stays")
    }

    @Test func finishBeginsAnew() {
        var decoder = StreamingDecoder(.bytes())
        _ = decoder.append(4 + 0xE2)
        #expect(decoder.finish().isEmpty)
        #expect(decoder.append(4 + 0x61).isEmpty)
        #expect(decoder.finish() == "a")
    }

    @Test(arguments: ["\u{301}\u{323}", "\u{600}", "👩\u{200D}", "\u{1F1E9}"])
    func aClusterWithoutEndIsHandedOutInParts(piece: String) {
        let text = "a" + String(repeating: piece, count: 20_000 / piece.utf8.count) + "b"
        let tokenizer = Tokenizer.train(on: text, unit: .scalar, normalization: .none)
        let ids = tokenizer.encodeIDs(text)
        let found = pieces(ids, tokenizer)
        #expect(found.joined().isIdentical(to: text))
        #expect(found.allSatisfy { $0.utf8.count <= 260 })
    }
}
