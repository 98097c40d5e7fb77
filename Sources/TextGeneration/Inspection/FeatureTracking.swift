import Tensors

/// The unit that follows a feature of a text best, and how well it does.
///
/// The unit and its threshold are chosen on the first half of the text. Figures that say held-out are of the second half,
/// so they are not flattered by the choice among many units.
public struct FeatureTracking: Sendable, Equatable {
    /// What is followed.
    public let feature: TextFeature
    /// Tokens of the text at which the feature is not 0.
    public let occurrences: Int
    /// The unit; `nil` where the feature, or every unit, stays the same throughout the first half of the text.
    public let unit: RecurrentUnit?
    /// Pearson's correlation of the unit's ``TextInspection/memory`` with the feature on the first half.
    public let correlation: Double?
    /// The same on the second half; `nil` where the feature stays the same there.
    public let heldOutCorrelation: Double?
    /// Of a feature that is yes or no: the share of tokens of the second half at which the threshold gives the right
    /// answer.
    public let heldOutAccuracy: Double?
    /// The same for the answer that is more frequent in the second half, given always.
    public let baselineAccuracy: Double?
    /// Of a feature that is yes or no: the value of the unit between the two answers.
    public let threshold: Float?
}

extension TextInspection {
    /// Tokens below which chance alone finds units for everything.
    public static let fewestTokensForTracking = 200

    /// For each feature the unit that follows it best; empty for texts of less than ``fewestTokensForTracking``.
    ///
    /// - Parameter features: What to look for.
    public func featureTracking(_ features: [TextFeature] = TextFeature.allCases) -> [FeatureTracking] {
        guard tokens.count >= Self.fewestTokensForTracking else { return [] }
        let values = values(of: features)
        let half = tokens.count / 2
        var best = features.map { _ in (unit: RecurrentUnit?.none, correlation: 0.0) }
        for layer in 0..<numLayers {
            let correlations = correlations(ofLayer: layer, with: values, over: 0..<half)
            for index in features.indices {
                for (unit, correlation) in correlations[index].enumerated()
                where abs(correlation) > abs(best[index].correlation) {
                    best[index] = (RecurrentUnit(layer: layer, unit: unit), correlation)
                }
            }
        }
        return features.indices.map { index in
            tracking(features[index], values[index], best[index].unit, best[index].correlation, half: half)
        }
    }

    private func tracking(
        _ feature: TextFeature, _ values: [Double], _ unit: RecurrentUnit?, _ correlation: Double, half: Int
    ) -> FeatureTracking {
        let occurrences = values.count { $0 != 0 }
        guard let unit else {
            return FeatureTracking(
                feature: feature, occurrences: occurrences, unit: nil, correlation: nil, heldOutCorrelation: nil,
                heldOutAccuracy: nil, baselineAccuracy: nil, threshold: nil)
        }
        let states = self.values(of: memory, unit)
        let heldOut = Correlation(states[half...].map(Double.init), Array(values[half...])).value
        guard feature.isYesOrNo else {
            return FeatureTracking(
                feature: feature, occurrences: occurrences, unit: unit, correlation: correlation,
                heldOutCorrelation: heldOut, heldOutAccuracy: nil, baselineAccuracy: nil, threshold: nil)
        }
        let answers = values.map { $0 > 0 }
        let (threshold, isAbove) = Self.bestThreshold(states[..<half], answers[..<half])
        let (heldOutCount, yes) = (Double(values.count - half), Double(answers[half...].count { $0 }))
        let right = zip(states[half...], answers[half...]).count { ($0 > threshold) == ($1 == isAbove) }
        return FeatureTracking(
            feature: feature, occurrences: occurrences, unit: unit, correlation: correlation,
            heldOutCorrelation: heldOut, heldOutAccuracy: Double(right) / heldOutCount,
            baselineAccuracy: max(yes, heldOutCount - yes) / heldOutCount, threshold: threshold)
    }

    /// The threshold that answers most questions right, and whether values above it mean yes.
    static func bestThreshold(_ states: ArraySlice<Float>, _ answers: ArraySlice<Bool>) -> (Float, isAbove: Bool) {
        let sorted = zip(states, answers).sorted { $0.0 < $1.0 }
        let yes = answers.count { $0 }
        // With all values above the threshold, right answers are the yeses for "above means yes", else the others.
        var right = yes
        var best = (count: max(yes, sorted.count - yes), threshold: -Float.infinity, isAbove: 2 * yes >= sorted.count)
        for (index, (state, answer)) in sorted.enumerated() {
            right += answer ? -1 : 1
            let next = index + 1 < sorted.count ? sorted[index + 1].0 : .infinity
            guard next > state else { continue }
            let threshold = next.isFinite ? state / 2 + next / 2 : state
            if right > best.count { best = (right, threshold, true) }
            if sorted.count - right > best.count { best = (sorted.count - right, threshold, false) }
        }
        return (best.threshold, best.isAbove)
    }

    /// Pearson's correlation of each unit of a layer with each feature over some tokens; 0 where one of them stays the
    /// same.
    private func correlations(ofLayer layer: Int, with features: [[Double]], over range: Range<Int>) -> [[Double]] {
        let size = hiddenSize
        // Sums of x, x², and for each feature of x·y, with y as differences from its mean, for each unit.
        var (sums, squares) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
        var products = features.map { _ in sums }
        let centred = features.map { values in
            let mean = values[range].reduce(0, +) / Double(range.count)
            return values[range].map { $0 - mean }
        }
        memory(ofLayer: layer).withElements { elements in
            for (step, token) in range.enumerated() {
                let row = UnsafeBufferPointer(rebasing: elements[(token + 1) * size..<(token + 2) * size])
                for unit in 0..<size {
                    let x = Double(row[unit])
                    sums[unit] += x
                    squares[unit] += x * x
                }
                for index in centred.indices where centred[index][step] != 0 {
                    let y = centred[index][step]
                    for unit in 0..<size { products[index][unit] += Double(row[unit]) * y }
                }
            }
        }
        let count = Double(range.count)
        return features.indices.map { index in
            let spread = centred[index].reduce(0) { $0 + $1 * $1 }
            return (0..<size).map { unit in
                let variance = squares[unit] - sums[unit] * sums[unit] / count
                guard spread > 1e-9, variance > 1e-9 * max(squares[unit], 1e-9) else { return 0 }
                return products[index][unit] / (variance * spread).squareRoot()
            }
        }
    }
}

/// Pearson's correlation.
private struct Correlation {
    /// -1 ... 1; `nil` where one side stays the same.
    let value: Double?

    init(_ x: [Double], _ y: [Double]) {
        let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for (x, y) in zip(x, y) {
            xx += (x - meanX) * (x - meanX)
            yy += (y - meanY) * (y - meanY)
            xy += (x - meanX) * (y - meanY)
        }
        value = xx > 1e-12 && yy > 1e-12 ? xy / (xx * yy).squareRoot() : nil
    }
}
