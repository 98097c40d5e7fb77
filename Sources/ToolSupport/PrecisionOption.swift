import ArgumentParser
import Tensors

extension Precision: ExpressibleByArgument {}

/// The option of all commands that read or write with a model.
public struct PrecisionOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Bits of the weights while reading: fp32, bf16 or int8; fewer are faster and a little less exact.")
    public var precision: Precision = .fp32

    public init() {}
}
