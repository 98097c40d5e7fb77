import Tensors

extension MultiLabelledTexts {
    /// Sets a part of the texts aside, drawn at random, with about the same share of each label in both parts; both keep
    /// the order of the texts.
    ///
    /// Source: Sechidis, Tsoumakas & Vlahavas (2011), *On the Stratification of Multi-label Data*, algorithm 1. The texts
    /// of the rarest label are dealt out first, each to the part that lacks the most texts with this label.
    ///
    /// - Parameters:
    ///   - fraction: The share that is set aside, in 0 ..< 1. The last text with a label always stays, and so does the last
    ///     text without it.
    ///   - seed: The same seed sets the same texts aside, on every machine.
    /// - Throws: ``SplitError/invalidFraction(_:)``.
    public func split(fraction: Double, seed: UInt64) throws -> (rest: MultiLabelledTexts, aside: MultiLabelledTexts) {
        try SplitError.requireValid(fraction: fraction)
        var isAside = [Bool](repeating: false, count: count)
        if fraction > 0 {
            var generator = SeededGenerator(seed: seed, stream: "split")
            isAside = stratified(fraction: fraction, order: texts.indices.shuffled(using: &generator))
            keepEachLabel(&isAside)
        }
        return (selecting(texts.indices.filter { !isAside[$0] }), selecting(texts.indices.filter { isAside[$0] }))
    }

    /// Which texts are set aside, taken in an order.
    private func stratified(fraction: Double, order: [Int]) -> [Bool] {
        var members = [[Int]](repeating: [], count: labelNames.count)
        for text in order { for label in labels[text] { members[label].append(text) } }
        // How many more texts with each label, and with any or none, the two parts should get.
        var wanted = labelCounts.map { (aside: Double($0) * fraction, rest: Double($0) * (1 - fraction)) }
        var total = (aside: Double(count) * fraction, rest: Double(count) * (1 - fraction))
        var isAside = [Bool?](repeating: nil, count: count)
        func deal(_ text: Int, by lack: (aside: Double, rest: Double)) {
            let goes = lack.aside == lack.rest ? total.aside > total.rest : lack.aside > lack.rest
            isAside[text] = goes
            if goes { total.aside -= 1 } else { total.rest -= 1 }
            for label in labels[text] { if goes { wanted[label].aside -= 1 } else { wanted[label].rest -= 1 } }
        }
        var waiting = Set(labelNames.indices.filter { !members[$0].isEmpty })
        while !waiting.isEmpty {
            let left = waiting.map { label in (label: label, count: members[label].count { isAside[$0] == nil }) }
            guard let rarest = left.min(by: { ($0.count, $0.label) < ($1.count, $1.label) })?.label else { break }
            for text in members[rarest] where isAside[text] == nil { deal(text, by: wanted[rarest]) }
            waiting.remove(rarest)
        }
        for text in order where isAside[text] == nil { deal(text, by: total) }
        return isAside.map { $0 ?? false }
    }

    /// Takes texts back, so that no label is in all or in none of the rest where that can be helped.
    private func keepEachLabel(_ isAside: inout [Bool]) {
        for label in labelNames.indices {
            for hasIt in [true, false] {
                let texts = texts.indices.filter { labels[$0].contains(label) == hasIt }
                if let first = texts.first, texts.allSatisfy({ isAside[$0] }) { isAside[first] = false }
            }
        }
    }
}
