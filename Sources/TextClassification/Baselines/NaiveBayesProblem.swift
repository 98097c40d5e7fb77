import Foundation
import Tensors

/// The training documents as rows of features.
struct NaiveBayesProblem {
    let features: NGramFeatures
    let rows: NGramRows
    /// For each output whether each document belongs to it: `[outputs][documents]`.
    let targets: [[Bool]]
    /// The documents of which a tenth each is held out to choose the regularization: those of a class.
    let groups: [Int]
    let groupCount: Int
    let randomSeed: UInt64
    /// For each output the given part of the decision value of each document; empty for none.
    let offsets: [[Double]]

    /// - Parameters:
    ///   - given: One logit a class for each document, to which the regression adds without a bias of its own; `nil`
    ///     for none.
    ///   - leftOut: Hashes of n-grams that are no features.
    init(
        _ documents: [[UInt64]], _ labels: [Int], _ classCount: Int, _ options: NaiveBayesLogisticRegression.Options,
        addingTo given: [[Double]]? = nil, leavingOut leftOut: Set<UInt64> = []
    ) {
        precondition(classCount >= 2, "NaiveBayesLogisticRegression: classCount \(classCount) is below 2")
        for label in labels where !(0..<classCount).contains(label) {
            preconditionFailure("NaiveBayesLogisticRegression: label \(label) lies outside 0..<\(classCount)")
        }
        let outputClasses = NaiveBayesLogisticRegression.outputClasses(classCount)
        self.init(
            documents, targets: outputClasses.map { target in labels.map { $0 == target } }, groups: labels,
            groupCount: classCount, options,
            offsets: given.map { given in outputClasses.map { decisionValues(of: $0, in: given) } } ?? [],
            leavingOut: leftOut)
    }

    init(
        _ documents: [[UInt64]], labelSets: [[Int]], labelCount: Int, _ options: NaiveBayesLogisticRegression.Options
    ) {
        precondition(labelCount >= 1, "NaiveBayesLogisticRegression: labelCount \(labelCount) is below 1")
        var targets = [[Bool]](repeating: [Bool](repeating: false, count: labelSets.count), count: labelCount)
        for (document, labels) in labelSets.enumerated() {
            for label in labels {
                precondition(
                    (0..<labelCount).contains(label),
                    "NaiveBayesLogisticRegression: label \(label) lies outside 0..<\(labelCount)")
                targets[label][document] = true
            }
        }
        self.init(documents, targets: targets, groups: labelSets.map { _ in 0 }, groupCount: 1, options)
    }

    private init(
        _ documents: [[UInt64]], targets: [[Bool]], groups: [Int], groupCount: Int,
        _ options: NaiveBayesLogisticRegression.Options, offsets: [[Double]] = [], leavingOut leftOut: Set<UInt64> = []
    ) {
        precondition(!documents.isEmpty, "NaiveBayesLogisticRegression: no documents")
        precondition(
            documents.count == groups.count,
            "NaiveBayesLogisticRegression: \(documents.count) documents with \(groups.count) labels")
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
            in: documents, order: options.order, minDocumentFrequency: options.minDocumentFrequency,
            leavingOut: leftOut)
        (self.targets, self.groups, self.groupCount, self.offsets) = (targets, groups, groupCount, offsets)
        randomSeed = options.randomSeed
    }

    /// The problem of one output against the others, on the used documents, not yet solved.
    func solver(_ output: Int, _ used: [Int], tolerance: Double = 1e-3) -> LogisticRegressionSolver {
        let targets = targets[output]
        let numPositive = used.count { targets[$0] }
        return LogisticRegressionSolver(
            rows: rows, used: used, targets: targets,
            scales: logCountRatios(rows, used: used, targets: targets, numFeatures: features.count),
            priorBias: offsets.isEmpty ? log(Double(1 + numPositive) / Double(1 + used.count - numPositive)) : 0,
            offsets: offsets.isEmpty ? [] : offsets[output], learnsBias: offsets.isEmpty, tolerance: tolerance,
            randomSeed: randomSeed)
    }

    /// The regression on all documents.
    func regression(_ regularization: Double, order: Int, classCount: Int) -> NaiveBayesLogisticRegression {
        var weights = [Float](repeating: 0, count: features.count * targets.count)
        var biases: [Float] = []
        for output in targets.indices {
            var solver = solver(output, Array(groups.indices))
            solver.solve(regularization: regularization)
            for (feature, weight) in solver.weights.enumerated() {
                weights[feature * targets.count + output] = Float(weight)
            }
            biases.append(Float(solver.bias))
        }
        return NaiveBayesLogisticRegression(
            features: features, weights: weights, biases: biases, order: order, classCount: classCount)
    }

    // MARK: Choosing C

    /// The `C` with the smallest loss of the outputs on held-out documents, with ratios and weights from the others.
    ///
    /// Goes up the values while the loss falls. With fewer than 20 documents it is 1.
    func bestRegularization() -> Double {
        let (training, heldOut) = split()
        guard groups.count >= 20, !heldOut.isEmpty, !training.isEmpty else { return 1 }
        var solvers = targets.indices.map { solver($0, training) }
        var best = (regularization: 1.0, loss: Double.infinity)
        for regularization in [0.01, 0.03, 0.1, 0.3, 1, 3] {
            var loss = 0.0
            for output in solvers.indices {
                solvers[output].solve(regularization: regularization)
                for row in heldOut {
                    loss += softplus((targets[output][row] ? -1 : 1) * solvers[output].decisionValue(of: row))
                }
            }
            guard loss < best.loss else { break }
            best = (regularization, loss)
        }
        return best.regularization
    }

    /// Holds out a tenth of each group, in runs of neighbours.
    ///
    /// Documents that stand together often have one source (reviews of one film); a run keeps most of those on one
    /// side, where single draws would let the training documents give the held-out ones away.
    private func split() -> (training: [Int], heldOut: [Int]) {
        var generator = SeededGenerator(seed: randomSeed, stream: "held-out documents")
        var isHeldOut = [Bool](repeating: false, count: groups.count)
        for group in 0..<groupCount {
            let members = groups.indices.filter { groups[$0] == group }
            let numRuns = min(50, members.count)
            for run in (0..<numRuns).shuffled(using: &generator).prefix((numRuns + 5) / 10) {
                let places = (run * members.count / numRuns)..<((run + 1) * members.count / numRuns)
                for place in places { isHeldOut[members[place]] = true }
            }
        }
        return (groups.indices.filter { !isHeldOut[$0] }, groups.indices.filter { isHeldOut[$0] })
    }
}

/// The decision value of a class against the others that logits of all classes stand for, of each document.
private func decisionValues(of target: Int, in logits: [[Double]]) -> [Double] {
    logits.map { row in
        var others = row
        let own = others.remove(at: target)
        let highest = others.max() ?? 0
        return own - highest - log(others.reduce(0) { $0 + exp($1 - highest) })
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
