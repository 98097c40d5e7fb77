import CGeneralEnglishModel
import ModelFiles

extension EmbeddedModel {
    /// A classifier of English texts of any kind: negative, neutral or positive.
    ///
    /// ```swift
    /// let classifier = try TextClassifier(.generalEnglish)
    /// try classifier.classify("not bad at all").label  // "positive"
    /// ```
    public static let generalEnglish = EmbeddedModel(
        name: "general-en", summary: "English reviews, messages and remarks on anything: negative, neutral, positive",
        configuration: bytes(general_english_configuration), tokenizer: bytes(general_english_tokenizer),
        weights: bytes(general_english_weights), card: bytes(general_english_card))
}

private func bytes(_ file: embedded_general_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
