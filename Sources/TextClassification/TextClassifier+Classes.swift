import Tensors

extension TextClassifier {
    /// The same classifier, choosing among some of its classes only; their probabilities add up to 1.
    ///
    /// ```swift
    /// let classifier = try TextClassifier(.generalEnglish).choosing(among: ["negative", "positive"])
    /// ```
    ///
    /// - Parameter names: At least two different ones of ``classNames``, in any order.
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)``, ``TextClassifierError/tooFewClasses(_:)``, or
    ///   ``TextClassifierError/multiLabelModel(purpose:)``.
    public func choosing(among names: [String]) throws -> TextClassifier {
        guard !isMultiLabel else { throw TextClassifierError.multiLabelModel(purpose: "limited to some of its labels") }
        if let unknown = names.first(where: { !classNames.contains($0) }) {
            throw TextClassifierError.unknownClass(unknown, known: classNames)
        }
        let kept = classNames.indices.filter { names.contains(classNames[$0]) }
        guard kept.count >= 2 else { throw TextClassifierError.tooFewClasses(names) }
        guard kept.count < classNames.count else { return self }
        var configuration = model.configuration
        configuration.classNames = kept.map { classNames[$0] }
        var generator = DeferredWeights()
        let copy = TextClassifierNetwork(configuration, using: &generator)
        for (from, to) in zip(model.namedParameters, copy.namedParameters) {
            let value = from.parameter.value
            to.parameter.value = from.name.hasPrefix("output.") ? value.keepingRows(kept) : value
        }
        var baseline = baseline
        if let all = baseline {
            baseline = BaselineClassifier(
                regression: all.regression.choosing(among: kept), mix: all.mix, isBeneath: all.isBeneath)
        }
        var classifier = TextClassifier(model: copy, tokenizer: tokenizer, baseline: baseline, precision: precision)
        classifier.name = name
        return classifier
    }
}

extension Tensor {
    /// The rows with these numbers, of a matrix or of a vector as a single column.
    fileprivate func keepingRows(_ rows: [Int]) -> Tensor {
        let width = shape.dropFirst().reduce(1, *)
        let all = elements
        return Tensor(rows.flatMap { all[$0 * width..<($0 + 1) * width] }, shape: [rows.count] + shape.dropFirst())
    }
}

extension NaiveBayesLogisticRegression {
    /// The model of some of the classes, ascending, with the same logits as before.
    ///
    /// Of two classes, the difference of their logits is the only output.
    fileprivate func choosing(among classes: [Int]) -> NaiveBayesLogisticRegression {
        let count = biases.count
        func outputs(_ row: [Float]) -> [Float] {
            classes.count == 2 ? [row[classes[1]] - row[classes[0]]] : classes.map { row[$0] }
        }
        let weights = features.hashes.indices.flatMap { feature in
            outputs(Array(self.weights[feature * count..<(feature + 1) * count]))
        }
        return NaiveBayesLogisticRegression(
            features: features, weights: weights, biases: outputs(biases), order: order, classCount: classes.count)
    }
}
