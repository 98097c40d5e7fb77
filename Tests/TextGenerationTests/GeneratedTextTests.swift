import TestModels
import Testing
import Tokenization

@testable import TextGeneration

extension GeneratedText {
    /// The pieces that a copy goes on with.
    func rest() throws -> [String] {
        var (copy, pieces): (GeneratedText, [String]) = (self, [])
        while let piece = try copy.next() { pieces.append(piece) }
        return pieces
    }
}

/// Text whose characters are several tokens, or tokens that are several scalars.
struct GeneratedTextTests {
    /// Decomposed accents, joined emoji, flags, jamo and both kinds of line ends.
    private static let alphabet =
        "ae\u{301}\u{308}o\u{302} 👩\u{200D}👧\u{200D}👦👍\u{1F3FD}🇩🇪🇫\u{1112}\u{1161}\u{11AB}\r\n\n."

    private static let tokenizers = [
        Tokenizer.train(on: "abcé👩‍👧🇩🇪👍🏽\n ", unit: .grapheme, normalization: .none),
        .train(on: alphabet, unit: .scalar, normalization: .none), .bytes(),
    ]

    @Test(arguments: tokenizers) func theLengthCountsGraphemeClusters(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        for seed in UInt64(0)..<12 {
            for length in [1, 2, 17, 60] {
                let text = try generator.generate(options: .init(length: length, randomSeed: seed))
                #expect(clusters(of: text).count == length, "seed \(seed), \(text.debugDescription)")
            }
        }
    }

    @Test(arguments: tokenizers) func noCharacterIsCut(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        for seed in UInt64(0)..<12 {
            let long = try generator.generate(options: .init(length: 60, randomSeed: seed))
            let short = try generator.generate(options: .init(length: 25, randomSeed: seed))
            #expect(clusters(of: short) == Array(clusters(of: long).prefix(25)), "seed \(seed)")
            let pieces = try generator.pieces(options: .init(length: 60, randomSeed: seed)).rest()
            #expect(pieces.flatMap(clusters) == clusters(of: long), "seed \(seed)")
        }
    }

    @Test(arguments: tokenizers) func theTextIsValidUTF8(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        for seed in UInt64(0)..<12 {
            let text = try generator.generate(options: .init(length: 40, randomSeed: seed))
            // Drawn bytes could spell U+FFFD themselves, but in so short a text they do not.
            #expect(!text.unicodeScalars.contains("\u{FFFD}"), "seed \(seed)")
        }
    }

    @Test(arguments: tokenizers) func stopStringsAreFoundAcrossTokens(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        for seed in UInt64(0)..<6 {
            let whole = try generator.generate(options: .init(length: 60, randomSeed: seed))
            let stop = clusters(of: whole)[30..<32].joined()
            let cut = try generator.generate(options: .init(length: 60, stop: [stop], randomSeed: seed))
            let (bytes, pattern) = (Array(whole.utf8), Array(stop.utf8))
            let end = try #require(bytes.indices.first { bytes[$0...].starts(with: pattern) })
            #expect(Array(cut.utf8) == Array(bytes[..<end]), "seed \(seed)")
        }
    }

    /// A model that would add accents to one letter for ever.
    @Test(arguments: [TokenUnit.scalar, .byte])
    func aCharacterThatNeverEndsDoesNotHoldUpTheText(unit: TokenUnit) throws {
        let tokenizer = Tokenizer.train(on: "e\u{301}", unit: unit, normalization: .none)
        let model = TinyModels.random(tokenizer, standardDeviation: 0).model
        for (rank, id) in tokenizer.encodeIDs("\u{301}").enumerated() {  // a second byte only where no first may be
            model.projection.bias.value.mutate { $0[Int(id)] = 9 - Float(rank) }
        }
        let generator = TextGenerator(model: model, tokenizer: tokenizer)
        let text = try generator.generate(options: .init(length: 3, sampling: .greedy, randomSeed: 1))
        #expect(!text.isEmpty && text.unicodeScalars.allSatisfy { $0 == "\u{301}" })
        #expect(text.unicodeScalars.count <= 3 * 256)
    }

    private func clusters(of text: String) -> [String] {
        let utf8 = Array(text.utf8)
        return Segmenter.graphemes.ranges(in: text).map { String(decoding: utf8[$0], as: UTF8.self) }
    }
}
