/// What each word of a document counts for the baseline.
extension NaiveBayesLogisticRegression {
    /// What each token adds to the logits: a feature is shared equally by all its occurrences, and by the tokens of each.
    ///
    /// The sum over the tokens, and the logits of a document without any, are the ``logits(of:)`` of the document.
    ///
    /// - Returns: `[tokens][classes]`.
    func wordLogits(of document: [UInt64]) -> [[Double]] {
        let occurrences = features.occurrences(in: document, order: order)
        let counts = occurrences.reduce(into: [Int: Int]()) { $0[$1.feature, default: 0] += 1 }
        var result = [[Double]](repeating: [Double](repeating: 0, count: classCount), count: document.count)
        for (feature, places) in occurrences {
            let share = 1 / Double(counts[feature, default: 1] * places.count)
            for place in places { add(feature, share, to: &result[place]) }
        }
        return result
    }

    /// For each of some tokens the logits of the document without it.
    ///
    /// - Returns: `[places][classes]`.
    func logits(of document: [UInt64], withoutEachOf places: [Int]) -> [[Double]] {
        let whole = logits(of: document)
        let counts = features.occurrences(in: document, order: order).reduce(into: [Int: Int]()) {
            $0[$1.feature, default: 0] += 1
        }
        return places.map { place in
            // Only n-grams that reach over the place change.
            let before = document[max(0, place - order + 1)..<place]
            let after = document[(place + 1)...].prefix(order - 1)
            var changes: [Int: Int] = [:]
            for one in features.occurrences(in: Array(before + document[place...place] + after), order: order)
            where one.places.contains(before.count) {
                changes[one.feature, default: 0] -= 1
            }
            for one in features.occurrences(in: Array(before + after), order: order)
            where one.places.lowerBound < before.count && one.places.upperBound > before.count {
                changes[one.feature, default: 0] += 1
            }
            var logits = whole
            for (feature, change) in changes.sorted(by: { $0.key < $1.key }) {
                let (old, new) = (counts[feature, default: 0] > 0, counts[feature, default: 0] + change > 0)
                if old != new { add(feature, new ? 1 : -1, to: &logits) }
            }
            return logits
        }
    }

    /// Adds a share of a feature's weights to the logits of the classes.
    private func add(_ feature: Int, _ share: Double, to logits: inout [Double]) {
        let outputs = biases.count
        for output in 0..<outputs {
            logits[isOneForTwo ? 1 : output] += share * Double(weights[feature * outputs + output])
        }
    }
}
