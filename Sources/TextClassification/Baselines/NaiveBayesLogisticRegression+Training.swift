import Foundation
import Tensors

extension NaiveBayesLogisticRegression {
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
        let problem = NaiveBayesProblem(documents, labels, classCount, options)
        let regularization = options.regularization ?? problem.bestRegularization()
        let numOutputs = problem.outputClasses.count
        var weights = [Float](repeating: 0, count: problem.features.count * numOutputs)
        var biases: [Float] = []
        for (output, target) in problem.outputClasses.enumerated() {
            var solver = problem.solver(target, Array(labels.indices))
            solver.solve(regularization: regularization)
            for (feature, weight) in solver.weights.enumerated() {
                weights[feature * numOutputs + output] = Float(weight)
            }
            biases.append(Float(solver.bias))
        }
        self.init(
            features: problem.features, weights: weights, biases: biases, order: options.order, classCount: classCount)
    }

    /// The `C` that training chooses for these documents where the options name none.
    public static func bestRegularization(
        documents: [[UInt64]], labels: [Int], classCount: Int, options: Options = Options()
    ) -> Double {
        NaiveBayesProblem(documents, labels, classCount, options).bestRegularization()
    }
}

/// The training documents as rows of features.
struct NaiveBayesProblem {
    let features: NGramFeatures
    let rows: NGramRows
    let labels: [Int]
    let classCount: Int
    let randomSeed: UInt64

    init(
        _ documents: [[UInt64]], _ labels: [Int], _ classCount: Int, _ options: NaiveBayesLogisticRegression.Options
    ) {
        precondition(!documents.isEmpty, "NaiveBayesLogisticRegression: no documents")
        precondition(
            documents.count == labels.count,
            "NaiveBayesLogisticRegression: \(documents.count) documents with \(labels.count) labels")
        precondition(classCount >= 2, "NaiveBayesLogisticRegression: classCount \(classCount) is below 2")
        for label in labels where !(0..<classCount).contains(label) {
            preconditionFailure("NaiveBayesLogisticRegression: label \(label) lies outside 0..<\(classCount)")
        }
        precondition(options.order >= 1, "NaiveBayesLogisticRegression: order \(options.order) is below 1")
        precondition(
            options.minDocumentFrequency >= 1,
            "NaiveBayesLogisticRegression: minDocumentFrequency \(options.minDocumentFrequency) is below 1")
        if let regularization = options.regularization {
            precondition(
                regularization > 0 && regularization.isFinite,
                "NaiveBayesLogisticRegression: regularization \(regularization) is not a number above 0")
        }
        (features, rows) = NGramFeatures.counted(
            in: documents, order: options.order, minDocumentFrequency: options.minDocumentFrequency)
        self.labels = labels
        self.classCount = classCount
        randomSeed = options.randomSeed
    }

    /// The class that each output stands for, against the others.
    var outputClasses: [Int] {
        classCount == 2 ? [1] : Array(0..<classCount)
    }

    /// The problem of one class against the others, on the used documents, not yet solved.
    func solver(_ target: Int, _ used: [Int], tolerance: Double = 1e-3) -> LogisticRegressionSolver {
        let targets = labels.map { $0 == target }
        let numPositive = used.count { targets[$0] }
        return LogisticRegressionSolver(
            rows: rows, used: used, targets: targets,
            scales: logCountRatios(rows, used: used, targets: targets, numFeatures: features.count),
            priorBias: log(Double(1 + numPositive) / Double(1 + used.count - numPositive)), tolerance: tolerance,
            randomSeed: randomSeed)
    }

    // MARK: Choosing C

    /// The `C` with the smallest loss of the outputs on held-out documents, with ratios and weights from the others.
    ///
    /// Goes up the values while the loss falls. With fewer than 20 documents it is 1.
    func bestRegularization() -> Double {
        let (training, heldOut) = split()
        guard labels.count >= 20, !heldOut.isEmpty, !training.isEmpty else { return 1 }
        var solvers = outputClasses.map { (target: $0, solver: solver($0, training)) }
        var best = (regularization: 1.0, loss: Double.infinity)
        for regularization in [0.01, 0.03, 0.1, 0.3, 1, 3] {
            var loss = 0.0
            for output in solvers.indices {
                solvers[output].solver.solve(regularization: regularization)
                let (target, solver) = solvers[output]
                for row in heldOut {
                    loss += softplus((labels[row] == target ? -1 : 1) * solver.decisionValue(of: row))
                }
            }
            guard loss < best.loss else { break }
            best = (regularization, loss)
        }
        return best.regularization
    }

    /// Holds out a tenth of each class, in runs of neighbours.
    ///
    /// Documents that stand together often have one source (reviews of one film); a run keeps most of those on one
    /// side, where single draws would let the training documents give the held-out ones away.
    private func split() -> (training: [Int], heldOut: [Int]) {
        var generator = SeededGenerator(seed: randomSeed, stream: "held-out documents")
        var isHeldOut = [Bool](repeating: false, count: labels.count)
        for label in 0..<classCount {
            let members = labels.indices.filter { labels[$0] == label }
            let numRuns = min(50, members.count)
            for run in (0..<numRuns).shuffled(using: &generator).prefix((numRuns + 5) / 10) {
                let places = (run * members.count / numRuns)..<((run + 1) * members.count / numRuns)
                for place in places { isHeldOut[members[place]] = true }
            }
        }
        return (labels.indices.filter { !isHeldOut[$0] }, labels.indices.filter { isHeldOut[$0] })
    }
}

/// The log-count ratio of each feature, over the used rows: Wang & Manning (2012), section 2.1, with `α = 1`.
///
/// A feature of no used row gets the ratio of the two sums alone.
func logCountRatios(_ rows: NGramRows, used: [Int], targets: [Bool], numFeatures: Int) -> [Double] {
    var positive = [Double](repeating: 1, count: numFeatures)
    var negative = positive
    for row in used {
        for place in rows.places(of: row) {
            let feature = Int(rows.features[place])
            if targets[row] { positive[feature] += 1 } else { negative[feature] += 1 }
        }
    }
    let sums = log(positive.reduce(0, +) / negative.reduce(0, +))
    return zip(positive, negative).map { log($0 / $1) - sums }
}
