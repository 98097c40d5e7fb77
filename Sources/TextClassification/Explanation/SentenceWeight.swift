import Foundation
import ModelFiles
import Tokenization

/// A sentence of a document and its influence on the class.
public struct SentenceWeight: Codable, Sendable, Equatable {
    /// The sentence.
    public let text: String
    /// Where it stands, in UTF-8 bytes of the document.
    public let byteRange: Range<Int>
    /// What the log odds of the document's class, or of its most probable label, lose when the sentence is left out.
    public let weight: Double

    /// Where it stands in `text`, which is the document.
    public func range(in text: String) -> Range<String.Index> { text.range(ofUTF8: byteRange) }
}

extension TextClassifier {
    /// The sentences of a document with what each counted, in order; none for a document of one sentence.
    ///
    /// Of a long document only what is read counts; a document of very many sentences is looked at in at most
    /// `limit` groups of neighbours.
    ///
    /// - Throws: ``TextClassifierError/outOfRange(option:value:minimum:)``, or `ModelError.notFinite(model:)` where the
    ///   weights are damaged.
    public func sentenceWeights(of text: String, limit: Int = 64) throws -> [SentenceWeight] {
        guard limit >= 1 else { throw TextClassifierError.outOfRange(option: "limit", value: limit, minimum: 1) }
        guard let label = try classify(text).label, let target = classNames.firstIndex(of: label) else { return [] }
        let document = ReadDocument(text, by: self)
        let groups = sentences(of: text, document, limit: limit)
        guard groups.count > 1 else { return [] }
        let without = groups.map { group in document.without(group.words.contains) }
        let logits = logits(
            of: [document.ids] + without.map(\.ids), hashes: [document.hashes] + without.map(\.hashes))
        let whole = logOdds(logits[0], target)
        let utf8 = Array(text.utf8)
        let weights = zip(groups, logits.dropFirst()).map { group, logits in
            SentenceWeight(
                text: String(decoding: utf8[group.bytes], as: UTF8.self), byteRange: group.bytes,
                weight: whole - logOdds(logits, target))
        }
        guard weights.allSatisfy(\.weight.isFinite) else { throw ModelError.notFinite(model: name) }
        return weights
    }

    /// Sentences that hold words which are read: their bytes, and the places of their words.
    private func sentences(
        of text: String, _ document: ReadDocument, limit: Int
    ) -> [(bytes: Range<Int>, words: Range<Int>)] {
        var found: [(bytes: Range<Int>, words: Range<Int>)] = []
        var word = 0
        for range in tokenizer.sentenceRanges(in: text) {
            let first = word
            while word < document.ranges.count, document.ranges[word].lowerBound < range.upperBound { word += 1 }
            if word > first { found.append((range, first..<word)) }
        }
        let size = (found.count + limit - 1) / limit
        guard size > 1 else { return found }
        return stride(from: 0, to: found.count, by: size).map { start in
            let last = found[min(start + size, found.count) - 1]
            return (
                found[start].bytes.lowerBound..<last.bytes.upperBound,
                found[start].words.lowerBound..<last.words.upperBound
            )
        }
    }
}
