import Foundation

/// Token ids of several texts as a matrix, short rows filled up with ``Vocabulary/paddingID``.
public struct PaddedIDs: Sendable, Equatable {
    /// `[lengths.count, rowLength]`, row by row.
    public let ids: [Int32]
    /// How many ids of each row are the text's.
    public let lengths: [Int]
    /// The longest of ``lengths``.
    public let rowLength: Int
}

extension Tokenizer {
    /// Encodes many texts on all processors; the results are in the order of the texts.
    public func encode(each texts: [String]) -> [Encoding] {
        inParallel(texts.count) { indices in
            var session = TokenizerSession(self)
            return indices.map { session.encode(texts[$0]) }
        }
    }

    /// The ids of many texts alone, worked out on all processors.
    public func encodeIDs(each texts: [String]) -> [[Int32]] {
        inParallel(texts.count) { indices in
            var session = TokenizerSession(self)
            return indices.map { session.encodeIDs(texts[$0]) }
        }
    }

    /// The word hashes of many texts, worked out on all processors; see ``TokenizerSession/wordHashes(of:)``.
    public func wordHashes(each texts: [String]) -> [[UInt64]] {
        inParallel(texts.count) { indices in
            var session = TokenizerSession(self)
            return indices.map { session.wordHashes(of: texts[$0]) }
        }
    }

    /// The ids and the word hashes of many texts, worked out on all processors.
    package func idsAndWordHashes(each texts: [String]) -> [(ids: [Int32], hashes: [UInt64])] {
        inParallel(texts.count) { indices in
            var session = TokenizerSession(self)
            return indices.map { session.idsAndWordHashes(of: texts[$0]) }
        }
    }

    /// The ids of many texts as one matrix.
    ///
    /// - Parameters:
    ///   - maxLength: Ids past this number are left out; with begin and end marks both stay.
    ///   - addsBeginAndEnd: Puts ``Vocabulary/beginID`` before each text and ``Vocabulary/endID`` behind it.
    public func encodePadded(
        _ texts: [String], maxLength: Int? = nil, addsBeginAndEnd: Bool = false
    ) -> PaddedIDs {
        let marks = addsBeginAndEnd ? 2 : 0
        precondition(
            maxLength ?? marks >= marks, "encodePadded: maxLength \(maxLength ?? 0) has no room for the marks.")
        let rows = encodeIDs(each: texts).map { ids in
            let kept = ids.prefix((maxLength ?? .max) - marks)
            return addsBeginAndEnd ? [Vocabulary.beginID] + kept + [Vocabulary.endID] : Array(kept)
        }
        let rowLength = rows.map(\.count).max() ?? 0
        let padded = rows.flatMap {
            $0 + [Int32](repeating: Vocabulary.paddingID, count: rowLength - $0.count)
        }
        return PaddedIDs(ids: padded, lengths: rows.map(\.count), rowLength: rowLength)
    }

    /// The ids of a text where each join of a byte-pair encoding is left out with the probability `dropout`, so that a
    /// model in training meets words cut in several ways (Provilkov, Emelianenko & Voita 2020).
    ///
    /// - Precondition: The unit is ``TokenUnit/bpe``.
    public func encodeIDs(
        _ text: String, dropout: Double, using generator: inout some RandomNumberGenerator
    ) -> [Int32] {
        precondition(unit == .bpe, "encodeIDs: dropout is for byte pairs, this is a tokenizer of \(unit.rawValue).")
        let encoder = BytePairEncoder(self)
        return withNormalizedUTF8(of: text) { utf8, _ in
            var ids: [Int32] = []
            BytePairChunks.forEach(in: utf8, keepsWhitespace: words.keepsWhitespace) { start, end in
                let chunk = UnsafeBufferPointer(rebasing: utf8[start..<end])
                ids += encoder.pieces(of: chunk, dropout: dropout, using: &generator)
            }
            return ids
        }
    }
}

/// The results of `body` for 0 ..< `count`, a range at a time, worked out on all processors.
func inParallel<Result: Sendable>(_ count: Int, _ body: @Sendable (Range<Int>) -> [Result]) -> [Result] {
    guard count > 1 else { return body(0..<count) }
    let parts = min(count, 4 * ProcessInfo.processInfo.activeProcessorCount)
    nonisolated(unsafe) let slots = UnsafeMutablePointer<[Result]>.allocate(capacity: parts)
    slots.initialize(repeating: [], count: parts)
    defer {
        slots.deinitialize(count: parts)
        slots.deallocate()
    }
    DispatchQueue.concurrentPerform(iterations: parts) { part in
        slots[part] = body(count * part / parts..<count * (part + 1) / parts)
    }
    return Array(UnsafeBufferPointer(start: slots, count: parts).joined())
}
