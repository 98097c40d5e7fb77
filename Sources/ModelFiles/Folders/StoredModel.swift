import Tensors

/// A model that has a folder: its sizes are one file, its parameters another.
public protocol StoredModel: Sendable {
    associatedtype Configuration: StoredConfiguration

    var configuration: Configuration { get }

    /// Every parameter with its name in the model file, always in the same order.
    var namedParameters: [(name: String, parameter: Parameter)] { get }

    init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator)
}

/// The sizes of a model, as `config.json` holds them.
public protocol StoredConfiguration: Codable, Sendable, Equatable {
    /// The kind of model, as `config.json` names it.
    static var modelType: String { get }
    /// The files that such a model has beside those that every model has.
    static var fileNames: [String] { get }
    /// What is wrong with these sizes, in words, or `nil`.
    var problem: String? { get }
    /// The name and shape of every parameter, as the model file must have them.
    var parameterShapes: [String: [Int]] { get }
}

/// The sizes of a model that reads tokens, and so has a tokenizer beside.
public protocol TokenModelConfiguration: StoredConfiguration {
    var vocabularySize: Int { get }
}

extension TokenModelConfiguration {
    public static var fileNames: [String] { [ModelFolder.tokenizerFile] }
}
