import Foundation
import Testing

/// A model trained once for all tests of this process, on the first tales of the harbour.
enum TinyModel {
    /// What the training was given apart from text and folder.
    static let options = [
        "--hidden-size", "24", "--num-layers", "1", "--epochs", "3", "--validations", "3", "--random-seed", "1",
    ]

    struct Training: Sendable {
        let text: URL
        let folder: URL
        let card: String
    }

    private static let result = Result { try train() }

    static func training() throws -> Training { try result.get() }

    /// The path of the model folder, which nobody changes.
    static func path() throws -> String { try training().folder.path }

    /// A copy of the model folder, to be changed.
    static func copy() throws -> URL {
        let copy = try Scratch.folder().appendingPathComponent("model")
        try FileManager.default.copyItem(at: training().folder, to: copy)
        return copy
    }

    private static func train() throws -> Training {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(6_000)))
        let folder = text.deletingLastPathComponent().appendingPathComponent("model")
        let outcome = try run(.textgen, ["train", text.path, "--output", folder.path] + options)
        guard outcome.status == 0 else {
            throw ProgramError(command: "textgen train", problem: "ended in \(outcome.status): \(outcome.errors)")
        }
        return Training(text: text, folder: folder, card: outcome.output)
    }
}

/// The names of the files in a folder, in alphabetical order.
func files(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

/// What a finished model folder holds.
let finishedFiles = ["config.json", "model.safetensors", "report.json", "tokenizer.json"]

/// The weights in a model folder.
func weights(in folder: URL) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent("model.safetensors"))
}
