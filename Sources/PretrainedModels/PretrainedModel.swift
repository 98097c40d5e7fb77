import CShakespeareModel
import Recurrent
import Tensors

/// The language models that come with the program.
public enum PretrainedModel {
    public static let all = [
        EmbeddedModel(
            name: "shakespeare", summary: "English verse drama, after the plays of William Shakespeare",
            configuration: bytes(shakespeare_configuration), tokenizer: bytes(shakespeare_tokenizer),
            weights: bytes(shakespeare_weights), card: bytes(shakespeare_card))
    ]

    /// The one that commands take when none is named.
    public static let `default` = all[0]
}

extension TextGenerator {
    /// A shipped model, ready to write.
    ///
    /// - Throws: `ModelError.unknownName`, which lists the names there are.
    public init(named name: String, precision: Precision = .fp32) throws {
        let (bundle, weights) = try PretrainedModel.all.named(name).open()
        let (model, tokenizer) = try bundle.load(CharacterLanguageModel.self, weights: weights)
        self.init(model: model, tokenizer: tokenizer, precision: precision)
    }
}

private func bytes(_ file: embedded_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
