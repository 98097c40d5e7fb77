import Tokenization

/// Why a model cannot be found or read.
public enum ModelError: RemediedError, Equatable {
    /// There is no folder at the path.
    case notAFolder(path: String)
    /// A file of the model is missing in its folder.
    case missingFile(folder: String, file: String)
    /// A file cannot be used; `reason` says why.
    case malformed(file: String, reason: String)
    /// `found` and `wanted` are types of models.
    case wrongKind(file: String, found: String, wanted: String)
    /// The file was written by a newer version of the program.
    case newerVersion(file: String, found: Int, supported: Int)
    /// The tensors of the file are not those that `config.json` describes.
    case mismatch(file: String, problems: [String])
    /// Another process is writing to the folder; `nil` where it is not known which.
    case locked(folder: String, process: Int32?)
    /// The model returns NaN or infinity.
    case notFinite(model: String)
    /// There is neither a folder nor a shipped model of this name; `known` are the shipped ones.
    case unknownName(String, known: [String])
    /// The folder holds a pretraining that was interrupted.
    case unfinishedPretraining(folder: String)

    public var problem: String {
        switch self {
        case .notAFolder(let path): return "\(path) is not a model folder"
        case .missingFile(let folder, let file): return "The model folder \(folder) has no \(file)"
        case .malformed(let file, let reason): return "\(file) cannot be used: \(reason)"
        case .wrongKind(let file, let found, let wanted):
            return "\(file) describes a model of the kind \(found.prefix(40).debugDescription), and this needs a "
                + wanted
        case .newerVersion(let file, let found, let supported):
            return "\(file) has format version \(found), but this program reads only up to \(supported)"
        case .mismatch(let file, let problems):
            let shown = problems.prefix(8).joined(separator: "; ")
            let rest = problems.count > 8 ? "; and \(problems.count - 8) more" : ""
            return "\(file) does not fit its config.json: \(shown)\(rest)"
        case .locked(let folder, let process):
            return "\(folder) is being written to by \(process.map { "process \($0)" } ?? "another process")"
        case .notFinite(let model):
            return "\(model) gives results that are not finite: its weights are damaged or its training diverged"
        case .unknownName(let name, let known):
            return "There is no model \"\(name)\": no folder of that name, and the shipped models are "
                + known.joined(separator: ", ")
        case .unfinishedPretraining(let folder):
            return "\(folder) holds a pretraining that was stopped before its end"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .notAFolder: [.advice("give the folder that a training wrote")]
        case .missingFile: [.advice("copy the whole folder"), .advice("train the model again")]
        case .malformed, .mismatch: [.advice("copy the model again")]
        case .wrongKind: [.advice("give another model"), .advice("use the tool that made this one")]
        case .newerVersion: [.advice("update the program")]
        case .locked: [.advice("wait until it has ended"), .advice("give another folder")]
        case .notFinite:
            [.advice("copy the model again"), .advice("train it again with a lower learning rate")]
        case .unknownName: []
        case .unfinishedPretraining(let folder):
            [.continuePretraining(folder: folder), .advice("give another folder")]
        }
    }
}
