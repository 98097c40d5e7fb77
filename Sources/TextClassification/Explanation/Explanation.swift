import Foundation
import NeuralLayers
import Tensors

/// The influence of each word of a text on its predicted class.
public struct Explanation: Sendable {
    /// How the weights were found.
    public enum Method: String, Sendable, CaseIterable, Codable {
        /// Gradients added up on the way from no words to these (Sundararajan, Taly & Yan 2017); the weights add up to
        /// the difference that the words make.
        case integratedGradients
        /// What the class loses when the word is left out.
        case leaveOneOut
    }

    /// One word and what it counted, in the log odds of the class.
    public struct Word: Sendable, Equatable {
        public let text: String
        /// Where it stands, in UTF-8 bytes of the text.
        public let byteRange: Range<Int>
        public let weight: Double
    }

    public let classification: Classification
    /// The class that the weights are for: the likeliest, unless another was asked for.
    public let className: String
    public let method: Method
    /// The words that were read, in order; of a long text those of its beginning and its end.
    public let words: [Word]
    /// The log odds of the class for the text, and for one without any words.
    public let logOdds: Double
    public let baselineLogOdds: Double

    /// The probability of ``className``.
    public var probability: Double {
        classification.probabilities.first { $0.name == className }?.probability ?? classification.probability
    }

    /// Whether all weights and odds are finite, which a damaged model need not give.
    public var isFinite: Bool {
        classification.isFinite && logOdds.isFinite && baselineLogOdds.isFinite && words.allSatisfy(\.weight.isFinite)
    }
}

extension TextClassifier {
    /// Explains the class of a text. Only the network is explained, not the baseline that it may be combined with.
    ///
    /// - Parameters:
    ///   - label: The class to explain; `nil` for the likeliest.
    ///   - steps: Points on the way, for integrated gradients.
    public func explain(
        _ text: String, method: Explanation.Method = .integratedGradients, label: String? = nil, steps: Int = 32
    ) -> Explanation {
        let encoding = tokenizer.encode(text)
        let places = clippedPlaces(encoding.ids.count)
        let ids = places.map { encoding.ids[$0] }
        let classification = classify(text)
        let target = classNames.firstIndex(of: label ?? classification.label ?? "") ?? 0
        let weights: [Double]
        switch method {
        case .integratedGradients: weights = ids.isEmpty ? [] : integratedGradients(ids, target, steps: steps)
        case .leaveOneOut: weights = leaveOneOut(ids, target)
        }
        let utf8 = Array(text.utf8)
        let words = zip(places, weights).map { place, weight in
            let range = encoding.byteRanges[place]
            return Explanation.Word(
                text: String(decoding: utf8[range], as: UTF8.self), byteRange: range, weight: weight)
        }
        return Explanation(
            classification: classification, className: classNames[target], method: method, words: words,
            logOdds: ids.isEmpty ? 0 : logOdds(session.logits(of: [ids])[0], target),
            baselineLogOdds: ids.isEmpty ? 0 : baseline(length: ids.count, target))
    }

    /// The numbers of the tokens that the network reads.
    func clippedPlaces(_ count: Int) -> [Int] {
        model.configuration.clip((0..<Int32(count)).map { $0 }).map(Int.init)
    }

    /// The log odds of a class: its logit against all others together.
    func logOdds(_ logits: [Double], _ target: Int) -> Double {
        logits[target] - logits.indices.filter { $0 != target }.map { logits[$0] }.logSumExp
    }

    private func baseline(length: Int, _ target: Int) -> Double {
        let zeros = Tensor.zeros([length, model.configuration.embeddingSize])
        let logits = session.logits(embedded: zeros, layout: SequenceLayout(lengths: [length]))
        return logOdds(logits.elements.map(Double.init), target)
    }

    private func leaveOneOut(_ ids: [Int32], _ target: Int) -> [Double] {
        guard ids.count > 1 else { return ids.isEmpty ? [] : [logOdds(session.logits(of: [ids])[0], target)] }
        let without = ids.indices.map { index in Array(ids[..<index] + ids[(index + 1)...]) }
        let logits = session.logits(of: [ids] + without)
        let whole = logOdds(logits[0], target)
        return logits.dropFirst().map { whole - logOdds($0, target) }
    }

    private func integratedGradients(_ ids: [Int32], _ target: Int, steps: Int) -> [Double] {
        let embedded = model.embedding(ids).value  // [words, embeddingSize]
        let layout = SequenceLayout(lengths: [ids.count])
        var sums = [Double](repeating: 0, count: ids.count)
        for step in 0..<steps {
            // The middle of each of `steps` equal parts of the way.
            let share = (Float(step) + 0.5) / Float(steps)
            let point = Parameter(embedded.scaled(by: share))
            let (_, gradients) = withGradients(withRespectTo: [point]) {
                var context = ForwardContext.inference
                return logOdds(
                    of: model.logits(embedded: Variable(point), layout: layout, in: &context), target: target)
            }
            guard let slope = gradients[point] else { continue }
            let width = embedded.shape[1]
            embedded.withElements { values in
                slope.withElements { slopes in
                    for index in values.indices {
                        sums[index / width] += Double(values[index]) * Double(slopes[index])
                    }
                }
            }
        }
        return sums.map { $0 / Double(steps) }
    }

    /// The log odds of a class as part of a computation; `logits` are those of one document.
    private func logOdds(of logits: Variable, target: Int) -> Variable {
        let classes = classNames.count
        let others = (0..<classes).filter { $0 != target }
        func rows(_ rows: [[Int: Float]]) -> Variable {
            Variable(Tensor(rows.flatMap { row in (0..<classes).map { row[$0] ?? 0 } }, shape: [rows.count, classes]))
        }
        // z_t - ln Σ e^z_o, with the sum taken from the cross entropy of the first of the others.
        let difference = linear(logits, weight: rows([[target: 1, others[0]: -1]])).sum()
        guard others.count > 1 else { return difference }
        let rest = crossEntropy(logits: linear(logits, weight: rows(others.map { [$0: 1] })), targets: [0])
        return difference + (-1 as Float) * rest
    }
}

extension [Double] {
    fileprivate var logSumExp: Double {
        let highest = self.max() ?? 0
        return highest + log(reduce(0) { $0 + exp($1 - highest) })
    }
}
