import ModelFiles
import NeuralLayers
import Tokenization
import Training

/// All settings of the training of a classifier.
public struct TextClassifierSettings: TrainingSettings {
    /// What is done to a text before it is cut into words.
    public var normalization: [Normalization] = Self.defaultNormalization
    /// What a token is: a word, or a piece of one (byte pairs).
    public var unit = TokenUnit.word
    /// Words that occur less often become unknown, characters bytes of byte pairs; 1 keeps all.
    public var minFrequency = 2
    /// The most token ids, the four special ones included: the most frequent words or pieces are kept. At least 5, and 260
    /// for pieces.
    public var maxVocabulary = 30_000
    /// The share of the documents of each class that is held out where no validation documents are given, in 0 ... 0.9.
    public var validationSplit = 0.1
    /// The recurrent cell.
    public var cell = RecurrentCellKind.lstm
    /// The width of a word's vector. Pretrained words bring their own.
    public var embeddingSize = 128
    /// Units of each recurrent layer and direction. Pretrained language models bring their own number.
    public var hiddenSize = 128
    /// Recurrent layers, one above the other; each reads the document in both directions.
    public var numLayers = 1
    /// The kinds of pooling over time whose results are concatenated; each at most once.
    public var pooling: [PoolingKind] = [.last, .mean, .max]
    /// The most tokens of a document that are read: of a longer one half from its start, half from its end.
    public var maxTokens = 400
    /// What is dropped in training. Recommended: words 0.1, embeddings 0.3, output 0.5.
    public var dropout = TextClassifierNetwork.Configuration.Dropout()
    /// Documents of an optimizer step; 32 are recommended for fewer than 10,000 documents, else 64.
    public var batchSize = 64
    /// Passes of language models over the documents before the classifier learns their labels; `nil` for none.
    public var pretrainingEpochs: Double?
    /// Label smoothing, class weights and adversarial training.
    public var loss = TextClassifierTask.Options()
    /// Whether each class has the same weight in the loss, however few documents it has.
    public var balancesClasses = false
    /// Whether the finished model is combined with its bag-of-words baseline, with the weights that are best on the
    /// held-out documents; without any, the network is used alone.
    public var combinesBaseline = true
    /// When the bag-of-words baseline is trained, and what the network has of it meanwhile.
    public var baselineTraining = BaselineTraining.apart
    public var training: TrainingOptions
    /// How the weights of the finished model are stored.
    public var precision = WeightPrecision.float32

    /// Removes HTML markup and invisible characters, decodes character references, folds compatibility forms (NFKC) and
    /// case, splits English contractions ("doesn't" becomes "does n't"), and shortens what is repeated for emphasis
    /// ("soooo" becomes "soo").
    public static let defaultNormalization: [Normalization] = [
        .stripMarkup, .decodeEntities, .stripInvisible, .nfkc, .caseFold, .splitContractions,
        .shortenRepeats,
    ]

    /// Recommended settings for `count` documents.
    ///
    /// Few documents get more passes and more dropout.
    ///
    /// - Parameter unit: A word or a piece of one; of these a vocabulary has at most `Tokenizer.defaultBytePairSize`.
    public static func recommended(
        forDocuments count: Int, unit: TokenUnit = .word, randomSeed: UInt64
    ) -> TextClassifierSettings {
        var settings = TextClassifierSettings(documents: count, randomSeed: randomSeed)
        settings.unit = unit
        if unit == .bpe { settings.maxVocabulary = Tokenizer.defaultBytePairSize }
        return settings
    }

    /// Every other option at its default.
    private init(training: TrainingOptions) { self.training = training }

    private init(documents: Int, randomSeed: UInt64) {
        dropout.words = 0.1
        dropout.embedding = 0.3
        dropout.output = 0.5
        loss.adversarialStep = 0.25
        batchSize = documents < 10_000 ? 32 : 64
        let epochs = min(30, max(4, 200_000 / Double(max(documents, 1))))
        training = TrainingOptions(
            epochs: epochs, schedule: LearningRateSchedule(peak: 1e-3, shape: .cosine(minimum: 1e-5)),
            randomSeed: randomSeed)
        training.beta2 = 0.999
        training.isLazy = true
        training.averageDecay = 0.999
        training.numValidations = max(10, Int(epochs))
        training.patience = 5
        training.schedule.warmupSteps = max(1, Int(min(200, epochs * Double(documents) / Double(batchSize) / 20)))
    }

    /// - Parameter isMultiLabel: Whether a text gets any number of the classes, as labels.
    func modelConfiguration(
        vocabularySize: Int, classNames: [String], isMultiLabel: Bool = false
    ) -> TextClassifierNetwork.Configuration {
        var configuration = TextClassifierNetwork.Configuration(
            vocabularySize: vocabularySize, embeddingSize: embeddingSize, hiddenSize: hiddenSize, numLayers: numLayers,
            pooling: pooling, classNames: classNames, maxTokens: maxTokens, dropout: dropout)
        configuration.cell = cell
        if isMultiLabel { configuration.thresholds = classNames.map { _ in LabelThreshold.usual } }
        return configuration
    }

    /// What is wrong with these settings, in words, or `nil`.
    public var problem: String? {
        if let problem = modelConfiguration(vocabularySize: 1, classNames: ["a", "b"]).problem { return problem }
        let counts = [
            ("batchSize", batchSize), ("minFrequency", minFrequency), ("maxVocabulary", maxVocabulary),
            ("adversarialLimit", loss.adversarialLimit ?? 1),
        ]
        for (name, count) in counts where count < 1 || count > 1 << 30 { return "\(name) is \(count)" }
        if let problem = ClassifierTokens(self).problem { return problem }
        if let problem = Normalizer.problem(of: normalization) { return "normalization \(problem)" }
        if let problem = training.problem { return problem }
        if let epochs = pretrainingEpochs, !(epochs > 0 && epochs < 1e6) { return "pretrainingEpochs is \(epochs)" }
        guard validationSplit >= 0 && validationSplit <= 0.9 else { return "validationSplit is \(validationSplit)" }
        guard loss.labelSmoothing >= 0 && loss.labelSmoothing < 1 else {
            return "labelSmoothing is \(loss.labelSmoothing)"
        }
        guard loss.adversarialStep >= 0 && loss.adversarialStep < 1e3 else {
            return "adversarialStep is \(loss.adversarialStep)"
        }
        guard (loss.classWeights ?? []).allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            return "classWeights are negative"
        }
        return nil
    }
}

extension TextClassifierSettings {
    /// When the bag of words beside the network is trained.
    public enum BaselineTraining: String, Codable, Sendable, CaseIterable {
        /// After the network, which learns without it. A training that starts from a finished classifier keeps the bag of
        /// words of that as it is, and the network learns on top of it.
        case apart
        /// Before the network, which learns on top of it what it misses (stacking; Wolpert 1992).
        case first
        /// As ``first``, but what the classifier at the start knows already is kept: the bag of words learns what that
        /// misses on the new texts.
        case continued
    }
}

extension TextClassifierSettings: DefaultedDecodable {
    package static var decodingDefaults: TextClassifierSettings? {
        TextClassifierSettings(
            training: TrainingOptions(epochs: 1, schedule: LearningRateSchedule(peak: 0), randomSeed: 0))
    }
    package static var requiredEntries: Set<String> { ["training"] }
    package static var formerNames: [String: String] { ["combinesBaseline": "combinesRival"] }
}
