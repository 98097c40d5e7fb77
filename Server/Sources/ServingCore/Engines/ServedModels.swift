import Foundation
import Recurrent

/// A model with its engine.
package enum ServedModel: Sendable {
    case generator(GeneratorEngine)
    case classifier(ClassifierEngine)

    /// Starts an engine for the model in a folder, whose kind `config.json` says.
    ///
    /// - Throws: `ModelError` and the like, and `ServedModelError.otherKind` for a kind that the server has no engine
    ///   for.
    package init(contentsOf folder: URL, name: String, limits: Limits) throws {
        switch try Self.kind(of: folder) {
        case TextGeneratorNetwork.Configuration.modelType:
            self = .generator(GeneratorEngine(try TextGenerator(contentsOf: folder), name: name, limits: limits))
        case TextClassifierNetwork.Configuration.modelType:
            self = .classifier(ClassifierEngine(try TextClassifier(contentsOf: folder), name: name, limits: limits))
        case let kind?: throw ServedModelError.otherKind(folder: folder.relativePath, kind: kind)
        // The classifier's reader says what is wrong with the folder.
        case nil:
            self = .classifier(ClassifierEngine(try TextClassifier(contentsOf: folder), name: name, limits: limits))
        }
    }

    private static func kind(of folder: URL) throws -> String? {
        struct Header: Decodable { let modelType: String }
        let file = folder.appendingPathComponent(ModelFolder.configurationFile)
        guard let data = try? Data(contentsOf: file) else { return nil }
        return try? JSONDecoder().decode(Header.self, from: data).modelType
    }

    /// The name in requests.
    package var name: String {
        switch self {
        case .generator(let engine): engine.name
        case .classifier(let engine): engine.name
        }
    }

    /// What it does, as `GET /v1/models` says.
    package var task: String {
        switch self {
        case .generator: "generate"
        case .classifier: "classify"
        }
    }

    /// What cuts its texts into tokens.
    package var tokenizer: Tokenizer {
        switch self {
        case .generator(let engine): engine.generator.tokenizer
        case .classifier(let engine): engine.classifier.tokenizer
        }
    }

    /// Whether it works.
    package var activity: EngineActivity {
        switch self {
        case .generator(let engine): engine.activity
        case .classifier(let engine): engine.activity
        }
    }

    /// Ends its thread.
    package func stop() {
        switch self {
        case .generator(let engine): engine.stop()
        case .classifier(let engine): engine.stop()
        }
    }
}

/// Why a model cannot be served.
package enum ServedModelError: Error, Equatable, CustomStringConvertible {
    /// A kind of model that has no engine.
    case otherKind(folder: String, kind: String)
    /// Two models of one name.
    case sameName(String)

    package var description: String {
        switch self {
        case .otherKind(let folder, let kind):
            "'\(folder)' holds a model of the kind \(kind); the server runs models of textgen and of sentiment."
        case .sameName(let name): "Two models are named \(name); give each a name of its own."
        }
    }
}

/// The models of a server.
package struct ServedModels: Sendable {
    /// In the order in which they were given; the first of a task is the one that requests without a name get.
    package let all: [ServedModel]
    /// When they were loaded, in seconds since 1970.
    package let created = Int(Date().timeIntervalSince1970)

    /// - Throws: `ServedModelError.sameName`.
    package init(_ all: [ServedModel]) throws(ServedModelError) {
        var names: Set<String> = []
        for model in all where !names.insert(model.name).inserted { throw .sameName(model.name) }
        self.all = all
    }

    /// Models that write texts.
    package var generators: [GeneratorEngine] {
        all.compactMap { if case .generator(let engine) = $0 { engine } else { nil } }
    }

    /// Models that classify texts.
    package var classifiers: [ClassifierEngine] {
        all.compactMap { if case .classifier(let engine) = $0 { engine } else { nil } }
    }

    /// - Parameter name: `nil` for the first.
    /// - Throws: `ServingError.unknownModel`.
    package func generator(_ name: String?) throws(ServingError) -> GeneratorEngine {
        let engines = generators
        guard let engine = engines.first(where: { name == nil || $0.name == name }) else {
            throw .unknownModel(name, known: engines.map(\.name), task: "completions")
        }
        return engine
    }

    /// - Parameter name: `nil` for the first.
    /// - Throws: `ServingError.unknownModel`.
    package func classifier(_ name: String?) throws(ServingError) -> ClassifierEngine {
        let engines = classifiers
        guard let engine = engines.first(where: { name == nil || $0.name == name }) else {
            throw .unknownModel(name, known: engines.map(\.name), task: "classification")
        }
        return engine
    }

    /// - Parameter name: `nil` for the first.
    /// - Throws: `ServingError.unknownModel`.
    package func model(_ name: String?) throws(ServingError) -> ServedModel {
        guard let model = all.first(where: { name == nil || $0.name == name }) else {
            throw .unknownModel(name, known: all.map(\.name), task: "this")
        }
        return model
    }

    /// The description of a model.
    package func card(of model: ServedModel) -> ModelCard {
        ModelCard(id: model.name, created: created, task: model.task)
    }

    /// The state of all engines.
    ///
    /// - Parameters:
    ///   - isStopping: Whether the server is about to end.
    ///   - limit: How long a step may take.
    package func readiness(isStopping: Bool, limit: Duration = .seconds(10)) -> ReadyResponse {
        let now = ContinuousClock.now
        let states = all.map { model in
            let activity = model.activity
            guard activity.isAlive(at: now, within: limit) else { return (model.name, "stuck") }
            return (model.name, activity.isWorking ? "working" : "idle")
        }
        let isStuck = states.contains { $0.1 == "stuck" }
        return ReadyResponse(
            status: isStopping ? "stopping" : isStuck ? "stuck" : "ready",
            models: Dictionary(uniqueKeysWithValues: states))
    }

    /// Ends all threads.
    package func stop() { for model in all { model.stop() } }
}
