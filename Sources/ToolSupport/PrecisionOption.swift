import ArgumentParser
import Recurrent

extension Precision: ExpressibleByArgument {}

/// The precisions in which a model can be trained.
public enum TrainingPrecision: String, ExpressibleByArgument, CaseIterable, Sendable {
    case fp32, bf16

    var precision: Precision {
        switch self {
        case .fp32: .fp32
        case .bf16: .bf16
        }
    }
}

/// The option of all commands that read or write with a model.
public struct PrecisionOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Number format of the weights while reading; fewer bits are faster and a little less exact.")
    public var precision: Precision = .fp32

    public init() {}
}
