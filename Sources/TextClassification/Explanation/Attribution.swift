import Foundation
import NeuralLayers
import Tensors

extension TextClassifier {
    /// The log odds of a class: its logit against all others together.
    func logOdds(_ logits: [Double], _ target: Int) -> Double {
        logits[target] - logits.indices.filter { $0 != target }.map { logits[$0] }.logSumExp
    }

    /// The log odds of a class without the words that the network reads.
    func logOddsWithoutWords(_ document: ReadDocument, _ target: Int) -> Double {
        let length = document.ids.count
        let zeros = Tensor.zeros([length, model.configuration.embeddingSize])
        let own = session.logits(embedded: zeros, layout: SequenceLayout(lengths: [length])).elements.map(Double.init)
        return logOdds(combined(own, with: baselineParts(of: document)?.rest, length: length), target)
    }

    /// What the class loses when each word is left out.
    func leaveOneOut(_ document: ReadDocument, _ target: Int) -> [Double] {
        let ids = document.ids
        guard !ids.isEmpty else { return [] }
        let whole = logOdds(logits(of: [ids], hashes: [document.hashes])[0], target)
        guard ids.count > 1 else { return [whole] }
        let own = session.logits(of: ids.indices.map { Array(ids[..<$0] + ids[($0 + 1)...]) })
        let others =
            isCombined ? baseline?.regression.logits(of: document.hashes, withoutEachOf: document.places) : nil
        return own.indices.map {
            whole - logOdds(combined(own[$0], with: others?[$0], length: ids.count - 1), target)
        }
    }

    /// Sundararajan, Taly & Yan (2017), equation 1: the words' vectors, and what the baseline's features add, grow from
    /// nothing along a straight line.
    ///
    /// - Parameters:
    ///   - steps: `nil` doubles them, from 32, until the weights add up.
    ///   - difference: What they should add up to.
    func integratedGradients(
        _ document: ReadDocument, _ target: Int, steps: Int?, difference: Double
    ) -> [Double] {
        if let steps { return integratedGradients(document, target, steps: steps) }
        var (weights, steps) = (integratedGradients(document, target, steps: 32), 64)
        while steps <= 1_024, abs(weights.reduce(0, +) - difference) > max(0.01 * abs(difference), 0.005) {
            weights = integratedGradients(document, target, steps: steps)
            steps *= 2
        }
        return weights
    }

    private func integratedGradients(_ document: ReadDocument, _ target: Int, steps: Int) -> [Double] {
        guard !document.ids.isEmpty else { return [] }
        let embedded = model.embedding(document.ids).value  // [words, embeddingSize]
        let parts = baselineParts(of: document)
        var sums = PathSums(words: document.ids.count, classes: classNames.count)
        let batchSize = max(1, Self.mostExplainedRows / document.ids.count)
        for start in stride(from: 0, to: steps, by: batchSize) {
            // The middle of each of `steps` equal parts of the way.
            let shares = (start..<min(start + batchSize, steps)).map { (Float($0) + 0.5) / Float(steps) }
            addSlopes(of: embedded, at: shares, shares.map { parts?.logits(share: Double($0)) }, target, to: &sums)
        }
        let factor = (baseline?.mix ?? 0) * model.configuration.lengthFactor(document.ids.count)
        return document.ids.indices.map { word in
            let features = parts.map { zip(sums.classes, $0.words[word]).reduce(0) { $0 + $1.0 * $1.1 } } ?? 0
            return (sums.words[word] + factor * features) / Double(steps)
        }
    }

    /// The logits of the baseline for a document, in parts.
    private struct BaselineParts {
        /// What each word adds that the network reads: `[words][classes]`.
        let words: [[Double]]
        /// All the rest.
        let rest: [Double]

        /// The logits with a share of the words' part.
        func logits(share: Double) -> [Double] {
            words.reduce(into: rest) { sum, word in
                for index in sum.indices { sum[index] += share * word[index] }
            }
        }
    }

    /// `nil` where the network is alone.
    private func baselineParts(of document: ReadDocument) -> BaselineParts? {
        guard isCombined, let baseline else { return nil }
        let all = baseline.regression.wordLogits(of: document.hashes)
        let words = document.places.map { all[$0] }
        var rest = baseline.logits(of: document.hashes)
        for word in words { for index in rest.indices { rest[index] -= word[index] } }
        return BaselineParts(words: words, rest: rest)
    }

