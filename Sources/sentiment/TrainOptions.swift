import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

extension PoolingKind: ExpressibleByArgument {}
extension TextClassifierSettings.BaselineTraining: ExpressibleByArgument {}

/// What a token of a classifier can be.
enum ClassifierUnit: String, ExpressibleByArgument, CaseIterable {
    case word, bpe

    var unit: TokenUnit { self == .bpe ? .bpe : .word }

    static let help: ArgumentHelp =
        "Token unit: word, or bpe (pieces of words by byte-pair encoding: for several languages, rich inflection, typos)."
    static let vocabularyHelp: ArgumentHelp =
        "Largest number of words or pieces in the vocabulary (default: 30,000 words, 8,000 pieces)."

    /// Refuses a vocabulary of pieces that has no room for the bytes.
    static func requireRoom(_ unit: ClassifierUnit?, vocabularySize: Int?) throws {
        let needed = Vocabulary.bytes.count - Vocabulary.specialCount
        guard unit == .bpe, let vocabularySize, vocabularySize < needed else { return }
        throw ValidationError(
            "--vocabulary-size must be at least \(needed) with --unit bpe, not \(vocabularySize): bytes are pieces."
        )
    }
}

/// The options that decide what network is trained; what is not given suits most texts.
struct ClassifierOptions: ParsableArguments {
    @Option(help: ClassifierUnit.help)
    var unit: ClassifierUnit?

    @Option(
        parsing: .unconditional,
        help: "Words that occur less often are treated as unknown; with --unit bpe characters, as bytes.")
    var minFrequency: Int?

    @Option(parsing: .unconditional, help: ClassifierUnit.vocabularyHelp)
    var vocabularySize: Int?

    @Option(
        help: ArgumentHelp(
            "Normalization steps, in this order, instead of "
                + TextClassifierSettings.defaultNormalization.map(\.rawValue).joined(separator: ", ")
                + ". Steps are \(Normalization.names). May be given several times.",
            valueName: "step"))
    var normalize: [Normalization] = []

    @Option(parsing: .unconditional, help: "Size of the word embeddings.")
    var embeddingSize: Int?

    @OptionGroup var recurrent: CellOption<AllLayers>

    @Option(parsing: .unconditional, help: "Recurrent units in each direction.")
    var hiddenSize: Int?

    @Option(parsing: .unconditional, help: "Number of recurrent layers.")
    var numLayers: Int?

    @Option(
        help: ArgumentHelp(
            "Pooling over time: last, mean, max or attention; several are concatenated (default: last, mean and max).",
            valueName: "kind"))
    var pooling: [PoolingKind] = []

    @Option(
        parsing: .unconditional,
        help: "Words, or pieces, read of a long document, half from its beginning, half from its end.")
    var maxTokens: Int?

    @Option(parsing: .unconditional, help: "Word dropout: share of words replaced by the unknown word.")
    var wordDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the word embeddings, with one mask per document.")
    var embeddingDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout between layers.")
    var dropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the recurrent weights (weight dropout).")
    var recurrentDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout before the output layer.")
    var outputDropout: Float?

    @Option(
        parsing: .unconditional,
        help: "Number format of model.safetensors: float16 halves the file size, int8 quarters it.")
    var weights: WeightPrecision?

    func validate() throws {
        for (name, size, limit) in [
            ("--embedding-size", embeddingSize, 1 << 14), ("--hidden-size", hiddenSize, 1 << 14),
            ("--num-layers", numLayers, 64), ("--min-frequency", minFrequency, .max),
            ("--max-tokens", maxTokens, 1 << 20), ("--vocabulary-size", vocabularySize, 1 << 22),
        ] {
            try requireCount(name, size, limit: limit)
        }
        for (name, rate) in [
            ("--word-dropout", wordDropout), ("--embedding-dropout", embeddingDropout), ("--dropout", dropout),
            ("--recurrent-dropout", recurrentDropout), ("--output-dropout", outputDropout),
        ] {
            try requireRate(name, rate)
        }
        try ClassifierUnit.requireRoom(unit, vocabularySize: vocabularySize)
        try requireSteps("--normalize", normalize)
        guard Set(pooling).count == pooling.count else { throw ValidationError("--pooling has the same kind twice.") }
    }

    func apply(to settings: inout TextClassifierSettings) {
        settings.minFrequency = minFrequency ?? settings.minFrequency
        settings.maxVocabulary = vocabularySize.map { $0 + Vocabulary.specialCount } ?? settings.maxVocabulary
        if !normalize.isEmpty { settings.normalization = normalize }
        settings.embeddingSize = embeddingSize ?? settings.embeddingSize
        settings.cell = recurrent.cell ?? settings.cell
        settings.hiddenSize = hiddenSize ?? settings.hiddenSize
        settings.numLayers = numLayers ?? settings.numLayers
        if !pooling.isEmpty { settings.pooling = pooling }
        settings.maxTokens = maxTokens ?? settings.maxTokens
        settings.dropout.words = wordDropout ?? settings.dropout.words
        settings.dropout.embedding = embeddingDropout ?? settings.dropout.embedding
        settings.dropout.betweenLayers = dropout ?? settings.dropout.betweenLayers
        settings.dropout.recurrentWeights = recurrentDropout ?? settings.dropout.recurrentWeights
        settings.dropout.output = outputDropout ?? settings.dropout.output
        settings.precision = weights ?? settings.precision
    }
}

/// The options that decide how a classifier learns, beside those of every training.
struct ClassifierLearningOptions: ParsableArguments {
    @Option(
        parsing: .unconditional, help: "Factor of the learning rate for the word embeddings.")
    var embeddingRate: Float?

    @Option(parsing: .unconditional, help: "Label smoothing: probability mass spread over all classes.")
    var labelSmoothing: Float?

    @Option(
        parsing: .unconditional,
        help: "Adversarial training: length of the perturbation of the embeddings, for a text of one word; 0 for none.")
    var adversarial: Float?

    @Option(
        parsing: .unconditional,
        help: "Skip adversarial training, which doubles the cost, for batches with a text of more words than this.")
    var adversarialLimit: Int?

    @Flag(help: "Weight all classes equally, however few texts they have.")
    var balanceClasses = false

    @Flag(
        inversion: .prefixedNo,
        help: "Combine the network with its bag-of-words baseline; the held-out texts decide the weights.")
    var combine = true

    @Option(
        help: ArgumentHelp(
            "When the bag of words is trained: apart from the network, first, so that the network learns what it misses, "
                + "or continued, where --from's bag of words learns on (default: apart; with --from: continued).",
            valueName: "when"))
    var bagOfWords: TextClassifierSettings.BaselineTraining?

    func validate() throws {
        try requireCount("--adversarial-limit", adversarialLimit, limit: 1_000_000)
        try requireNotNegative("--adversarial", adversarial)
        try requireNotNegative("--embedding-rate", embeddingRate)
        try requireRate("--label-smoothing", labelSmoothing)
    }

    func apply(to settings: inout TextClassifierSettings) {
        settings.loss.labelSmoothing = labelSmoothing ?? settings.loss.labelSmoothing
        settings.loss.adversarialStep = adversarial ?? settings.loss.adversarialStep
        settings.loss.adversarialLimit = adversarialLimit ?? settings.loss.adversarialLimit
        settings.balancesClasses = balanceClasses
        settings.combinesBaseline = combine
        settings.baselineTraining = bagOfWords ?? settings.baselineTraining
        if let embeddingRate { settings.training.rateScales = ["embedding.weight": embeddingRate] }
    }
}
