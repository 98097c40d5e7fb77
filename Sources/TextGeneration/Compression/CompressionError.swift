import NeuralLayers
import Tokenization

/// Why a file cannot be compressed with a model, or an archive not be unpacked.
public enum CompressionError: RemediedError, Equatable {
    /// The file does not begin as an archive does.
    case notAnArchive(file: String)
    /// A later version wrote the archive.
    case newerVersion(file: String, version: Int)
    /// Another model wrote the archive.
    case otherModel(file: String)
    /// The archive ends too early, goes on after its end, or its text is not what was packed.
    case damaged(file: String)
    /// The model has layers of a cell that compression does not know.
    case unsupportedCell(String)
    /// The model has weights that are no numbers, or no tokens.
    case unusableModel

    public var problem: String {
        switch self {
        case .notAnArchive(let file): "\(file) is not an archive of a text model"
        case .newerVersion(let file, let version):
            "\(file) has version \(version) of the format of archives, and this program reads version \(TextCompressor.version)"
        case .otherModel(let file): "\(file) was compressed with another model"
        case .damaged(let file): "\(file) is damaged: what it unpacks to is not what was compressed"
        case .unsupportedCell(let cell): "compression needs a model with LSTM layers, and this one has \(cell) layers"
        case .unusableModel: "the model has weights that are not finite numbers, or an empty vocabulary"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .notAnArchive: [.advice("give a file that the compression of this program has written")]
        case .newerVersion: [.advice("use the program that wrote it, or a newer one")]
        case .otherModel: [.advice("name the model that compressed it")]
        case .damaged: [.advice("get another copy of it")]
        case .unsupportedCell, .unusableModel: [.advice("use another model")]
        }
    }
}
