import CEnglishFrenchModel
import Recurrent

/// The translators that come with the program.
public enum PretrainedTranslator {
    public static let all = [
        EmbeddedModel(
            name: "english-french", summary: "everyday sentences, from English into French",
            configuration: bytes(english_french_configuration), tokenizer: bytes(english_french_tokenizer),
            targetTokenizer: bytes(english_french_target_tokenizer), weights: bytes(english_french_weights),
            card: bytes(english_french_card))
    ]

    /// The one that commands take when none is named.
    public static let `default` = all[0]
}

extension Translator {
    /// A shipped translator.
    ///
    /// - Throws: `ModelError.unknownName`, which lists the names there are.
    public init(named name: String) throws {
        let (bundle, weights) = try PretrainedTranslator.all.named(name).open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// The shipped translator of everyday sentences from English into French.
    public init() throws { try self.init(named: PretrainedTranslator.default.name) }
}

private func bytes(_ file: embedded_translator_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
