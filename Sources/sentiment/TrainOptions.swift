import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

extension PoolingKind: ExpressibleByArgument {}

/// The options that decide what network is trained; what is not given suits most texts.
struct ClassifierOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Words that occur less often count as unknown.")
    var minFrequency: Int?

    @Option(parsing: .unconditional, help: "Most words of the vocabulary.")
    var vocabularySize: Int?

    @Option(
        help: ArgumentHelp(
            "What is done to a text first, in this order, in place of "
                + TextClassifierSettings.defaultNormalization.map(\.rawValue).joined(separator: ", ")
                + ". Steps are \(Normalization.names). May be given several times.",
            valueName: "step"))
    var normalize: [Normalization] = []

    @Option(parsing: .unconditional, help: "Width of the word vectors.")
    var embeddingSize: Int?

    @Option(parsing: .unconditional, help: "Units of the LSTM in each direction.")
    var hiddenSize: Int?

    @Option(parsing: .unconditional, help: "LSTM layers.")
    var numLayers: Int?

    @Option(
        help: ArgumentHelp(
            "How states become one vector: last, mean, max or attention; several stand side by side (default: last, mean "
                + "and max).", valueName: "kind"))
    var pooling: [PoolingKind] = []

    @Option(parsing: .unconditional, help: "Words of a document that are read, half at its start, half at its end.")
    var maxTokens: Int?

    @Option(parsing: .unconditional, help: "Dropout of whole words.")
    var wordDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the word vectors, the same over a document.")
    var embeddingDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout between layers.")
    var dropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the recurrent weights.")
    var recurrentDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout before the classes.")
    var outputDropout: Float?

    @Option(
        parsing: .unconditional,
        help: "How model.safetensors stores weights; float16 halves the file, int8 quarters it.")
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
        guard Set(pooling).count == pooling.count else { throw ValidationError("--pooling names a kind twice.") }
    }

    func apply(to settings: inout TextClassifierSettings) {
        settings.minFrequency = minFrequency ?? settings.minFrequency
        settings.maxVocabulary = vocabularySize.map { $0 + Vocabulary.specialCount } ?? settings.maxVocabulary
        if !normalize.isEmpty { settings.normalization = normalize }
        settings.embeddingSize = embeddingSize ?? settings.embeddingSize
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
        parsing: .unconditional, help: "What the learning rate is multiplied with for the word vectors.")
    var embeddingRate: Float?

    @Option(parsing: .unconditional, help: "Probability that a label spreads over all classes.")
    var labelSmoothing: Float?

    @Option(
        parsing: .unconditional,
        help: "Length of the adversarial step on the word vectors of a text of one word; 0 for none.")
    var adversarial: Float?

    @Option(
        parsing: .unconditional,
        help: "Leave out that step for batches with a text of more words, whose cost it would double.")
    var adversarialLimit: Int?

    @Flag(help: "Let every class count the same, however few texts it has.")
    var balanceClasses = false

    @Flag(help: "Join the network with its bag-of-words rival.")
    var combine = false

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
        settings.combinesRival = combine
        if let embeddingRate { settings.training.rateScales = ["embedding.weight": embeddingRate] }
    }
}
