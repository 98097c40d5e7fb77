import ArgumentParser
import CommandSupport
import Models
import NeuralLayers
import Recurrent
import Tensors
import Tokenization
import ToolSupport
import Training

extension TrainingOptions.OptimizerKind: ExpressibleByArgument {}

/// The options that decide what network is trained; what is not given follows from the corpus.
struct NetworkOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "What a token is: grapheme (what people call a character), scalar (code point) or byte.")
    var tokens: TokenUnit = .grapheme

    @Option(parsing: .unconditional, help: "Unicode normalization of the text: nfc or none.")
    var normalization: Normalization = .nfc

    @Option(parsing: .unconditional, help: "Characters that occur less often count as unknown.")
    var minFrequency = 1

    @Option(parsing: .unconditional, help: "Width of the character embeddings (default: by the corpus).")
    var embeddingSize: Int?

    @Option(parsing: .unconditional, help: "Units of each LSTM layer (default: by the corpus).")
    var hiddenSize: Int?

    @Option(parsing: .unconditional, help: "LSTM layers (default: by the corpus).")
    var numLayers: Int?

    @Flag(help: "Use the embedding matrix for the output too.")
    var tieWeights = false

    @Option(parsing: .unconditional, help: "Dropout between layers, 0 to below 1.")
    var dropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the recurrent weights.")
    var recurrentDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the character embeddings.")
    var embeddingDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout before the output projection.")
    var outputDropout: Float?

    @Flag(inversion: .prefixedNo, help: "Keep each dropout mask over a whole sequence.")
    var lockedDropout = true

    @Option(
        parsing: .unconditional,
        help: "How model.safetensors stores weights: float32 or float16, which halves the file.")
    var weights: WeightPrecision = .float32

    func validate() throws {
        guard TokenUnit.characterUnits.contains(tokens) else {
            throw ValidationError("--tokens must be grapheme, scalar or byte, not \(tokens.rawValue).")
        }
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

    func apply(to settings: inout LanguageModelSettings) {
        settings.unit = tokens
        settings.normalization = normalization
        settings.minFrequency = minFrequency
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

/// The options that decide how it learns.
struct LearningOptions: ParsableArguments {
    enum Schedule: String, ExpressibleByArgument, CaseIterable {
        case cosine, constant, step, plateau
    }

    @Option(parsing: .unconditional, help: "Passes over the text (default: by the corpus); need not be whole.")
    var epochs: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Time for everything, such as 90s, 20m or 1h30m: sets the epochs by this machine's speed, "
                + "at most twice what the corpus asks for.",
            valueName: "duration"),
        transform: Duration.init(parsing:))
    var timeBudget: Duration?

    @Option(parsing: .unconditional, help: "Sequences learnt from side by side.")
    var batchSize: Int?

    @Option(parsing: .unconditional, help: "Characters that gradients flow back through.")
    var sequenceLength: Int?

    @Option(parsing: .unconditional, help: "Peak learning rate.")
    var learningRate: Float?

    @Option(parsing: .unconditional, help: "How the rate falls: cosine, constant, step or plateau.")
    var schedule: Schedule = .cosine

    @Option(parsing: .unconditional, help: "Steps over which the rate rises at the start.")
    var warmupSteps: Int?

    @Option(parsing: .unconditional, help: "adamw, adam or sgd (with momentum).")
    var optimizer: TrainingOptions.OptimizerKind = .adamw

    @Option(parsing: .unconditional, help: "Momentum of sgd.")
    var momentum: Float = 0.9

    @Option(parsing: .unconditional, help: "Decoupled weight decay of adamw and sgd.")
    var weightDecay: Float?

    @Option(parsing: .unconditional, help: "Largest joint norm of the gradients; 0 for no limit.")
    var clipNorm: Float?

    @Option(parsing: .unconditional, help: "Largest size of a gradient's element, in place of --clip-norm.")
    var clipValue: Float?

    @Option(parsing: .unconditional, help: "Probability that the targets spread over all characters.")
    var labelSmoothing: Float = 0

    @Option(
        parsing: .unconditional,
        help: "Bits of the products in training: fp32, or bf16, faster where the processor has the instructions.")
    var precision: Precision = .fp32

    @Option(parsing: .unconditional, help: "Validations over the whole training.")
    var validations: Int?

    @Option(parsing: .unconditional, help: "Stop after so many validations without improvement (default: never).")
    var patience: Int?

    func validate() throws {
        if let epochs, !(epochs > 0 && epochs < 1e6) {
            throw ValidationError("--epochs must be above 0 and below 1,000,000, not \(epochs).")
        }
        for (name, value) in [
            ("--batch-size", batchSize), ("--sequence-length", sequenceLength), ("--validations", validations),
            ("--patience", patience),
        ] {
            try requireCount(name, value, limit: 1_000_000)
        }
        for (name, value) in [
            ("--learning-rate", learningRate), ("--weight-decay", weightDecay), ("--clip-norm", clipNorm),
            ("--clip-value", clipValue), ("--momentum", momentum),
        ] {
            try requireNotNegative(name, value)
        }
        if let warmupSteps, warmupSteps < 0 {
            throw ValidationError("--warmup-steps must not be negative, not \(warmupSteps).")
        }
        try requireRate("--label-smoothing", labelSmoothing)
        guard precision != .int8 else {
            throw ValidationError("--precision int8 is for sample and evaluate; train in fp32 or bf16.")
        }
        guard epochs == nil || timeBudget == nil else {
            throw ValidationError("--epochs and --time-budget cannot be given together.")
        }
        guard clipNorm == nil || clipValue == nil else {
            throw ValidationError("--clip-norm and --clip-value cannot be given together.")
        }
    }

    func apply(to settings: inout LanguageModelSettings) {
        settings.batches.batchSize = batchSize ?? settings.batches.batchSize
        if let sequenceLength {
            settings.batches.sequenceLength = sequenceLength
            settings.batches.sequenceLengthDeviation = sequenceLength >= 64 ? 5 : 0
        }
        settings.labelSmoothing = labelSmoothing
        apply(to: &settings.training)
    }

    private func apply(to training: inout TrainingOptions) {
        training.epochs = epochs ?? training.epochs
        training.optimizer = optimizer
        training.precision = precision
        training.momentum = momentum
        training.weightDecay = weightDecay ?? training.weightDecay
        training.schedule.peak = learningRate ?? (optimizer == .sgd ? 0.5 : training.schedule.peak)
        training.schedule.warmupSteps = warmupSteps ?? training.schedule.warmupSteps
        switch schedule {
        case .cosine: training.schedule.shape = .cosine(minimum: min(2e-5, training.schedule.peak / 100))
        case .constant: training.schedule.shape = .constant
        case .step: training.schedule.shape = .step(factor: 0.5, share: 0.2)
        case .plateau: training.schedule.shape = .plateau(factor: 0.5, patience: 1)
        }
        if let clipNorm { training.clipping = clipNorm > 0 ? .norm(clipNorm) : .none }
        if let clipValue { training.clipping = clipValue > 0 ? .value(clipValue) : .none }
        training.numValidations = validations ?? training.numValidations
        training.patience = patience
    }
}
