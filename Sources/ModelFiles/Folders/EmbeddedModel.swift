import Foundation

/// A trained model whose files are embedded in the program.
public struct EmbeddedModel: Sendable {
    /// The name by which the tools and messages know the model.
    public let name: String
    /// One line: what it does.
    public let summary: String
    private let files: Files

    /// Where the files lie in memory, for as long as the program runs.
    private struct Files: @unchecked Sendable {
        let configuration: UnsafeRawBufferPointer
        let tokenizer: UnsafeRawBufferPointer
        let targetTokenizer: UnsafeRawBufferPointer?
        let weights: UnsafeRawBufferPointer
        let card: UnsafeRawBufferPointer
    }

    /// Takes files in memory that is never freed.
    public init(
        name: String, summary: String, configuration: UnsafeRawBufferPointer, tokenizer: UnsafeRawBufferPointer,
        targetTokenizer: UnsafeRawBufferPointer? = nil, weights: UnsafeRawBufferPointer, card: UnsafeRawBufferPointer
    ) {
        self.name = name
        self.summary = summary
        files = Files(
            configuration: configuration, tokenizer: tokenizer, targetTokenizer: targetTokenizer, weights: weights,
            card: card)
    }

    /// The size of the weights in the binary.
    public var byteCount: Int { files.weights.count }

    /// The model card: data, command, figures, known failures.
    public var card: String { String(decoding: files.card, as: UTF8.self) }

    /// The files, before anything is made of them.
    public func open() throws -> (bundle: ModelBundle, weights: SafetensorsFile) {
        let bundle = ModelBundle(
            name: name, configuration: Data(files.configuration), tokenizer: Data(files.tokenizer),
            targetTokenizer: files.targetTokenizer.map { Data($0) })
        return (bundle, try SafetensorsFile(unownedBytes: files.weights, name: "the shipped model \(name)"))
    }
}

extension [EmbeddedModel] {
    /// - Throws: ``ModelError/unknownName(_:known:)``, which lists the names there are.
    public func named(_ name: String) throws -> EmbeddedModel {
        guard let model = first(where: { $0.name == name }) else {
            throw ModelError.unknownName(name, known: map(\.name))
        }
        return model
    }
}
