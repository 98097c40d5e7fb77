import Foundation
import Tensors
import Tokenization

/// The contents of a model's files, wherever they came from: a folder, or the program itself.
public struct ModelBundle: Sendable {
    package let name: String
    package let configuration: Data
    package let tokenizer: Data?
    package let targetTokenizer: Data?

    /// - Parameter name: The folder or the shipped model's name, for messages.
    public init(name: String, configuration: Data, tokenizer: Data? = nil, targetTokenizer: Data? = nil) {
        self.name = name
        self.configuration = configuration
        self.tokenizer = tokenizer
        self.targetTokenizer = targetTokenizer
    }

    /// Builds the model, after checking every size, name, shape and value.
    ///
    /// Tensors whose names begin with `extra.` are not parameters; the caller reads them.
    public func load<Model: StoredModel>(
        _: Model.Type = Model.self, weights file: SafetensorsFile
    ) throws -> (model: Model, tokenizer: Tokenizer) where Model.Configuration: TokenModelConfiguration {
        let configuration: Model.Configuration = try decodeConfiguration()
        guard let tokenizer else { throw ModelError.missingFile(folder: name, file: ModelFolder.tokenizerFile) }
        return (
            try loadModel(configuration, weights: file),
            try readTokenizer(
                tokenizer, ModelFolder.tokenizerFile, size: ("vocabularySize", configuration.vocabularySize))
        )
    }

    /// Builds a model that has no tokenizer, after the same checks.
    public func loadModel<Model: StoredModel>(
        _: Model.Type = Model.self, weights file: SafetensorsFile
    ) throws -> Model {
        try loadModel(try decodeConfiguration() as Model.Configuration, weights: file)
    }

    private func loadModel<Model: StoredModel>(
        _ configuration: Model.Configuration, weights file: SafetensorsFile
    ) throws -> Model {
        try requireVersion(file.metadata["formatVersion"].map { Int($0) ?? 0 } ?? 1, of: file.name)
        let model = Model.withoutWeights(configuration)
        let parameters = model.namedParameters
        try check(file, parameters)
        for (name, parameter) in parameters { parameter.value = try WeightStorage.read(name, from: file) }
        return model
    }

    /// The tokenizer of the target of a model that was loaded; `nil` where it is that of the source.
    ///
    /// - Parameter size: The tokens that `config.json` says it has; `nil` where source and target share a vocabulary.
    package func loadTargetTokenizer(targetVocabularySize size: Int?) throws -> Tokenizer? {
        guard let targetTokenizer else {
            if size == nil { return nil }
            throw ModelError.missingFile(folder: name, file: ModelFolder.targetTokenizerFile)
        }
        guard let size else {
            throw ModelError.malformed(
                file: name + "/" + ModelFolder.targetTokenizerFile,
                reason: "config.json says that source and target share a vocabulary")
        }
        return try readTokenizer(
            targetTokenizer, ModelFolder.targetTokenizerFile, size: ("targetVocabularySize", size))
    }

    private func readTokenizer(_ data: Data, _ file: String, size: (name: String, count: Int)) throws -> Tokenizer {
        let tokenizer = try Tokenizer(jsonData: data, fileName: name + "/" + file)
        guard tokenizer.vocabulary.count == size.count else {
            throw ModelError.malformed(
                file: name + "/" + file,
                reason: "it has \(tokenizer.vocabulary.count) tokens where config.json says \(size.name) \(size.count)")
        }
        return tokenizer
    }

    private func decodeConfiguration<Configuration: StoredConfiguration>() throws -> Configuration {
        let file = name + "/" + ModelFolder.configurationFile
        let decoded: Configuration
        do {
            let header = try JSONDecoder().decode(ModelHeader.self, from: configuration)
            try requireVersion(header.formatVersion, of: file)
            guard header.modelType == Configuration.modelType else {
                throw ModelError.wrongKind(file: file, found: header.modelType, wanted: Configuration.modelType)
            }
            decoded = try JSONFile.decode(from: configuration)
        } catch let error as DecodingError {
            throw ModelError.malformed(file: file, reason: JSONFile.reason(error))
        }
        if let problem = decoded.problem { throw ModelError.malformed(file: file, reason: problem) }
        return decoded
    }

    private func requireVersion(_ version: Int, of file: String) throws {
        guard version >= 1 else {
            throw ModelError.malformed(file: file, reason: "formatVersion is \(version), which there never was")
        }
        guard version <= ModelFolder.formatVersion else {
            throw ModelError.newerVersion(file: file, found: version, supported: ModelFolder.formatVersion)
        }
    }

    /// Compares names, types and shapes before anything is allocated, and reports all that is wrong at once.
    private func check(_ file: SafetensorsFile, _ parameters: [(name: String, parameter: Parameter)]) throws {
        var problems = parameters.sorted { $0.name < $1.name }.flatMap {
            WeightStorage.problems(of: $0.name, shape: $0.parameter.shape, in: file)
        }
        let names = Set(parameters.map(\.name))
        for name in file.names where !names.contains(WeightStorage.parameter(of: name)) && !name.hasPrefix("extra.") {
            problems.append("\(MessageText.quoted(name)) does not belong to the model")
        }
        guard problems.isEmpty else { throw ModelError.mismatch(file: file.name, problems: problems) }
    }
}

/// What `config.json` of every kind of model begins with.
package struct ModelHeader: Codable {
    package let formatVersion: Int
    package let modelType: String
}

/// `config.json`: the format's version, the kind of model and its sizes, side by side.
package struct ModelConfiguration<Model: StoredConfiguration>: Encodable {
    package let model: Model

    package init(_ model: Model) { self.model = model }

    package func encode(to encoder: any Encoder) throws {
        try ModelHeader(formatVersion: ModelFolder.formatVersion, modelType: Model.modelType).encode(to: encoder)
        try model.encode(to: encoder)
    }
}
