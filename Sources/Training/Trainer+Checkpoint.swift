import Foundation
import NeuralLayers
import Tensors

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
        try writer.write(to: file)
    }

    /// Takes up a checkpoint of the same training.
    ///
    /// - Throws: `SafetensorsError`, `FileError` or ``TrainingError/checkpointMismatch(file:reason:)``.
    public mutating func restore(from file: SafetensorsFile) throws {
        func value(_ key: String) throws -> Data {
            guard let text = file.metadata[key] else {
                throw TrainingError.checkpointMismatch(file: file.name, reason: "its entry \"\(key)\" is missing")
            }
            return Data(text.utf8)
        }
        do {
            guard file.metadata["formatVersion"] == "1" else {
                throw TrainingError.checkpointMismatch(
                    file: file.name, reason: "its format is not version 1, the one that this program knows")
            }
            guard try JSONDecoder().decode(TrainingOptions.self, from: value("options")) == options else {
                throw TrainingError.checkpointMismatch(file: file.name, reason: "it was made with other options")
            }
            let restored = try JSONDecoder().decode(TrainingProgress.self, from: value("progress"))
            guard restored.totalUnits == progress.totalUnits, (0...1 << 60).contains(restored.units),
                (0...1 << 60).contains(restored.step), (0...1e9).contains(restored.seconds)
            else {
                throw TrainingError.checkpointMismatch(
                    file: file.name, reason: "its progress is not one of this length")
            }
            let optimizerStep = try JSONDecoder().decode(Int.self, from: value("optimizerStep"))
            try restoreTensors(from: file, cursor: value("cursor"), optimizerStep: optimizerStep)
            progress = restored
        } catch let error as DecodingError {
            throw TrainingError.checkpointMismatch(file: file.name, reason: "its description is damaged (\(error))")
        } catch let error as OptimizerStateError {
            throw TrainingError.checkpointMismatch(file: file.name, reason: error.description)
        }
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
