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
    /// The bag of words that the network learns on top of; `nil` where it learns alone.
    var baseline: BaselineClassifier?

    /// The ids of the documents that have any, with what the bag of words says of them.
    ///
    /// - Parameter given: What the bag of words says of each document of `data`; `nil` asks it.
    func ids(of data: ClassifierTexts?, given: [[Double]]? = nil) -> LabelledIDs {
        guard let data else { return LabelledIDs() }
        let documents = tokenizer.encodeIDs(each: data.texts)
        let kept = documents.indices.filter { !documents[$0].isEmpty }
        var ids = LabelledIDs(
            documents: kept.map { model.configuration.clip(documents[$0]) }, labels: kept.flatMap(data.targets),
            labelsPerDocument: data.targetsPerText)
        if let given {
            ids.offsets = kept.map { given[$0].map(Float.init) }
        } else if let baseline, baseline.mix > 0 {
            ids.offsets = tokenizer.wordHashes(each: kept.map { data.texts[$0] }).map { hashes in
                baseline.logits(of: hashes).map { Float(baseline.mix * $0) }
            }
        }
        return ids
    }

    /// The words of the old vocabulary that are common in texts of every kind: one in a hundred, the most frequent ones,
    /// which come first. Of pieces of words, as many of those that were joined first, which have more than one character.
    var commonWords: [String] {
        guard let tokenizer = old?.tokenizer else { return [] }
        let tokens = tokenizer.vocabulary.ordinaryIDs.lazy.map {
            String(decoding: tokenizer.vocabulary.bytes(of: $0), as: UTF8.self)
        }
        let words = tokens.filter { tokenizer.unit == .word || $0.count > 1 }
        return Array(words.prefix(tokenizer.vocabulary.count / 100))
    }

    /// The same start with a bag of words that is learned first or learns on, and what it says of each of the texts
    /// when it has not read them; `nil` where the bag of words stays as it is or there are too few texts.
    func learningBaseline(
        on texts: ClassifierTexts, mixed: LabelledTexts?, _ way: TextClassifierSettings.BaselineTraining,
        randomSeed: UInt64
    ) -> (start: ClassifierStart, logits: [[Double]])? {
        guard way != .apart, let texts = texts.classes else { return nil }
        let documents = texts.texts + (mixed?.texts ?? [])
        let hashes = tokenizer.wordHashes(each: documents)
        var old: (logits: [[Double]], baseline: BaselineClassifier)?
        var common: Set<UInt64> = []
        if way == .continued {
            guard let baseline, baseline.mix > 0 else { return nil }
            let classifier = TextClassifier(model: model, tokenizer: tokenizer, baseline: baseline)
            old = (classifier.logits(of: tokenizer.encodeIDs(each: documents), hashes: hashes), baseline)
            common = Set(tokenizer.wordHashes(each: commonWords).joined())
        }
        let fitted = CrossFittedBaseline(
            documents: hashes, labels: texts.labels + (mixed?.labels ?? []),
            classCount: model.configuration.classNames.count, addingTo: old,
            commonWords: common, mostFeatures: TextClassifierTraining.mostBaselineFeatures, randomSeed: randomSeed)
        guard let fitted else { return nil }
        var start = self
        start.baseline = fitted.baseline
        return (start, fitted.logits)
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
