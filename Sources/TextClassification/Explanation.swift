import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Tokenization

/// The influence of each word of a text on its predicted class.
public struct Explanation: Codable, Sendable, Equatable {
    /// How the weights were found.
    public enum Method: String, Sendable, CaseIterable, Codable {
        /// Gradients added up on the way from no words to these (Sundararajan, Taly & Yan 2017); the weights add up to
        /// the difference that the words make.
        case integratedGradients
        /// What the class loses when the word is left out.
        case leaveOneOut
    }

    /// One word and what it counted, in the log odds of the class.
    public struct Word: Codable, Sendable, Equatable {
        /// The word as it stands in the text.
        public let text: String
        /// Where it stands, in UTF-8 bytes of the text.
        public let byteRange: Range<Int>
        /// How much the word speaks for the explained class, in nats of log odds; negative for against.
        public let weight: Double

        /// Where it stands in `text`, which is the text that was explained.
        public func range(in text: String) -> Range<String.Index> { text.range(ofUTF8: byteRange) }
    }

    /// The classification that is explained.
    public let classification: Classification
    /// The class that the weights are for: the likeliest, unless another was asked for.
    public let className: String
    /// How the weights were computed.
    public let method: Method
    /// The words that were read, in order; of a long text those of its beginning and its end.
    public let words: [Word]
    /// The log odds of the class for the text, and for one without any words.
    public let logOdds: Double
    /// The log odds of the class without the words, in nats.
    public let baselineLogOdds: Double

    /// The probability of ``className``.
    public var probability: Double { classification.probability(of: className) ?? classification.probability }

    fileprivate var isFinite: Bool {
        logOdds.isFinite && baselineLogOdds.isFinite && words.allSatisfy(\.weight.isFinite)
    }
}

extension String {
    fileprivate func range(ofUTF8 bytes: Range<Int>) -> Range<Index> {
        precondition(
            bytes.upperBound <= utf8.count, "range(in:): bytes \(bytes) of a text of \(utf8.count); give the same text."
        )
        let start = utf8.index(startIndex, offsetBy: bytes.lowerBound)
        return start..<utf8.index(start, offsetBy: bytes.count)
    }
}

