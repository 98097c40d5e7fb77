import Foundation
import NeuralLayers
import Tensors
import Testing
import Translation

@testable import Decoding

struct BeamSearchTests {
    private static let (beginID, endID): (Int32, Int32) = (2, 3)
    private static let sources: [[Int32]] = [[5, 6, 7], [4], [8, 8, 5, 4, 7, 5], [6, 4]]

    /// Large random weights, so that the probabilities differ.
    private func model(
        targets: Int = 9, attention: AttentionKind = .additive, decoderLayers: Int = 1, seed: UInt64 = 1
    ) -> TranslatorNetwork {
        var configuration = TranslatorNetwork.Configuration(
            vocabularySize: 10, targetVocabularySize: targets, embeddingSize: 6, encoderSize: 5, hiddenSize: 10)
        configuration.attention = attention
        configuration.decoderLayers = decoderLayers
        var generator = SeededGenerator(seed: seed)
        let model = TranslatorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters { parameter.value = (3 * Variable(parameter.value)).value }
        return model
    }

    private func search(
        _ model: TranslatorNetwork, _ sources: [[Int32]], _ options: SearchOptions, prefixes: [[Int32]] = [],
        precision: Precision = .fp32
    ) -> [[Hypothesis]] {
        var scorer = TranslatorScorer(TranslatorSession(model, precision: precision), sources: sources)
        return try! BeamSearch(options, beginID: Self.beginID, endID: Self.endID, forbidden: [0, 1, 2])(
            &scorer, prefixes: prefixes)
    }

    /// The log probability of a target by the model that trains, which makes other operations.
    private func logProbability(_ model: TranslatorNetwork, _ source: [Int32], _ target: [Int32]) -> Double {
        var context = ForwardContext.inference
        let (logits, _, _) = model([source], inputs: [[Self.beginID] + target], in: &context)
        return -crossEntropies(logits: logits.value, targets: target + [Self.endID]).reduce(0) { $0 + Double($1) }
    }

    @Test(arguments: [0.0, 0.6, 1.0])
    func aWideBeamFindsWhatExhaustiveSearchFinds(lengthPenalty: Double) {
        let model = model(targets: 7)  // tokens 4, 5 and 6, and the end
        var options = SearchOptions()
        options.maxLength = 4
        options.lengthPenalty = lengthPenalty
        options.beamSize = 1_000
        options.nBest = 10
        var all: [[Int32]] = [[]]
        var longest: [[Int32]] = [[]]
        for _ in 0..<4 {
            longest = longest.flatMap { start in (4..<7).map { start + [Int32($0)] } }
            all += longest
        }
        for source in Self.sources {
            let ranked = all.map { target in
                let value = logProbability(model, source, target)
                // A target of the greatest length must end: its end costs nothing to choose, but counts all the same.
                return (target, value, value / pow((5 + Double(target.count + 1)) / 6, lengthPenalty))
            }.sorted { $0.2 > $1.2 }
            let found = search(model, [source], options)[0]
            #expect(found.count == 10)
            for (hypothesis, expected) in zip(found, ranked) {
                #expect(hypothesis.tokens == expected.0)
                #expect(abs(hypothesis.logProbability - expected.1) < 1e-4)
                #expect(abs(hypothesis.score - expected.2) < 1e-4)
            }
        }
    }

    /// A loop of its own over the session: the likeliest token each time.
    @Test(arguments: AttentionKind.allCases)
    func aBeamOfOneIsGreedy(attention: AttentionKind) {
        let model = model(attention: attention, decoderLayers: 2)
        let session = TranslatorSession(model)
        for source in Self.sources {
            var state = session.start([source])
            var tokens: [Int32] = []
            while tokens.count < 2 * source.count + 10 {
                let logits = session.step([tokens.last ?? Self.beginID], &state).logits.elements
                let best = logits.indices.filter { $0 > 2 }.max { logits[$0] < logits[$1] }!
                if best == Self.endID { break }
                tokens.append(Int32(best))
            }
            let found = search(model, [source], .greedy)[0]
            #expect(found.map(\.tokens) == [tokens])
            #expect(abs(found[0].logProbability - logProbability(model, source, tokens)) < 1e-3)
        }
    }

