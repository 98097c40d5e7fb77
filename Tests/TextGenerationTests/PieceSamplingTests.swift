import Decoding
import Foundation
import TestModels
import TestSupport
import Testing
import Tokenization

@testable import TextGeneration

/// Texts that models of pieces of words write: whole characters, as many as asked, after seeds of any end.
struct PieceSamplingTests {
    private func generators() throws -> [TextGenerator] {
        [try PieceModelTests.random.get(), try PieceModelTests.trained.get().generator, try Self.hostile()]
    }

    /// Pieces as no training learns them: half characters, and bytes that no text has.
    static func hostile() throws -> TextGenerator {
        func id(_ byte: UInt8) -> Int { Int(byte) + Vocabulary.specialCount }
        let merges = [
            id(0xC3), id(0xA9), id(0xA9), id(0x61), id(0xFF), id(0xFF), id(0x61), id(0xC3), id(0x80), id(0x80),
            id(0xF0), id(0x9F), id(0x20), id(0xED),
        ]
        let file: [String: Any] = [
            "formatVersion": 2, "icuVersion": Segmenter.icuVersion, "merges": merges, "normalization": "none",
            "tokens": [String](), "unit": "bpe", "vocabularySize": 260 + merges.count / 2,
        ]
        let tokenizer = try Tokenizer(jsonData: JSONSerialization.data(withJSONObject: file), fileName: "hostile")
        return TinyModels.random(tokenizer, standardDeviation: 0.3)
    }

