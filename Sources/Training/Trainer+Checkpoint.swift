import Datasets
import Foundation
import ModelFiles
import NeuralLayers

/// Everything a training depends on, as one file: parameters, best parameters, optimizer, data cursor, carried state,
/// generators. One file, replaced in one step, so a killed process leaves either the old or the new one.
extension Trainer {
    /// Writes a checkpoint.
    ///
    /// - Parameter description: What else must be the same when the training is resumed, for example the corpus.
    public func writeCheckpoint(to file: URL, description: [String: String]) throws {
        let (cursor, carried) = try task.snapshot()
        var metadata = description
        metadata["formatVersion"] = "1"
        metadata["cursor"] = String(decoding: cursor, as: UTF8.self)
        metadata["progress"] = try Self.json(progress)
        metadata["options"] = try Self.json(options)
        metadata["optimizerStep"] = String(optimizer.step)
        var writer = SafetensorsWriter(metadata: metadata)
        for (index, entry) in parameters.enumerated() {
            writer.add("model." + entry.name, entry.parameter.value)
            writer.add("best." + entry.name, bestParameters[index])
            if !averages.isEmpty { writer.add("average." + entry.name, averages[index]) }
        }
        for (name, tensor) in optimizer.state { writer.add("optimizer." + name, tensor) }
        for (name, tensor) in carried { writer.add("carried." + name, tensor) }
        try writer.write(to: file, followsLinks: false)
    }

    /// Takes up a checkpoint of the same training.
    ///
    /// - Throws: `SafetensorsError`, `FileError` or ``TrainingError/checkpointMismatch(file:reason:)``.
    public mutating func restore(from file: SafetensorsFile) throws {
        func mismatch(_ reason: String) -> TrainingError { .checkpointMismatch(file: file.name, reason: reason) }
        func text(_ key: String) throws -> String {
            guard let text = file.metadata[key] else { throw mismatch("its entry \"\(key)\" is missing") }
            return text
        }
        func value<Value: Decodable>(_: Value.Type, _ key: String) throws -> Value {
            let data = Data(try text(key).utf8)
            guard let value = try? JSONFile.decode(Value.self, from: data) else {
                throw mismatch("its entry \"\(key)\" is damaged")
            }
            return value
        }
        guard file.metadata["formatVersion"] == "1" else {
            throw mismatch("its format is not version 1, the one that this program knows")
        }
        guard try value(TrainingOptions.self, "options") == options else {
            throw mismatch("it was made with other options")
        }
        let restored = try value(TrainingProgress.self, "progress")
        guard restored.totalUnits == progress.totalUnits else {
            throw mismatch("its progress is not one of this length")
        }
        if let problem = restored.problem { throw mismatch("its entry \"progress\" is damaged: \(problem)") }
        let optimizerStep = try value(Int.self, "optimizerStep")
        guard optimizerStep == restored.step else {
            throw mismatch(
                "its entry \"optimizerStep\" is \(optimizerStep), and the training has made \(restored.step) steps")
        }
        do {
            try restoreTensors(from: file, cursor: Data(text("cursor").utf8), optimizerStep: optimizerStep)
        } catch let error as OptimizerStateError {
            throw mismatch(error.description)
        } catch is DecodingError {
            throw mismatch("its entry \"cursor\" is damaged, or not one of these data")
        }
        progress = restored
    }

    private mutating func restoreTensors(from file: SafetensorsFile, cursor: Data, optimizerStep: Int) throws {
        for name in file.names { try file.checkFinite(name) }
        let shapes = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.parameter.shape) })
        let model = try file.tensors(prefix: "model.")
        let best = try file.tensors(prefix: "best.")
        let average = try file.tensors(prefix: "average.")
        for (name, shape) in shapes
        where model[name]?.shape != shape || best[name]?.shape != shape
            || (!averages.isEmpty && average[name]?.shape != shape)
        {
            throw TrainingError.checkpointMismatch(
                file: file.name, reason: "tensor \(name) is missing or not of shape \(shape)")
        }
        try optimizer.restore(
            file.tensors(prefix: "optimizer."), step: optimizerStep, for: parameters.map(\.parameter))
        try task.restore(cursor: cursor, tensors: file.tensors(prefix: "carried."))
        for (index, entry) in parameters.enumerated() {
            entry.parameter.value = model[entry.name]!
            bestParameters[index] = best[entry.name]!
            if !averages.isEmpty { averages[index] = average[entry.name]! }
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension DocumentBatches {
    /// The cursor as a checkpoint stores it.
    package func cursorData() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(cursor)
    }

    /// Goes on from what ``cursorData()`` gave.
    ///
    /// - Throws: `DecodingError` where it is not a cursor of these documents.
    package mutating func restore(from data: Data) throws {
        guard restore(try JSONDecoder().decode(Cursor.self, from: data)) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "The cursor lies outside of the documents."))
        }
    }
}