    @Test(arguments: [Precision.fp32, .bf16, .int8])
    func neighboursAndTheirOrderChangeNoBit(precision: Precision) {
        let model = model(decoderLayers: 2)
        var options = SearchOptions()
        options.nBest = 3
        let alone = Self.sources.map { search(model, [$0], options, precision: precision)[0] }
        #expect(search(model, Self.sources, options, precision: precision) == alone)
        #expect(search(model, Self.sources.reversed(), options, precision: precision) == alone.reversed())
        let many = (0..<30).map { Self.sources[$0 % 4] }
        #expect(search(model, many, options, precision: precision) == (0..<30).map { alone[$0 % 4] })
    }

    @Test(arguments: AttentionKind.allCases)
    func attentionSumsToOneOverTheSource(attention: AttentionKind) {
        let model = model(attention: attention)
        for (source, found) in zip(Self.sources, search(model, Self.sources, SearchOptions())) {
            #expect(found[0].attention.count == found[0].tokens.count + 1)
            for row in found[0].attention {
                #expect(row.count == source.count)
                #expect(abs(row.reduce(0, +) - 1) < 1e-5)
            }
        }
        var context = ForwardContext.inference
        let (_, layout, rows) = model(Self.sources, inputs: Self.sources.map { _ in [2, 4, 5] }, in: &context)
        for (row, sequence) in layout.sequenceOfRow.enumerated() {
            let weights = rows.elements[row * 6..<(row + 1) * 6]
            let length = Self.sources[Int(sequence)].count
            #expect(weights.dropFirst(length).allSatisfy { $0 == 0 })
            #expect(abs(weights.prefix(length).reduce(0, +) - 1) < 1e-5)
        }
    }