    @Test func textsHaveExactlyTheirLengthInCharacters() throws {
        for generator in try generators() {
            for seed in UInt64(0)..<12 {
                for (prompt, length) in [("", 1), ("x", 37), ("Zoë 👍🏽 ", 60), ("The ca", 25), ("aé", 9)] {
                    let options = GenerationOptions(
                        length: length, sampling: SamplingOptions(), randomSeed: seed)
                    var pieces = try generator.pieces(prompt, options: options)
                    var text = ""
                    while let piece = try pieces.next() { text += piece }
                    #expect(
                        Segmenter.graphemes.count(in: text) == length, "\(seed), \(prompt): \(text.debugDescription)")
                    #expect(!text.unicodeScalars.contains("\u{FFFD}"), "\(seed): \(text.debugDescription)")
                }
            }
        }
    }

    @Test func textsEndWhereTheyShould() throws {
        let generator = try PieceModelTests.trained.get().generator
        let (marks, closers) = (Set(".!?…。！？｡।؟۔"), Set("\"'”’)]»」』）"))
        for seed in UInt64(0)..<10 {
            func text(_ end: TextEnd, stop: [String] = []) throws -> String {
                try generator.generate(
                    "Ann", options: GenerationOptions(length: 40, end: end, stop: stop, randomSeed: seed))
            }
            let sentence = try text(.sentence)
            let last = sentence.last { !closers.contains($0) }
            #expect(last.map(marks.contains) == true || sentence.count >= 2 * 40 + 500, "\(sentence.debugDescription)")
            #expect(try !text(.line).contains("\n\n"))
            #expect(try !text(.sentence, stop: ["sees"]).contains("sees"))
        }
    }

    // MARK: Seeds

    @Test func aSeedIsCutAsIfItWentOn() throws {
        let tokenizer = try PieceModelTests.trained.get().generator.tokenizer
        let vocabulary = tokenizer.vocabulary
        func healing(_ seed: String) -> (SeedHealing, [Int32]) {
            let removed = Array(tokenizer.encodeIDs(seed).suffix(tokenizer.healedCount(of: seed)))
            return (SeedHealing(removed, vocabulary), removed)
        }
        // A space is taken back, and drawn at the beginning of a piece.
        var (space, removed) = healing("Ann ")
        #expect(tokenizer.decode(removed) == " ")
        var logits = [Float](repeating: 0, count: vocabulary.count)
        space.mask(&logits)
        for id in vocabulary.ordinaryIDs {
            #expect((logits[Int(id)] == 0) == vocabulary.name(of: id).hasPrefix(" "))
        }
        let sees = try #require(vocabulary.id(of: " sees"))
        #expect(space.take(sees) == 1 && space.isDone)
        // A word is taken back whole; a piece that goes beyond it may come, or its own pieces may.
        (space, removed) = healing("Ann see")
        #expect(tokenizer.decode(removed) == " see")
        logits = [Float](repeating: 0, count: vocabulary.count)
        space.mask(&logits)
        #expect(logits[Int(sees)] == 0 && logits[Int(removed[0])] == 0)
        #expect(logits[Int(vocabulary.id(of: " ")!)] == -.infinity || removed[0] == vocabulary.id(of: " "))
        for id in removed { _ = space.take(id) }
        #expect(space.isDone)
        #expect(Tokenizer.bytes().healedCount(of: "Ann see") == 0)
    }

    @Test func theEndOfASeedIsNotPrintedAgain() throws {
        let generator = try PieceModelTests.trained.get().generator
        let options = GenerationOptions(length: 12, sampling: .greedy, randomSeed: 1)
        let whole = try generator.generate("Ann", options: options)
        for count in 1...6 {
            let seed = "Ann" + whole.prefix(count)
            let rest = try generator.generate(seed, options: options)
            #expect(rest.hasPrefix(whole.dropFirst(count).prefix(3)), "\(seed.debugDescription): \(rest)")
        }
    }

    // MARK: Places

    @Test func aTextGoesOnFromAPlaceAsItDoesFromItsSeed() throws {
        for generator in try generators() {
            for seed in UInt64(0)..<8 {
                for prompt in ["", "Ann ", "The ca", "aé"] {
                    for end in [TextEnd.length, .word] {
                        let options = GenerationOptions(
                            length: 23, end: end, sampling: SamplingOptions(), randomSeed: seed)
                        let place = try generator.position(after: prompt)
                        var pieces = try place.pieces(options: options)
                        var text = ""
                        while let piece = try pieces.next() { text += piece }
                        #expect(text == (try generator.generate(prompt, options: options)))
                        // The place after the text has read it whole, also where it ends within a piece.
                        let after = try #require(pieces.position)
                        let read = generator.tokenizer.decode(after.recent)
                        #expect(read == (prompt.isEmpty ? "\n" : prompt) + text, "\(end), \(seed)")
                    }
                }
            }
        }
    }

    @Test func aPlaceBeforeAnythingIsWrittenStays() throws {
        let place = try PieceModelTests.trained.get().generator.position(after: "The ca")
        let pieces = try place.pieces(options: GenerationOptions(length: 0))
        #expect(pieces.position?.recent == place.recent)
    }

    // MARK: Copies

    @Test func noMoreCharactersAreCopiedThanAllowed() throws {
        let generator = try PieceModelTests.trained.get().generator
        let corpus = PieceModelTests.text
        let scalars = Tokenizer.train(on: corpus, unit: .scalar, normalization: .none)
        let known = scalars.encodeIDs(generator.tokenizer.decode(generator.tokenizer.encodeIDs(corpus)))
        var longest: [Int] = []
        for maxCopy in [6, 12] {
            let limit = try CopyLimitProcessor(maxCopy: maxCopy, text: corpus, tokenizer: generator.tokenizer)
            for seed in UInt64(0)..<6 {
                let options = GenerationOptions(
                    length: 120, sampling: try SamplingOptions(temperature: 0.5), randomSeed: seed, processors: [limit])
                let text = try generator.generate(options: options)
                let copied = VerbatimCopies(of: [scalars.encodeIDs(text)], in: known).copies[0].longest.count
                #expect(copied <= maxCopy, "\(maxCopy), \(seed): \(text)")
                longest.append(copied)
            }
        }
        #expect(longest.prefix(6).contains { $0 >= 5 }, "close to the limit: \(longest)")
    }

    // MARK: Compression

    @Test(arguments: TextCompressorTests.contents) func allBytesComeBack(content: Named<[UInt8]>) throws {
        for generator in [try PieceModelTests.trained.get().generator, try Self.hostile()] {
            let compressor = try TextCompressor(generator)
            let data = Data(content.value.prefix(5_000))
            #expect(try compressor.decompress(compressor.compress(data)) == data)
        }
    }

    @Test func compressionCutsATextAsTheModelLearntIt() throws {
        let generator = try PieceModelTests.trained.get().generator
        let text = String(PieceModelTests.text.suffix(1_500))
        let archive = try TextCompressor(generator).compress(Data(text.utf8))
        let nats = try generator.evaluate(text).nats
        #expect(Double(archive.count) < nats / log(2) / 8 * 1.1 + 60, "\(archive.count) bytes")
    }
}
