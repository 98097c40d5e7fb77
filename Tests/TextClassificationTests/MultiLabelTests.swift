import Foundation
import Tensors
import TestSupport
import Testing
import Tokenization

@testable import Datasets
@testable import ModelFiles
@testable import NeuralLayers
@testable import TextClassification
@testable import Training

/// Classifiers that give a text any number of labels.
struct MultiLabelTests {
    private static let names = ["food", "price", "rare", "service"]
    private static let words = [
        ["soup", "pizza", "salad"], ["cheap", "costly"], ["zebra", "giraffe"], ["waiter", "staff", "host"],
    ]

    /// Texts that name what their labels are about; a label in eight is missing.
    private static func texts(_ count: Int, seed: UInt64) -> MultiLabelledTexts {
        var generator = SeededGenerator(seed: seed)
        let labels = (0..<count).map { index in
            [0, 1, 3].filter { _ in Bool.random(using: &generator) } + (index % 40 == 5 ? [2] : [])
        }
        let texts = labels.map { labels in
            "we saw "
                + labels.map { label in words[label].randomElement(using: &generator) ?? "" }.joined(separator: " and ")
                + " there"
        }
        return MultiLabelledTexts(texts: texts, labels: labels, labelNames: names)
    }

    private static func settings(epochs: Double = 12) -> TextClassifierSettings {
        var settings = TextClassifierSettings.recommended(forDocuments: 240, randomSeed: 1)
        (settings.embeddingSize, settings.hiddenSize) = (12, 8)
        settings.dropout = TextClassifierNetwork.Configuration.Dropout()
        settings.training.schedule.peak = 2e-2
        settings.training.epochs = epochs
        settings.training.numValidations = 3
        return settings
    }

    private static let trained = Result {
        var training = try TextClassifierTraining(texts(240, seed: 1), settings: settings())
        return try training.run()
    }

    // MARK: Loss and probabilities

    @Test func theLossIsTheMeanBinaryCrossEntropyOfAllLabels() {
        let logits: [Float] = [0.3, -2, 5, 1, 0, -0.5]
        let targets: [Int32] = [1, 0, 0, 1, 1, 0]
        let parameter = Parameter(Tensor(logits, shape: [2, 3]))
        let (loss, gradients) = withGradients(withRespectTo: [parameter]) {
            crossEntropy(logits: Labelling.multiple.rows(Variable(parameter)), targets: targets)
        }
        let expected =
            zip(logits, targets).reduce(0.0) { $0 + softplus(Double($1.0)) - Double($1.1) * Double($1.0) } / 6
        #expect(abs(Double(loss) - expected) < 1e-6)
        for (index, slope) in (gradients[parameter]?.elements ?? []).enumerated() {
            let probability = 1 / (1 + exp(-Double(logits[index])))
            #expect(abs(Double(slope) - (probability - Double(targets[index])) / 6) < 1e-6)
        }
        #expect(gradients[parameter]?.elements.count == 6)
        let probabilities = Labelling.multiple.probabilities([0, 1000, -1000, 2])
        expectClose(probabilities, [0.5, 1, 0, 1 / (1 + exp(-2))], within: 1e-12)
    }

    @Test func theLabelsAboveTheirThresholdsComeMostProbableFirst() throws {
        let result = Classification(
            probabilities: [0.4, 0.9, 0.95, 0.2], classNames: Self.names, thresholds: [0.3, 0.5, 0.97, 0.5],
            tokenCount: 3)
        #expect(result.labels == ["price", "food"] && result.label == "price" && result.probability == 0.9)
        #expect(result.labelPlaces == [0, 1])
        let none = Classification(
            probabilities: [0.1, 0.2], classNames: ["a", "b"], thresholds: [0.5, 0.5], tokenCount: 3)
        #expect(none.labels.isEmpty && none.label == nil && none.probability == 0.2)
        let wordless = Classification(
            probabilities: [0.5, 0.5], classNames: ["a", "b"], thresholds: [0.1, 0.1], tokenCount: 0)
        #expect(wordless.labels.isEmpty)
        let single = Classification(probabilities: [0.1, 0.9], classNames: ["a", "b"], tokenCount: 1)
        #expect(single.labels == ["b"])
        for value in [result, none, single] {
            #expect(try JSONDecoder().decode(Classification.self, from: JSONEncoder().encode(value)) == value)
        }
        // One class a text: as earlier versions wrote it.
        #expect(try !String(decoding: JSONEncoder().encode(single), as: UTF8.self).contains("labels"))
    }

