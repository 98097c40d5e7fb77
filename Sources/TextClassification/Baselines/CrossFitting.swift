import Tensors

/// A bag of words, with what it says of each of its training documents when it has not read that document.
///
/// A regression is far surer of the documents that it was trained on than of others. What is trained on top of it
/// would learn to trust it too much, so each document gets the logits of a regression on the other documents only
/// (stacking; Wolpert 1992).
struct CrossFittedBaseline: Sendable {
    /// The bag of words of all documents; its logits are added to those of a network.
    let baseline: BaselineClassifier
    /// For each document the logits, times their weight, that the others lead to; one value a class.
    let logits: [[Double]]

    /// Trains on documents of words, and once more for each fold.
    ///
    /// - Parameters:
    ///   - documents: The hashes of the words of each; documents that belong together, such as the reviews of one film,
    ///     stand together, since runs of neighbours make a fold.
    ///   - old: What is learned on top of: the logits of the old classifier for each document, and its bag of words; `nil`
    ///     for a bag of words from the beginning.
    ///   - commonWords: Hashes of words that are common in texts of every kind. On top of an old classifier, n-grams of
    ///     them alone are left out, as is a bias: what is learned is about texts with the words of the new kind.
    ///   - mostFeatures: What is learned keeps so many features, those that weigh most.
    /// - Returns: `nil` for fewer than ten documents.
    init?(
        documents: [[UInt64]], labels: [Int], classCount: Int,
        addingTo old: (logits: [[Double]], baseline: BaselineClassifier)?,
        commonWords: Set<UInt64> = [], mostFeatures: Int, randomSeed: UInt64
    ) {
        guard documents.count >= 10 else { return nil }
        let options = NaiveBayesLogisticRegression.Options(
            order: old?.baseline.regression.order ?? 2, randomSeed: randomSeed)
        let problem = NaiveBayesProblem(
            documents, labels, classCount, options, addingTo: old?.logits,
            leavingOut: old == nil ? [] : NGramFeatures.hashes(in: documents, order: options.order, of: commonWords))
        let regularization = problem.bestRegularization()
        let unseen = problem.logitsOfFolds(
            documents.count < 5_000 ? 10 : 4, regularization, classCount: classCount, mostFeatures: mostFeatures)
        let learned = problem.regression(regularization, order: options.order, classCount: classCount)
            .pruned(to: mostFeatures)
        guard let old else {
            let weight = 1 / TemperatureScaling(logits: unseen, labels: labels).temperature
            baseline = BaselineClassifier(regression: learned, mix: weight, isBeneath: true)
            logits = unseen.map { row in row.map { weight * $0 } }
            return
        }
        let best = CombinationWeights(bestFor: old.logits, unseen, labels: labels)
        let weight = best.baseline / best.network
        baseline = BaselineClassifier(
            regression: old.baseline.regression.adding(learned, weight: Float(weight / old.baseline.mix)),
            mix: old.baseline.mix, isBeneath: true)
        let known = documents.map(old.baseline.logits)
        logits = zip(known, unseen).map { zip($0, $1).map { old.baseline.mix * $0 + weight * $1 } }
    }
}

extension NaiveBayesProblem {
    /// One logit a class for each document, without its offset, from a regression on the documents of the other folds
    /// that keeps its `mostFeatures` features that weigh most.
    fileprivate func logitsOfFolds(
        _ numFolds: Int, _ regularization: Double, classCount: Int, mostFeatures: Int
    ) -> [[Double]] {
        let numRuns = min(50 * numFolds, groups.count)
        let folds = groups.indices.map { $0 * numRuns / groups.count % numFolds }
        var logits = [[Double]](repeating: [Double](repeating: 0, count: classCount), count: groups.count)
        let parts = ThreadPool.shared.map(numFolds) { fold in
            var solvers = targets.indices.map { solver($0, groups.indices.filter { folds[$0] != fold }) }
            for output in solvers.indices { solvers[output].solve(regularization: regularization) }
            let least = leastWeight(of: mostFeatures, in: solvers)
            return groups.indices.filter { folds[$0] == fold }.map { row in
                let kept = rows.places(of: row).map { Int(rows.features[$0]) }.filter { feature in
                    solvers.contains { abs($0.weights[feature]) >= least }
                }
                return (row, solvers.map { solver in kept.reduce(solver.bias) { $0 + solver.weights[$1] } })
            }
        }
        let outputClasses = NaiveBayesLogisticRegression.outputClasses(classCount)
        for (row, values) in parts.joined() {
            for (target, value) in zip(outputClasses, values) { logits[row][target] = value }
        }
        return logits
    }

    /// The smallest weight of the features that weigh most, each taken at the output where it weighs most.
    private func leastWeight(of count: Int, in solvers: [LogisticRegressionSolver]) -> Double {
        guard count < features.count else { return 0 }
        let sizes = (0..<features.count).map { feature in
            solvers.reduce(0) { max($0, abs($1.weights[feature])) }
        }
        return sizes.sorted(by: >)[max(count - 1, 0)]
    }
}

extension NGramFeatures {
    /// The hashes of the documents' n-grams that have no other words than some.
    fileprivate static func hashes(in documents: [[UInt64]], order: Int, of words: Set<UInt64>) -> Set<UInt64> {
        var found: Set<UInt64> = []
        for document in documents {
            for run in document.split(whereSeparator: { !words.contains($0) }) {
                found.formUnion(hashes(in: Array(run), order: order))
            }
        }
        return found
    }
}

extension NaiveBayesLogisticRegression {
    /// The sum of two regressions on n-grams of the same length and the same classes.
    func adding(_ other: NaiveBayesLogisticRegression, weight: Float) -> NaiveBayesLogisticRegression {
        let all = NGramFeatures(sorted: (hashes + other.hashes).sorted().distinct())
        let width = biases.count
        var sums = [Float](repeating: 0, count: all.count * width)
        for (part, factor) in [(self, 1), (other, weight)] {
            for (place, hash) in part.hashes.enumerated() {
                guard let index = all.index(of: hash) else { continue }
                for output in 0..<width {
                    sums[index * width + output] += factor * part.weights[place * width + output]
                }
            }
        }
        return NaiveBayesLogisticRegression(
            features: all, weights: sums, biases: zip(biases, other.biases).map { $0 + weight * $1 }, order: order,
            classCount: classCount)
    }
}
