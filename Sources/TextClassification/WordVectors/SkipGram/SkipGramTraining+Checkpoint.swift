import Foundation
import ModelFiles
import Tensors
import Training

/// Everything that a training of word vectors depends on, as one file: both tables, the position, and the options.
/// Generators need no saving: they are made of the seed and the position.
extension SkipGramTraining {
    private static let formatVersion = "1"

    /// Writes a checkpoint, in one step: a killed process leaves either the old file or the new one.
    ///
    /// - Parameter description: What else the file is to say, for example the corpus.
    /// - Throws: `FileError`.
    public func writeCheckpoint(to file: URL, description: [String: String] = [:]) throws {
        try checkpoint(description: description).write(to: file, followsLinks: false)
    }

    func checkpoint(description: [String: String] = [:]) throws -> SafetensorsWriter {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var metadata = description
        metadata["formatVersion"] = Self.formatVersion
        metadata["kind"] = "skip-gram"
        metadata["options"] = String(decoding: try encoder.encode(options), as: UTF8.self)
        metadata["text"] = fingerprint
        metadata["tokensDone"] = String(tokensDone)
        var writer = SafetensorsWriter(metadata: metadata)
        writer.add("vectors", vectors)
        writer.add("outputVectors", outputVectors)
        return writer
    }

    /// Takes up a checkpoint of the same training, made with the same documents, counts and options.
    ///
    /// - Throws: `SafetensorsError` or ``TrainingError/checkpointMismatch(file:reason:)``; nothing changes then.
    public mutating func restore(from file: SafetensorsFile) throws {
        func require(_ condition: Bool, _ reason: String) throws {
            if !condition { throw TrainingError.checkpointMismatch(file: file.name, reason: reason) }
        }
        let metadata = file.metadata
        try require(metadata["kind"] == "skip-gram", "it is none of word vectors")
        try require(
            metadata["formatVersion"] == Self.formatVersion,
            "its format is not version \(Self.formatVersion), the one that this program knows")
        let saved = try? JSONDecoder().decode(SkipGramOptions.self, from: Data((metadata["options"] ?? "").utf8))
        try require(saved == options, "it was made with other options")
        try require(metadata["text"] == fingerprint, "it was made with another text")
        for name in ["vectors", "outputVectors"] { try file.checkFinite(name) }
        let (inputs, outputs) = (try file.tensor("vectors"), try file.tensor("outputVectors"))
        let shape = [tables.count, tables.dimension]
        try require(inputs.shape == shape && outputs.shape == shape, "its vectors are not of shape \(shape)")
        let tokens = metadata["tokensDone"].flatMap { Int($0) } ?? -1
        try require(
            resume(at: tokens, tables: SkipGramTables(inputs: inputs, outputs: outputs)),
            "no training of this text stops at token \(tokens)")
    }
}
