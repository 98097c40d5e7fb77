/// The recurrent cells that a network can be built from, under the names that options and model files use.
///
/// A new cell adds its case and its type here.
public enum RecurrentCellKind: String, Codable, Sendable, CaseIterable {
    /// Long short-term memory (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000).
    case lstm
    /// Gated recurrent unit (Cho et al. 2014).
    case gru
    /// LSTM with peephole connections (Gers & Schmidhuber 2000).
    case peephole
    /// Simple recurrent network (Elman 1990).
    case simpleRNN = "rnn"

    /// The cell itself.
    public var type: any RecurrentCell.Type {
        switch self {
        case .lstm: LSTMCell.self
        case .gru: GRUCell.self
        case .peephole: PeepholeLSTMCell.self
        case .simpleRNN: SimpleRNNCell.self
        }
    }

    /// The name in plans and reports, such as "GRU".
    public var title: String { type.title }
}

extension KeyedDecodingContainer {
    /// Reads a cell; an LSTM where there is none, as in the files of versions that had no other.
    public func decode(_: RecurrentCellKind.Type, forKey key: Key) throws -> RecurrentCellKind {
        try decodeIfPresent(RecurrentCellKind.self, forKey: key) ?? .lstm
    }
}
