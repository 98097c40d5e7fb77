import Tokenization

/// A sentence of a document and its influence on the class.
public struct SentenceWeight: Sendable, Equatable {
    public let text: String
    /// Where it stands, in UTF-8 bytes of the document.
    public let byteRange: Range<Int>
    /// What the log odds of the document's class lose when the sentence is left out.
    public let weight: Double
}

extension TextClassifier {
    /// The sentences of a document with what each counted, in order; none for a document of one sentence.
    ///
    /// Of a long document only what is read counts; a document of very many sentences is looked at in at most
    /// `limit` groups of neighbours.
    public func sentenceWeights(of text: String, limit: Int = 64) -> [SentenceWeight] {
        let encoding = tokenizer.encode(text)
        let places = clippedPlaces(encoding.ids.count)
        guard let label = classify(text).label, let target = classNames.firstIndex(of: label) else { return [] }
        let groups = sentences(of: text, places: places, encoding, limit: limit)
        guard groups.count > 1 else { return [] }
        let ids = places.map { encoding.ids[$0] }
        let without = groups.map { group in
            ids.indices.filter { !group.words.contains($0) }.map { ids[$0] }
        }
        let logits = session.logits(of: [ids] + without)
        let whole = logOdds(logits[0], target)
        let utf8 = Array(text.utf8)
        return zip(groups, logits.dropFirst()).map { group, logits in
            SentenceWeight(
                text: String(decoding: utf8[group.bytes], as: UTF8.self), byteRange: group.bytes,
                weight: whole - logOdds(logits, target))
        }
    }

    /// Sentences that hold words which are read: their bytes, and the numbers of the words among those read.
    private func sentences(
        of text: String, places: [Int], _ encoding: Encoding, limit: Int
    ) -> [(bytes: Range<Int>, words: Range<Int>)] {
        var found: [(bytes: Range<Int>, words: Range<Int>)] = []
        var word = 0
        for range in tokenizer.sentenceRanges(in: text) {
            let first = word
            while word < places.count, encoding.byteRanges[places[word]].lowerBound < range.upperBound { word += 1 }
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
