import Foundation
import Tensors
import Testing

@testable import TextClassification

/// Bags of words that a network learns on top of.
struct CrossFittingTests {
    /// 200 documents of two words: one tells the class, in nine of ten documents, the other occurs once.
    private static let labels = (0..<200).map { $0 * 7 % 3 }
    private static let documents = labels.enumerated().map { index, label in
        [UInt64(index % 10 == 0 ? (label + 1) % 3 : label), UInt64(1_000 + index)]
    }

    private static func fitted(addingTo old: (logits: [[Double]], baseline: BaselineClassifier)? = nil) throws
        -> CrossFittedBaseline
    {
        try #require(
            CrossFittedBaseline(
                documents: documents, labels: labels, classCount: 3, addingTo: old, mostFeatures: 1_000, randomSeed: 1))
    }

    /// The mean of `-ln p` of the right classes.
    private static func loss(_ logits: [[Double]], of labels: [Int]) -> Double {
        zip(logits, labels).reduce(0) { $0 - log(softmax($1.0)[$1.1]) } / Double(labels.count)
    }

    @Test func aDocumentIsJudgedByTheOthersOnly() throws {
        let fitted = try Self.fitted()
        #expect(fitted.baseline.isBeneath && fitted.baseline.mix > 0)
        let known = Self.documents.map { fitted.baseline.logits(of: $0).map { fitted.baseline.mix * $0 } }
        // What occurs in one document alone helps on that document, and only there.
        #expect(Self.loss(known, of: Self.labels) < 0.75 * Self.loss(fitted.logits, of: Self.labels))
        let wrong = (0..<200).filter { $0 % 10 == 0 }
        #expect(wrong.allSatisfy { softmax(fitted.logits[$0])[Self.labels[$0]] < 0.3 })
        // At the weight that suits unseen documents best.
        for factor in [0.9, 1.1] {
            let others = fitted.logits.map { row in row.map { factor * $0 } }
            #expect(Self.loss(fitted.logits, of: Self.labels) < Self.loss(others, of: Self.labels) + 1e-6)
        }
    }

    @Test func onTopOfAClassifierThatKnowsLittleIsLearned() throws {
        let first = try Self.fitted().baseline
        let all = Self.labels.map { label in (0..<3).map { $0 == label ? 5.0 : 0 } }
        let none = Self.labels.map { _ in [0.0, 0, 0] }
        let known = try Self.fitted(addingTo: (all, first)).baseline
        let unknown = try Self.fitted(addingTo: (none, first)).baseline
        func change(_ baseline: BaselineClassifier) -> Float {
            baseline.mix == first.mix
                ? zip(baseline.regression.weights, first.regression.weights).reduce(0) { $0 + abs($1.0 - $1.1) } : .nan
        }
        #expect(change(known) < 0.1 * change(unknown) && change(unknown) > 1)
    }

    @Test func whatIsCommonEverywhereIsLeftAlone() throws {
        let first = try Self.fitted().baseline
        // Words 10 to 12 tell the class here, and seven in nine documents are of class 0.
        let labels = (0..<200).map { max(0, $0 % 9 - 6) }
        let documents = labels.enumerated().map { index, label in [UInt64(index % 3), UInt64(10 + label)] }
        let learned = try #require(
            CrossFittedBaseline(
                documents: documents, labels: labels, classCount: 3,
                addingTo: (labels.map { _ in [0.0, 0, 0] }, first), commonWords: [0, 1, 2], mostFeatures: 1_000,
                randomSeed: 1)
        ).baseline
        for common: [UInt64] in [[], [0], [1], [2, 0]] {
            #expect(learned.logits(of: common) == first.logits(of: common))
        }
        #expect(learned.logits(of: [0, 11])[1] > first.logits(of: [0, 11])[1] + 1)
    }

    @Test func regressionsAreAddedFeatureByFeature() throws {
        let one = try Self.fitted().baseline.regression
        let other = NaiveBayesLogisticRegression(
            documents: [[0, 5], [1, 6], [2, 5]], labels: [0, 1, 2], classCount: 3,
            options: .init(regularization: 1))
        let sum = one.adding(other, weight: 0.5)
        for document: [UInt64] in [[0], [5, 6], [1, 1_003], [99]] {
            let parts = zip(one.logits(of: document), other.logits(of: document)).map { $0 + 0.5 * $1 }
            for (value, part) in zip(sum.logits(of: document), parts) { #expect(abs(value - part) < 1e-4) }
        }
        #expect(sum.hashes.count == Set(one.hashes + other.hashes).count)
    }

    @Test func tooFewDocumentsTellNothing() {
        #expect(
            CrossFittedBaseline(
                documents: Array(Self.documents.prefix(9)), labels: Array(Self.labels.prefix(9)), classCount: 3,
                addingTo: nil, mostFeatures: 10, randomSeed: 1) == nil)
    }
}
