import Datasets
import Tensors
import Tokenization
import Training

/// Where the training of a classifier starts: at random weights, at pretrained words, or at a finished classifier.
struct ClassifierStart: Sendable {
    /// The network with the weights of the start.
    let model: TextClassifierNetwork
    let tokenizer: Tokenizer
    /// The finished classifier; `nil` where there is none.
    var old: TextClassifier?
    var classes: ClassUnion?
    /// Texts of the old kind that are mixed in.
    var mixed: LabelledTexts?
    /// Texts of the old kind that are held out.
    var oldValidation: LabelledTexts?
    /// The bag of words that the new classifier takes over, as it is.
    var baseline: BaselineClassifier?

    /// The ids of the documents that have any, with what the bag of words says of them.
    func ids(of data: LabelledTexts?) -> LabelledIDs {
        guard let data else { return LabelledIDs() }
        let documents = tokenizer.encodeIDs(each: data.texts)
        let kept = documents.indices.filter { !documents[$0].isEmpty }
        var ids = LabelledIDs(
            documents: kept.map { model.configuration.clip(documents[$0]) }, labels: kept.map { data.labels[$0] })
        if let baseline, baseline.mix > 0 {
            ids.offsets = tokenizer.wordHashes(each: kept.map { data.texts[$0] }).map { hashes in
                baseline.logits(of: hashes).map { Float(baseline.mix * $0) }
            }
        }
        return ids
    }

    /// What the training changed; `nil` where it did not start from a finished classifier.
    func report(
        of new: TextClassifier, on validation: LabelledTexts?, mixedPerEpoch: Int
    ) throws -> ContinuationReport? {
        guard let old, let classes else { return nil }
        func comparison(_ data: LabelledTexts) throws -> ContinuationReport.Comparison {
            let known = data.selecting(data.labels.indices.filter { classes.oldPlaces[data.labels[$0]] != nil })
            let before = try known.matchingClasses(old.classNames)
            return ContinuationReport.Comparison(
                count: data.count, countBefore: before.count, before: try old.figures(on: before),
                after: try new.figures(on: data))
        }
        return ContinuationReport(
            model: old.name, newTokens: tokenizer.vocabulary.count - old.tokenizer.vocabulary.count,
            newClasses: classes.added, mixedCount: mixedPerEpoch, newTexts: try validation.map(comparison),
            oldTexts: try oldValidation.map(comparison))
    }
}

extension TextClassifier {
    /// Accuracy, macro F1 and calibration error on some texts; none without texts.
    fileprivate func figures(on data: LabelledTexts) throws -> [String: Double] {
        guard data.count > 0 else { return [:] }
        let metrics = ClassificationMetrics(
            labels: data.labels,
            probabilities: try classify(data.texts).map { $0.probabilities.map(\.probability) }, classNames: classNames)
        return ["accuracy": metrics.accuracy, "macroF1": metrics.macroF1, "ece": metrics.ece]
    }
}
