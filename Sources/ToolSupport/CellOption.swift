import ArgumentParser
import Recurrent

extension RecurrentCellKind: ExpressibleByArgument {
    /// All cells, such as "lstm (Hochreiter & Schmidhuber 1997) or gru (Cho et al. 2014)".
    fileprivate static var namesWithSummaries: String {
        let names = allCases.map { "\($0.rawValue) (\($0.type.summary))" }
        return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    }
}

/// What the help of ``CellOption`` says of the layers that it decides on.
public protocol CellWords {
    /// Such as ", of the encoder".
    static var extent: String { get }
}

/// All recurrent layers of a network.
public enum AllLayers: CellWords {
    public static let extent = ""
}

/// The option that chooses the recurrent cell, the same in every command that trains.
public struct CellOption<Words: CellWords>: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Recurrent cell\(Words.extent) (default: lstm): \(RecurrentCellKind.namesWithSummaries)."))
    public var cell: RecurrentCellKind?

    public init() {}
}
