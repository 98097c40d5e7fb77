import Tokenization

/// Writes the end of a seed text once more, so that it may be cut into other pieces than the seed alone was.
///
/// "The ROM" ends with a piece that training hardly saw before "EO", and "Once " with a space that training saw at the
/// beginning of a piece. So the last word of a seed, or its last space, is taken back, and the first tokens that are drawn
/// have to begin with it: with all of it, or with the next of the pieces it was cut into ("token healing").
struct SeedHealing: Sendable {
    private let vocabulary: Vocabulary
    /// The pieces that were taken back and are not written yet.
    private var pieces: ArraySlice<Int32>
    /// Their bytes.
    private var rest: [UInt8]

    /// - Parameter pieces: The pieces that were taken back.
    init(_ pieces: some Sequence<Int32>, _ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        self.pieces = Array(pieces)[...]
        rest = self.pieces.flatMap { vocabulary.bytes(of: $0) }
    }

    /// Whether the seed is written.
    var isDone: Bool { rest.isEmpty }

    /// Masks the logits, `[vocabularySize]`, of tokens that do not continue the seed.
    func mask(_ logits: inout [Float]) {
        guard let next = pieces.first else { return }
        for id in vocabulary.ordinaryIDs where id != next && !vocabulary.bytes(of: id).starts(with: rest) {
            logits[Int(id)] = -.infinity
        }
    }

    /// Takes a token that was drawn.
    ///
    /// - Returns: How many of its bytes belong to the seed.
    mutating func take(_ id: Int32) -> Int {
        let count = min(vocabulary.bytes(of: id).count, rest.count)
        rest.removeFirst(count)
        pieces = rest.isEmpty ? [] : pieces.dropFirst()
        return count
    }
}

extension Tokenizer {
    /// How many of the last ids of a seed text are taken back: those of its last word, or of the white space after it;
    /// none where tokens are characters.
    func healedCount(of seed: String) -> Int { unit == .bpe ? lastStretchCount(of: seed) : 0 }
}
