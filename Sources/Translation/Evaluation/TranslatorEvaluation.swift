import Datasets
import Decoding
import Foundation
import ModelFiles
import Tokenization
import Training

/// The evaluation of a translator on pairs, with a comparison to baselines.
public struct TranslatorEvaluation: Codable, Sendable, Equatable {
    /// The figures of some translations.
    public struct Scores: Codable, Sendable, Equatable {
        /// The name of the translator or baseline.
        public let name: String
        /// Corpus BLEU, 0 to 100.
        public let bleu: Double
        /// chrF2, 0 to 100.
        public let chrF: Double
        /// The share of translations that equal the reference to the letter.
        public let exactMatch: Double

        init(name: String, hypotheses: [String], references: [String]) {
            self.name = name
            bleu = BLEU(hypotheses: hypotheses, references: references).score
            chrF = ChrF(hypotheses: hypotheses, references: references).score
            exactMatch = Self.exactMatch(hypotheses, references)
        }

        static func exactMatch(_ hypotheses: [String], _ references: [String]) -> Double {
            let hits = zip(hypotheses, references).count { $0.utf8.elementsEqual($1.utf8) }
            return Double(hits) / Double(hypotheses.count)
        }
    }

    /// The number of pairs.
    public let pairs: Int
    /// Nats for each target token, ends included, in full precision; `nil` of an ensemble, and where no pair is short
    /// enough to be read.
    public let natsPerToken: Double?
    /// Pairs that these figures leave out because a side has more tokens than the model reads.
    public let tooLongPairs: Int
    /// e to the nats; `nil` where that overflows too.
    public let perplexity: Double?
    /// Corpus BLEU (Papineni et al. 2002), 0 to 100.
    public let bleu: Double
    /// A 95 % interval by the bootstrap over sentences.
    public let bleuInterval: [Double]
    /// chrF2 (Popović 2015), 0 to 100.
    public let chrF: Double
    /// A 95 % interval of chrF by the bootstrap over sentences: lower and upper end.
    public let chrFInterval: [Double]
    /// The share of translations that equal the reference to the letter.
    public let exactMatch: Double
    /// What sacreBLEU would say of how BLEU was made.
    public let signature: String
    /// The same for chrF.
    public let chrFSignature: String
    /// How the translations were searched for.
    public let search: SearchOptions
    /// The source copied, and the source translated word by word.
    public let baselines: [Scores]

    /// The best baseline by BLEU, and whether the translator is better.
    public var bestBaseline: Scores? { baselines.max { ($0.bleu, $0.chrF) < ($1.bleu, $1.chrF) } }
    /// Whether the translator has a higher BLEU than every baseline.
    public var beatsBaselines: Bool { bestBaseline.map { (bleu, chrF) > ($0.bleu, $0.chrF) } ?? true }

    /// An evaluation with the translations that it is of.
    public struct Measurement: Codable, Sendable, Equatable {
        /// The figures.
        public let evaluation: TranslatorEvaluation
        /// The translation of each source.
        public let hypotheses: [String]
    }

    /// Translates the sources of pairs and compares with the targets.
    ///
    /// - Parameter progress: Called now and then with the number of sources translated; throws to stop.
    /// - Throws: What `progress` throws, `SearchError` for options that cannot be used, and `CancellationError` when the
    ///   surrounding task is cancelled.
    public static func measure(
        _ translator: Translator, on pairs: ParallelTexts, options: TranslationOptions = TranslationOptions(),
        progress: (_ completed: Int) throws -> Void = { _ in }
    ) throws -> Measurement {
        var hypotheses: [String] = []
        for start in stride(from: 0, to: pairs.count, by: 256) {
            let part = Array(pairs.sources[start..<min(start + 256, pairs.count)])
            hypotheses += try translator.translate(part, options: options).map(\.text)
            try progress(hypotheses.count)
        }
        return Measurement(
            evaluation: TranslatorEvaluation(of: hypotheses, by: translator, on: pairs, search: options.search),
            hypotheses: hypotheses)
    }