    /// The most rows of states for which gradients are kept at a time.
    private static let mostExplainedRows = 2_048

    /// Sums over the points of a path.
    private struct PathSums {
        /// For each word the product of its vector and the gradient.
        var words: [Double]
        /// The derivative by the logit of each class.
        var classes: [Double]

        init(words: Int, classes: Int) {
            self.words = Array(repeating: 0, count: words)
            self.classes = Array(repeating: 0, count: classes)
        }
    }

    /// Adds the slopes at some shares of the way, all in one batch.
    ///
    /// - Parameter others: The baseline's logits at each of them, if it is combined with the network.
    private func addSlopes(
        of embedded: Tensor, at shares: [Float], _ others: [[Double]?], _ target: Int, to sums: inout PathSums
    ) {
        let (words, width, batch) = (embedded.shape[0], embedded.shape[1], shares.count)
        var points = Tensor(uninitialized: [words * batch, width])  // time-major: word by word, share by share
        points.mutate { points in
            embedded.withElements { values in
                for word in 0..<words {
                    for (place, share) in shares.enumerated() {
                        let row = (word * batch + place) * width
                        for column in 0..<width { points[row + column] = share * values[word * width + column] }
                    }
                }
            }
        }
        let point = Parameter(points)
        let layout = SequenceLayout(batchSize: batch, steps: words)
        var values: [Float] = []
        let (_, gradients) = withGradients(withRespectTo: [point]) {
            var context = ForwardContext.inference
            var logits = model.logits(embedded: Variable(point), layout: layout, in: &context)
            if let mix = baseline?.mix, isCombined {
                let added = others.flatMap { ($0 ?? []).map { Float(mix * $0) } }
                logits = logits + Variable(Tensor(added, shape: [batch, classNames.count]))
            }
            logits = Float(model.configuration.lengthFactor(words)) * logits
            values = logits.value.elements
            return logOdds(of: logits, target: target)
        }
        addClassSlopes(at: values, target, to: &sums)
        guard let slope = gradients[point] else { return }
        embedded.withElements { values in
            slope.withElements { slopes in
                for place in 0..<batch {
                    for index in values.indices {
                        let word = index / width
                        sums.words[word] +=
                            Double(values[index]) * Double(slopes[(word * batch + place) * width + index % width])
                    }
                }
            }
        }
    }

    /// Adds the derivatives of the log odds by the logits: 1 for the class, minus the softmax among the others for those.
    private func addClassSlopes(at logits: [Float], _ target: Int, to sums: inout PathSums) {
        let classes = classNames.count
        for start in stride(from: 0, to: logits.count, by: classes) {
            let row = logits[start..<start + classes].enumerated().map { $0 == target ? -.infinity : Double($1) }
            for (index, share) in softmax(row).enumerated() { sums.classes[index] += index == target ? 1 : -share }
        }
    }

    /// The log odds of a class as part of a computation, summed over the rows of `logits`.
    private func logOdds(of logits: Variable, target: Int) -> Variable {
        let classes = classNames.count
        let others = (0..<classes).filter { $0 != target }
        func rows(_ rows: [[Int: Float]]) -> Variable {
            Variable(Tensor(rows.flatMap { row in (0..<classes).map { row[$0] ?? 0 } }, shape: [rows.count, classes]))
        }
        // z_t - ln Σ e^z_o, with the sum taken from the cross entropy of the first of the others.
        let difference = linear(logits, weight: rows([[target: 1, others[0]: -1]])).sum()
        guard others.count > 1 else { return difference }
        let rest = crossEntropy(
            logits: linear(logits, weight: rows(others.map { [$0: 1] })),
            targets: [Int32](repeating: 0, count: logits.shape[0]), reduction: .sum)
        return difference + (-1 as Float) * rest
    }
}

extension [Double] {
    fileprivate var logSumExp: Double {
        let highest = self.max() ?? 0
        return highest + log(reduce(0) { $0 + exp($1 - highest) })
    }
}
