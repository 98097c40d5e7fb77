import ArgumentParser
import Recurrent

extension RecurrentCellKind: ExpressibleByArgument {}

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
            "Recurrent cell\(Words.extent) (default: lstm): lstm (Hochreiter & Schmidhuber 1997), gru (Cho et al. 2014), "
                + "peephole (LSTM with peephole connections, Gers & Schmidhuber 2000) or rnn (Elman 1990)."))
    public var cell: RecurrentCellKind?

    public init() {}
}
