import Foundation
import ModelFiles

extension Forecaster {
    /// Reads a model folder: `config.json`, `series.json`, `model.safetensors`.
    ///
    /// - Throws: `ModelError`, `FileError` or `SafetensorsError`, each one sentence that names the file and what is wrong
    ///   with it.
    public init(contentsOf folder: URL) throws {
        let files = ModelFolder(folder)
        let (predictor, preparation) = try FolderSnapshot.read(folder) {
            let predictor: Predictor =
                try files.modelType == SeriesBaselineModel.Configuration.modelType
                ? .baselines(files.readModel()) : .network(files.readModel())
            return (predictor, try files.readJSON(SeriesPreparation.self, SeriesPreparation.file))
        }
        if let problem = preparation.problem(for: predictor) {
            throw ModelError.malformed(file: files.file(SeriesPreparation.file).path, reason: problem)
        }
        self.init(predictor: predictor, preparation: preparation, name: folder.path)
    }

    /// Writes a model folder that ``init(contentsOf:)`` reads.
    public func save(to folder: URL) throws {
        let files = ModelFolder(folder)
        try files.create()
        try FolderSnapshot.replace(in: folder) {
            switch predictor {
            case .network(let model):
                try files.write(model)
                try files.write(model.configuration)
            case .baselines(let model):
                try files.write(model)
                try files.write(model.configuration)
            }
            try files.writeJSON(preparation, SeriesPreparation.file)
        }
    }
}

extension SeriesPreparation {
    /// What does not fit a forecaster, in words, or `nil`.
    fileprivate func problem(for predictor: Forecaster.Predictor) -> String? {
        guard (1...Self.newestVersion).contains(formatVersion) else {
            return "its version is \(formatVersion), and this program reads 1 to \(Self.newestVersion)"
        }
        switch predictor {
        case .network(let model): return problem(for: model.configuration)
        case .baselines(let model):
            guard columns.count == model.configuration.columns.count, observed.isEmpty, known.isEmpty, !usesCalendar,
                calendarSize == 0, transformations.count == columns.count
            else { return "its columns are not those of config.json" }
            return problemOfNumbers
        }
    }

    private func problem(for c: ForecasterNetwork.Configuration) -> String? {
        let calendar = usesCalendar ? SeriesTable(columns: [], frequency: frequency).calendarFeatureNames.count : 0
        guard calendarSize == calendar, columns.count == c.targetSize, known.count + calendar == c.futureSize,
            columns.count + observed.count + c.futureSize == c.inputSize,
            transformations.count == c.inputSize - calendar
        else { return "its columns are not those of config.json" }
        return problemOfNumbers
    }

    private var problemOfNumbers: String? {
        guard (1...1 << 14).contains(horizon) else { return "horizon is \(horizon)" }
        let difference = transformations[0].difference
        guard (0...1 << 20).contains(difference),
            transformations.enumerated().allSatisfy({ $1.suits(difference: $0 < columns.count ? difference : nil) })
        else { return "its transformations do not go together" }
        return intervals.isWhole(targets: columns.count) ? nil : "its intervals are not whole"
    }
}

extension SeriesTransformation {
    /// - Parameter difference: That of all columns that are forecast; `nil` for another column.
    fileprivate func suits(difference: Int?) -> Bool {
        self.difference == difference ?? 0 && (difference != nil || !isLogarithmic) && offset.isFinite && scale.isFinite
            && scale > 0 && !(takesLog && takesLog1p == true)
            && (minimum ?? -.greatestFiniteMagnitude) < (maximum ?? .greatestFiniteMagnitude)
    }
}