    private init(of hypotheses: [String], by translator: Translator, on pairs: ParallelTexts, search: SearchOptions) {
        self.pairs = pairs.count
        self.search = search
        let (ids, tooLong, _) = translator.ids(of: pairs)
        tooLongPairs = tooLong
        let isMeasured = !ids.sources.isEmpty && !translator.isEnsemble
        let nats = isMeasured ? TranslatorTask.loss(of: translator.model, on: ids) : nil
        (natsPerToken, perplexity) = (nats, nats.map { exp($0) }.flatMap { $0.isFinite ? $0 : nil })
        let (ofBLEU, ofChrF) = (
            BootstrapInterval.bleu(hypotheses: hypotheses, references: pairs.targets),
            BootstrapInterval.chrF(hypotheses: hypotheses, references: pairs.targets)
        )
        (bleu, chrF) = (ofBLEU.estimate, ofChrF.estimate)
        exactMatch = Scores.exactMatch(hypotheses, pairs.targets)
        bleuInterval = [ofBLEU.lower, ofBLEU.upper]
        chrFInterval = [ofChrF.lower, ofChrF.upper]
        signature = BLEU(statistics: BLEUStatistics()).signature
        chrFSignature = ChrF(statistics: ChrFStatistics()).signature
        var baselines = [Scores(name: "source copied", hypotheses: pairs.sources, references: pairs.targets)]
        if let lexicon = translator.lexicon {
            baselines.append(
                Scores(
                    name: "word by word", hypotheses: lexicon.translate(pairs.sources), references: pairs.targets))
        }
        self.baselines = baselines
    }
}

extension Translator {
    /// The pairs as token ids, without those that have no token on a side or more than the model reads.
    func ids(of texts: ParallelTexts) -> (pairs: PairedIDs, tooLong: Int, kept: [Int]) {
        Self.ids(
            of: texts, sourceTokenizer, targetTokenizer, maxTokens: model.configuration.maxTokens)
    }

    static func ids(
        of texts: ParallelTexts, _ sourceTokenizer: Tokenizer, _ targetTokenizer: Tokenizer, maxTokens: Int
    ) -> (pairs: PairedIDs, tooLong: Int, kept: [Int]) {
        let sources = sourceTokenizer.encodeIDs(each: texts.sources)
        let targets = targetTokenizer.encodeIDs(each: texts.targets)
        let filled = sources.indices.filter { !sources[$0].isEmpty && !targets[$0].isEmpty }
        let kept = filled.filter { sources[$0].count <= maxTokens && targets[$0].count <= maxTokens }
        let pairs = PairedIDs(sources: kept.map { sources[$0] }, targets: kept.map { targets[$0] })
        return (pairs, filled.count - kept.count, kept)
    }
}

extension BootstrapInterval {
    /// The interval of the ``BLEU`` score, from 0 to 100.
    public static func bleu(
        hypotheses: [String], references: [String], tokenization: BLEUTokenization = .v13a,
        isCaseSensitive: Bool = true, level: Double = 0.95, numResamples: Int = 1_000, randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        let statistics = BLEUStatistics.perSentence(
            hypotheses: hypotheses, references: references, tokenization: tokenization,
            isCaseSensitive: isCaseSensitive)
        return BootstrapInterval(of: statistics, level: level, numResamples: numResamples, randomSeed: randomSeed) {
            BLEU(statistics: $0).score
        }
    }

    /// The interval of the ``ChrF`` score, from 0 to 100.
    public static func chrF(
        hypotheses: [String], references: [String], options: ChrF.Options = ChrF.Options(), level: Double = 0.95,
        numResamples: Int = 1_000, randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        let statistics = ChrFStatistics.perSentence(hypotheses: hypotheses, references: references, options: options)
        return BootstrapInterval(of: statistics, level: level, numResamples: numResamples, randomSeed: randomSeed) {
            ChrF(statistics: $0, options: options).score
        }
    }
}

/// Traps unless each hypothesis has a reference, and there is one.
func requirePairs(_ hypotheses: [String], _ references: [String], _ operation: StaticString) {
    precondition(!hypotheses.isEmpty, "\(operation): no hypotheses")
    precondition(
        hypotheses.count == references.count,
        "\(operation): \(hypotheses.count) hypotheses with \(references.count) references")
}

extension TranslatorEvaluation: DefaultedDecodable {
    package static var formerNames: [String: String] { ["baselines": "rivals"] }
}
