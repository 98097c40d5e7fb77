import ArgumentParser
import CommandSupport
import Recurrent

/// How the help of ``LearningOptions`` calls what a tool learns from.
public protocol LearningWords {
    /// The unit of progress, such as "pairs".
    static var unit: String { get }
    /// What is learned from, such as "pairs" or "text".
    static var kind: String { get }
    static var epochs: String { get }
    static var timeBudget: String { get }
    static var batchSize: String { get }
    static var patience: String { get }
}

extension LearningWords {
    public static var kind: String { unit }
    public static var epochs: String { "Number of epochs (default: chosen from the number of \(unit))." }
    public static var timeBudget: String {
        "Time for training, such as 90s or 20m: times the first steps and sets the number of epochs."
    }
    public static var batchSize: String {
        "\(unit.prefix(1).uppercased())\(unit.dropFirst()) per batch."
    }
    public static var patience: String {
        "Early stopping: stop after this many validations without improvement; 0 disables it (default: 5)."
    }
}

/// The options of every training that decide how it learns.
public struct LearningOptions<Words: LearningWords>: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp(Words.epochs))
    public var epochs: Double?

    @Option(
        parsing: .unconditional, help: ArgumentHelp(Words.timeBudget, valueName: "duration"),
        transform: Duration.init(parsing:))
    public var timeBudget: Duration?

    @Option(parsing: .unconditional, help: ArgumentHelp(Words.batchSize))
    public var batchSize: Int?

    @Option(parsing: .unconditional, help: "Peak learning rate.")
    public var learningRate: Float?

    @Option(parsing: .unconditional, help: "Decoupled weight decay.")
    public var weightDecay: Float?

    @Option(parsing: .unconditional, help: "Gradient clipping: largest global norm of the gradients; 0 disables it.")
    public var clipNorm: Float?

    @Option(
        parsing: .unconditional,
        help: "Decay of the exponential moving average of the weights, which is what is saved; 0 disables it.")
    public var averageDecay: Float?

    @Option(
        parsing: .unconditional,
        help: "Number format of matrix products in training; bf16 is faster on processors with instructions for it.")
    public var precision: TrainingPrecision = .fp32

    @Option(parsing: .unconditional, help: "Number of validations in the whole training.")
    public var validations: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp(Words.patience))
    public var patience: Int?

    public init() {}

    public func validate() throws {
        try requireEpochs("--epochs", epochs)
        for (name, value) in [("--batch-size", batchSize), ("--validations", validations)] {
            try requireCount(name, value, limit: 1_000_000)
        }
        for (name, value) in [
            ("--learning-rate", learningRate), ("--weight-decay", weightDecay), ("--clip-norm", clipNorm),
        ] {
            try requireNotNegative(name, value)
        }
        if let patience, patience < 0 { throw ValidationError("--patience must not be negative, not \(patience).") }
        try requireCount("--patience", patience.map { max(1, $0) }, limit: 1 << 40)
        try requireRate("--average-decay", averageDecay)
        guard epochs == nil || timeBudget == nil else {
            throw ValidationError("--epochs and --time-budget cannot be given together.")
        }
    }

    /// Sets what was given, apart from the batch size.
    public func apply(to training: inout TrainingOptions) {
        training.epochs = epochs ?? training.epochs
        training.schedule.peak = learningRate ?? training.schedule.peak
        training.weightDecay = weightDecay ?? training.weightDecay
        if let clipNorm { training.clipping = clipNorm > 0 ? .norm(clipNorm) : .none }
        if let averageDecay { training.averageDecay = averageDecay > 0 ? averageDecay : nil }
        training.precision = precision.precision
        training.numValidations = validations ?? training.numValidations
        if let patience { training.patience = patience > 0 ? patience : nil }
    }
}

/// Where a training goes, whether it is a new one, and what decides everything random in it.
public struct TrainingFolderOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, help: "Folder for the model (default: named after the first file).", completion: .directory
    )
    public var output: String?

    @Option(help: ArgumentHelp("Continue the training in this folder.", valueName: "folder"), completion: .directory)
    public var resume: String?

    @Flag(help: "Replace existing model files in the output folder; other files stay.")
    public var overwrite = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Random seed; the same seed gives the same model.", valueName: "n"))
    public var randomSeed: UInt64?

    public init() {}

    public func validate() throws {
        try requirePaths([output, resume])
        if let output, let resume, output != resume {
            throw ValidationError(
                "--output \(output) and --resume \(resume) name different folders; give --resume alone.")
        }
        guard resume == nil || !overwrite else {
            throw ValidationError("--resume continues what --overwrite would replace; give one of them.")
        }
    }

    /// Refuses files beside `--resume`.
    public func requireAlone(_ files: [String]) throws {
        if resume != nil, let file = files.first {
            throw ValidationError("--resume reads the original files again; leave out \(file).")
        }
    }
}
