import ModelFiles
import Tensors
import Tokenization

/// A number, as hexadecimal digits, that changes with a model: FNV-1a over its configuration, tokenizers and weights.
///
/// - Parameter others: Further weights that belong to it.
package func modelFingerprint(
    _ model: some StoredModel, _ tokenizers: [Tokenizer], others: [[Float]] = []
) throws -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }
    func mix(_ values: UnsafeBufferPointer<Float>) {
        mix(UInt64(values.count))
        for value in values { mix(UInt64(value.bitPattern)) }
    }
    for byte in try JSONFile.encode(model.configuration) { mix(UInt64(byte)) }
    for tokenizer in tokenizers { for byte in try tokenizer.jsonData() { mix(UInt64(byte)) } }
    for (_, parameter) in model.namedParameters { parameter.value.withElements(mix) }
    for values in others { values.withUnsafeBufferPointer(mix) }
    return String(hash, radix: 16)
}
