import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

extension TrainingOptions.OptimizerKind: ExpressibleByArgument {}

/// What a token of a language model can be.
enum CharacterUnit: String, ExpressibleByArgument, CaseIterable {
    case grapheme, scalar, byte, bpe

    var unit: TokenUnit {
        switch self {
        case .grapheme: .grapheme
        case .scalar: .scalar
        case .byte: .byte
        case .bpe: .bpe
        }
    }
}

/// The options that decide what network is trained; what is not given follows from the corpus.
struct NetworkOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help:
            "Token unit: a grapheme is what readers call a character, a scalar a code point, and bpe a piece of a word."
    )
    var tokens: CharacterUnit = .grapheme

    @Option(
        parsing: .unconditional,
        help: "With --tokens bpe, the size of the vocabulary, at least 260 (default: 320 to 2000 by the text length).")
    var vocabularySize: Int?

    @Option(
        parsing: .unconditional,
        help:
            "Line endings: lf replaces CR LF and CR by LF (default); keep leaves them (default with --tokens byte)."
    )
    var lineEnds: LineEnds?

    @Option(
        parsing: .unconditional,
        help: "Normalization of the text: one of these steps, or icu: followed by a transliterator.")
    var normalization: Normalization = .nfc

    @Option(
        parsing: .unconditional,
        help: "Characters that occur less often are treated as unknown, or read as bytes with --tokens bpe.")
    var minFrequency = 1

    @Option(parsing: .unconditional, help: "Size of the token embeddings (default: chosen from the text length).")
    var embeddingSize: Int?

    @OptionGroup var recurrent: CellOption<AllLayers>

    @Option(parsing: .unconditional, help: "Units per recurrent layer (default: chosen from the text length).")
    var hiddenSize: Int?

    @Option(parsing: .unconditional, help: "Number of recurrent layers (default: chosen from the text length).")
    var numLayers: Int?

    @Flag(help: "Share weights between the embedding and the output projection (weight tying).")
    var tieWeights = false

    @Option(parsing: .unconditional, help: "Dropout between layers, at least 0 and below 1.")
    var dropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the recurrent weights (weight dropout).")
    var recurrentDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the token embeddings.")
    var embeddingDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout before the output projection.")
    var outputDropout: Float?

    @Flag(inversion: .prefixedNo, help: "Use one dropout mask for a whole sequence (variational dropout).")
    var lockedDropout = true

    @Option(
        parsing: .unconditional,
        help: "Number format of model.safetensors: float16 halves the file size, int8 quarters it.")
    var weights: WeightPrecision = .float32

    func validate() throws {
        if let vocabularySize, !(260...1 << 20).contains(vocabularySize) {
            throw ValidationError(
                "--vocabulary-size must be in 260 ... \(1 << 20), not \(vocabularySize); all 256 bytes belong to it.")
        }
        try requireSteps("--normalization", [normalization])
        for (name, size, limit) in [
            ("--embedding-size", embeddingSize, 1 << 16), ("--hidden-size", hiddenSize, 1 << 16),
            ("--num-layers", numLayers, 64), ("--min-frequency", minFrequency, .max),
        ] {
            try requireCount(name, size, limit: limit)
        }
        for (name, rate) in [
            ("--dropout", dropout), ("--recurrent-dropout", recurrentDropout),
            ("--embedding-dropout", embeddingDropout), ("--output-dropout", outputDropout),
        ] {
            try requireRate(name, rate)
        }
    }

    func apply(to settings: inout TextGeneratorSettings) {
        settings.vocabularySize = vocabularySize
        settings.lineEnds = lineEnds ?? (tokens == .byte ? .keep : .lf)
        settings.normalization = normalization
        settings.minFrequency = minFrequency
        settings.cell = recurrent.cell ?? settings.cell
        settings.hiddenSize = hiddenSize ?? settings.hiddenSize
        settings.embeddingSize = embeddingSize ?? (tieWeights ? settings.hiddenSize : settings.embeddingSize)
        settings.numLayers = numLayers ?? settings.numLayers
        settings.tiesWeights = tieWeights
        settings.dropout.betweenLayers = dropout ?? settings.dropout.betweenLayers
        settings.dropout.recurrentWeights = recurrentDropout ?? settings.dropout.recurrentWeights
        settings.dropout.embedding = embeddingDropout ?? settings.dropout.embedding
        settings.dropout.output = outputDropout ?? settings.dropout.output
        settings.dropout.isLocked = lockedDropout
        settings.precision = weights
    }
}

/// The options that decide how a language model learns, beside those of every training.
struct OptimizationOptions: ParsableArguments {
    enum Schedule: String, ExpressibleByArgument, CaseIterable {
        case cosine, constant, step, plateau
    }

    @Option(parsing: .unconditional, help: "Length of truncated backpropagation through time, in tokens.")
    var sequenceLength: Int?

    @Option(parsing: .unconditional, help: "Learning-rate schedule.")
    var schedule: Schedule = .cosine

    @Option(parsing: .unconditional, help: "Warm-up: steps over which the learning rate rises at the start.")
    var warmupSteps: Int?

    @Option(parsing: .unconditional, help: "Optimizer; sgd uses momentum.")
    var optimizer: TrainingOptions.OptimizerKind = .adamw

    @Option(parsing: .unconditional, help: "Momentum of sgd.")
    var momentum: Float = 0.9

    @Option(parsing: .unconditional, help: "Gradient clipping by value, instead of --clip-norm.")
    var clipValue: Float?

    @Option(parsing: .unconditional, help: "Label smoothing: probability mass spread over all tokens.")
    var labelSmoothing: Float = 0

    func validate() throws {
        try requireCount("--sequence-length", sequenceLength, limit: 1_000_000)
        try requireNotNegative("--clip-value", clipValue)
        try requireNotNegative("--momentum", momentum)
        if let warmupSteps, warmupSteps < 0 {
            throw ValidationError("--warmup-steps must not be negative, not \(warmupSteps).")
        }
        try requireCount("--warmup-steps", warmupSteps.map { max(1, $0) }, limit: 1 << 40)
        try requireRate("--label-smoothing", labelSmoothing)
    }

    /// Applies what was given, after the peak of the learning rate is set.
    func apply(to settings: inout TextGeneratorSettings) {
        if let sequenceLength {
            settings.batches.sequenceLength = sequenceLength
            settings.batches.sequenceLengthDeviation = sequenceLength >= 64 ? 5 : 0
        }
        settings.labelSmoothing = labelSmoothing
        settings.training.optimizer = optimizer
        settings.training.momentum = momentum
        var rate = settings.training.schedule
        rate.warmupSteps = warmupSteps ?? rate.warmupSteps
        switch schedule {
        case .cosine: rate.shape = .cosine(minimum: min(2e-5, rate.peak / 100))
        case .constant: rate.shape = .constant
        case .step: rate.shape = .step(factor: 0.5, share: 0.2)
        case .plateau: rate.shape = .plateau(factor: 0.5, patience: 1)
        }
        settings.training.schedule = rate
        if let clipValue { settings.training.clipping = clipValue > 0 ? .value(clipValue) : .none }
    }
}
