import Tokenization

/// A token of a text that a vocabulary does not have, and how often it occurs.
public struct UnknownToken: Sendable, Equatable {
    /// As the text has it, before normalization.
    public let text: String
    public let count: Int

    /// Its code points, such as "U+6F22".
    public var codePoints: [String] {
        text.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }
}

extension TextCorpus {
    /// The tokens of the text that a tokenizer does not know, the most frequent first.
    public func unknownTokens(for tokenizer: Tokenizer) throws -> [UnknownToken] {
        let encoding = try tokenizer.encode(bytes: bytes, file: name)
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for (id, range) in zip(encoding.ids, encoding.byteRanges) where id == Vocabulary.unknownID {
            counts[bytes[range], default: 0] += 1
        }
        return counts.map { UnknownToken(text: String(decoding: $0.key, as: UTF8.self), count: $0.value) }
            .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }
}
