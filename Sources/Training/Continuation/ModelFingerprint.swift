import ModelFiles
import Tensors
import Tokenization

/// A number, as hexadecimal digits, that changes with a model: a hash of its configuration, tokenizers and weights.
///
/// - Parameter others: Further weights that belong to it.
package func modelFingerprint(
    _ model: some StoredModel, _ tokenizers: [Tokenizer], others: [[Float]] = []
) throws -> String {
    var hash = StableHash()
    func mix(_ values: UnsafeBufferPointer<Float>) {
        hash.add(word: UInt64(values.count))
        for value in values { hash.add(word: UInt64(value.bitPattern)) }
    }
    hash.add(try JSONFile.encode(model.configuration))
    for tokenizer in tokenizers { hash.add(try tokenizer.jsonData()) }
    for (_, parameter) in model.namedParameters { parameter.value.withElements(mix) }
    for values in others { values.withUnsafeBufferPointer(mix) }
    return hash.digits
}