    @Test func rulesHold() {
        let model = model()
        var options = SearchOptions()
        (options.minLength, options.maxLength) = (4, 6)
        for found in search(model, Self.sources, options) { #expect((4...6).contains(found[0].tokens.count)) }
        options.minLength = 12
        options.maxLength = 14
        options.noRepeatNGram = 2
        for found in search(model, Self.sources, options) {
            let tokens = found[0].tokens
            let pairs = zip(tokens, tokens.dropFirst()).map { [$0, $1] }
            #expect(Set(pairs).count == pairs.count)
        }
        let prefixes: [[Int32]] = [[7, 7], [], [4], [8]]
        for (prefix, found) in zip(prefixes, search(model, Self.sources, SearchOptions(), prefixes: prefixes)) {
            #expect(found[0].tokens.starts(with: prefix))
        }
    }

    @Test func optionsOutOfRangeAreRefused() {
        let wrong: [(String, String, (inout SearchOptions) -> Void)] = [
            ("beamSize", "0", { $0.beamSize = 0 }), ("nBest", "6", { $0.nBest = 6 }),
            ("lengthPenalty", "nan", { $0.lengthPenalty = .nan }),
            ("coveragePenalty", "-1.0", { $0.coveragePenalty = -1 }),
            ("noRepeatNGram", "-1", { $0.noRepeatNGram = -1 }),
            ("minLength", "-1", { $0.minLength = -1 }), ("maxLength", "0", { $0.maxLength = 0 }),
        ]
        for (name, shown, change) in wrong {
            var options = SearchOptions()
            change(&options)
            let error = #expect(throws: SearchError.self) {
                try BeamSearch(options, beginID: Self.beginID, endID: Self.endID)
            }
            guard let error, case .outOfRange(name, shown, _) = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect(error.description.hasPrefix("The search option \(name) must be in "))
            #expect(options.problem?.hasPrefix("\(name) is \(shown), not in ") == true)
            #expect(throws: error) {
                try SampledSearch(options, sampling: .greedy, beginID: Self.beginID, endID: Self.endID)
            }
        }
    }

    @Test func coverageIsRewarded() {
        let model = model()
        var options = SearchOptions()
        (options.beamSize, options.nBest) = (8, 8)
        func covered(_ hypothesis: Hypothesis) -> Double {
            hypothesis.attention[0].indices.reduce(0) { sum, place in
                sum + log(min(1, hypothesis.attention.reduce(0) { $0 + Double($1[place]) }))
            }
        }
        let plain = search(model, [Self.sources[2]], options)[0]
        options.coveragePenalty = 0.5
        for hypothesis in search(model, [Self.sources[2]], options)[0] {
            let same = plain.first { $0.tokens == hypothesis.tokens }
            #expect(same.map { abs($0.score + 0.5 * covered($0) - hypothesis.score) < 1e-6 } ?? false)
        }
    }

    @Test func anEnsembleAveragesProbabilities() throws {
        let models = [model(seed: 1), model(seed: 2)]
        func probabilities(_ logits: Tensor) -> [Double] {
            let weights = logits.elements.map { exp(Double($0)) }
            return weights.map { $0 / weights.reduce(0, +) }
        }
        var scorers = models.map { TranslatorScorer(TranslatorSession($0), sources: [Self.sources[0]]) }
        var ensemble = EnsembleScorer(scorers)
        let found = probabilities(ensemble.step(rows: [0], tokens: [2]).logits)
        let parts = scorers.indices.map { probabilities(scorers[$0].step(rows: [0], tokens: [2]).logits) }
        for index in found.indices { #expect(abs(found[index] - (parts[0][index] + parts[1][index]) / 2) < 1e-6) }
        let session = TranslatorSession(models[0])
        var twice = EnsembleScorer((0..<2).map { _ in TranslatorScorer(session, sources: Self.sources) })
        let joined = try BeamSearch(SearchOptions(), beginID: 2, endID: 3, forbidden: [0, 1, 2])(&twice)
        let alone = search(models[0], Self.sources, SearchOptions())
        #expect(joined.map { $0[0].tokens } == alone.map { $0[0].tokens })
    }

    @Test func drawsFollowTheProbabilities() throws {
        let model = model(targets: 6)
        var options = SearchOptions()
        (options.beamSize, options.nBest, options.maxLength) = (400, 400, 1)
        var scorer = TranslatorScorer(TranslatorSession(model), sources: [Self.sources[0]])
        let draw = try SampledSearch(options, sampling: SamplingOptions(), beginID: 2, endID: 3, forbidden: [0, 1, 2])
        let found = try draw(&scorer, seeds: [1])[0]
        var first = TranslatorScorer(TranslatorSession(model), sources: [Self.sources[0]])
        let logits = first.step(rows: [0], tokens: [2]).logits.elements
        let weights = (3..<6).map { exp(Double(logits[$0])) }
        for token in 3..<6 {
            let share = weights[token - 3] / weights.reduce(0, +)
            let count = found.count { ($0.tokens.first ?? 3) == Int32(token) }
            #expect(abs(Double(count) - 400 * share) < 4 * (400 * share * (1 - share)).squareRoot() + 1)
        }
    }

    /// Keeps a few tokens.
    private struct Only: LogitsProcessor {
        let ids: [Int]

        func process(_ candidates: inout TokenCandidates, history: [Int]) {
            candidates.keep { ids.contains($0.id) }
        }
    }

    @Test func processorsLimitWhatIsDrawn() throws {
        let model = model(targets: 6)
        var options = SearchOptions()
        (options.beamSize, options.nBest, options.maxLength) = (20, 20, 3)
        func drawn(keeping ids: [Int]) throws -> [Hypothesis] {
            var scorer = TranslatorScorer(TranslatorSession(model), sources: [Self.sources[0]])
            let draw = try SampledSearch(
                options, sampling: SamplingOptions(), processors: [Only(ids: ids)], beginID: 2, endID: 3,
                forbidden: [0, 1, 2])
            return try draw(&scorer, seeds: [1])[0]
        }
        #expect(try drawn(keeping: [5]).map(\.tokens) == Array(repeating: [5, 5, 5], count: 20))
        #expect(throws: SamplingError.noCandidate(vocabularySize: 6)) { try drawn(keeping: [0]) }
    }
}