extension TextClassifier {
    /// Explains the class of a text. Only the network is explained, not the baseline that it may be combined with.
    ///
    /// - Parameters:
    ///   - label: The class to explain; `nil` for the likeliest.
    ///   - steps: Points on the way, for integrated gradients; at least 1.
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)``, ``TextClassifierError/outOfRange(option:value:minimum:)``,
    ///   or `ModelError.notFinite(model:)` where the weights are damaged.
    public func explain(
        _ text: String, method: Explanation.Method = .integratedGradients, label: String? = nil, steps: Int = 32
    ) throws -> Explanation {
        if let label, !classNames.contains(label) {
            throw TextClassifierError.unknownClass(label, known: classNames)
        }
        guard steps >= 1 else { throw TextClassifierError.outOfRange(option: "steps", value: steps, minimum: 1) }
        let encoding = tokenizer.encode(text)
        let places = clippedPlaces(encoding.ids.count)
        let ids = places.map { encoding.ids[$0] }
        let classification = try classify(text)
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
        let explanation = Explanation(
            classification: classification, className: classNames[target], method: method, words: words,
            logOdds: ids.isEmpty ? 0 : logOdds(session.logits(of: [ids])[0], target),
            baselineLogOdds: ids.isEmpty ? 0 : logOddsWithoutWords(length: ids.count, target))
        guard explanation.isFinite else { throw ModelError.notFinite(model: name) }
        return explanation
    }

    /// The numbers of the tokens that the network reads.
    func clippedPlaces(_ count: Int) -> [Int] {
        model.configuration.clip((0..<Int32(count)).map { $0 }).map(Int.init)
    }

    /// The log odds of a class: its logit against all others together.
    func logOdds(_ logits: [Double], _ target: Int) -> Double {
        logits[target] - logits.indices.filter { $0 != target }.map { logits[$0] }.logSumExp
    }

    private func logOddsWithoutWords(length: Int, _ target: Int) -> Double {
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
        var sums = [Double](repeating: 0, count: ids.count)
        let batchSize = max(1, Self.mostExplainedRows / ids.count)
        for start in stride(from: 0, to: steps, by: batchSize) {
            // The middle of each of `steps` equal parts of the way.
            let shares = (start..<min(start + batchSize, steps)).map { (Float($0) + 0.5) / Float(steps) }
            addSlopes(of: embedded, at: shares, target, to: &sums)
        }
        return sums.map { $0 / Double(steps) }
    }

    /// The most rows of states for which gradients are kept at a time.
    private static let mostExplainedRows = 2_048

    /// Adds, for each word, the product of its vector and the gradient at some shares of the way, all in one batch.
    private func addSlopes(of embedded: Tensor, at shares: [Float], _ target: Int, to sums: inout [Double]) {
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
        let (_, gradients) = withGradients(withRespectTo: [point]) {
            var context = ForwardContext.inference
            return logOdds(of: model.logits(embedded: Variable(point), layout: layout, in: &context), target: target)
        }
        guard let slope = gradients[point] else { return }
        embedded.withElements { values in
            slope.withElements { slopes in
                for place in 0..<batch {
                    for index in values.indices {
                        let word = index / width
                        sums[word] +=
                            Double(values[index]) * Double(slopes[(word * batch + place) * width + index % width])
                    }
                }
            }
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

/// A sentence of a document and its influence on the class.
public struct SentenceWeight: Codable, Sendable, Equatable {
    /// The sentence.
    public let text: String
    /// Where it stands, in UTF-8 bytes of the document.
    public let byteRange: Range<Int>
    /// What the log odds of the document's class lose when the sentence is left out.
    public let weight: Double

    /// Where it stands in `text`, which is the document.
    public func range(in text: String) -> Range<String.Index> { text.range(ofUTF8: byteRange) }
}

extension TextClassifier {
    /// The sentences of a document with what each counted, in order; none for a document of one sentence.
    ///
    /// Of a long document only what is read counts; a document of very many sentences is looked at in at most
    /// `limit` groups of neighbours.
    ///
    /// - Throws: ``TextClassifierError/outOfRange(option:value:minimum:)``, or `ModelError.notFinite(model:)` where the
    ///   weights are damaged.
    public func sentenceWeights(of text: String, limit: Int = 64) throws -> [SentenceWeight] {
        guard limit >= 1 else { throw TextClassifierError.outOfRange(option: "limit", value: limit, minimum: 1) }
        let encoding = tokenizer.encode(text)
        let places = clippedPlaces(encoding.ids.count)
        guard let label = try classify(text).label, let target = classNames.firstIndex(of: label) else { return [] }
        let groups = sentences(of: text, places: places, encoding, limit: limit)
        guard groups.count > 1 else { return [] }
        let ids = places.map { encoding.ids[$0] }
        let without = groups.map { group in
            ids.indices.filter { !group.words.contains($0) }.map { ids[$0] }
        }
        let logits = session.logits(of: [ids] + without)
        let whole = logOdds(logits[0], target)
        let utf8 = Array(text.utf8)
        let weights = zip(groups, logits.dropFirst()).map { group, logits in
            SentenceWeight(
                text: String(decoding: utf8[group.bytes], as: UTF8.self), byteRange: group.bytes,
                weight: whole - logOdds(logits, target))
        }
        guard weights.allSatisfy(\.weight.isFinite) else { throw ModelError.notFinite(model: name) }
        return weights
    }

    /// Sentences that hold words which are read: their bytes, and the numbers of the words among those read.
    private func sentences(
        of text: String, places: [Int], _ encoding: Encoding, limit: Int
    ) -> [(bytes: Range<Int>, words: Range<Int>)] {
        var found: [(bytes: Range<Int>, words: Range<Int>)] = []
        var word = 0
        for range in tokenizer.sentenceRanges(in: text) {
            let first = word
            while word < places.count, encoding.byteRanges[places[word]].lowerBound < range.upperBound { word += 1 }
            if word > first { found.append((range, first..<word)) }
        }
        let size = (found.count + limit - 1) / limit
        guard size > 1 else { return found }
        return stride(from: 0, to: found.count, by: size).map { start in
            let last = found[min(start + size, found.count) - 1]
            return (
                found[start].bytes.lowerBound..<last.bytes.upperBound,
                found[start].words.lowerBound..<last.words.upperBound
            )
        }
    }
}

/// The faithfulness of explanations (Samek et al. 2017): how fast the probability falls when words are removed in the
/// order of their weights, compared with a random order.
public struct ExplanationFidelity: Codable, Sendable, Equatable {
    /// What ordered the words.
    public let name: String
    /// Shares of the words that are left out.
    public let shares: [Double]
    /// The mean probability of the first answer at each share.
    public let probabilities: [Double]

    /// The mean over all shares.
    public var mean: Double { probabilities.reduce(0, +) / Double(probabilities.count) }

    /// - Parameter progress: Called with the texts that are done.
    public static func measure(
        _ analyzer: TextClassifier, texts: [String], randomSeed: UInt64 = 0,
        progress: (Int) throws -> Void = { _ in }
    ) throws -> [ExplanationFidelity] {
        let shares = [0, 0.05, 0.1, 0.2, 0.3, 0.5]
        let names = Explanation.Method.allCases.map(\.rawValue) + ["random"]
        var sums = names.map { _ in [Double](repeating: 0, count: shares.count) }
        var generator = SeededGenerator(seed: randomSeed, stream: "deletion")
        var count = 0
        for (index, text) in texts.enumerated() {
            try progress(index)
            let ids = analyzer.model.configuration.clip(analyzer.tokenizer.encodeIDs(text))
            guard ids.count >= 2 else { continue }
            count += 1
            let probabilities = softmax(analyzer.session.logits(of: [ids])[0])
            let target = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
            var orders = try Explanation.Method.allCases.map { method in
                let weights = try analyzer.explain(text, method: method, label: analyzer.classNames[target]).words.map(
                    \.weight)
                return ids.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
            }
            orders.append(Array(ids.indices).shuffled(using: &generator))
            for (number, order) in orders.enumerated() {
                let documents = shares.map { share in
                    let gone = Set(order.prefix(Int((share * Double(ids.count)).rounded(.up))))
                    return ids.indices.filter { !gone.contains($0) }.map { ids[$0] }
                }
                for (place, logits) in analyzer.session.logits(of: documents).enumerated() {
                    sums[number][place] += softmax(logits)[target]
                }
            }
        }
        return zip(names, sums).map { name, sums in
            ExplanationFidelity(name: name, shares: shares, probabilities: sums.map { $0 / Double(max(count, 1)) })
        }
    }
}
