import Decoding
import Foundation
import TestModels
import Testing
import Tokenization

@testable import TextGeneration

struct TextGeneratorTests {
    private let generator = TinyModels.trained.generator

    // MARK: Writing

    @Test func thePiecesOfAStreamAreTheGeneratedText() throws {
        for seed in UInt64(0)..<5 {
            let pieces = try generator.pieces("Ann ", options: .init(length: 80, randomSeed: seed)).rest()
            let text = try generator.generate("Ann ", options: .init(length: 80, randomSeed: seed))
            #expect(pieces.joined() == text)
            #expect(pieces.count > 1 && !pieces.contains(""))
        }
    }

    @Test func theSameSeedGivesTheSameTextAndOthersOthers() throws {
        let texts = try (UInt64(0)..<6).map { try generator.generate(options: .init(length: 60, randomSeed: $0)) }
        #expect(try (UInt64(0)..<6).map { try generator.generate(options: .init(length: 60, randomSeed: $0)) } == texts)
        #expect(Set(texts).count == 6)
    }

    @Test func aCopyGoesOnAsTheOriginalDoes() throws {
        var pieces = try generator.pieces(options: .init(length: 40, randomSeed: 3))
        for _ in 0..<7 { _ = try pieces.next() }
        let copy = pieces
        let rest = try pieces.rest()
        #expect(try copy.rest() == rest)
        #expect(try pieces.next() == rest.first && rest.count > 1)
    }

