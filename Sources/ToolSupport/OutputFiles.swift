import CommandSupport
import Foundation
import Recurrent

/// A file that a command writes, and the option that names it; without a path nothing is written.
public typealias Output = (option: String, path: String?)

/// Finds out before the work whether all files can be written where their paths say, and refuses those that are read
/// too, or written twice: by what they are, not by how they are called.
///
/// - Parameters:
///   - inputs: Files and folders that are read; `-` is standard input.
///   - models: The models that are read.
///   - modelFiles: The files of a model that is written, in a folder that need not be there yet.
/// - Throws: `FileError` where a folder is missing, ``CommandFailure`` where an output is an input.
public func requireOutputs(
    _ outputs: [Output], inputs: [String], models: [String?] = [], modelFiles: [Output] = []
) throws {
    for path in outputs.compactMap(\.path) { try requireFolder(of: path) }
    let read = inputs + models.compactMap { $0 }.flatMap { ModelFolder(URL(fileURLWithPath: $0)).existingFiles }
    var taken: [FileIdentity: String] = [:]
    if let identity = FileIdentity(ofDescriptor: STDOUT_FILENO) { taken[identity] = "standard output" }
    for input in read {
        let identity = input == "-" ? FileIdentity(ofDescriptor: STDIN_FILENO) : FileIdentity(of: input)
        if let identity { taken[identity] = input == "-" ? "standard input" : "the input \(input)" }
    }
    let folders = inputs.compactMap(realFolder)
    for (option, path) in modelFiles + outputs {
        guard let path, let identity = FileIdentity(of: path) else { continue }
        func refuse(_ what: String) -> CommandFailure {
            CommandFailure(
                .usage,
                "\(option) would write \(MessageText.quoted(path)), which is \(what); give another name, so that no data is lost."
            )
        }
        if let what = taken[identity] { throw refuse(what) }
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if FileManager.default.fileExists(atPath: path),
            let folder = folders.first(where: { place.hasPrefix($0 + "/") })
        {
            throw refuse("a file of the input \(folder)")
        }
        taken[identity] = "also written for \(option)"
    }
}

/// The path of a folder without links; `nil` for anything else.
private func realFolder(_ path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return nil }
    return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
}

private func requireFolder(of path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
        throw FileError(path: path, operation: .write, code: ENOENT)
    }
}
