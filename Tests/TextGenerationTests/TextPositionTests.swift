import Decoding
import TestModels
import Testing
import Tokenization

@testable import TextGeneration

/// Texts that go on from a place whose state was kept.
struct TextPositionTests {
    private static let tokenizers = [
        Tokenizer.train(on: "abcé👩‍👧🇩🇪👍🏽\n .'-", unit: .grapheme, normalization: .none),
        .train(on: "ae\u{301}o\u{302} 👩\u{200D}👧👍\u{1F3FD}\r\n\n.", unit: .scalar, normalization: .none), .bytes(),
    ]

    /// A state that was kept is, to the bit, that of a reader of the whole text.
    @Test(arguments: tokenizers, TextEnd.allCases)
    func thePlaceAfterAPieceIsThatOfTheWholeText(tokenizer: Tokenizer, end: TextEnd) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        for (seed, start) in ["ab", ""].enumerated() {
            let first = try generator.position(after: start)
            var pieces = try first.pieces(
                options: .init(length: 30, end: end, maxLength: 80, randomSeed: UInt64(seed)))
            var text = ""
            var numPieces = 0
            while let piece = try pieces.next() {
                text += piece
                numPieces += 1
                if numPieces % 7 == 1 { try expectSame(#require(pieces.position), first, after: text) }
            }
            try expectSame(#require(pieces.position), first, after: text)
        }
    }

    private func expectSame(
        _ kept: TextPosition, _ start: TextPosition, after text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var read = start
        try read.read(text)
        #expect(
            kept.likeliestTokens(9) == read.likeliestTokens(9), "after \(text.debugDescription)",
            sourceLocation: sourceLocation)
        let options = GenerationOptions(
            length: 20, sampling: try SamplingOptions(repetitionPenalty: 1.3), randomSeed: 9)
        #expect(try self.text(kept, options) == self.text(read, options), sourceLocation: sourceLocation)
    }

    private func text(_ place: TextPosition, _ options: GenerationOptions) throws -> String {
        try place.pieces(options: options).rest().joined()
    }

    @Test func theTextIsThatOfAGeneratorAndThePlaceStays() throws {
        let generator = TinyModels.trained.generator
        for seed in ["", "The cat", "\n"] {
            let place = try generator.position(after: seed)
            for randomSeed in UInt64(1)...3 {
                let options = GenerationOptions(length: 50, end: .word, randomSeed: randomSeed)
                #expect(try text(place, options) == generator.generate(seed, options: options))
            }
        }
    }

    @Test func conditionsHoldForEachPieceByItself() throws {
        let generator = TinyModels.trained.generator
        var options = GenerationOptions(length: 12, randomSeed: 3)
        options.constraint = try TextConstraint(matching: "[a-z]{4} [a-z]{5}", for: generator.tokenizer)
        var pieces = try generator.position(after: "The").pieces(options: options)
        var first = ""
        while let piece = try pieces.next() { first += piece }
        let second = try text(#require(pieces.position), options)
        for piece in [first, second] { #expect(piece.wholeMatch(of: /[a-z]{4} [a-z]{5}/) != nil, "\(piece)") }
    }

    @Test func likelyTokensComeInOrderAndSumToOne() throws {
        let generator = TinyModels.trained.generator
        let tokens = try generator.position(after: "The c").likeliestTokens(1000)
        #expect(tokens.count == generator.tokenizer.vocabulary.count - Vocabulary.specialCount)
        #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.probability >= $1.probability })
        #expect(abs(tokens.reduce(0) { $0 + $1.probability } - 1) < 1e-6)
        let greedy = try text(generator.position(after: "The c"), .init(length: 1, sampling: .greedy))
        #expect(tokens.first?.text == greedy)
    }

    @Test func onlyTextsFromAPlaceHaveOne() throws {
        #expect(try TinyModels.trained.generator.pieces("a").position == nil)
    }
}
