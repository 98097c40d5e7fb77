import Foundation
import Tensors

/// A classifier of documents by their n-grams: a strong baseline for sentiment classification.
///
/// The features are the distinct n-grams of a document, present or absent. A present feature has as its value the
/// log-count ratio of naive Bayes,
///
///     r = log(((α + p) / ‖α + p‖₁) / ((α + q) / ‖α + q‖₁)),    α = 1,
///
/// with `p` and `q` the numbers of documents of the class and of the other classes that have it, and L2-regularised
/// logistic regression weighs these values. The bias is drawn towards that of naive Bayes, the smoothed log-odds of the
/// class, where the other weights are drawn towards 0. Source: Wang & Manning (2012), *Baselines and Bigrams: Simple, Good
/// Sentiment and Topic Classification*, sections 2.1 to 2.3, with logistic regression in the place of the SVM as
/// in Mesnil, Mikolov, Ranzato & Bengio (2014).
///
/// Two classes have one output; more have one each, trained against the rest with ratios of its own. So have the labels of
/// a multi-label problem, however few they are. The model keeps `r·w` of each feature: a logit is the bias plus the sum
/// over the document's features.
public struct NaiveBayesLogisticRegression: Sendable {
    /// The length of the longest n-grams.
    public let order: Int
    /// The number of classes.
    public let classCount: Int
    /// What the presence of each feature adds: `[features][outputs]`, with one output for two classes.
    public let weights: [Float]
    /// `[outputs]`.
    public let biases: [Float]
    let features: NGramFeatures

    /// The features, each the hash of an n-gram; ascending.
    public var hashes: [UInt64] { features.hashes }

    /// A model from its numbers.
    ///
    /// - Parameters:
    ///   - hashes: The features, ascending and distinct.
    ///   - weights: `[features][outputs]`, with 1 output for two classes and `classCount` for more.
    ///   - biases: `[outputs]`.
    ///   - isMultiLabel: Whether the classes are labels, of which one is enough, and each has an output.
    /// - Returns: `nil` when the sizes do not fit each other, `order` is below 1, `classCount` is below 2, the hashes do
    ///   not ascend, or a weight or bias is not a number.
    public init?(
        hashes: [UInt64], weights: [Float], biases: [Float], order: Int, classCount: Int, isMultiLabel: Bool = false
    ) {
        let numOutputs = isMultiLabel ? classCount : Self.numOutputs(classCount)
        guard order >= 1, classCount >= (isMultiLabel ? 1 : 2), biases.count == numOutputs,
            hashes.count < Int(Int32.max) / numOutputs,
            weights.count == hashes.count * numOutputs,
            zip(hashes, hashes.dropFirst()).allSatisfy({ $0 < $1 }),
            weights.allSatisfy(\.isFinite), biases.allSatisfy(\.isFinite)
        else { return nil }
        self.init(
            features: NGramFeatures(sorted: hashes), weights: weights, biases: biases, order: order,
            classCount: classCount)
    }

    init(features: NGramFeatures, weights: [Float], biases: [Float], order: Int, classCount: Int) {
        self.features = features
        self.weights = weights
        self.biases = biases
        self.order = order
        self.classCount = classCount
    }

    /// Whether one output stands for two classes.
    var isOneForTwo: Bool { biases.count < classCount }

    static func numOutputs(_ classCount: Int) -> Int {
        classCount == 2 ? 1 : classCount
    }

    /// The class that each output stands for, against the others.
    static func outputClasses(_ classCount: Int) -> [Int] { classCount == 2 ? [1] : Array(0..<classCount) }

    // MARK: Predictions

    /// One logit a class: `[0, z]` for two classes, the decision value of each class or label against the rest for more.
    ///
    /// n-grams that training did not know add nothing; a document without any other has the biases.
    public func logits(of document: [UInt64]) -> [Double] {
        var logits = biases.map(Double.init)
        for feature in features.indices(in: document, order: order) {
            for output in logits.indices { logits[output] += Double(weights[feature * logits.count + output]) }
        }
        return isOneForTwo ? [0] + logits : logits
    }

    /// The softmax of the ``logits(of:)``.
    ///
    /// For two classes this is the probability that logistic regression was trained to give. For more, each class was
    /// trained by itself, so their softmax orders the classes but was never fitted as a distribution.
    public func probabilities(of document: [UInt64]) -> [Double] {
        let logits = logits(of: document)
        let largest = logits.max() ?? 0
        let exponentials = logits.map { exp($0 - largest) }
        let total = exponentials.reduce(0, +)
        return exponentials.map { $0 / total }
    }

