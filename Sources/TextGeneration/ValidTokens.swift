import Tokenization

/// Which tokens keep a text that grows by bytes or by pieces of words valid UTF-8.
struct ValidTokens: Sendable {
    private let vocabulary: Vocabulary
    /// The tokens that cannot come between two scalars.
    private let neverFirst: [Int]

    /// `nil` for a unit whose tokens are whole characters.
    init?(_ tokenizer: Tokenizer) {
        guard tokenizer.unit == .byte || tokenizer.unit == .bpe else { return nil }
        let vocabulary = tokenizer.vocabulary
        self.vocabulary = vocabulary
        neverFirst = vocabulary.ordinaryIDs.filter { !UTF8Constraint().allows(vocabulary.bytes(of: $0)) }.map(Int.init)
    }

    /// Masks the logits, `[vocabularySize]`, of tokens that are no text after the bytes so far.
    func mask(_ logits: inout [Float], after bytes: UTF8Constraint) {
        guard !bytes.isComplete else {
            for id in neverFirst { logits[id] = -.infinity }
            return
        }
        for id in vocabulary.ordinaryIDs where !bytes.allows(vocabulary.bytes(of: id)) { logits[Int(id)] = -.infinity }
    }
}

extension UTF8Constraint {
    /// Whether the text can go on with all of these bytes.
    func allows(_ bytes: some Sequence<UInt8>) -> Bool {
        var constraint = self
        for byte in bytes {
            guard constraint.allows(byte) else { return false }
            constraint.advance(byte)
        }
        return true
    }
}
