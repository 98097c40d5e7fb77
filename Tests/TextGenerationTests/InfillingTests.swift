import Decoding
import TestModels
import TestSupport
import Testing
import Tokenization

@testable import TextGeneration

/// Texts that lead to a given ending.
struct InfillingTests {
    private let generator = TinyModels.trained.generator

    /// The mean of `-ln p` over a part of a text, read token by token.
    private func nats(of part: String, after before: String) -> Double {
        let all = generator.surprisals(of: before + part).suffix(part.count)
        return all.reduce(0) { $0 + $1.nats } / Double(all.count)
    }

    @Test func theFiguresAreThoseOfTheWholeText() throws {
        let ending = " the cat."
        let found = try generator.infillings(
            "The", ending: ending, candidates: 6, options: .init(length: 40, randomSeed: 1))
        #expect(Set(found.map(\.candidate)) == Set(0..<6))
        for (one, next) in zip(found, found.dropFirst()) { #expect(one.nats <= next.nats) }
        for infilling in found {
            #expect((20...40).contains(infilling.middle.count), "\(infilling.middle)")
            #expect(abs(nats(of: infilling.middle, after: "The") - infilling.middleNats) < 1e-4)
            #expect(abs(nats(of: ending, after: "The" + infilling.middle) - infilling.endingNats) < 1e-4)
        }
    }

    @Test func eachCandidateIsCutAtItsBestPlace() throws {
        let ending = ".\nA"
        for seed in UInt64(0)..<4 {
            let options = GenerationOptions(length: 24, randomSeed: seed)
            let found = try #require(
                generator.infillings("The", ending: ending, candidates: 1, options: options).first)
            let whole = try generator.generate("The", options: options)
            #expect(whole.hasPrefix(found.middle))
            let places = (12...24).map { count in
                let middle = String(whole.prefix(count))
                return nats(of: middle, after: "The") + nats(of: ending, after: "The" + middle)
            }
            #expect(abs(found.nats - (places.min() ?? 0)) < 1e-4)
        }
    }

    @Test(arguments: [1, 2, 5]) func threadsChangeNothing(numThreads: Int) throws {
        let options = GenerationOptions(length: 30, randomSeed: 4)
        let usual = try generator.infillings("A", ending: "s", candidates: 5, options: options)
        let found = try withThreads(numThreads) {
            try generator.infillings("A", ending: "s", candidates: 5, options: options)
        }
        #expect(found == usual)
    }

    @Test(arguments: [
        Tokenizer.bytes(),
        .train(on: "ae\u{301}o\u{302} 👩\u{200D}👧👍\u{1F3FD}\n.", unit: .scalar, normalization: .none),
    ])
    func tokensSmallerThanCharactersGiveText(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        for seed in ["", "a"] {
            let found = try generator.infillings(
                seed, ending: "é.", candidates: 4, options: .init(length: 12, randomSeed: 2))
            #expect(found.count == 4)
            for infilling in found {
                #expect(!infilling.middle.unicodeScalars.contains("\u{FFFD}") && infilling.nats.isFinite)
                #expect(!seed.isEmpty || infilling.middle.first?.isWhitespace != true)
            }
        }
    }

    @Test func whatCannotBeUsedIsRefused() {
        #expect(throws: SamplingError.outOfRange(option: "candidates", value: "0", allowed: "1 or more")) {
            try generator.infillings(ending: "s", candidates: 0)
        }
        #expect(throws: SamplingError.self) { try generator.infillings(ending: "") }
        #expect(throws: SamplingError.self) { try generator.infillings(ending: "s", options: .init(length: -1)) }
    }
}