    // MARK: Fewer features

    /// Keeps the features whose weights are largest in absolute value (with several outputs, the largest of them).
    ///
    /// Among equal ones the lower hash is kept. A model with no more than `maximumFeatures` comes back as it is.
    ///
    /// - Precondition: `maximumFeatures` is 0 or more.
    public func pruned(to maximumFeatures: Int) -> NaiveBayesLogisticRegression {
        precondition(maximumFeatures >= 0, "NaiveBayesLogisticRegression.pruned: \(maximumFeatures) is below 0")
        guard maximumFeatures < features.count else { return self }
        let numOutputs = biases.count
        let sizes = features.hashes.indices.map { feature in
            (0..<numOutputs).reduce(Float(0)) { max($0, abs(weights[feature * numOutputs + $1])) }
        }
        let ranked = sizes.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
        let kept = ranked.prefix(maximumFeatures).sorted()
        return Self(
            features: NGramFeatures(sorted: kept.map { features.hashes[$0] }),
            weights: kept.flatMap { weights[($0 * numOutputs)..<(($0 + 1) * numOutputs)] },
            biases: biases, order: order, classCount: classCount)
    }
}

extension NaiveBayesLogisticRegression: Equatable {
    public static func == (first: Self, second: Self) -> Bool {
        first.order == second.order && first.classCount == second.classCount && first.hashes == second.hashes
            && first.weights == second.weights && first.biases == second.biases
    }
}

extension NaiveBayesLogisticRegression {
    /// How the features are counted and the regression is fitted.
    public struct Options: Sendable, Codable, Equatable {
        /// The length of the longest n-grams, at least 1.
        public var order = 2
        /// In how many training documents an n-gram must occur, at least 1.
        public var minDocumentFrequency = 1
        /// `C` of LIBLINEAR, above 0: what the summed loss is multiplied by, so that less regularises more. `nil` chooses
        /// it from 0.01, 0.03, 0.1, 0.3, 1 and 3 on a tenth of the training documents. Name it where training documents
        /// are parts of each other (phrases of a treebank): a tenth of them then says little about new ones.
        public var regularization: Double?
        /// Decides which documents that tenth is, and the order of the solver's steps.
        public var randomSeed: UInt64 = 0

        /// Words and pairs of words with a regularization found by cross-validation, unless said otherwise.
        public init(
            order: Int = 2, minDocumentFrequency: Int = 1, regularization: Double? = nil, randomSeed: UInt64 = 0
        ) {
            self.order = order
            self.minDocumentFrequency = minDocumentFrequency
            self.regularization = regularization
            self.randomSeed = randomSeed
        }
    }

    /// Trains a model; the same documents and options give the same model again.
    ///
    /// - Parameters:
    ///   - documents: The tokens of each, as hashes that are the same on every machine; at least one document.
    ///   - labels: The class of each, in `0..<classCount`.
    ///   - classCount: At least 2.
    /// - Precondition: The ranges above and those of the options hold, and there are as many labels as documents.
    public init(documents: [[UInt64]], labels: [Int], classCount: Int, options: Options = Options()) {
        self.init(NaiveBayesProblem(documents, labels, classCount, options), classCount: classCount, options: options)
    }

    /// Trains a model of labels, each against its absence; a document has any number of them.
    ///
    /// - Parameters:
    ///   - documents: The tokens of each, as hashes that are the same on every machine; at least one document.
    ///   - labelSets: The labels of each, in `0..<labelCount`.
    ///   - labelCount: At least 1.
    /// - Precondition: As for classes.
    public init(documents: [[UInt64]], labelSets: [[Int]], labelCount: Int, options: Options = Options()) {
        let problem = NaiveBayesProblem(documents, labelSets: labelSets, labelCount: labelCount, options)
        self.init(problem, classCount: labelCount, options: options)
    }

    private init(_ problem: NaiveBayesProblem, classCount: Int, options: Options) {
        self = problem.regression(
            options.regularization ?? problem.bestRegularization(), order: options.order, classCount: classCount)
    }

    /// The `C` that training chooses for these documents where the options name none.
    public static func bestRegularization(
        documents: [[UInt64]], labels: [Int], classCount: Int, options: Options = Options()
    ) -> Double {
        NaiveBayesProblem(documents, labels, classCount, options).bestRegularization()
    }
}
