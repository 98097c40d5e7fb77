import Foundation
import ModelFiles
import Tokenization

/// A baseline for translators: a word-by-word dictionary learned from pairs with IBM Model 1 (Brown et al. 1993).
public struct Lexicon: Sendable, Equatable {
    private let entries: [String: String]

    private static let tensorName = "extra.lexicon"
    private static let tokenizerWords = WordOptions(keepsWhitespace: false)
    private static let mostWords = 20_000

    init(entries: [String: String]) { self.entries = entries }

    init(sources: [String], targets: [String]) {
        func tokenizer(_ texts: [String]) -> Tokenizer {
            .trained(on: texts, unit: .word, maxSize: Self.mostWords, words: Self.tokenizerWords)
        }
        let (source, target) = (tokenizer(sources), tokenizer(targets))
        let lexicon = LexiconTranslator(
            sources: source.encodeIDs(each: sources), targets: target.encodeIDs(each: targets),
            sourceVocabularySize: source.vocabulary.count, targetVocabularySize: target.vocabulary.count)
        var entries: [String: String] = [:]
        for id in source.vocabulary.ordinaryIDs {
            if let best = lexicon.translate([id])[0], best != Vocabulary.unknownID {
                entries[source.decode([id])] = target.decode([best])
            }
        }
        self.entries = entries
    }

    /// Word by word; words that it does not know stay as they are.
    public func translate(_ texts: [String]) -> [String] {
        texts.map { text in
            let utf8 = Array(text.utf8)
            return Segmenter.words.ranges(in: text).map { String(decoding: utf8[$0], as: UTF8.self) }
                .filter { !$0.allSatisfy(\.isWhitespace) }.map { entries[$0] ?? $0 }.joined(separator: " ")
        }
    }

    // MARK: Files

    func add(to writer: inout SafetensorsWriter) {
        let lines = entries.sorted { $0.key < $1.key }.map { $0.key + "\t" + $0.value }.joined(separator: "\n")
        writer.add(Self.tensorName, shape: [lines.utf8.count], integers: Array(lines.utf8))
    }

    /// Reads what ``add(to:)`` wrote; `nil` where there is nothing of it.
    init?(from file: SafetensorsFile) throws {
        guard file.contains(Self.tensorName) else { return nil }
        let text = String(decoding: try file.integers(Self.tensorName, as: UInt8.self), as: UTF8.self)
        var entries: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 2 else {
                throw ModelError.mismatch(file: file.name, problems: ["\(Self.tensorName) holds no dictionary"])
            }
            entries[String(cells[0])] = String(cells[1])
        }
        self.entries = entries
    }
}

/// The probabilities `p(target | source)` of IBM Model 1 while they are learned, row by row of the source words.
///
/// An iteration goes over the rows twice and has one of them at a time spread out over the target vocabulary, so that
/// nothing is ever searched for and only the table itself grows with the number of translations.
struct TranslationTable {
    let targetVocabularySize: Int
    /// `[rows + 1]`: the place of each row's first translation; row 0 is the empty word.
    private(set) var starts = [0]
    /// Ascending within a row.
    private(set) var targets: [Int32] = []
    private(set) var probabilities: [Float] = []

    /// All words that stand in a pair with a source word, or the `maxTranslations` most frequent of them, all as
    /// probable as any word of the vocabulary.
    init(_ corpus: ParallelCorpus, maxTranslations: Int) {
        targetVocabularySize = corpus.targetVocabularySize
        var counts = [Int32](repeating: 0, count: corpus.targetVocabularySize)
        for row in 0..<corpus.numRows {
            var found: [Int32] = []
            for pair in corpus.pairs(of: row) {
                for place in corpus.targetPlaces(of: pair) {
                    let target = corpus.targets[place]
                    if counts[Int(target)] == 0 { found.append(target) }
                    counts[Int(target)] += 1
                }
            }
            if found.count > maxTranslations {
                found.sort { (-counts[Int($0)], $0) < (-counts[Int($1)], $1) }
            }
            targets += found.prefix(maxTranslations).sorted()
            starts.append(targets.count)
            for target in found { counts[Int(target)] = 0 }
        }
        probabilities = [Float](repeating: 1 / Float(targetVocabularySize), count: targets.count)
    }

    /// One step of expectation maximisation.
    ///
    /// - Returns: The nats a target word under the probabilities before the step; a word that no source word of its
    ///   pair can become counts as one of probability `leastProbability`.
    mutating func improve(on corpus: ParallelCorpus, leastProbability: Float) -> Double {
        let sums = explained(corpus)
        var row = [Double](repeating: 0, count: targetVocabularySize)
        var expected = row
        var numKept = 0
        for source in 0..<corpus.numRows {
            let range = starts[source]..<starts[source + 1]
            for place in range {
                row[Int(targets[place])] = Double(probabilities[place])
                expected[Int(targets[place])] = 0
            }
            for pair in corpus.pairs(of: source) {
                for place in corpus.targetPlaces(of: pair) where sums[place] > 0 {
                    let target = Int(corpus.targets[place])
                    expected[target] += row[target] / sums[place]
                }
            }
            for place in range { row[Int(targets[place])] = 0 }
            starts[source] = numKept
            numKept = keep(expected, of: range, from: numKept, leastProbability)
        }
        starts[corpus.numRows] = numKept
        targets.removeLast(targets.count - numKept)
        probabilities.removeLast(probabilities.count - numKept)
        return nats(sums, corpus, leastProbability)
    }

    /// For each target word of the corpus, the sum of its probabilities over the source words of its pair.
    private func explained(_ corpus: ParallelCorpus) -> [Double] {
        var sums = [Double](repeating: 0, count: corpus.targets.count)
        var row = [Double](repeating: 0, count: targetVocabularySize)
        for source in 0..<corpus.numRows {
            let range = starts[source]..<starts[source + 1]
            for place in range { row[Int(targets[place])] = Double(probabilities[place]) }
            for pair in corpus.pairs(of: source) {
                for place in corpus.targetPlaces(of: pair) { sums[place] += row[Int(corpus.targets[place])] }
            }
            for place in range { row[Int(targets[place])] = 0 }
        }
        return sums
    }

    /// Makes expected counts the probabilities of a row, without the least of them, and moves the row down to `start`.
    ///
    /// - Returns: Where the next row begins.
    private mutating func keep(
        _ expected: [Double], of range: Range<Int>, from start: Int, _ leastProbability: Float
    ) -> Int {
        var (sum, largest) = (0.0, 0.0)
        for place in range {
            sum += expected[Int(targets[place])]
            largest = max(largest, expected[Int(targets[place])])
        }
        let least = min(Double(leastProbability) * sum, largest)
        var total = 0.0
        for place in range where expected[Int(targets[place])] >= least { total += expected[Int(targets[place])] }
        guard total > 0 else { return start }
        var end = start
        for place in range {
            let count = expected[Int(targets[place])]
            guard count >= least, count > 0 else { continue }
            targets[end] = targets[place]
            probabilities[end] = Float(count / total)
            end += 1
        }
        return end
    }

    private func nats(_ sums: [Double], _ corpus: ParallelCorpus, _ leastProbability: Float) -> Double {
        guard !sums.isEmpty else { return 0 }
        var nats = 0.0
        for (pair, length) in corpus.sourceLengths.enumerated() {
            for place in corpus.targetPlaces(of: Int32(pair)) {
                let mean = sums[place] / Double(length)
                nats -= log(mean > 0 ? mean : Double(max(leastProbability, .leastNormalMagnitude)))
            }
        }
        return nats / Double(sums.count)
    }
}
