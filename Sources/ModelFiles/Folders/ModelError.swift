/// A model that cannot be read or found.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The path of a model is not a folder, or nothing is there.
    case notAFolder(path: String)
    /// A model folder lacks one of its files.
    case missingFile(folder: String, file: String)
    /// A file is not what it should be; the reason says where.
    case malformed(file: String, reason: String)
    /// `found` and `wanted` are types of models.
    case wrongKind(file: String, found: String, wanted: String)
    /// A file was written by a newer version of the library.
    case newerVersion(file: String, found: Int, supported: Int)
    /// The weights do not fit the configuration; every problem is listed.
    case mismatch(file: String, problems: [String])
    /// Another process is writing to the folder; `nil` where it is not known which.
    case locked(folder: String, process: Int32?)
    /// The model gives infinite numbers, or none.
    case notFinite(model: String)
    /// No shipped model has this name.
    case unknownName(String, known: [String])
    /// The folder of a pretraining that was stopped before its end.
    case unfinishedPretraining(folder: String)

    public var description: String {
        switch self {
        case .notAFolder(let path):
            return "\(path) is not a model folder; give the folder that a training wrote."
        case .missingFile(let folder, let file):
            return "The model folder \(folder) has no \(file); copy the whole folder, or train the model again."
        case .unfinishedPretraining(let folder):
            return "\(folder) holds a pretraining that was stopped before its end; give its sentiment pretrain command "
                + "again, which goes on with it, or another folder."
        case .malformed(let file, let reason):
            return "\(file) cannot be used: \(reason); copy the model again."
        case .wrongKind(let file, let found, let wanted):
            return "\(file) describes a model of the kind \(found.prefix(40).debugDescription), and this needs a "
                + "\(wanted); give another model, or use the tool that made this one."
        case .newerVersion(let file, let found, let supported):
            return "\(file) has format version \(found), but this program reads only up to \(supported); "
                + "update the program."
        case .mismatch(let file, let problems):
            let shown = problems.prefix(8).joined(separator: "; ")
            let rest = problems.count > 8 ? "; and \(problems.count - 8) more" : ""
            return "\(file) does not fit its config.json: \(shown)\(rest); copy the model again."
        case .locked(let folder, let process):
            return
                "\(folder) is being written to by \(process.map { "process \($0)" } ?? "another process"); wait until it "
                + "has ended, or give another folder."
        case .notFinite(let model):
            return
                "\(model) gives results that are not finite: its weights are damaged or its training diverged; copy the "
                + "model again, or train it again with a lower learning rate."
        case .unknownName(let name, let known):
            return "There is no model \"\(name)\": no folder of that name, and the shipped models are "
                + "\(known.joined(separator: ", "))."
        }
    }
}
