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
    /// Nothing is changed if the Brier score on these texts would rise.
    ///
    /// - Parameter combines: Whether network and baseline are combined, with the weights that are best here; if not, their
    ///   weights stay what they are, and no answer changes.
    /// - Returns: `nil` where no text has a word.
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)`` where a text is of a class that the classifier does not have,
    ///   or ``TextClassifierError/otherLabelling(isMultiLabel:)``.
    public func calibrated(on data: LabelledTexts, combines: Bool) throws -> Calibrated? {
        try calibrated(on: .classes(data), combines: combines)
    }

    /// The same for a multi-label classifier, whose labels get the thresholds with the highest F1 on these texts.
    ///
    /// One temperature serves all labels. The threshold of a label that fewer than five texts have is 0.5.
    ///
    /// - Throws: `LabelledTextsError.unknownLabel` where a text has a label that the classifier does not know, or
    ///   ``TextClassifierError/otherLabelling(isMultiLabel:)``.
    public func calibrated(on data: MultiLabelledTexts, combines: Bool) throws -> Calibrated? {
        try calibrated(on: .labels(data), combines: combines)
    }

    /// The same for texts of either kind.
    package func calibrated(on data: ClassifierTexts, combines: Bool) throws -> Calibrated? {
        let data = try data.matching(self)
        let found = try temperature(on: data, combines: combines)
        guard let found, let labels = data.labels else { return found }
        return Calibrated(classifier: try found.classifier.withThresholds(bestFor: labels), report: found.report)
    }

    /// A classifier with a temperature that suits some texts.
    private func temperature(on data: ClassifierTexts, combines: Bool) throws -> Calibrated? {
        let encoded = tokenizer.encodeIDs(each: data.texts)
        let kept = encoded.indices.filter { !encoded[$0].isEmpty }
        guard !kept.isEmpty else { return nil }
        let documents = kept.map { model.configuration.clip(encoded[$0]) }
        let labels = kept.flatMap(data.targets)
        let lengths = documents.flatMap { [Int](repeating: $0.count, count: data.targetsPerText) }
        /// One row for each of the labels.
        func scaled(_ logits: [[Double]]) -> [[Double]] {
            zip(logits, documents).flatMap { row, document in
                let factor = model.configuration.lengthFactor(document.count)
                return labelling.rows(row.map { factor * $0 })
            }
        }
        let classNames = data.isMultiLabel ? ["absent", "present"] : classNames
        let own = scaled(session.logits(of: documents))
        let others = baseline.map { baseline in
            scaled(tokenizer.wordHashes(each: kept.map { data.texts[$0] }).map { baseline.logits(of: $0) })
        }
        func metrics(_ logits: [[Double]], _ scaling: TemperatureScaling?) -> ClassificationMetrics {
            let probabilities = zip(logits, lengths).map { logits, length in
                softmax(logits.map { $0 / (scaling?.divisor(length: length) ?? 1) })
            }
            return ClassificationMetrics(labels: labels, probabilities: probabilities, classNames: classNames)
        }
        let given = CombinationWeights(network: 1, baseline: baseline?.mix ?? 0)
        let before = metrics(given.combine(own, others), nil)
        var best = (weights: given, scaling: nil as TemperatureScaling?, metrics: before)
        var choices = [given]
        if combines, let others { choices.append(CombinationWeights(bestFor: own, others, labels: labels)) }
        for weights in choices {
            let joined = weights.combine(own, others)
            let scaling = TemperatureScaling(logits: joined, labels: labels, lengths: lengths, shrinks: true)
            let after = metrics(joined, scaling)
            if after.brier < best.metrics.brier { best = (weights, scaling, after) }
        }
        return Calibrated(
            classifier: recalibrated(by: best.scaling, best.weights),
            report: TextClassifierReport.Calibration(best.scaling, before, best.metrics))
    }

    /// The same multi-label classifier with the thresholds that are best for some texts, and so is its bag of words.
    private func withThresholds(bestFor data: MultiLabelledTexts) throws -> TextClassifier {
        let probabilities = try classify(data.texts).map { $0.probabilities.map(\.probability) }
        var (model, baseline) = (model, baseline)
        model.configuration.thresholds = LabelThreshold.best(probabilities, labels: data.labels)
        if let bag = baseline {
            let probabilities = tokenizer.wordHashes(each: data.texts).map {
                labelling.probabilities(bag.logits(of: $0))
            }
            baseline?.thresholds = LabelThreshold.best(probabilities, labels: data.labels)
        }
        var classifier = TextClassifier(model: model, tokenizer: tokenizer, baseline: baseline, precision: precision)
        classifier.name = name
        return classifier
    }

    /// The temperature goes into the last layer, the length exponent into the configuration.
    private func recalibrated(by scaling: TemperatureScaling?, _ weights: CombinationWeights) -> TextClassifier {
        var configuration = model.configuration
        configuration.lengthExponent = max(-4, min(configuration.lengthExponent + (scaling?.lengthExponent ?? 0), 4))
        let temperature = scaling?.temperature ?? 1
        var generator = DeferredWeights()
        let copy = TextClassifierNetwork(configuration, using: &generator)
        for (from, to) in zip(model.namedParameters, copy.namedParameters) {
            let isLast = from.name.hasPrefix("output.")
            to.parameter.value =
                isLast ? from.parameter.value.scaled(by: Float(weights.network / temperature)) : from.parameter.value
        }
        var baseline = baseline
        baseline?.mix = weights.baseline / temperature
        var classifier = TextClassifier(model: copy, tokenizer: tokenizer, baseline: baseline, precision: precision)
        classifier.name = name
        return classifier
    }
}

