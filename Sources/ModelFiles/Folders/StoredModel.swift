import Tensors

/// A model that can be stored in a folder: its configuration in one file, its parameters in another.
public protocol StoredModel: Sendable {
    /// The sizes and options that `config.json` holds.
    associatedtype Configuration: StoredConfiguration

    /// What the model was built from.
    var configuration: Configuration { get }

    /// Every parameter with its name in the model file, always in the same order.
    var namedParameters: [(name: String, parameter: Parameter)] { get }

    /// A model with random weights.
    init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator)
}

/// The configuration of a model, stored in `config.json`.
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

/// The configuration of a model that reads tokens and therefore has a tokenizer.
public protocol TokenModelConfiguration: StoredConfiguration {
    /// The number of token ids, special ones included.
    var vocabularySize: Int { get }
}

extension TokenModelConfiguration {
    public static var fileNames: [String] { [ModelFolder.tokenizerFile] }
}
