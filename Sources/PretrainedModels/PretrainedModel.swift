import CShakespeareModel
import Foundation
import Recurrent
import Tensors

/// A trained model that comes with the program: its files lie in the binary.
public struct PretrainedModel: Sendable {
    public let name: String
    /// One line: what it writes.
    public let summary: String
    private let files: Files

    /// Where the four files of a model lie in memory.
    private struct Files: @unchecked Sendable {
        let configuration: UnsafeRawBufferPointer
        let tokenizer: UnsafeRawBufferPointer
        let weights: UnsafeRawBufferPointer
        let card: UnsafeRawBufferPointer
    }

    /// Every shipped model.
    public static let all = [
        PretrainedModel(
            name: "shakespeare", summary: "English verse drama, after the plays of William Shakespeare",
            files: Files(
                configuration: bytes(shakespeare_configuration), tokenizer: bytes(shakespeare_tokenizer),
                weights: bytes(shakespeare_weights), card: bytes(shakespeare_card)))
    ]

    /// The one that commands take when none is named.
    public static let `default` = all[0]

    /// - Throws: `ModelError.unknownName`, which lists the names there are.
    public init(named name: String) throws {
        guard let model = Self.all.first(where: { $0.name == name }) else {
            throw ModelError.unknownName(name, known: Self.all.map(\.name))
        }
        self = model
    }

    private init(name: String, summary: String, files: Files) {
        self.name = name
        self.summary = summary
        self.files = files
    }

    /// The size of the weights in the binary.
    public var byteCount: Int { files.weights.count }

    /// The model card: data, command, figures, known failures.
    public var card: String { String(decoding: files.card, as: UTF8.self) }

    func load(precision: Precision) throws -> TextGenerator {
        let bundle = ModelBundle(
            name: name, configuration: Data(files.configuration), tokenizer: Data(files.tokenizer))
        let weights = try SafetensorsFile(unownedBytes: files.weights, name: "the shipped model \(name)")
        let (model, tokenizer) = try bundle.load(CharacterLanguageModel.self, weights: weights)
        return TextGenerator(model: model, tokenizer: tokenizer, precision: precision)
    }
}

extension TextGenerator {
    /// A shipped model, ready to write.
    ///
    /// - Throws: `ModelError.unknownName`, which lists the names there are.
    public init(named name: String, precision: Precision = .fp32) throws {
        self = try PretrainedModel(named: name).load(precision: precision)
    }
}

private func bytes(_ file: embedded_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