/// The weights of the logits of network and baseline in their sum.
struct CombinationWeights: Equatable {
    var network: Double
    var baseline: Double

    init(network: Double, baseline: Double) { (self.network, self.baseline) = (network, baseline) }

    /// The weights, the larger of them 1, with the smallest loss on held-out documents at the best temperature: from the
    /// network alone to nearly the baseline alone.
    init(bestFor network: [[Double]], _ baseline: [[Double]], labels: [Int]) {
        let ratios = (0...40).map { Double($0) / 20 } + (1...24).map { 2 * pow(1.2, Double($0)) }
        let choices = ratios.map { CombinationWeights(network: 1 / max(1, $0), baseline: min(1, $0)) }
        let losses = choices.map { TemperatureScaling(logits: $0.combine(network, baseline), labels: labels).loss }
        self = choices[losses.indices.min { losses[$0] < losses[$1] } ?? 0]
    }

    func combine(_ network: [[Double]], _ baseline: [[Double]]?) -> [[Double]] {
        guard let baseline, self.baseline > 0 else { return network }
        return zip(network, baseline).map { zip($0, $1).map { self.network * $0 + self.baseline * $1 } }
    }
}

extension TextClassifierReport.Calibration {
    fileprivate init(
        _ scaling: TemperatureScaling?, _ before: ClassificationMetrics, _ after: ClassificationMetrics
    ) {
        self.init(
            temperature: scaling?.temperature ?? 1, lengthExponent: scaling?.lengthExponent ?? 0,
            eceBefore: before.ece, eceAfter: after.ece, brierBefore: before.brier, brierAfter: after.brier)
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
    /// - Parameters:
    ///   - lengths: Tokens of each document, at least 1.
    ///   - shrinks: Whether the exponent and the logarithm of the temperature are multiplied by `n / (n + 30)`: what a few
    ///     documents say changes a model little.
    public init(logits: [[Double]], labels: [Int], lengths: [Int], shrinks: Bool = false) {
        self.init(
            logits: logits, labels: labels, lengths: lengths,
            exponents: stride(from: -40, through: 40, by: 1).map { Double($0) / 100 }.sorted { abs($0) < abs($1) },
            doubt: Self.doubt(classes: logits.first?.count ?? 1, documents: labels.count),
            trust: shrinks ? Double(labels.count) / Double(labels.count + 30) : 1)
    }

    /// The probability that a label is wrong, as far as so many that are right can tell.
    private static func doubt(classes: Int, documents: Int) -> Double {
        Double(classes - 1) / Double(documents + classes)
    }

    private init(
        logits: [[Double]], labels: [Int], lengths: [Int], exponents: [Double], doubt: Double, trust: Double = 1
    ) {
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
        temperature = exp(trust * best.logTemperature)
        lengthExponent = trust * best.exponent
        self.loss = loss(best.factors.map { pow($0, trust) }, trust * best.logTemperature)
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
