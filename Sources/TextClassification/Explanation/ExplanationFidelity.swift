import Tensors

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
            let document = ReadDocument(text, by: analyzer)
            let words = document.ranges.indices
            guard words.count >= 2 else { continue }
            count += 1
            let probabilities = softmax(analyzer.logits(of: [document.ids], hashes: [document.hashes])[0])
            let target = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
            var orders = try Explanation.Method.allCases.map { method in
                let weights = try analyzer.explain(text, method: method, label: analyzer.classNames[target]).words.map(
                    \.weight)
                return words.sorted { (weights[$0], $1) > (weights[$1], $0) }
            }
            orders.append(Array(words).shuffled(using: &generator))
            for (number, order) in orders.enumerated() {
                let parts = shares.map { share in
                    let gone = Set(order.prefix(Int((share * Double(words.count)).rounded(.up))))
                    return document.without(gone.contains)
                }
                let logits = analyzer.logits(of: parts.map(\.ids), hashes: parts.map(\.hashes))
                for place in shares.indices { sums[number][place] += softmax(logits[place])[target] }
            }
        }
        return zip(names, sums).map { name, sums in
            ExplanationFidelity(name: name, shares: shares, probabilities: sums.map { $0 / Double(max(count, 1)) })
        }
    }
}
