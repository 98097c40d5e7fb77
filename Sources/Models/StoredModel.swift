import NeuralLayers

/// A model that has a folder: its sizes are one file, its parameters another.
public protocol StoredModel: Layer, Sendable {
    associatedtype Configuration: StoredConfiguration

    var configuration: Configuration { get }

    init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator)
}

/// The sizes of a model, as `config.json` holds them.
public protocol StoredConfiguration: Codable, Sendable, Equatable {
    /// The kind of model, as `config.json` names it.
    static var modelType: String { get }
    /// What is wrong with these sizes, in words, or `nil`.
    var problem: String? { get }
    /// The name and shape of every parameter, as the model file must have them.
    var parameterShapes: [String: [Int]] { get }
}

/// The sizes of a model that reads tokens, and so has a tokenizer beside.
public protocol TokenModelConfiguration: StoredConfiguration {
    var vocabularySize: Int { get }
}

extension CharacterLanguageModel: StoredModel {}
extension CharacterLanguageModel.Configuration: TokenModelConfiguration {
    public static let modelType = "characterLanguageModel"
}

extension SentimentClassifier: StoredModel {}
extension SentimentClassifier.Configuration: TokenModelConfiguration {
    public static let modelType = "sentimentClassifier"
}

extension Seq2Seq: StoredModel {}
extension Seq2Seq.Configuration: TokenModelConfiguration {
    public static let modelType = "seq2seq"
}

extension SeriesForecaster: StoredModel {}
extension SeriesForecaster.Configuration: StoredConfiguration {
    public static let modelType = "seriesForecaster"
}

extension WordLanguageModel: StoredModel {}
extension WordLanguageModel.Configuration: TokenModelConfiguration {
    public static let modelType = "wordLanguageModel"

    public var parameterShapes: [String: [Int]] {
        var shapes = ["embedding.weight": [vocabularySize, embeddingSize], "bias": [vocabularySize, 1]]
        for suffix in ["", "_reverse"] {
            shapes["lstm.weight_ih_l0\(suffix)"] = [4 * hiddenSize, embeddingSize]
            shapes["lstm.weight_hh_l0\(suffix)"] = [4 * hiddenSize, hiddenSize]
            shapes["lstm.bias_ih_l0\(suffix)"] = [4 * hiddenSize]
            shapes["lstm.bias_hh_l0\(suffix)"] = [4 * hiddenSize]
        }
        for direction in ["forward", "backward"] {
            shapes[direction + ".weight"] = [embeddingSize, hiddenSize]
            shapes[direction + ".bias"] = [embeddingSize]
        }
        return shapes
    }

    public var problem: String? {
        let sizes = [
            ("vocabularySize", vocabularySize, 1 << 22), ("embeddingSize", embeddingSize, 1 << 14),
            ("hiddenSize", hiddenSize, 1 << 14),
        ]
        for (name, size, limit) in sizes where size < 1 || size > limit {
            return "\(name) is \(size), not in 1 ... \(limit)"
        }
        return nil
    }
}
