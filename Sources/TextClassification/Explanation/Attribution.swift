import Foundation
import NeuralLayers
import Tensors

extension TextClassifier {
    /// The log odds of a class: its logit against all others together. Those of a label are its logit.
    func logOdds(_ logits: [Double], _ target: Int) -> Double {
        let rivals = labelling.rivals(of: target, among: logits.count)
        return rivals.isEmpty ? logits[target] : logits[target] - rivals.map { logits[$0] }.logSumExp
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
        guard document.words.count > 1 else { return [whole] }
        let own = session.logits(of: document.words.map { Array(ids[..<$0.lowerBound] + ids[$0.upperBound...]) })
        let others =
            isCombined ? baseline?.regression.logits(of: document.hashes, withoutEachOf: document.places) : nil
        return own.indices.map {
            let length = ids.count - document.words[$0].count
            return whole - logOdds(combined(own[$0], with: others?[$0], length: length), target)
        }
    }

    /// Sundararajan, Taly & Yan (2017), equation 1: the words' vectors, and what the baseline's features add, grow from
    /// nothing along a straight line.
    ///
    /// The log odds may change faster on the way than any number of points can follow. So the change between the two
    /// ends of each step is measured too, and what the gradients leave of it is shared by the words, in proportion to the
    /// size of their weights in that step. The sum is the difference between the ends of the way.
    ///
    /// - Parameters:
    ///   - steps: `nil` doubles them, from 32 to 128, until the gradients alone add up.
    ///   - difference: What they should add up to.
    /// - Returns: One weight a word: the sum over its pieces.
    func integratedGradients(_ document: ReadDocument, _ target: Int, steps: Int?, difference: Double) -> [Double] {
        guard !document.ids.isEmpty else { return [] }
        let path = ExplanationPath(
            embedded: model.embedding(document.ids).value, parts: baselineParts(of: document), target: target)
        var count = steps ?? 32
        while true {
            let points = (0..<count).map { PathPoint($0, of: count) }
            let slopes = slopes(along: path, at: points)
            let sum = slopes.reduce(0) { $0 + $1.reduce(0, +) }
            if steps == nil, count < 128, abs(sum - difference) > max(0.01 * abs(difference), 0.005) {
                count *= 2
                continue
            }
            let ends = logOdds(along: path, at: (0...count).map { PathPoint.share(Double($0) / Double(count)) })
            var weights = [Double](repeating: 0, count: document.ids.count)
            for (step, slope) in slopes.enumerated() {  // a token each
                let size = slope.reduce(0) { $0 + abs($1) }
                let rest = ends[step + 1] - ends[step] - slope.reduce(0, +)
                for (word, value) in slope.enumerated() {
                    weights[word] += value + (size > 0 ? rest * abs(value) / size : rest / Double(slope.count))
                }
            }
            return document.words.map { weights[$0].reduce(0, +) }
        }
    }

    /// The straight line from a text without words to the text, and the class whose log odds are followed.
    private struct ExplanationPath {
        /// The words' vectors at the end of the line, `[words, embeddingSize]`.
        let embedded: Tensor
        /// What the baseline adds, if it is combined with the network.
        let parts: BaselineParts?
        let target: Int

        var wordCount: Int { embedded.shape[0] }

        /// The vectors at some shares of the line, time-major: word by word, share by share.
        func vectors(at shares: [Float]) -> Tensor {
            let (words, width, batch) = (embedded.shape[0], embedded.shape[1], shares.count)
            var result = Tensor(uninitialized: [words * batch, width])
            result.mutate { result in
                embedded.withElements { values in
                    for word in 0..<words {
                        for (place, share) in shares.enumerated() {
                            let row = (word * batch + place) * width
                            for column in 0..<width { result[row + column] = share * values[word * width + column] }
                        }
                    }
                }
            }
            return result
        }
    }

    /// The middle of a step of the line. Steps are shorter where words begin: many small inputs add up in a long text. The
    /// integral of f over the share s is that of 3 t² f(t³) over t, by the midpoint rule.
    private struct PathPoint {
        let share: Float
        let weight: Double

        init(_ index: Int, of steps: Int) {
            let t = (Double(index) + 0.5) / Double(steps)
            (share, weight) = (Self.share(t), 3 * t * t / Double(steps))
        }

        static func share(_ t: Double) -> Float { Float(t * t * t) }
    }

    /// The log odds at some shares of the line.
    private func logOdds(along path: ExplanationPath, at shares: [Float]) -> [Double] {
        inBatches(shares, words: path.wordCount) { shares in
            let layout = SequenceLayout(batchSize: shares.count, steps: path.wordCount)
            let logits = session.logits(embedded: path.vectors(at: shares), layout: layout).elements.map(Double.init)
            return shares.indices.map { place in
                let own = Array(logits[place * classNames.count..<(place + 1) * classNames.count])
                let other = path.parts?.logits(share: Double(shares[place]))
                return logOdds(combined(own, with: other, length: path.wordCount), path.target)
            }
        }
    }

