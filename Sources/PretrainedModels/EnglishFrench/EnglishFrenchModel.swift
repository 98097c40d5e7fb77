import CEnglishFrenchModel
import ModelFiles

extension EmbeddedModel {
    /// A translator of everyday sentences from English into French.
    ///
    /// ```swift
    /// let translator = try Translator(.englishFrench)
    /// ```
    public static let englishFrench = EmbeddedModel(
        name: "english-french", summary: "everyday sentences, from English into French",
        configuration: bytes(english_french_configuration), tokenizer: bytes(english_french_tokenizer),
        targetTokenizer: bytes(english_french_target_tokenizer), weights: bytes(english_french_weights),
        card: bytes(english_french_card))
}

private func bytes(_ file: embedded_translator_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
