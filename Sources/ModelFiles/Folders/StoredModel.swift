import Tensors

/// A model that can be stored in a folder: its configuration in one file, its parameters in another.
public protocol StoredModel: Sendable {
    /// The sizes and options that `config.json` holds.
    associatedtype Configuration: StoredConfiguration

    /// What the model was built from.
    var configuration: Configuration { get }

    /// Every parameter with its name in the model file, always in the same order.
    var namedParameters: [(name: String, parameter: Parameter)] { get }

    /// A model with random weights; with `DeferredWeights` it must touch the elements of no parameter.
    init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator)
}

extension StoredModel {
    /// A model whose parameters have shapes but no memory: for those who ask what a configuration amounts to, and for
    /// those who give every parameter a value.
    public static func withoutWeights(_ configuration: Configuration) -> Self {
        var generator = DeferredWeights()
        return Self(configuration, using: &generator)
    }
}

/// The configuration of a model, stored in `config.json`.
public protocol StoredConfiguration: Codable, Sendable, Equatable {
    /// The kind of model, as `config.json` names it.
    static var modelType: String { get }
    /// The files that such a model has beside those that every model has.
    static var fileNames: [String] { get }
    /// What is wrong with these sizes, in words, or `nil`.
    var problem: String? { get }
}

/// The configuration of a model that reads tokens and therefore has a tokenizer.
public protocol TokenModelConfiguration: StoredConfiguration {
    /// The number of token ids, special ones included.
    var vocabularySize: Int { get }
}

extension TokenModelConfiguration {
    public static var fileNames: [String] { [ModelFolder.tokenizerFile] }
}
