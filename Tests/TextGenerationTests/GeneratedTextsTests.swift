import Decoding
import Foundation
import NeuralLayers
import Tensors
import TestModels
import TestSupport
import Testing
import Tokenization

@testable import TextGeneration

/// Texts that are written side by side are those that are written alone.
struct GeneratedTextsTests {
    private let generator = TinyModels.trained.generator

    /// Seeds and options of texts that end in different ways and at different times.
    private static func requests(_ count: Int) throws -> [(seed: String, options: GenerationOptions)] {
        let seeds = ["", "The cat", "Émile likes Ann.\n", "A", "?☃"]
        let samplings = [
            SamplingOptions.recommended, .greedy, SamplingOptions(), try SamplingOptions(temperature: 1.3, topP: 0.9),
            try SamplingOptions(topK: 5, repetitionPenalty: 1.2),
        ]
        return (0..<count).map { index in
            let ends = TextEnd.allCases
            let options = GenerationOptions(
                length: 3 + 11 * index % 37, end: ends[index / 3 % ends.count], maxLength: 45,
                sampling: samplings[index % 5], stop: index % 4 == 0 ? ["likes", "\n\n"] : [], randomSeed: UInt64(index)
            )
            return (seeds[index % seeds.count], options)
        }
    }

    /// Writes texts side by side, at most `slots` at a time, the others as these end.
    private func write(
        _ requests: [(seed: String, options: GenerationOptions)], by generator: TextGenerator, slots: Int
    ) throws -> [String] {
        var (texts, written) = (GeneratedTexts(generator), [String](repeating: "", count: requests.count))
        var (places, next) = ([GeneratedTexts.ID: Int](), 0)
        while next < requests.count || !texts.isEmpty {
            while next < requests.count, texts.count < slots {
                places[try texts.add(requests[next].seed, options: requests[next].options)] = next
                next += 1
            }
            for update in texts.next() { written[try #require(places[update.id])] += update.text }
        }
        return written
    }

    @Test func companyChangesNoCharacter() throws {
        let requests = try Self.requests(40)
        let alone = try requests.map { try generator.generate($0.seed, options: $0.options) }
        for slots in [1, 7, 64] { #expect(try write(requests, by: generator, slots: slots) == alone, "\(slots)") }
        #expect(Set(alone).count > 25)
    }

    /// The logits have the same bits too: rounding that differs would change a text only now and then.
    @Test(arguments: RecurrentCellKind.allCases, Precision.allCases)
    func companyChangesNoBit(cell: RecurrentCellKind, precision: Precision) {
        for (numLayers, hiddenSize) in [(3, 37), (1, 300)] {
            let session = TextGeneratorSession(
                randomModel(cell: cell, numLayers: numLayers, hiddenSize: hiddenSize), precision: precision)
            for count in [1, 2, 3, 6, 17, 64] {
                var batch = TextGeneratorBatch(sharing: session)
                batch.keep(rows: [], adding: count)
                var sessions = Array(repeating: session, count: count)
                for step in 0..<3 {
                    let ids = (0..<count).map { Int32(($0 * 7 + step * 5) % 23) }
                    let logits = batch.logits(of: batch.read(ids)).elements
                    for (row, id) in ids.enumerated() {
                        sessions[row].next(after: id)
                        let isSame = sessions[row].logits.elementsEqual(logits[row * 23..<(row + 1) * 23]) {
                            $0.bitPattern == $1.bitPattern
                        }
                        #expect(isSame, "\(count) rows of \(hiddenSize), row \(row), step \(step)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        Tokenizer.bytes(),
        .train(on: "ae\u{301}o\u{302} 👩\u{200D}👧👍\u{1F3FD}\n.", unit: .scalar, normalization: .none),
    ])
    func tokensSmallerThanCharactersGiveTheSameText(tokenizer: Tokenizer) throws {
        let generator = TinyModels.random(tokenizer, standardDeviation: 0.3)
        let requests = try Self.requests(12)
        let alone = try requests.map { try generator.generate($0.seed, options: $0.options) }
        #expect(try write(requests, by: generator, slots: 5) == alone)
    }

    @Test func constraintsAreMetInCompany() throws {
        let constraint = try TextConstraint(matching: "nn (sees|likes) [A-Z].+", for: generator.tokenizer)
        let options = GenerationOptions(length: 20, randomSeed: 3, constraint: constraint)
        let alone = try generator.generate("A", options: options)
        let found = try write([("A", options), ("A", .init(length: 40, randomSeed: 1))], by: generator, slots: 2)
        #expect(found[0] == alone)
    }

    @Test func aTextThatIsRemovedLeavesTheOthersAsTheyAre() throws {
        var texts = GeneratedTexts(generator)
        let options = (0..<4).map { GenerationOptions(length: 30, randomSeed: UInt64($0)) }
        var ids: [GeneratedTexts.ID] = []
        for option in options { ids.append(try texts.add("The", options: option)) }
        var written: [GeneratedTexts.ID: String] = [:]
        for step in 0..<80 {
            if step == 5 { texts.remove(ids[1]) }
            if step == 6 {
                let late = try texts.add("The", options: options[1])
                texts.remove(late)
                ids.append(try texts.add("The", options: options[1]))
                texts.remove(ids[0])
            }
            for update in texts.next() { written[update.id, default: ""] += update.text }
        }
        #expect(texts.isEmpty && texts.next().isEmpty)
        for (id, seed) in [(ids[2], 2), (ids[3], 3), (ids[4], 1)] {
            #expect(try written[id] == generator.generate("The", options: options[seed]))
        }
        #expect((written[ids[0]] ?? "").count < 30 && (written[ids[1]] ?? "").count < 30)
    }

    @Test func endsSayWhatEndedTheText() throws {
        var texts = GeneratedTexts(generator)
        let stopped = try texts.add("Ann", options: .init(length: 400, stop: ["."], randomSeed: 1))
        let whole = try texts.add("Ann", options: .init(length: 7, randomSeed: 1))
        let empty = try texts.add("Ann", options: .init(length: 0))
        var ends: [GeneratedTexts.ID: String] = [:]
        while !texts.isEmpty {
            for update in texts.next() where update.end != nil {
                switch update.end {
                case .stop(let string): ends[update.id] = string
                case .length: ends[update.id] = "length"
                default: Issue.record("\(update)")
                }
            }
        }
        #expect(ends == [stopped: ".", whole: "length", empty: "length"])
    }

    @Test func aModelThatGivesNoProbabilitiesEndsItsTextAlone() throws {
        struct Refusal: LogitsProcessor {
            func process(_ candidates: inout TokenCandidates, history: [Int]) {
                if history.count > 8 { candidates.keep { _ in false } }
            }
        }
        var texts = GeneratedTexts(generator)
        let bad = try texts.add("Ann", options: .init(length: 30, randomSeed: 1, processors: [Refusal()]))
        let good = try texts.add("Ann", options: .init(length: 30, randomSeed: 1))
        var (failure, written): ((any Error)?, String) = (nil, "")
        while !texts.isEmpty {
            for update in texts.next() {
                if update.id == bad, case .failure(let error) = update.end { failure = error }
                if update.id == good { written += update.text }
            }
        }
        #expect(failure is SamplingError)
        #expect(try written == generator.generate("Ann", options: .init(length: 30, randomSeed: 1)))
    }

    @Test func whatCannotBeUsedIsRefused() {
        var texts = GeneratedTexts(generator)
        #expect(throws: SamplingError.emptyStopString) { try texts.add("A", options: .init(stop: [""])) }
        #expect(throws: SamplingError.self) { try texts.add("A", options: .init(length: -1)) }
        #expect(texts.isEmpty)
    }

    // MARK: Probabilities

    @Test func scoresAreTheProbabilitiesAfterTheTextBefore() throws {
        var texts = GeneratedTexts(generator)
        _ = try texts.add("Noise", options: .init(length: 50, randomSeed: 9))
        let id = try texts.add(
            "The cat", options: .init(length: 40, end: .word, stop: ["zz"], randomSeed: 2),
            scores: .init(alternatives: 3, includesSeed: true))
        var (written, tokens) = ("", [ScoredToken]())
        while !texts.isEmpty {
            for update in texts.next() where update.id == id {
                written += update.text
                tokens += update.tokens
            }
        }
        let text = "The cat" + written
        #expect(tokens.map(\.text).joined() == text)
        #expect(abs(-tokens[0].logProbability - generator.surprisals(of: "T")[0].nats) < 0.2)
        var prefix = "T"
        for token in tokens.dropFirst() {
            let next = try generator.position(after: prefix).likeliestTokens(1_000)
            let probability = try #require(next.first { $0.text == token.text }?.probability)
            #expect(abs(exp(token.logProbability) - probability) < 1e-6, "\(prefix)")
            #expect(token.alternatives == Array(next.prefix(3)), "\(prefix)")
            prefix += token.text
        }
    }

    @Test func tokensThatAreNotHandedOutAreNotScored() throws {
        let options = GenerationOptions(length: 60, stop: [" "], randomSeed: 4)
        for seed in ["", "Ann"] {
            var texts = GeneratedTexts(generator)
            _ = try texts.add(seed, options: options, scores: .init())
            var (written, tokens) = ("", "")
            while !texts.isEmpty {
                for update in texts.next() {
                    written += update.text
                    tokens += update.tokens.map(\.text).joined()
                }
            }
            #expect(tokens == written)
        }
    }

    private func randomModel(cell: RecurrentCellKind, numLayers: Int, hiddenSize: Int) -> TextGeneratorNetwork {
        var generator = SeededGenerator(seed: 8)
        var configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: 23, embeddingSize: 7, hiddenSize: hiddenSize, numLayers: numLayers, tiesWeights: true)
        configuration.cell = cell
        let model = TextGeneratorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.4, using: &generator)
        }
        return model
    }
}
