import Datasets
import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Tokenization
import Training

/// Documents as token ids, with their classes or labels.
public struct LabelledIDs: Sendable {
    /// Each with at least one id.
    public let documents: [[Int32]]
    /// The class of each document; where documents have several labels, for each document and label 0 or 1.
    public let labels: [Int]
    /// How many of ``labels`` belong to a document.
    let labelsPerDocument: Int
    /// What is added to the logits of each document: those of a bag of words that stays as it is. Empty for nothing.
    package var offsets: [[Float]] = []

    /// Documents and as many labels.
    public init(documents: [[Int32]] = [], labels: [Int] = []) {
        self.init(documents: documents, labels: labels, labelsPerDocument: 1)
    }

    init(documents: [[Int32]], labels: [Int], labelsPerDocument: Int) {
        precondition(
            documents.count * labelsPerDocument == labels.count,
            "LabelledIDs: \(documents.count) documents, \(labels.count) labels.")
        (self.documents, self.labels, self.labelsPerDocument) = (documents, labels, labelsPerDocument)
    }

    /// The class of a document, or 0 or 1 for each label.
    func targets(of document: Int) -> [Int32] {
        labels[document * labelsPerDocument..<(document + 1) * labelsPerDocument].map { Int32($0) }
    }

    /// Both, one behind the other.
    func joined(with other: LabelledIDs) -> LabelledIDs {
        var all = LabelledIDs(
            documents: documents + other.documents, labels: labels + other.labels, labelsPerDocument: labelsPerDocument)
        all.offsets = offsets + other.offsets
        return all
    }

    /// Weights under which every class counts the same, 1 on average.
    public func balancingWeights(classCount: Int) -> [Float] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[label] += 1 }
        return counts.map { $0 == 0 ? 0 : Float(labels.count) / Float(classCount * $0) }
    }
}

/// The training task of a classifier on labelled documents.
public struct TextClassifierTask: TrainingTask {
    /// How the loss is made.
    public struct Options: Codable, Sendable, Equatable {
        /// Probability mass that is spread over all classes (Szegedy et al. 2016).
        public var labelSmoothing: Float = 0
        /// What a document of each class counts; `nil` for 1.
        public var classWeights: [Float]?
        /// Length of the adversarial step on the embeddings of a document of one word, 0 for none; it grows with the
        /// cube root of the number of words.
        public var adversarialStep: Float = 0
        /// Batches with a longer document make no adversarial step, which would double their cost; `nil` for no limit.
        public var adversarialLimit: Int?

        /// Plain cross entropy.
        public init() {}
    }

    public let model: TextClassifierNetwork
    private let training: LabelledIDs
    private let validation: LabelledIDs
    private let options: Options
    private var batches: DocumentBatches

    /// - Parameters:
    ///   - mixed: How many of the training documents, the last ones, are mixed in; see `DocumentBatches`.
    ///   - mixedPerEpoch: How many of these an epoch has.
    ///   - validation: Held-out documents; none for no validation.
    ///   - generator: Draws the order of documents.
    public init(
        model: TextClassifierNetwork, training: LabelledIDs, mixed: Int = 0, mixedPerEpoch: Int = 0,
        validation: LabelledIDs, batchSize: Int, options: Options, generator: SeededGenerator
    ) {
        self.model = model
        self.training = training
        self.validation = validation
        self.options = options
        batches = DocumentBatches(
            lengths: training.documents.map(\.count), mixed: mixed, mixedPerEpoch: mixedPerEpoch,
            batchSize: batchSize, generator: generator)
    }

    public var unitsPerEpoch: Int { batches.documentsPerEpoch }

    public mutating func nextGradients(
        in context: inout ForwardContext
    ) -> (loss: Float, gradients: Gradients, units: Int) {
        let batch = batches.next()
        let documents = dropWords(batch.map { training.documents[$0] }, in: &context)
        let layout = SequenceLayout(lengths: documents.map(\.count))
        let ids = layout.pack(documents)
        let targets = batch.flatMap { training.targets(of: $0) }
        let weights = options.classWeights.map { weights in targets.map { weights[Int($0)] } }
        func loss(_ perturbation: Variable?, _ context: inout ForwardContext) -> Variable {
            let logits = model(ids, layout: layout, perturbation: perturbation, in: &context)
            return crossEntropy(
                logits: model.configuration.labelling.rows(answers(logits, of: batch)), targets: targets,
                weights: weights, labelSmoothing: options.labelSmoothing)
        }
        let isAdversarial = options.adversarialStep > 0 && layout.steps <= options.adversarialLimit ?? .max
        guard isAdversarial else {
            let (value, gradients) = withGradients { loss(nil, &context) }
            return (value, gradients, batch.count)
        }
        // Miyato, Dai & Goodfellow (2017): the step along the gradient that raises the loss most, under the same masks.
        var sameMasks = context
        let origin = Parameter(.zeros([ids.count, model.configuration.embeddingSize]))
        var (value, gradients) = withGradients { loss(Variable(origin), &context) }
        guard let direction = gradients[origin] else { return (value, gradients, batch.count) }
        let step = normalizedOverTime(direction, layout: layout) { options.adversarialStep * cbrt(Float($0)) }
        let (_, adversarial) = withGradients { loss(Variable(step), &sameMasks) }
        gradients.add(adversarial, of: model.namedParameters.map(\.parameter))
        return (value, gradients, batch.count)
    }

    /// The logits that the classifier answers with: those of the network, the bag of words added, scaled by length.
    private func answers(_ logits: Variable, of batch: [Int]) -> Variable {
        var logits = logits
        if !training.offsets.isEmpty {
            logits = logits + Variable(Tensor(batch.flatMap { training.offsets[$0] }, shape: logits.shape))
        }
        guard model.configuration.lengthExponent != 0 else { return logits }
        let factors = batch.flatMap { document in
            let factor = Float(model.configuration.lengthFactor(training.documents[document].count))
            return [Float](repeating: factor, count: logits.shape[1])
        }
        return logits * Variable(Tensor(factors, shape: logits.shape))
    }

    /// Makes some words unknown, so that no single one is relied on.
    private func dropWords(_ documents: [[Int32]], in context: inout ForwardContext) -> [[Int32]] {
        dropTokens(documents, rate: model.configuration.dropout.words, unknownID: Vocabulary.unknownID, in: &context)
    }

    /// The loss on the held-out documents at the temperature that suits them best: how sure a classifier is gets mended
    /// after training, so it must not decide which one is kept.
    public func validationLoss() throws -> Double? {
        guard !validation.documents.isEmpty else { return nil }
        var logits = TextClassifierSession(model).logits(of: validation.documents)
        for (index, offsets) in validation.offsets.enumerated() {
            logits[index] = zip(logits[index], offsets).map { $0 + Double($1) }
        }
        if model.configuration.lengthExponent != 0 {
            for (index, document) in validation.documents.enumerated() {
                let factor = model.configuration.lengthFactor(document.count)
                logits[index] = logits[index].map { factor * $0 }
            }
        }
        let rows = logits.flatMap(model.configuration.labelling.rows)
        return TemperatureScaling(logits: rows, labels: validation.labels).loss
    }

    public func snapshot() throws -> (cursor: Data, tensors: [String: Tensor]) { (try batches.cursorData(), [:]) }

    public mutating func restore(cursor: Data, tensors: [String: Tensor]) throws { try batches.restore(from: cursor) }
}

extension TextClassifierTask.Options: DefaultedDecodable {
    package static var decodingDefaults: TextClassifierTask.Options? { TextClassifierTask.Options() }
}
