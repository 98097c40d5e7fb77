import Foundation
import MovieReviewsModel
import TestSupport
import Testing
import Tokenization

@testable import Datasets
@testable import ModelFiles
@testable import Tensors
@testable import TextClassification

struct SentimentAnalyzerTests {
    private static let texts = [
        "A dull and tedious film.", "Not bad at all: moving, clever, beautifully shot.", "", "It's a film.",
        "I wanted to like it, but the plot is a mess and the acting is worse.",
    ]

    private static let analyzer: TextClassifier = {
        do { return try TextClassifier(.movieReviewsEnglish) } catch { fatalError("\(error)") }
    }()

    @Test(arguments: [
        "Gr\u{AD}eat film", "\u{FEFF}Great film", "Great\u{200B} film\u{200E}", "Gr\u{200D}e\u{2060}at fi\u{FE0F}lm",
        "Great\u{3164} film", "\u{E0041}Great f\u{34F}ilm", "Great &#102;&#x69;lm", "Gr&shy;eat&ZeroWidthSpace; film",
        "<b>Great</b> film<!-- awful, boring -->", "<style>p { awful: 1 }</style>Great film<script>bad()</script>",
        "<!DOCTYPE html><p title=\"bad > worse\">Great film</p>", "<![CDATA[worst]]>Great<br/>film", "GREAT film\r\n",
    ])
    func whatIsNoWordDoesNotCount(text: String) throws {
        #expect(try Self.analyzer.classify(text) == Self.analyzer.classify("Great film"))
    }

    @Test(arguments: [
        "", "\u{200B}", "\u{AD}\u{FEFF}\u{200B}\u{3164}\u{FE0F}\u{E0041}\u{202E}", "<!-- great -->", "<br/>",
        "&nbsp;&#8203;",
        " \u{200B}\t",
    ])
    func aTextOfWhatIsNoWordHasNoWords(text: String) throws {
        let result = try Self.analyzer.classify(text)
        #expect(result.label == nil && result.tokenCount == 0 && result.probability == 0.5)
    }

    @Test(arguments: [
        ("x<y and z>w", ["x", "<", "y", "and", "z", ">", "w"]), ("I <3 this", ["I", "<", "3", "this"]),
        ("Gr\u{AD}eat\u{200B} <i>film</i> &amp; \u{FE0F}co", ["Gr\u{AD}eat", "film", "&amp;", "co"]),
    ])
    func explainedWordsStandAtTheirBytes(text: String, words: [String]) throws {
        let found = try Self.analyzer.explain(text, method: .leaveOneOut).words
        #expect(found.map(\.text) == words)
        let utf8 = Array(text.utf8)
        #expect(found.map { String(decoding: utf8[$0.byteRange], as: UTF8.self) } == words)
        #expect(found.map { String(text[$0.range(in: text)]) } == words)
    }

    @Test func aCommentIsNoSentence() throws {
        let text = "It was long. <!-- Bad. Worse. --> I loved it. It <b>is. good</b>."
        let utf8 = Array(text.utf8)
        let sentences = Self.analyzer.tokenizer.sentenceRanges(in: text).map {
            String(decoding: utf8[$0], as: UTF8.self)
        }
        #expect(sentences == ["It was long. ", "<!-- Bad. Worse. --> I loved it. ", "It <b>is. good</b>."])
        let weights = try Self.analyzer.sentenceWeights(of: text)
        #expect(weights.map(\.text) == sentences && weights.map { String(text[$0.range(in: text)]) } == sentences)
    }

