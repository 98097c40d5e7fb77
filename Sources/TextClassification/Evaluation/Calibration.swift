import Datasets
import Foundation
import Tensors

extension TextClassifier {
    /// A calibrated classifier, and what the calibration changed on the texts.
    public struct Calibrated: Sendable {
        /// The calibrated classifier.
        public let classifier: TextClassifier
        /// What the calibration changed.
        public let report: TextClassifierReport.Calibration
    }

    /// The same classifier, made as sure as it is right on some labelled texts that it was not trained on.
    ///
    /// - Parameter combines: Whether it is combined with its baseline, with the weight that is best here; if not,
    ///   the weight stays what it is, and no answer changes.
    /// - Returns: `nil` where no text has a word.
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)`` where a text is of a class that the classifier does not have.
    public func calibrated(on data: LabelledTexts, combines: Bool) throws -> Calibrated? {
        let data = try matching(data)
        let encoded = tokenizer.encodeIDs(each: data.texts)
        let kept = encoded.indices.filter { !encoded[$0].isEmpty }
        guard !kept.isEmpty else { return nil }
        let documents = kept.map { model.configuration.clip(encoded[$0]) }
        let (labels, lengths) = (kept.map { data.labels[$0] }, documents.map(\.count))
        let own = session.logits(of: documents)
        var (joined, mix) = (own, 0.0)
        if let baseline, combines || baseline.mix > 0 {
            let others = tokenizer.wordHashes(each: kept.map { data.texts[$0] }).map { baseline.logits(of: $0) }
            func sum(_ weight: Double) -> [[Double]] {
                zip(own, others).map { zip($0, $1).map { $0 + weight * $1 } }
            }
            mix = baseline.mix
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
        return Calibrated(classifier: scaled(by: scaling, mix: mix), report: report)
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
        var baseline = baseline
        baseline?.mix = mix / scaling.temperature
        var classifier = TextClassifier(model: copy, tokenizer: tokenizer, baseline: baseline, precision: precision)
        classifier.name = name
        return classifier
    }
}

/// Temperature scaling, fitted on held-out documents: logits are divided by a temperature (Guo, Pleiss, Sun &
/// Weinberger 2017), here `temperature · n^lengthExponent` for a document of n tokens, because a classifier may be
/// overconfident on long documents and underconfident on short ones. It does not change the predicted classes.
public struct TemperatureScaling: Sendable, Equatable {
    /// What logits are divided by, before the length counts.
    public let temperature: Double
    /// The exponent of a document's length in tokens.
    public let lengthExponent: Double
    /// The mean of `-ln p` of the right class with that scaling, and without any.
    public let loss: Double
    /// The mean of `-ln p` of the right class without scaling.
    public let lossBefore: Double

    /// Fits the temperature alone, in 1/16 ... 16.
    ///
    /// - Parameter logits: One row a document, one value a class.
    public init(logits: [[Double]], labels: [Int]) {
        self.init(
            logits: logits, labels: labels, lengths: Array(repeating: 1, count: labels.count), exponents: [0], doubt: 0)
    }

    /// Fits temperature and length exponent, the latter in steps of a hundredth from -0.4 to 0.4.
    ///
    /// A few documents that are all right would ask for a model that is never in doubt. So each label is held for right
    /// with a probability of `(n + 1) / (n + classes)` only (Platt 1999), which makes a difference where n is small.
    ///
    /// - Parameter lengths: Tokens of each document, at least 1.
    public init(logits: [[Double]], labels: [Int], lengths: [Int]) {
        self.init(
            logits: logits, labels: labels, lengths: lengths,
            exponents: stride(from: -40, through: 40, by: 1).map { Double($0) / 100 }.sorted { abs($0) < abs($1) },
            doubt: Self.doubt(classes: logits.first?.count ?? 1, documents: labels.count))
    }

    /// The probability that a label is wrong, as far as so many that are right can tell.
    private static func doubt(classes: Int, documents: Int) -> Double {
        Double(classes - 1) / Double(documents + classes)
    }

    private init(logits: [[Double]], labels: [Int], lengths: [Int], exponents: [Double], doubt: Double) {
        precondition(
            logits.count == labels.count && lengths.count == labels.count && !labels.isEmpty,
            "TemperatureScaling: \(logits.count) logits, \(labels.count) labels, \(lengths.count) lengths.")
        func loss(_ factors: [Double], _ logTemperature: Double, doubt: Double = 0) -> Double {
            let common = exp(-logTemperature)
            let total = labels.indices.reduce(0.0) {
                $0 + Self.surprise(of: labels[$1], logits: logits[$1], factor: common * factors[$1], doubt: doubt)
            }
            return total / Double(labels.count)
        }
        lossBefore = loss(lengths.map { _ in 1 }, 0)
        var best = (loss: Double.infinity, logTemperature: 0.0, factors: [Double](), exponent: 0.0)
        for exponent in exponents {
            let factors = lengths.map { pow(Double(max($0, 1)), -exponent) }
            // The mean factor kept at 1, so that the temperature's range means the same for every exponent.
            let mean = factors.reduce(0, +) / Double(factors.count)
            let found = Self.minimum { loss(factors, $0 + log(mean), doubt: doubt) }
            if found.value < best.loss - 1e-9 { best = (found.value, found.place + log(mean), factors, exponent) }
        }
        temperature = exp(best.logTemperature)
        lengthExponent = best.exponent
        self.loss = loss(best.factors, best.logTemperature)
    }

    /// What the logits of a document are divided by.
    public func divisor(length: Int) -> Double { temperature * pow(Double(max(length, 1)), lengthExponent) }

    /// Searches -ln 16 ... ln 16 by golden section; the loss has one minimum there, as it is convex in the inverse
    /// temperature.
    private static func minimum(_ value: (Double) -> Double) -> (place: Double, value: Double) {
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (-log(16.0), log(16.0))
        var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
        var (valueA, valueB) = (value(a), value(b))
        while high - low > 1e-3 {
            if valueA < valueB {
                (high, b, valueB) = (b, a, valueA)
                a = high - ratio * (high - low)
                valueA = value(a)
            } else {
                (low, a, valueA) = (a, b, valueB)
                b = low + ratio * (high - low)
                valueB = value(b)
            }
        }
        let place = (low + high) / 2
        return (place, value(place))
    }

    /// `-Σ q ln p`, where q is `1 - doubt` for the label and the rest is shared among the other classes.
    private static func surprise(of label: Int, logits: [Double], factor: Double, doubt: Double) -> Double {
        let highest = logits.max() ?? 0
        let sum = logits.reduce(0.0) { $0 + exp(factor * ($1 - highest)) }
        let right = logits[label] - highest
        guard doubt > 0, logits.count > 1 else { return log(sum) - factor * right }
        let others = logits.reduce(0.0) { $0 + $1 - highest } - right
        return log(sum) - factor * ((1 - doubt) * right + doubt / Double(logits.count - 1) * others)
    }
}
