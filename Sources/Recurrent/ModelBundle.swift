import Foundation
import Models
import NeuralLayers
import Tensors
import Tokenization

/// The contents of a model's files, wherever they came from: a folder, or the program itself.
public struct ModelBundle: Sendable {
    let name: String
    let configuration: Data
    let tokenizer: Data

    /// - Parameter name: The folder or the shipped model's name, for messages.
    public init(name: String, configuration: Data, tokenizer: Data) {
        self.name = name
        self.configuration = configuration
        self.tokenizer = tokenizer
    }

    /// Builds the model, after checking every size, name, shape and value.
    public func load(weights file: SafetensorsFile) throws -> (model: CharacterLanguageModel, tokenizer: Tokenizer) {
        let configuration = try decodeConfiguration()
        let tokenizer = try Tokenizer(jsonData: tokenizer, fileName: name + "/" + ModelFolder.tokenizerFile)
        guard tokenizer.vocabulary.count == configuration.vocabularySize else {
            throw ModelError.malformed(
                file: name + "/" + ModelFolder.tokenizerFile,
                reason: "it has \(tokenizer.vocabulary.count) tokens where config.json says "
                    + "vocabularySize \(configuration.vocabularySize)")
        }
        try requireVersion(file.metadata["formatVersion"].map { Int($0) ?? 0 } ?? 1, of: file.name)
        try check(file, configuration)
        var generator = DeferredWeights()
        let model = CharacterLanguageModel(configuration, using: &generator)
        for (name, parameter) in model.namedParameters {
            try file.checkFinite(name)
            parameter.value = try file.tensor(name)
        }
        return (model, tokenizer)
    }

    private func decodeConfiguration() throws -> CharacterLanguageModel.Configuration {
        let file = name + "/" + ModelFolder.configurationFile
        let decoded: ModelConfiguration
        do {
            let header = try JSONDecoder().decode(ModelConfiguration.Header.self, from: configuration)
            try requireVersion(header.formatVersion, of: file)
            guard header.modelType == ModelConfiguration.modelType else {
                throw ModelError.malformed(
                    file: file,
                    reason:
                        "it describes a \(header.modelType.prefix(40).debugDescription), not a \(ModelConfiguration.modelType)"
                )
            }
            decoded = try JSONDecoder().decode(ModelConfiguration.self, from: configuration)
        } catch let error as DecodingError {
            throw ModelError.malformed(file: file, reason: JSONFile.reason(error))
        }
        if let problem = decoded.model.problem { throw ModelError.malformed(file: file, reason: problem) }
        return decoded.model
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
    private func check(_ file: SafetensorsFile, _ configuration: CharacterLanguageModel.Configuration) throws {
        let expected = configuration.parameterShapes
        var problems: [String] = []
        for (name, shape) in expected.sorted(by: { $0.key < $1.key }) {
            guard let entry = try? file.entry(name) else {
                problems.append("\(name) is missing")
                continue
            }
            if entry.shape != shape { problems.append("\(name) has shape \(entry.shape), expected \(shape)") }
            if ![.float32, .float16, .bfloat16].contains(entry.elementType) {
                problems.append("\(name) has type \(entry.elementType.rawValue), expected F32, F16 or BF16")
            }
        }
        for name in file.names where expected[name] == nil {
            problems.append("\(MessageText.quoted(name)) does not belong to the model")
        }
        guard problems.isEmpty else { throw ModelError.mismatch(file: file.name, problems: problems) }
    }
}

/// `config.json`: the format's version, the kind of model and its sizes, side by side.
struct ModelConfiguration: Codable {
    static let modelType = "characterLanguageModel"

    struct Header: Codable {
        let formatVersion: Int
        let modelType: String
    }

    let model: CharacterLanguageModel.Configuration

    init(_ model: CharacterLanguageModel.Configuration) { self.model = model }

    init(from decoder: any Decoder) throws { model = try CharacterLanguageModel.Configuration(from: decoder) }

    func encode(to encoder: any Encoder) throws {
        try Header(formatVersion: ModelFolder.formatVersion, modelType: Self.modelType).encode(to: encoder)
        try model.encode(to: encoder)
    }
}
