import Datasets
import Foundation
import Tensors

extension TextClassifier {
    /// The same classifier, made as sure as it is right on some labelled texts that it was not trained on.
    ///
    /// - Parameter combines: Whether it is combined with its baseline, with the weight that is best here; if not,
    ///   the weight stays what it is, and no answer changes.
    /// - Returns: The classifier, and what that did on these texts; `nil` where no text has a word.
    public func calibrated(
        on data: LabelledTexts, combines: Bool
    ) -> (analyzer: TextClassifier, report: TextClassifierReport.Calibration)? {
        let encoded = tokenizer.encodeIDs(each: data.texts)
        let kept = encoded.indices.filter { !encoded[$0].isEmpty }
        guard !kept.isEmpty else { return nil }
        let documents = kept.map { model.configuration.clip(encoded[$0]) }
        let (labels, lengths) = (kept.map { data.labels[$0] }, documents.map(\.count))
        let own = session.logits(of: documents)
        var (joined, mix) = (own, 0.0)
        if let rival, combines || rival.mix > 0 {
            let others = tokenizer.wordHashes(each: kept.map { data.texts[$0] }).map { rival.logits(of: $0) }
            func sum(_ weight: Double) -> [[Double]] {
                zip(own, others).map { zip($0, $1).map { $0 + weight * $1 } }
            }
            mix = rival.mix
            if combines {
                let weights = (0...40).map { Double($0) / 20 }
                let losses = weights.map { TemperatureScaling(logits: sum($0), labels: labels).loss }
                mix = weights[losses.indices.min { losses[$0] < losses[$1] } ?? 0]
            }
            joined = sum(mix)
        }
        let scaling = TemperatureScaling(logits: joined, labels: labels, lengths: lengths)
        func metrics(_ divisor: (Int) -> Double) -> ClassificationMetrics {
            let probabilities = zip(joined, lengths).map { logits, length in
                softmax(logits.map { $0 / divisor(length) })
            }
            return ClassificationMetrics(labels: labels, probabilities: probabilities, classNames: classNames)
        }
        let (before, after) = (metrics { _ in 1 }, metrics(scaling.divisor))
        let report = TextClassifierReport.Calibration(
            temperature: scaling.temperature, lengthExponent: scaling.lengthExponent, eceBefore: before.ece,
            eceAfter: after.ece, brierBefore: before.brier, brierAfter: after.brier)
        return (scaled(by: scaling, mix: mix), report)
    }

    /// The temperature goes into the last layer, the length exponent into the configuration.
    private func scaled(by scaling: TemperatureScaling, mix: Double) -> TextClassifier {
        var configuration = model.configuration
        configuration.lengthExponent = scaling.lengthExponent
        var generator = DeferredWeights()
        let copy = TextClassifierNetwork(configuration, using: &generator)
        for (from, to) in zip(model.namedParameters, copy.namedParameters) {
            let isLast = from.name.hasPrefix("output.")
            to.parameter.value =
                isLast ? from.parameter.value.scaled(by: Float(1 / scaling.temperature)) : from.parameter.value
        }
        var rival = rival
        rival?.mix = mix / scaling.temperature
        return TextClassifier(model: copy, tokenizer: tokenizer, rival: rival, precision: precision)
    }
}