    /// Models from before the step stripMarkup have another in their tokenizer.json.
    @Test func anOlderModelReadsAsItDid() throws {
        let json = String(decoding: try Self.analyzer.tokenizer.jsonData(), as: UTF8.self)
        let steps = try #require(
            json.range(of: "\"stripMarkup\",\\s*\"decodeEntities\",\\s*\"stripInvisible\"", options: .regularExpression)
        )
        let older = try Tokenizer(
            jsonData: Data(json.replacingCharacters(in: steps, with: "\"stripTags\"").utf8), fileName: "tokenizer.json")
        #expect(older.normalizer.steps == [.stripTags, .nfkc, .caseFold, .splitContractions])
        let text = "x<y and z>w it&amp;"
        #expect(older.encode(text).byteRanges.count == 6)  // x, w, it, &, amp and ;
        let analyzer = TextClassifier(model: Self.analyzer.model, tokenizer: older)
        #expect(try analyzer.classify("A dull<br />film.").tokenCount == 4)
        #expect(try analyzer.classify("\u{200B}").tokenCount == 1)
    }

    @Test func aTextGetsTheSameAloneAndAmongOthers() throws {
        let together = try Self.analyzer.classify(Self.texts)
        #expect(together == (try Self.texts.map { try Self.analyzer.classify($0) }))
        #expect(together[0].label == "negative" && together[1].label == "positive" && together[2].label == nil)
        #expect(together.allSatisfy { abs($0.probabilities.map(\.probability).reduce(0, +) - 1) < 1e-9 })
    }

    @Test(arguments: [0, 1, 3, 4])
    func integratedGradientsAddUpToTheDifferenceThatTheWordsMake(index: Int) throws {
        let explanation = try Self.analyzer.explain(Self.texts[index], steps: 256)
        let sum = explanation.words.map(\.weight).reduce(0, +)
        let difference = explanation.logOdds - explanation.baselineLogOdds
        #expect(abs(sum - difference) < 0.05 * max(1, abs(difference)), "\(sum) of \(difference)")
    }

    /// The gradients alone would not: in this text the log odds change too fast on the way.
    @Test func theWeightsOfALongTextAddUp() throws {
        let text = String(
            repeating: "The story was good but the plot was a bit dull, and the end was great. ", count: 25)
        let explanation = try Self.analyzer.explain(text)
        let difference = explanation.logOdds - explanation.baselineLogOdds
        let sum = explanation.words.map(\.weight).reduce(0, +)
        #expect(abs(sum - difference) < 1e-3 * max(1, abs(difference)), "\(sum) of \(difference)")
    }

    @Test func leaveOneOutIsTheDifferenceOfTwoClassifications() throws {
        let text = "A dull film."
        let words = try Self.analyzer.explain(text, method: .leaveOneOut).words
        #expect(words.map(\.text) == ["A", "dull", "film", "."])
        func logOdds(_ text: String) -> Double {
            let tokenizer = Self.analyzer.tokenizer
            return Self.analyzer.logOdds(
                Self.analyzer.logits(of: [tokenizer.encodeIDs(text)], hashes: tokenizer.wordHashes(each: [text]))[0], 0)
        }
        #expect(abs(words[1].weight - (logOdds(text) - logOdds("A film."))) < 1e-9)
        #expect(try Self.analyzer.explain("").words.isEmpty)
        #expect(try Self.analyzer.explain("dull").words.count == 1)
    }

    @Test func theLogOddsOfAnExplanationAreThoseOfTheProbability() throws {
        #expect(Self.analyzer.isCombined)
        for text in Self.texts where !text.isEmpty {
            let explanation = try Self.analyzer.explain(text)
            let p = explanation.probability
            #expect(abs(explanation.logOdds - log(p / (1 - p))) < 1e-6)
        }
    }

    @Test func aLongTextIsExplainedByTheWordsThatTheNetworkReads() throws {
        var configuration = Self.analyzer.model.configuration
        configuration.maxTokens = 4
        var generator = SeededGenerator(seed: 1)
        let model = TextClassifierNetwork(configuration, using: &generator)
        for (from, to) in zip(Self.analyzer.model.namedParameters, model.namedParameters) {
            to.parameter.value = from.parameter.value
        }
        let analyzer = TextClassifier(
            model: model, tokenizer: Self.analyzer.tokenizer, baseline: Self.analyzer.baseline)
        let text = "A dull film, but a moving end."
        for method in Explanation.Method.allCases {
            #expect(try analyzer.explain(text, method: method).words.map(\.text) == ["A", "dull", "end", "."])
        }
        let explanation = try analyzer.explain(text, steps: 256)
        let sum = explanation.words.map(\.weight).reduce(0, +)
        let difference = explanation.logOdds - explanation.baselineLogOdds
        #expect(abs(sum - difference) < 0.05 * max(1, abs(difference)))
    }

    @Test(arguments: ["Dr. Smith is here. Mr. A. B. Jones is not.", "It is by J. R. R. Tolkien, i.e. good. Fine!"])
    func abbreviationsEndNoSentence(text: String) {
        #expect(Self.analyzer.tokenizer.sentenceRanges(in: text).count == 2)
    }

    @Test func calibratingAJoinedClassifierChangesNoAnswer() throws {
        let texts = Self.texts.filter { !$0.isEmpty } + ["Fine.", "Too long by half, and yet I laughed.", "So so."]
        let analyzer = Self.analyzer
        #expect(analyzer.baseline?.mix ?? 0 > 0)
        let before = try analyzer.classify(texts)
        let data = LabelledTexts(
            texts: texts, labels: texts.indices.map { $0 % 2 }, classNames: analyzer.classNames)
        let found = try #require(try analyzer.calibrated(on: data, combines: false))
        let (calibrated, report) = (found.classifier, found.report)
        #expect(report.temperature != 1)
        #expect(try calibrated.classify(texts).map(\.label) == before.map(\.label))
        let ratio = try #require(calibrated.baseline).mix / (try #require(analyzer.baseline).mix)
        #expect(abs(ratio * report.temperature - 1) < 1e-9)
    }

    /// However few the texts are and whatever their labels, a calibration does not raise the Brier score on them.
    @Test(arguments: [false, true], [1, 2, 5, 20]) func noCalibrationMakesTheTextsWorse(combines: Bool, count: Int)
        throws
    {
        let texts = (0..<count).map { Self.texts[[0, 1, 3, 4][$0 % 4]] + " Part \($0)." }
        for shift in 0..<2 {
            let data = LabelledTexts(
                texts: texts, labels: texts.indices.map { ($0 / 2 + shift) % 2 }, classNames: Self.analyzer.classNames)
            let found = try #require(try Self.analyzer.calibrated(on: data, combines: combines))
            func brier(_ classifier: TextClassifier) throws -> Double {
                try TextClassifierEvaluation(of: classifier, on: data).metrics.brier
            }
            let (before, after) = (try brier(Self.analyzer), try brier(found.classifier))
            #expect(after <= before + 1e-6)
            expectClose([found.report.brierBefore, found.report.brierAfter], [before, after], within: 1e-5)
        }
    }

    @Test func anExplanationKnowsItsClass() throws {
        let explanation = try Self.analyzer.explain("A dull film.", label: "positive")
        #expect(explanation.className == "positive" && explanation.classification.label == "negative")
        #expect(abs(explanation.probability + explanation.classification.probability - 1) < 1e-9)
        #expect(try Self.analyzer.explain("A dull film.").className == "negative")
    }

    @Test func theWeightsAreOfTheClassAskedFor() throws {
        let text = "Dull, but moving."
        let negative = try Self.analyzer.explain(text, label: "negative").words
        let positive = try Self.analyzer.explain(text, label: "positive").words
        for (a, b) in zip(negative, positive) { #expect(abs(a.weight + b.weight) < 1e-4) }
    }

    @Test func aSavedClassifierIsTheSame() throws {
        try withTemporaryFolder { url in
            try Self.analyzer.save(to: url)
            let read = try TextClassifier(contentsOf: url)
            #expect(try read.classify(Self.texts) == Self.analyzer.classify(Self.texts))
            try Self.analyzer.save(to: url, precision: .int8)
            let small = try TextClassifier(contentsOf: url)
            for (a, b) in zip(try small.classify(Self.texts), try Self.analyzer.classify(Self.texts)) {
                #expect(a.label == b.label && abs(a.probability - b.probability) < 0.02)
            }
        }
    }

    @Test func damagedBaselinesAreRefused() throws {
        try withTemporaryFolder { url in
            try Self.analyzer.save(to: url, precision: .float16)
            let file = ModelFolder(url).file(ModelFolder.weightsFile)
            let weights = try SafetensorsFile(contentsOf: file)
            var writer = SafetensorsWriter(metadata: weights.metadata)
            for name in weights.names where !name.hasPrefix("extra.rival.biases") {
                if name.hasSuffix("hashes") {
                    let hashes = try weights.integers(name, as: UInt64.self)
                    writer.add(name, shape: [hashes.count], integers: Array(hashes.reversed()))
                } else if name.hasSuffix("order") || name.hasSuffix("beneath") {
                    writer.add(name, shape: [1], integers: [Int32(2)])
                } else {
                    writer.add(name, try weights.tensor(name))
                }
            }
            try writer.write(to: file)
            #expect(throws: (any Error).self) { _ = try TextClassifier(contentsOf: url) }
        }
    }

    @Test func aSuiteIsReadCaseByCaseAndItsMistakesNamed() throws {
        let suite = try BehaviourSuite(text: "kind\tlabel\ttext\nplain\tpositive\tLovely.\n", file: "s.tsv")
        #expect(suite.cases == [.init(kind: "plain", label: "positive", text: "Lovely.")])
        let turned = try BehaviourSuite(text: "Text\tLabel\tKind\nLovely.\tpositive\tplain\n", file: "s.tsv")
        #expect(turned == suite)
        for bad in ["kind\tlabel\ttext\nplain\tpositive\n", "kind\tlabel\ttext\n", ""] {
            #expect(throws: TextClassifierError.malformedSuite(file: "s.tsv", line: 2)) {
                _ = try BehaviourSuite(text: bad, file: "s.tsv")
            }
        }
        let other = try BehaviourSuite(text: "kind\tlabel\ttext\nplain\tangry\tGrr.\n", file: "s.tsv")
        #expect(throws: TextClassifierError.unknownClass("angry", known: ["negative", "positive"])) {
            _ = try other.run(on: Self.analyzer)
        }
        #expect(BehaviourSuite.english.cases.count >= 200)
    }

    @Test func aScalingByLengthFindsTheExponent() {
        // Short documents are right in 9 of 10 at log odds 1, long ones in 9 of 10 at log odds 4.
        var (logits, labels, lengths): ([[Double]], [Int], [Int]) = ([], [], [])
        for index in 0..<200 {
            let isLong = index % 2 == 0
            logits.append([isLong ? 4 : 1, 0])
            labels.append(index / 2 % 10 == 0 ? 1 : 0)
            lengths.append(isLong ? 160 : 10)
        }
        let scaling = TemperatureScaling(logits: logits, labels: labels, lengths: lengths)
        #expect(abs(scaling.lengthExponent - 0.4) < 1e-9)
        for length in [10, 160] {
            let margin = (length == 160 ? 4 : 1) / scaling.divisor(length: length)
            #expect(abs(margin - log(9)) < 0.6, "\(margin)")
        }
        #expect(scaling.loss < scaling.lossBefore)
    }
}
