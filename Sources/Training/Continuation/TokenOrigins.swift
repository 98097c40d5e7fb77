import NeuralLayers
import Tokenization

extension RowOrigins {
    /// Where the rows of a table of tokens come from after ``Tokenizer/extended(with:minFrequency:maxSize:)``.
    ///
    /// A new word starts as the unknown word, which it was so far; a new character as the mean of all, with a little
    /// noise; a new piece as the mean of the pieces it was cut into so far.
    package init(from old: Tokenizer, to new: Tokenizer) {
        let count = old.vocabulary.count
        let kept = (0..<count).map { [$0] }
        let added = Int32(count)..<Int32(new.vocabulary.count)
        switch old.unit {
        case .word: self.init(kept + added.map { _ in [Int(Vocabulary.unknownID)] })
        case .bpe: self.init(kept + added.map { new.pieces(of: $0, amongFirst: count).map(Int.init) }, noise: 0.02)
        case .grapheme, .scalar, .byte:
            let ordinary = old.vocabulary.ordinaryIDs.map(Int.init)
            self.init(kept + added.map { _ in ordinary }, noise: 0.1)
        }
    }
}