    // MARK: Thresholds and figures

    @Test func theThresholdWithTheHighestF1IsHalfwayBetweenTwoTexts() {
        let isPresent = [true, true, false, true, true, true, false, false, false, true]
        let probabilities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.35, 0.2, 0.1, 0.05]
        // The six highest are 5 right of 6 present: F1 is 10 / 12.
        #expect(abs(LabelThreshold.best(probabilities, isPresent: isPresent) - 0.375) < 1e-12)
        let few = isPresent.indices.map { $0 < 4 }
        #expect(LabelThreshold.best(probabilities, isPresent: few) == 0.5)
        // All equal: either all texts get the label or none.
        #expect(LabelThreshold.best([0.3, 0.3, 0.3, 0.3, 0.3], isPresent: [Bool](repeating: true, count: 5)) == 0.15)
    }

    @Test func figuresAreThoseOfSmallExamplesByHand() {
        let metrics = MultiLabelMetrics(
            labels: [[0, 1], [1], [], [0, 2]], predictions: [[0, 1], [0, 1], [], [2]], labelNames: ["a", "b", "c", "d"])
        // a: 1 right, 2 given, 2 present. b: 2 of 2 of 2. c: 1 of 1 of 1. d: nothing.
        #expect(metrics.perLabel.map(\.support) == [2, 2, 1, 0])
        expectClose(metrics.perLabel.map(\.precision), [0.5, 1, 1, 0], within: 1e-12)
        expectClose(metrics.perLabel.map(\.recall), [0.5, 1, 1, 0], within: 1e-12)
        expectClose(
            [metrics.microF1, metrics.macroF1, metrics.subsetAccuracy, metrics.hammingLoss],
            [8.0 / 10, 2.5 / 3, 0.5, 2.0 / 16], within: 1e-12)
    }

    // MARK: The bag of words

    @Test func theBagOfWordsOfALabelIsThatOfTwoClasses() throws {
        let documents: [[UInt64]] = (0..<15).map { [UInt64($0 % 4), UInt64($0 % 3 + 10)] }
        let sets = (0..<15).map { index in [index % 4 == 0 ? 0 : nil, index % 3 == 0 ? 1 : nil].compactMap { $0 } }
        let options = NaiveBayesLogisticRegression.Options(regularization: 1)
        for count in [1, 2, 3] {
            let bag = NaiveBayesLogisticRegression(
                documents: documents, labelSets: sets.map { $0.filter { $0 < count } }, labelCount: count,
                options: options)
            #expect(bag.biases.count == count && !bag.isOneForTwo)
            for label in 0..<min(2, count) {
                let alone = NaiveBayesLogisticRegression(
                    documents: documents, labels: sets.map { $0.contains(label) ? 1 : 0 }, classCount: 2,
                    options: options)
                for document in documents { #expect(bag.logits(of: document)[label] == alone.logits(of: document)[1]) }
            }
            let parts = bag.wordLogits(of: documents[0]).reduce(bag.logits(of: [])) { zip($0, $1).map(+) }
            expectClose(parts, bag.logits(of: documents[0]), within: 1e-9)
            let copy = NaiveBayesLogisticRegression(
                hashes: bag.hashes, weights: bag.weights, biases: bag.biases, order: 2, classCount: count,
                isMultiLabel: true)
            #expect(copy == bag)
        }
    }

    // MARK: Training

    @Test func severalLabelsAreLearned() throws {
        let result = try Self.trained.get()
        let evaluation = try #require(result.report.multiLabelValidation)
        #expect(result.report.validation == nil && result.classifier.isMultiLabel)
        #expect(evaluation.microF1 > 0.9 && evaluation.subsetAccuracy > 0.8 && evaluation.hammingLoss < 0.1)
        #expect(evaluation.baselines.count == 3 && evaluation.beatsBaselines || evaluation.microF1 == 1)
        #expect(evaluation.perLabel.map(\.name) == Self.names)
        #expect(evaluation.perLabel[2].support < 5 && evaluation.perLabel[2].threshold == 0.5)
        #expect(result.report.calibration != nil && result.report.classCounts.count == 4)
        let classifier = result.classifier
        #expect(try classifier.classify("we saw soup and waiter there").labels.sorted() == ["food", "service"])
        #expect(try classifier.classify("we saw there").labels.isEmpty)
        #expect(try classifier.classify("").labels.isEmpty)
    }

    @Test func allLabelsOfFewTextsHaveTheFiguresOfTrivialAnswers() throws {
        let data = MultiLabelledTexts(
            texts: ["soup", "pizza", "waiter"], labels: [[0], [0], [3]], labelNames: Self.names)
        let evaluation = try MultiLabelEvaluation(of: Self.trained.get().classifier, on: data)
        let (set, all) = (evaluation.baselines[0], evaluation.baselines[1])
        #expect(set.name == "always food" && abs(set.subsetAccuracy - 2.0 / 3) < 1e-12)
        #expect(all.subsetAccuracy == 0 && abs(all.microF1 - 2.0 * 3 / (3 + 12)) < 1e-12)
        expectClose(evaluation.perLabel.map(\.allLabelsF1), [0.8, 0, 0, 0.5], within: 1e-12)
    }

    @Test func aSavedModelGivesTheSameLabels() throws {
        let classifier = try Self.trained.get().classifier
        let texts = Self.texts(30, seed: 9).texts
        try withTemporaryFolder { folder in
            try classifier.save(to: folder)
            let copy = try TextClassifier(contentsOf: folder)
            #expect(copy.model.configuration == classifier.model.configuration)
            #expect(copy.model.configuration.thresholds?.count == 4)
            for (one, other) in zip(try copy.classify(texts), try classifier.classify(texts)) {
                #expect(one.labels.sorted() == other.labels.sorted())  // the bag of words is stored in 16 bits
                expectClose(one.probabilities.map(\.probability), other.probabilities.map(\.probability), within: 1e-2)
            }
            let stored = try #require(copy.baseline?.thresholds)
            expectClose(stored, try #require(classifier.baseline?.thresholds), within: 1e-6)
        }
    }

    @Test func aModelWithOneLabelCanBeTrained() throws {
        let all = Self.texts(120, seed: 3)
        let data = MultiLabelledTexts(
            texts: all.texts, labels: all.labels.map { $0.filter { $0 == 0 } }, labelNames: ["food"])
        var training = try TextClassifierTraining(data, settings: Self.settings())
        let result = try training.run()
        #expect(result.report.multiLabelValidation?.microF1 ?? 0 > 0.9)
        try withTemporaryFolder { folder in
            try result.classifier.save(to: folder)
            #expect(try TextClassifier(contentsOf: folder).classify("pizza").labels == ["food"])
        }
    }

    @Test func whatCannotBeLearnedIsRefused() throws {
        let (texts, settings) = (["x", "y"], Self.settings())
        func train(_ labels: [[Int]], _ validation: MultiLabelledTexts? = nil) throws {
            _ = try TextClassifierTraining(
                MultiLabelledTexts(texts: texts, labels: labels, labelNames: ["a", "b"]), validation: validation,
                settings: settings)
        }
        #expect(throws: LabelledTextsError.labelOfEveryText("a")) { try train([[0, 1], [0]]) }
        #expect(throws: LabelledTextsError.labelOfNoText("b")) { try train([[0], []]) }
        #expect(throws: LabelledTextsError.self) {
            try train([[0], [1]], MultiLabelledTexts(texts: ["x"], labels: [[0]], labelNames: ["c"]))
        }
        var balanced = settings
        balanced.balancesClasses = true
        #expect(throws: TrainingError.self) {
            _ = try TextClassifierTraining(Self.texts(20, seed: 1), settings: balanced)
        }
    }

    @Test func settingsCanBeSearched() throws {
        let space = TextClassifierTuningSpace(base: Self.settings(epochs: 1))
        let task = try TextClassifierTuningTask(.labels(Self.texts(60, seed: 4)), space: space)
        let measured = try task.measure(task.planned(task.base, epochs: 1), goesOn: { true })
        #expect(measured.error > 0 && measured.error < 1)
    }

    // MARK: What is for one class a text, and what is for both

    @Test func whatIsForOneClassIsRefused() throws {
        let classifier = try Self.trained.get().classifier
        #expect(throws: TextClassifierError.self) { _ = try classifier.choosing(among: ["food", "price"]) }
        let single = LabelledTexts(texts: ["soup", "host"], labels: [0, 1], classNames: ["food", "service"])
        #expect(throws: TextClassifierError.multiLabelModel(purpose: "continued by training")) {
            _ = try TextClassifierTraining(
                single, from: ClassifierContinuation(classifier), settings: Self.settings())
        }
        #expect(throws: TextClassifierError.otherLabelling(isMultiLabel: true)) {
            _ = try TextClassifierEvaluation(of: classifier, on: single)
        }
        #expect(throws: TextClassifierError.otherLabelling(isMultiLabel: true)) {
            _ = try classifier.calibrated(on: single, combines: false)
        }
        let unknown = MultiLabelledTexts(texts: ["soup"], labels: [[0]], labelNames: ["music"])
        #expect(throws: LabelledTextsError.self) { _ = try MultiLabelEvaluation(of: classifier, on: unknown) }
    }

    @Test func aCalibrationChoosesNewThresholds() throws {
        let classifier = try Self.trained.get().classifier
        let data = MultiLabelledTexts(
            texts: (0..<40).map { $0 % 2 == 0 ? "soup" : "pizza" }, labels: (0..<40).map { $0 % 2 == 0 ? [0] : [] },
            labelNames: ["food"])
        let found = try #require(try classifier.calibrated(on: data, combines: false))
        let thresholds = try #require(found.classifier.model.configuration.thresholds)
        #expect(thresholds.count == 4 && thresholds[1...] == [0.5, 0.5, 0.5])
        #expect(thresholds[0] != classifier.model.configuration.thresholds?[0])
    }

    @Test(arguments: Explanation.Method.allCases) func theWeightsOfWordsExplainOneLabel(method: Explanation.Method)
        throws
    {
        let classifier = try Self.trained.get().classifier
        let text = "we saw soup and waiter there"
        for label in ["service", "food"] {
            let explanation = try classifier.explain(text, method: method, label: label)
            let probability = try #require(classifier.classify(text).probability(of: label))
            #expect(abs(explanation.logOdds - log(probability / (1 - probability))) < 1e-4)
            let heaviest = explanation.words.max { $0.weight < $1.weight }
            #expect(heaviest?.text == (label == "food" ? "soup" : "waiter"))
            if method == .integratedGradients {
                let sum = explanation.words.reduce(0) { $0 + $1.weight }
                #expect(abs(sum - (explanation.logOdds - explanation.baselineLogOdds)) < 1e-3)
            }
        }
    }

    @Test func badThresholdsInAConfigurationAreNamed() {
        var configuration = TextClassifierNetwork.Configuration(
            vocabularySize: 9, embeddingSize: 2, hiddenSize: 2, classNames: ["a"])
        #expect(configuration.problem?.contains("classNames") == true)
        configuration.thresholds = [0.5]
        #expect(configuration.problem == nil)
        for bad in [[], [0.1, 0.2], [1], [-0.1], [.nan]] as [[Double]] {
            configuration.thresholds = bad
            #expect(configuration.problem?.contains("thresholds") == true)
        }
    }
}
