import Foundation
import TestSupport
import Testing

@testable import Tensors
@testable import TextClassification

struct BaselinesNaiveBayesTests {
    /// Three unigrams in four documents, worked by hand: p + 1 = 3, 2, 1 of 6 and q + 1 = 1, 2, 2 of 5.
    @Test func ratiosComeFromTheCounts() {
        let (a, b, c) = (UInt64(10), UInt64(20), UInt64(30))
        let (features, rows) = NGramFeatures.counted(
            in: [[a, b, a], [a], [b], [c]], order: 1, minDocumentFrequency: 1)
        let targets = [true, true, false, false]
        let ratios = logCountRatios(rows, used: [0, 1, 2, 3], targets: targets, numFeatures: 3)
        let found = [a, b, c].map { ratios[features.index(of: NGramFeatures.hash(of: [$0]))!] }
        expectClose(found, [log(5.0 / 2), log(5.0 / 6), log(5.0 / 12)], within: 1e-14)
    }

    @Test(arguments: 0..<2)
    func ratiosAndWeightsAreThoseOfScikitLearn(index: Int) throws {
        let golden = try ClassificationGolden.read().naiveBayes[index]
        let problem = NaiveBayesProblem(golden.documents, golden.labels, golden.classCount, .init(order: 2))
        let places = try golden.ngrams.map { try #require(problem.features.index(of: NGramFeatures.hash(of: $0))) }
        #expect(problem.features.count == places.count)
        #expect(problem.targets == golden.outputs.map { output in golden.labels.map { $0 == output.class } })
        for (place, output) in golden.outputs.enumerated() {
            let all = Array(golden.labels.indices)
            let ratios = logCountRatios(
                problem.rows, used: all, targets: golden.labels.map { $0 == output.class },
                numFeatures: problem.features.count)
            expectClose(places.map { ratios[$0] }, output.ratios, within: 1e-13)
            var solver = problem.solver(place, all, tolerance: 1e-14)
            solver.solve(regularization: golden.regularization)
            expectClose(places.map { solver.weights[$0] }, output.weights, within: 1e-6)
            expectClose([solver.bias], [output.bias], within: 1e-6)
        }
    }

    @Test(arguments: 0..<2)
    func logitsAddTheWeightsOfADocument(index: Int) throws {
        let golden = try ClassificationGolden.read().naiveBayes[index]
        let model = NaiveBayesLogisticRegression(
            documents: golden.documents, labels: golden.labels, classCount: golden.classCount,
            options: .init(regularization: golden.regularization))
        let document = golden.documents[3]
        var expected = golden.outputs.map(\.bias)
        for (place, ngram) in golden.ngrams.enumerated() {
            let pairs = zip(document, document.dropFirst()).map { [$0, $1] }
            guard document.map({ [$0] }).contains(ngram) || pairs.contains(ngram) else { continue }
            for output in expected.indices { expected[output] += golden.outputs[output].weights[place] }
        }
        if golden.classCount == 2 { expected.insert(0, at: 0) }
        expectClose(model.logits(of: document), expected, within: 0.1)  // training ends at a gap of a thousandth
        let total = expected.reduce(0) { $0 + exp($1) }
        expectClose(model.probabilities(of: document), expected.map { exp($0) / total }, within: 0.03)
    }

    @Test func theSameSeedGivesTheSameModel() {
        let (documents, labels) = reviews(count: 60, classCount: 2)
        let options = NaiveBayesLogisticRegression.Options(randomSeed: 4)
        let models = (0..<2).map { _ in
            NaiveBayesLogisticRegression(documents: documents, labels: labels, classCount: 2, options: options)
        }
        #expect(models[0] == models[1])
        let chosen = NaiveBayesLogisticRegression.bestRegularization(
            documents: documents, labels: labels, classCount: 2, options: options)
        #expect([0.01, 0.03, 0.1, 0.3, 1, 3].contains(chosen))
        let named = NaiveBayesLogisticRegression(
            documents: documents, labels: labels, classCount: 2,
            options: .init(regularization: chosen, randomSeed: 4))
        #expect(named == models[0])
    }

    @Test(arguments: [2, 3])
    func newDocumentsAreToldApart(classCount: Int) {
        let (documents, labels) = reviews(count: 200, classCount: classCount)
        let model = NaiveBayesLogisticRegression(
            documents: Array(documents[..<150]), labels: Array(labels[..<150]), classCount: classCount)
        let numCorrect = (150..<200).count { place in
            let probabilities = model.probabilities(of: documents[place])
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
            return predictedClass(of: probabilities) == labels[place]
        }
        #expect(numCorrect >= 40, "\(numCorrect) of 50")
    }

    @Test func unknownNGramsAndEmptyDocumentsHaveTheBiases() {
        let documents: [[UInt64]] = [[1, 2], [], [3], [1], [], [4, 4]]
        for classCount in [2, 3] {
            let model = NaiveBayesLogisticRegression(
                documents: documents, labels: [1, 0, 0, 1, 0, classCount - 1], classCount: classCount)
            let biases = (classCount == 2 ? [0] : []) + model.biases.map(Double.init)
            #expect(model.logits(of: []) == biases)
            #expect(model.logits(of: [99, 98]) == biases)
            #expect(model.logits(of: [99, 1]) == model.logits(of: [1]))
        }
    }

    @Test func trainingWithoutFeaturesOrWithOneClassGivesTheBiases() {
        let empty = NaiveBayesLogisticRegression(documents: [[], [], [], []], labels: [1, 1, 1, 0], classCount: 2)
        #expect(empty.hashes.isEmpty)
        // Between the smoothed log-odds, ln 2, and those of the counts, ln 3.
        #expect((2.0 / 3...3.0 / 4).contains(empty.probabilities(of: [5])[1]))
        let single = NaiveBayesLogisticRegression(documents: [[1], [2]], labels: [0, 0], classCount: 2)
        #expect(single.probabilities(of: [1])[0] > 0.75)
    }

    @Test(arguments: [2, 3])
    func pruningKeepsTheLargestWeights(classCount: Int) {
        let (documents, labels) = reviews(count: 40, classCount: classCount)
        let model = NaiveBayesLogisticRegression(documents: documents, labels: labels, classCount: classCount)
        let numOutputs = model.biases.count
        let sizes = model.hashes.indices.map { feature in
            model.weights[(feature * numOutputs)..<((feature + 1) * numOutputs)].map { abs($0) }.max()!
        }
        let pruned = model.pruned(to: 10)
        #expect(pruned.hashes.count == 10 && pruned.biases == model.biases && pruned.order == model.order)
        let least = sizes.sorted(by: >)[9]
        for (place, hash) in pruned.hashes.enumerated() {
            let feature = model.hashes.firstIndex(of: hash)!
            #expect(sizes[feature] >= least)
            for output in 0..<numOutputs {
                #expect(pruned.weights[place * numOutputs + output] == model.weights[feature * numOutputs + output])
            }
        }
        #expect(model.pruned(to: model.hashes.count) == model)
        #expect(model.pruned(to: 0).logits(of: documents[0]) == model.logits(of: []))
    }

    @Test func equalWeightsAreKeptByTheLowerHash() throws {
        let model = try #require(
            NaiveBayesLogisticRegression(
                hashes: [1, 5, 9, 12], weights: [-1, 2, 1, -2], biases: [0], order: 1, classCount: 2))
        #expect(model.pruned(to: 2).hashes == [5, 12])
        #expect(model.pruned(to: 3).hashes == [1, 5, 12])
    }

