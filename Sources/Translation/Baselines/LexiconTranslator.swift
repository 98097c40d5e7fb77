/// A word-by-word translator: the baseline for translation networks.
///
/// It writes for each word of the source the word it most probably becomes, in the order of the source. The
/// probabilities are those of IBM Model 1, where every target word comes from one source word or from none, each
/// equally likely to be the one, and depends on nothing else:
///
///     p(t1 … tm | s1 … sl) ∝ Π(j = 1 … m) 1/(l + 1) · Σ(i = 0 … l) p(tj | si)
///
/// with `s0` the empty word. Source: Brown, Della Pietra, Della Pietra & Mercer (1993), *The Mathematics of Statistical
/// Machine Translation: Parameter Estimation*, section 4.1.
public struct LexiconTranslator: Sendable, Equatable {
    /// What a source word can become.
    public struct Translation: Sendable, Equatable {
        /// The id in the target vocabulary.
        public let target: Int32
        /// From above 0 to 1.
        public let probability: Float
    }

    public let sourceVocabularySize: Int
    public let targetVocabularySize: Int
    private let starts: [Int]  // [sourceVocabularySize + 1]: the place of each word's first translation
    private let entries: [Translation]  // of one word after the other, the most probable first

    /// A translator from the table that training left: row 0 is that of the empty word, and is not kept.
    init(_ table: TranslationTable) {
        sourceVocabularySize = table.starts.count - 2
        targetVocabularySize = table.targetVocabularySize
        let offset = table.starts[1]
        starts = table.starts.dropFirst().map { $0 - offset }
        var entries: [Translation] = []
        entries.reserveCapacity(table.targets.count - offset)
        for row in 1..<(table.starts.count - 1) {
            let range = table.starts[row]..<table.starts[row + 1]
            let places = range.sorted {
                (-table.probabilities[$0], table.targets[$0]) < (-table.probabilities[$1], table.targets[$1])
            }
            entries += places.map { Translation(target: table.targets[$0], probability: table.probabilities[$0]) }
        }
        self.entries = entries
    }

    /// How many pairs of a source and a target word have a probability.
    public var count: Int { entries.count }

    /// What a source word can become, the most probable first, the lower id first among equals.
    ///
    /// Empty for a word that training did not see, and for an id outside the vocabulary.
    public func translations(of source: Int32) -> ArraySlice<Translation> {
        guard source >= 0, source < sourceVocabularySize else { return [] }
        return entries[starts[Int(source)]..<starts[Int(source) + 1]]
    }

    /// Translates word by word.
    ///
    /// - Parameter source: The ids of a sentence; any value is allowed.
    /// - Returns: One element a source word: the id of the target word, or `nil` where training did not see the source
    ///   word, for the caller to copy or to leave out.
    public func translate(_ source: [Int32]) -> [Int32?] {
        source.map { translations(of: $0).first?.target }
    }
}
