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

    /// The number of source ids.
    public let sourceVocabularySize: Int
    /// The number of target ids.
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

extension LexiconTranslator {
    /// How a translator is trained.
    public struct Options: Sendable, Equatable {
        /// How often the probabilities are estimated anew, at least 1.
        public var numIterations = 10
        /// What is less probable is dropped after each iteration, except a word's best translation; from 0 to below 1.
        public var leastProbability: Float = 1e-4
        /// How many target words a source word can become at most, at least 1: those that stand in most pairs with it.
        public var maxTranslations = 2_000

        /// The default of each option, unless said otherwise.
        public init(numIterations: Int = 10, leastProbability: Float = 1e-4, maxTranslations: Int = 2_000) {
            self.numIterations = numIterations
            self.leastProbability = leastProbability
            self.maxTranslations = maxTranslations
        }
    }

    /// Learns from pairs of sentences by expectation maximisation, which for this model leads to the best likelihood
    /// from wherever it starts; here all translations are equally probable at first.
    ///
    /// The same pairs and options give the same translator again.
    ///
    /// - Parameters:
    ///   - sources: The ids of each source sentence.
    ///   - targets: Those of its translation. Pairs with an empty side are left out.
    ///   - sourceVocabularySize: The number of source ids, which run from 0; at least 1.
    ///   - targetVocabularySize: The number of target ids; at least 1.
    ///   - progress: Called after each iteration with the number of iterations done, and the nats a target word that
    ///     the probabilities before it cost, which fall from one to the next but for what dropping costs.
    /// - Throws: What `progress` throws, which ends training.
    /// - Precondition: The ranges hold, there are as many targets as sources, and the ids lie in their vocabularies.
    /// - Complexity: Time for each iteration in proportion to the products of the pairs' lengths. Memory of 8 bytes for
    ///   each translation, of which a source word has `maxTranslations` at most, and 16 bytes for each word of the
    ///   pairs.
    public init(
        sources: [[Int32]], targets: [[Int32]], sourceVocabularySize: Int, targetVocabularySize: Int,
        options: Options = Options(), progress: (_ iteration: Int, _ natsPerTargetWord: Double) throws -> Void
    ) rethrows {
        options.requireValid()
        let corpus = ParallelCorpus(sources, targets, sourceVocabularySize, targetVocabularySize)
        var table = TranslationTable(corpus, maxTranslations: options.maxTranslations)
        for iteration in 0..<options.numIterations {
            let nats = table.improve(on: corpus, leastProbability: options.leastProbability)
            try progress(iteration + 1, nats)
        }
        self.init(table)
    }

    /// Learns in silence.
    ///
    /// - Precondition: As above.
    public init(
        sources: [[Int32]], targets: [[Int32]], sourceVocabularySize: Int, targetVocabularySize: Int,
        options: Options = Options()
    ) {
        self.init(
            sources: sources, targets: targets, sourceVocabularySize: sourceVocabularySize,
            targetVocabularySize: targetVocabularySize, options: options, progress: { _, _ in })
    }
}

extension LexiconTranslator.Options {
    fileprivate func requireValid() {
        precondition(numIterations >= 1, "LexiconTranslator: numIterations \(numIterations) is below 1")
        precondition(
            leastProbability >= 0 && leastProbability < 1,
            "LexiconTranslator: leastProbability \(leastProbability) lies outside 0 to below 1")
        precondition(maxTranslations >= 1, "LexiconTranslator: maxTranslations \(maxTranslations) is below 1")
    }
}

/// Pairs of sentences, and where each source word occurs.
struct ParallelCorpus {
    let targetVocabularySize: Int
    /// All target sentences, one after the other.
    private(set) var targets: [Int32] = []
    /// `[pairs + 1]`: the place of each pair's first target word.
    private(set) var targetStarts = [0]
    /// `[pairs]`: the number of source words, the empty word included.
    private(set) var sourceLengths: [Int] = []
    /// The pairs of each source word, one after the other, once for each time the word occurs there.
    private(set) var pairs: [Int32]
    /// `[sourceVocabularySize + 2]`: the place of each word's first pair. Row 0 is the empty word, which every pair
    /// has; the word `w` has row `w + 1`.
    private(set) var pairStarts: [Int]

    init(_ sources: [[Int32]], _ targets: [[Int32]], _ sourceVocabularySize: Int, _ targetVocabularySize: Int) {
        precondition(
            sources.count == targets.count,
            "LexiconTranslator: \(sources.count) sources with \(targets.count) targets")
        precondition(sources.count < Int(Int32.max), "LexiconTranslator: \(sources.count) pairs are too many")
        precondition(
            sourceVocabularySize >= 1 && targetVocabularySize >= 1,
            "LexiconTranslator: vocabularies of \(sourceVocabularySize) and \(targetVocabularySize) words")
        self.targetVocabularySize = targetVocabularySize
        let used = sources.indices.filter { !sources[$0].isEmpty && !targets[$0].isEmpty }
        pairStarts = [Int](repeating: 0, count: sourceVocabularySize + 2)
        pairStarts[1] = used.count
        for index in used {
            requireIDs(sources[index], below: sourceVocabularySize)
            requireIDs(targets[index], below: targetVocabularySize)
            self.targets += targets[index]
            targetStarts.append(self.targets.count)
            sourceLengths.append(sources[index].count + 1)
            for word in sources[index] { pairStarts[Int(word) + 2] += 1 }
        }
        for row in 1..<pairStarts.count { pairStarts[row] += pairStarts[row - 1] }
        pairs = [Int32](repeating: 0, count: pairStarts[sourceVocabularySize + 1])
        var ends = pairStarts
        for (pair, index) in used.enumerated() {
            for row in CollectionOfOne(0) + sources[index].map({ Int($0) + 1 }) {
                pairs[ends[row]] = Int32(pair)
                ends[row] += 1
            }
        }
    }

    /// The number of source words, the empty one included.
    var numRows: Int { pairStarts.count - 1 }

    /// The pairs in which a source word occurs, ascending.
    func pairs(of row: Int) -> ArraySlice<Int32> {
        pairs[pairStarts[row]..<pairStarts[row + 1]]
    }

    /// The places of a pair's target words.
    func targetPlaces(of pair: Int32) -> Range<Int> {
        targetStarts[Int(pair)]..<targetStarts[Int(pair) + 1]
    }
}

/// Traps unless every one of `ids` lies in `0..<vocabularySize`.
private func requireIDs(_ ids: [Int32], below vocabularySize: Int) {
    for id in ids where id < 0 || Int(id) >= vocabularySize {
        preconditionFailure("LexiconTranslator: id \(id) lies outside the vocabulary 0..<\(vocabularySize)")
    }
}
