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
            .train(on: texts, unit: .word, maxSize: Self.mostWords, words: Self.tokenizerWords)
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
