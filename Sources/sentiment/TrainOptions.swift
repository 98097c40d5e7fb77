import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

extension PoolingKind: ExpressibleByArgument {}

/// The options that decide what network is trained; what is not given suits most texts.
struct ClassifierOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Words that occur less often are treated as unknown.")
    var minFrequency: Int?

    @Option(parsing: .unconditional, help: "Largest number of words in the vocabulary.")
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

    @Option(parsing: .unconditional, help: "Words read of a long document, half from its beginning, half from its end.")
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
        if let embeddingRate { settings.training.rateScales = ["embedding.weight": embeddingRate] }
    }
}
