import TestModels
import Testing
import TextGeneration
import Tokenization

@testable import Decoding

/// Constraints and ends in texts of models whose tokens are characters, scalars, bytes and pieces of words.
struct GeneratedTextConstraintTests {
    private static let alphabet = "abcdelov é\u{301}.,👍🏽\n"
    private static let tokenizers = [
        Tokenizer.train(on: alphabet, unit: .grapheme, normalization: .none),
        .train(on: alphabet, unit: .scalar, normalization: .none), .bytes(), pieces,
    ]
    /// Pieces of several characters, some of which fit the conditions only in part.
    private static let pieces = try! Tokenizer.train(
        on: String(repeating: "abc love abcé\u{301}d lovel aa cade, \u{1F44D}\u{1F3FD} abcaa. bad\n", count: 9),
        unit: .bpe,
        normalization: .none, maxSize: 300)

    @Test(arguments: tokenizers) func theTextMatchesWhateverItsEnd(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        let constraint = try TextConstraint(matching: "[abc]{3,}(é|d)[a-e]{2}", for: tokenizer)
        for seed in UInt64(0)..<20 {
            for end in TextEnd.allCases {
                let options = GenerationOptions(
                    length: 9, end: end, maxLength: end == .length || end == .word ? nil : 15, randomSeed: seed,
                    constraint: constraint)
                let text = try generator.generate("x", options: options)
                let match = text.wholeMatch(of: /[abc]{3,}(é|d)[a-e]{2}/)
                #expect(match != nil, "\(end), \(seed): \(text.debugDescription)")
                #expect(text.count <= 9 + (end == .length ? 0 : TextEnd.longestRest + 6))
                var pieces = try generator.pieces("x", options: options)
                var joined = ""
                while let piece = try pieces.next() { joined += piece }
                #expect(joined == text)
            }
        }
    }

    @Test(arguments: tokenizers) func wordsAreThereAtEveryEnd(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        let constraint = try TextConstraint(requiring: ["love"], forbidding: ["a"], for: tokenizer, after: "x ")
        for seed in UInt64(0)..<20 {
            for end in TextEnd.allCases {
                let options = GenerationOptions(length: 20, end: end, randomSeed: seed, constraint: constraint)
                let text = try generator.generate("x ", options: options)
                let words = text.unicodeScalars.split { !$0.isWordScalar }.map { String($0) }
                #expect(words.contains("love") && !words.contains("a"), "\(end), \(seed): \(text.debugDescription)")
            }
        }
    }

    @Test func aTextTooShortForItsConstraintIsRefused() throws {
        let generator = TinyModels.random(Self.tokenizers[0])
        let constraint = try TextConstraint(matching: "a{12}", for: generator.tokenizer)
        #expect(throws: ConstraintError.tooLong(shortest: 12, length: 11)) {
            try generator.pieces(options: .init(length: 11, constraint: constraint))
        }
        let text = try generator.generate(options: .init(length: 12, constraint: constraint))
        #expect(text == String(repeating: "a", count: 12))
    }

    @Test func aConstraintRunsBeforeOtherProcessorsAndOptions() throws {
        let generator = TinyModels.random(Self.tokenizers[0])
        let constraint = try TextConstraint(matching: "[ab]{30}", for: generator.tokenizer)
        let b = try #require(generator.tokenizer.vocabulary.id(of: "b"))
        struct Ban: LogitsProcessor {
            let id: Int
            func process(_ candidates: inout TokenCandidates, history: [Int]) {
                candidates.keep { [id] in $0.id != id }
            }
        }
        for sampling in [SamplingOptions.greedy, try SamplingOptions(topK: 1), try SamplingOptions(temperature: 5)] {
            let text = try generator.generate(
                options: .init(
                    length: 30, sampling: sampling, randomSeed: 1, processors: [Ban(id: Int(b))], constraint: constraint
                ))
            #expect(text == String(repeating: "a", count: 30))
        }
    }

    @Test func whiteSpaceBeforeATextIsLeftOut() throws {
        let tokenizer = Self.tokenizers[0]
        let model = TinyModels.random(tokenizer, standardDeviation: 0.3).model
        for character in ["\n", " "] {  // white space is likely
            let id = try #require(tokenizer.vocabulary.id(of: character))
            model.projection.bias.value.mutate { $0[Int(id)] = 2 }
        }
        let generator = TextGenerator(model: model, tokenizer: tokenizer)
        for seed in UInt64(0)..<30 {
            let options = GenerationOptions(length: 10, sampling: SamplingOptions(), randomSeed: seed)
            let text = try generator.generate(options: options)
            #expect(text.count == 10 && text.first?.isWhitespace == false, "\(text.debugDescription)")
            #expect(try generator.generate(end: .line, seed).first?.isWhitespace == false)
        }
    }

    @Test func theMostLikelyWayToReadWellIsTheDefault() throws {
        let generator = TinyModels.trained.generator
        let usual = try generator.generate("Ann", options: .init(length: 80, randomSeed: 4))
        let recommended = try SamplingOptions(temperature: 0.7, minP: 0.1)
        #expect(recommended == .recommended)
        #expect(
            try generator.generate("Ann", options: .init(length: 80, sampling: recommended, randomSeed: 4)) == usual)
        #expect(GenerationOptions(processors: [GreedyProcessor()]).sampling == SamplingOptions())
        let error = SamplingError.outOfRange(option: "maxLength", value: "5", allowed: "at least the length of 6")
        #expect(throws: error) {
            try generator.pieces(options: .init(length: 6, end: .line, maxLength: 5))
        }
    }
}

extension TextGenerator {
    fileprivate func generate(end: TextEnd, _ seed: UInt64) throws -> String {
        try generate(options: .init(length: 10, end: end, randomSeed: seed))
    }
}
