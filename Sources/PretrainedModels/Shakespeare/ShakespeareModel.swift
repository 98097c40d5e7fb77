import CShakespeareModel
import ModelFiles

extension EmbeddedModel {
    /// A character language model of verse drama in English, after the plays of William Shakespeare.
    ///
    /// ```swift
    /// let generator = try TextGenerator(.shakespeare)
    /// ```
    public static let shakespeare = EmbeddedModel(
        name: "shakespeare", summary: "English verse drama, after the plays of William Shakespeare",
        configuration: bytes(shakespeare_configuration), tokenizer: bytes(shakespeare_tokenizer),
        weights: bytes(shakespeare_weights), card: bytes(shakespeare_card))
}

private func bytes(_ file: embedded_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