    @Test func temperatureZeroIsTopKOne() throws {
        let (greedy, single) = (SamplingOptions.greedy, try SamplingOptions(topK: 1))
        for prompt in ["", "The cat ", "Émile"] {
            let text = try generator.generate(prompt, options: .init(length: 100, sampling: greedy, randomSeed: 1))
            #expect(
                try generator.generate(prompt, options: .init(length: 100, sampling: single, randomSeed: 2)) == text)
            #expect(
                try generator.generate(prompt, options: .init(length: 100, sampling: greedy, randomSeed: 3)) == text)
        }
    }

    @Test func whatWasReadDecidesWhatIsWritten() throws {
        let texts = try ["Ann sees", "A ship forgets", "Ann sees Émi"].map {
            try generator.generate($0, options: .init(length: 30, sampling: .greedy, randomSeed: 1))
        }
        #expect(Set(texts).count == 3)
    }

    @Test func seedsOfUnknownCharactersAreFine() throws {
        for prompt in ["😀🇩🇪", "\u{0}", "漢字", "\u{301}", String(repeating: "ß", count: 300)] {
            #expect(try generator.generate(prompt, options: .init(length: 20, randomSeed: 1)).count == 20)
        }
    }

    @Test func aLengthOfZeroWritesNothing() throws {
        #expect(try generator.generate(options: .init(length: 0, randomSeed: 1)) == "")
        #expect(try generator.pieces(options: .init(length: 0, randomSeed: 1)).rest().isEmpty)
    }

    @Test func aNegativeLengthIsRefused() {
        let error = SamplingError.outOfRange(option: "length", value: "-1", allowed: "0 or more")
        #expect(throws: error) { try generator.generate("Ann", options: .init(length: -1)) }
        #expect(throws: error) { try generator.pieces("Ann", options: .init(length: -1)) }
    }

    @Test func withoutARandomSeedTextsDiffer() throws {
        let options = [GenerationOptions(length: 60), GenerationOptions(length: 60)]
        let texts = try options.map { try generator.generate(options: $0) }
        #expect(texts[0] != texts[1])
        #expect(try generator.generate(options: options[0]) == texts[0], "the options keep their seed")
    }

    // MARK: Stop strings

    @Test func theTextEndsBeforeAStopString() throws {
        let whole = try generator.generate(options: .init(length: 200, randomSeed: 4))
        for stop in [".", ".\n", String(whole.dropFirst(50).prefix(3)), "s "] {
            let cut = try generator.generate(options: .init(length: 200, stop: [stop], randomSeed: 4))
            let expected = whole.range(of: stop).map { String(whole[..<$0.lowerBound]) }
            #expect(cut == expected, "\(stop.debugDescription)")
        }
    }

    @Test func theEarliestOfSeveralStopStringsEndsTheText() throws {
        let whole = try generator.generate(options: .init(length: 200, randomSeed: 4))
        let (early, late) = (String(whole.dropFirst(20).prefix(4)), String(whole.dropFirst(90).prefix(9)))
        var pieces = try generator.pieces(options: .init(length: 200, stop: [late, early], randomSeed: 4))
        var text = ""
        while let piece = try pieces.next() { text += piece }
        let range = try #require(whole.range(of: early))
        #expect(text == whole[..<range.lowerBound])
        #expect(pieces.matchedStop == early)
        #expect(try pieces.next() == nil)
    }

    @Test func aStopStringThatNeverComesChangesNothing() throws {
        let whole = try generator.generate(options: .init(length: 150, randomSeed: 4))
        let stop = ["no such text", whole + "x"]
        #expect(try generator.generate(options: .init(length: 150, stop: stop, randomSeed: 4)) == whole)
    }

    @Test func anEmptyStopStringIsRefused() {
        #expect(throws: SamplingError.emptyStopString) {
            _ = try generator.generate(options: .init(length: 5, stop: ["a", ""], randomSeed: 1))
        }
    }

    @Test func weightsThatOverflowAreAnErrorAndNoCrash() throws {
        let broken = TinyModels.random(.bytes(), standardDeviation: 1e38)
        #expect(throws: SamplingError.self) { _ = try broken.generate(options: .init(length: 5, randomSeed: 1)) }
        var pieces = try broken.pieces(options: .init(length: 5, randomSeed: 1))
        #expect(throws: SamplingError.self) { try pieces.next() }
    }

    // MARK: Drawing

    /// The first characters of 20,000 texts, against the distribution that the logits stand for.
    @Test(arguments: [Float(0.5), 1, 2]) func drawsFitTheSoftmaxOfTheTemperedLogits(temperature: Float) throws {
        let generator = TinyModels.random(.train(on: "abcdefg", unit: .grapheme), hiddenSize: 4)
        var session = TextGeneratorSession(generator.model)
        for id in [Vocabulary.beginID] + generator.tokenizer.encodeIDs("bad") { session.next(after: id) }
        let weights = session.logits.dropFirst(Vocabulary.specialCount).map { exp(Double($0 / temperature)) }
        let options = try SamplingOptions(temperature: temperature)
        var counts = [Int](repeating: 0, count: weights.count)
        let draws = 20_000
        for seed in 0..<UInt64(draws) {
            let text = try generator.generate("bad", options: .init(length: 1, sampling: options, randomSeed: seed))
            counts[Int(try #require(generator.tokenizer.vocabulary.id(of: text))) - Vocabulary.specialCount] += 1
        }
        let total = weights.reduce(0, +)
        let statistic = zip(counts, weights).reduce(0.0) { sum, cell in
            let expected = Double(draws) * cell.1 / total
            return sum + (Double(cell.0) - expected) * (Double(cell.0) - expected) / expected
        }
        #expect(weights.allSatisfy { Double(draws) * $0 / total >= 5 })
        #expect(statistic < 22.458, "chi-square, 6 degrees of freedom, p = 0.001")
    }

    // MARK: Measuring

    @Test(arguments: ["", "Ann sees Émile.\nThe cat", "unknown: ß 😀", "e\u{301}\u{301}\r\n"])
    func surprisalsAddUpToTheNatsOfAnEvaluation(text: String) throws {
        let surprisals = generator.surprisals(of: text)
        let evaluation = try generator.evaluate(text)
        #expect(abs(surprisals.reduce(0) { $0 + $1.nats } - evaluation.nats) <= 1e-9 * max(1, evaluation.nats))
        #expect(surprisals.map(\.text).joined() == text)
        for surprisal in surprisals {
            #expect(text[surprisal.range] == surprisal.text)
            #expect(text.utf8Range(surprisal.byteRange) == surprisal.range)
        }
        #expect(surprisals.count == evaluation.characters)
        #expect(surprisals.allSatisfy { $0.nats >= 0 })
    }

    @Test func evaluationCountsCharactersAndUnknownOnes() throws {
        let evaluation = try generator.evaluate("Ann ß😀")
        #expect(evaluation.characters == 6 && evaluation.unknownCharacters == 2)
        #expect(evaluation.natsPerCharacter == evaluation.nats / 6)
        #expect(abs(evaluation.bitsPerCharacter - evaluation.nats / 6 / log(2)) < 1e-12)
        #expect(abs(evaluation.perplexity - exp(evaluation.nats / 6)) < 1e-9)
        let data = try JSONEncoder().encode(evaluation)
        #expect(try JSONDecoder().decode(TextGeneratorEvaluation.self, from: data) == evaluation)
    }

    @Test func evaluationTellsHowFarItIs() throws {
        var completed: [Int] = []
        _ = try generator.evaluate(String(TinyModels.text.prefix(1200))) { completed.append($0) }
        #expect(completed == [0, 500, 1000])
    }

    @Test(arguments: [1, 100, 512, 513, 1025, 2600])
    func validationInLanesIsTheEvaluationInOnePiece(count: Int) throws {
        let ids = Array(generator.tokenizer.encodeIDs(TinyModels.text).prefix(count))
        let inLanes = TextGeneratorValidation(ids: ids).natsPerToken(of: generator.model)
        let inOnePiece = try generator.evaluate(ids: ids, streams: 1).natsPerCharacter
        #expect(abs(inLanes - inOnePiece) < (count <= 512 ? 1e-6 : 1e-3), "\(inLanes), \(inOnePiece)")
    }
}
