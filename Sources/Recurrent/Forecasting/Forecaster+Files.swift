import Foundation
import Models
import Tensors

extension Forecaster {
    /// Reads a model folder: `config.json`, `series.json`, `model.safetensors`.
    ///
    /// - Throws: `ModelError`, `FileError` or `SafetensorsError`, each one sentence that names the file and what is wrong
    ///   with it.
    public init(contentsOf folder: URL) throws {
        let files = ModelFolder(folder)
        let model: SeriesForecaster = try files.readModel()
        let preparation = try files.readJSON(SeriesPreparation.self, SeriesPreparation.file)
        let c = model.configuration
        guard preparation.formatVersion == 1, preparation.columns.count == c.targetSize,
            preparation.known.count + preparation.calendarSize == c.futureSize,
            preparation.columns.count + preparation.observed.count + c.futureSize == c.inputSize,
            preparation.transformations.count == c.inputSize - preparation.calendarSize, preparation.horizon >= 1,
            preparation.calendarSize >= 0
        else {
            throw ModelError.malformed(
                file: files.file(SeriesPreparation.file).path, reason: "its columns are not those of config.json")
        }
        self.init(model: model, preparation: preparation)
    }

    /// Writes a model folder that ``init(contentsOf:)`` reads.
    public func save(to folder: URL) throws {
        let files = ModelFolder(folder)
        try files.create()
        try files.write(model)
        try files.write(model.configuration)
        try files.writeJSON(preparation, SeriesPreparation.file)
    }
}