    /// For each point what each word adds by its slope: `[points][words]`.
    private func slopes(along path: ExplanationPath, at points: [PathPoint]) -> [[Double]] {
        inBatches(points, words: path.wordCount) { points in
            let (vectors, classes) = slopes(of: path, at: points)
            let factor = (baseline?.mix ?? 0) * model.configuration.lengthFactor(path.wordCount)
            return points.indices.map { place in
                (0..<path.wordCount).map { word in
                    let features =
                        path.parts.map { zip(classes[place], $0.words[word]).reduce(0) { $0 + $1.0 * $1.1 } } ?? 0
                    return points[place].weight * (vectors[place][word] + factor * features)
                }
            }
        }
    }

    /// The most rows of states for which gradients are kept at a time.
    private static let mostExplainedRows = 2_048

    private func inBatches<Element, Result>(
        _ elements: [Element], words: Int, _ body: ([Element]) -> [Result]
    ) -> [Result] {
        let size = max(1, Self.mostExplainedRows / words)
        return stride(from: 0, to: elements.count, by: size).flatMap {
            body(Array(elements[$0..<min($0 + size, elements.count)]))
        }
    }

    /// The logits of the baseline for a document, in parts.
    private struct BaselineParts {
        /// What each token adds that the network reads, an equal part of what its word adds: `[tokens][classes]`.
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
        let words = zip(document.words, document.places).flatMap { tokens, place in
            tokens.map { _ in all[place].map { $0 / Double(tokens.count) } }
        }
        var rest = baseline.logits(of: document.hashes)
        for word in words { for index in rest.indices { rest[index] -= word[index] } }
        return BaselineParts(words: words, rest: rest)
    }

    /// The slopes of the log odds at some points, in one batch: `[points][words]` along the line, for the words' vectors,
    /// and `[points][classes]` by the logits.
    private func slopes(
        of path: ExplanationPath, at points: [PathPoint]
    ) -> (vectors: [[Double]], classes: [[Double]]) {
        let (words, batch, classes) = (path.wordCount, points.count, classNames.count)
        let point = Parameter(path.vectors(at: points.map(\.share)))
        let layout = SequenceLayout(batchSize: batch, steps: words)
        var values: [Float] = []
        let (_, gradients) = withGradients(withRespectTo: [point]) {
            var context = ForwardContext.inference
            var logits = model.logits(embedded: Variable(point), layout: layout, in: &context)
            if let parts = path.parts, let mix = baseline?.mix {
                let added = points.flatMap { parts.logits(share: Double($0.share)).map { Float(mix * $0) } }
                logits = logits + Variable(Tensor(added, shape: [batch, classes]))
            }
            logits = Float(model.configuration.lengthFactor(words)) * logits
            values = logits.value.elements
            return logOdds(of: logits, target: path.target)
        }
        var vectors = [[Double]](repeating: [Double](repeating: 0, count: words), count: batch)
        if let slope = gradients[point] {
            let width = path.embedded.shape[1]
            path.embedded.withElements { values in
                slope.withElements { slopes in
                    for place in 0..<batch {
                        for index in values.indices {
                            let word = index / width
                            vectors[place][word] +=
                                Double(values[index]) * Double(slopes[(word * batch + place) * width + index % width])
                        }
                    }
                }
            }
        }
        return (vectors, (0..<batch).map { classSlopes(values[$0 * classes..<($0 + 1) * classes], path.target) })
    }

    /// The derivatives of the log odds by the logits: 1 for the class, minus the softmax among the others for those.
    private func classSlopes(_ logits: ArraySlice<Float>, _ target: Int) -> [Double] {
        let (values, rivals) = (logits.map(Double.init), labelling.rivals(of: target, among: logits.count))
        var slopes = [Double](repeating: 0, count: values.count)
        for (rival, share) in zip(rivals, softmax(rivals.map { values[$0] })) { slopes[rival] = -share }
        slopes[target] = 1
        return slopes
    }

    /// The log odds of a class as part of a computation, summed over the rows of `logits`.
    private func logOdds(of logits: Variable, target: Int) -> Variable {
        let classes = classNames.count
        let others = labelling.rivals(of: target, among: classes)
        func rows(_ rows: [[Int: Float]]) -> Variable {
            Variable(Tensor(rows.flatMap { row in (0..<classes).map { row[$0] ?? 0 } }, shape: [rows.count, classes]))
        }
        guard let first = others.first else { return linear(logits, weight: rows([[target: 1]])).sum() }
        // z_t - ln Σ e^z_o, with the sum taken from the cross entropy of the first of the others.
        let difference = linear(logits, weight: rows([[target: 1, first: -1]])).sum()
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