    @Test(arguments: [2, 3])
    func aModelComesBackFromItsNumbers(classCount: Int) {
        let (documents, labels) = reviews(count: 40, classCount: classCount)
        let model = NaiveBayesLogisticRegression(
            documents: documents, labels: labels, classCount: classCount, options: .init(order: 3))
        let restored = NaiveBayesLogisticRegression(
            hashes: model.hashes, weights: model.weights, biases: model.biases, order: 3, classCount: classCount)
        #expect(restored == model)
        #expect(restored?.logits(of: documents[7]) == model.logits(of: documents[7]))
    }

    @Test func numbersThatDoNotFitAreRefused() {
        func model(
            _ hashes: [UInt64] = [1, 2], _ weights: [Float] = [0, 1], _ biases: [Float] = [0], order: Int = 1,
            classCount: Int = 2
        ) -> NaiveBayesLogisticRegression? {
            NaiveBayesLogisticRegression(
                hashes: hashes, weights: weights, biases: biases, order: order, classCount: classCount)
        }
        #expect(model() != nil)
        #expect(model([], []) != nil)
        #expect(model([1]) == nil)
        #expect(model([2, 1]) == nil)
        #expect(model([1, 1]) == nil)
        #expect(model([1, 2], [0, .nan]) == nil)
        #expect(model([1, 2], [0, 1], [.infinity]) == nil)
        #expect(model([1, 2], [0, 1], [0, 0]) == nil)
        #expect(model(order: 0) == nil)
        #expect(model(classCount: 1) == nil)
        #expect(model([], [], [], classCount: 0) == nil)
        #expect(model(classCount: 3) == nil)
        #expect(model([1], [1, 2, 3], [4, 5, 6], classCount: 3) != nil)
    }

    @Test func labelsOutsideTheClassesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = NaiveBayesLogisticRegression(documents: [[1]], labels: [2], classCount: 2)
        }
        await #expect(processExitsWith: .failure) {
            _ = NaiveBayesLogisticRegression(documents: [], labels: [], classCount: 2)
        }
    }

    /// Documents of eight of forty tokens; a token at or above 30 tells the class, twice as often rightly as wrongly.
    private func reviews(count: Int, classCount: Int) -> (documents: [[UInt64]], labels: [Int]) {
        var generator = SeededGenerator(seed: 8)
        let labels = (0..<count).map { _ in Int(generator.next() % UInt64(classCount)) }
        let documents = labels.map { label in
            (0..<8).map { _ -> UInt64 in
                switch generator.next() % 6 {
                case 0, 1: 30 + UInt64(label)
                case 2: 30 + generator.next() % UInt64(classCount)
                default: generator.next() % 30
                }
            }
        }
        return (documents, labels)
    }

    /// Documents with words that repeat, and ones that the model does not know.
    @Test(arguments: [2, 3], [1, 2, 3]) func theWordsOfADocumentAddUpToItsLogits(classCount: Int, order: Int) {
        var generator = SeededGenerator(seed: 7, stream: "documents")
        let documents = (0..<60).map { _ in (0..<12).map { _ in UInt64.random(in: 1...9, using: &generator) } }
        let model = NaiveBayesLogisticRegression(
            documents: documents, labels: documents.indices.map { $0 % classCount }, classCount: classCount,
            options: .init(order: order))
        let empty = model.logits(of: [])
        for document in [[3], [3, 3, 3], [1, 2, 99, 1, 2, 3, 4, 99, 4, 4, 5], documents[0]] as [[UInt64]] {
            let words = model.wordLogits(of: document)
            let sum = words.reduce(empty) { zip($0, $1).map(+) }
            expectClose(sum, model.logits(of: document), within: 1e-9)
            let without = model.logits(of: document, withoutEachOf: Array(document.indices))
            for place in document.indices {
                let rest = Array(document[..<place] + document[(place + 1)...])
                expectClose(without[place], model.logits(of: rest), within: 1e-9)
            }
        }
    }
}
