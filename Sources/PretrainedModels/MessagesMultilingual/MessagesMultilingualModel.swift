import CMessagesMultilingualModel
import ModelFiles

extension EmbeddedModel {
    /// A classifier of short messages in nine languages: negative, neutral or positive.
    ///
    /// ```swift
    /// let classifier = try TextClassifier(.messagesMultilingual)
    /// try classifier.classify("¡Qué bien!").label  // "positive"
    /// ```
    public static let messagesMultilingual = EmbeddedModel(
        name: "messages-multilingual",
        summary: "messages in Arabic, Chinese, English, French, German, Indonesian, Italian, Spanish and Thai",
        configuration: bytes(messages_multilingual_configuration), tokenizer: bytes(messages_multilingual_tokenizer),
        weights: bytes(messages_multilingual_weights), card: bytes(messages_multilingual_card))
}

private func bytes(_ file: embedded_messages_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
