import CProseEnglishModel
import ModelFiles

extension EmbeddedModel {
    /// A character language model of English prose, after novels of 1813 to 1925.
    ///
    /// ```swift
    /// let generator = try TextGenerator(.proseEnglish)
    /// ```
    public static let proseEnglish = EmbeddedModel(
        name: "prose-en", summary: "English prose, after novels of 1813 to 1925",
        configuration: bytes(prose_english_configuration), tokenizer: bytes(prose_english_tokenizer),
        weights: bytes(prose_english_weights), card: bytes(prose_english_card))
}

private func bytes(_ file: embedded_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
