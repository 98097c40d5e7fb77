/// Encodes text after text with one tokenizer; a tokenizer of byte pairs remembers the words it has taken apart.
///
/// A session serves one thread at a time.
///
/// ```swift
/// var session = TokenizerSession(tokenizer)
/// for line in lines { use(session.encode(line).ids) }
/// ```
public struct TokenizerSession: Sendable {
    private let tokenizer: Tokenizer
    private var pieces: BytePairEncoder

    /// A session that encodes one text after the other with `tokenizer`, reusing its buffers.
    public init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        pieces = BytePairEncoder(tokenizer)
    }

    /// The ids of a text with the byte range each came from, and what was unknown.
    public mutating func encode(_ text: String) -> Encoding {
        let unit = tokenizer.unit
        return tokenizer.withNormalizedUTF8(of: text) { utf8, alignment in
            var encoding = Encoding()
            encoding.reserveCapacity(utf8.count / (unit == .word || unit == .bpe ? 4 : 1))
            forEachToken(in: utf8) { id, start, end in
                encoding.append(id, alignment.sourceRange(of: start..<end))
                if id == Vocabulary.unknownID { encoding.noteUnknown(utf8[start..<end]) }
            }
            return encoding
        }
    }

    /// The ids of a text alone: the fast way for a corpus.
    public mutating func encodeIDs(_ text: String) -> [Int32] {
        tokenizer.withNormalizedUTF8(of: text) { utf8, _ in
            [Int32](unsafeUninitializedCapacity: utf8.count) { ids, count in
                forEachToken(in: utf8) { id, _, _ in
                    ids.initializeElement(at: count, to: id)
                    count += 1
                }
            }
        }
    }

    /// A number for each word of a text, the same for the same word always, whether the vocabulary has it or not.
    ///
    /// Words are those of ICU's, whatever the tokens are; ``Tokenizer/words`` says whether white space counts.
    public mutating func wordHashes(of text: String) -> [UInt64] {
        tokenizer.withNormalizedUTF8(of: text) { utf8, _ in
            var hashes: [UInt64] = []
            forEachWord(in: utf8, tokenizer.words) { token, _, _ in hashes.append(ByteStringTable.hash(token)) }
            return hashes
        }
    }

    /// ``encodeIDs(_:)`` and ``wordHashes(of:)`` of a text, which is normalized once and, where tokens are words, cut once.
    package mutating func idsAndWordHashes(of text: String) -> (ids: [Int32], hashes: [UInt64]) {
        tokenizer.withNormalizedUTF8(of: text) { utf8, _ in
            var (ids, hashes): ([Int32], [UInt64]) = ([], [])
            ids.reserveCapacity(utf8.count / 4)
            hashes.reserveCapacity(utf8.count / 4)
            if tokenizer.unit != .word { forEachToken(in: utf8) { id, _, _ in ids.append(id) } }
            forEachWord(in: utf8, tokenizer.words) { token, _, _ in
                if tokenizer.unit == .word { ids.append(tokenizer.vocabulary.id(of: token)) }
                hashes.append(ByteStringTable.hash(token))
            }
            return (ids, hashes)
        }
    }

    /// For each token the number of the word that it is, or is a part of, as ``wordHashes(of:)`` counts the words.
    package mutating func wordNumbers(of text: String) -> [Int] {
        tokenizer.withNormalizedUTF8(of: text) { utf8, _ in
            var ends: [Int] = []
            forEachWord(in: utf8, tokenizer.words) { _, _, end in ends.append(end) }
            var numbers: [Int] = []
            var word = 0
            forEachToken(in: utf8) { _, start, _ in
                while word + 1 < ends.count, ends[word] <= start { word += 1 }
                numbers.append(word)
            }
            return numbers
        }
    }

    /// How many words a text has, and how many of them mean nothing to a model that reads these tokens.
    ///
    /// A word that the vocabulary lacks is unknown. One of byte pairs is unknown if it is cut into crumbs: ``WordCrumbs``.
    package mutating func familiarity(of text: String) -> WordFamiliarity {
        tokenizer.withNormalizedUTF8(of: text) { utf8, _ in
            var words: [WordCrumbs] = []
            Segmenter.words.forEachRange(in: utf8) { start, end, status in
                let token = UnsafeBufferPointer(rebasing: utf8[start..<end])
                if !tokenizer.words.keepsWhitespace, Segment.isWhitespace(status: status, token) { return }
                words.append(WordCrumbs(token, end: end, kind: SegmentKind(wordStatus: status)))
            }
            var word = 0
            forEachToken(in: utf8) { id, start, _ in
                while word + 1 < words.count, words[word].end <= start { word += 1 }
                if word < words.count { words[word].add(id) }
            }
            return WordFamiliarity(count: words.count, unknownCount: words.count(where: \.isUnknown))
        }
    }

    /// Calls `body` with the id, start and end of each token of normalized UTF-8.
    @inline(__always)
    private mutating func forEachToken(
        in utf8: UnsafeBufferPointer<UInt8>, _ body: (_ id: Int32, _ start: Int, _ end: Int) -> Void
    ) {
        switch tokenizer.unit {
        case .byte:
            for start in utf8.indices { body(Vocabulary.id(ofByte: utf8[start]), start, start + 1) }
        case .grapheme, .scalar:
            forEachCharacter(in: utf8, tokenizer.unit) { start, end in
                body(tokenizer.vocabulary.id(of: UnsafeBufferPointer(rebasing: utf8[start..<end])), start, end)
            }
        case .word:
            forEachWord(in: utf8, tokenizer.words) { token, start, end in
                body(tokenizer.vocabulary.id(of: token), start, end)
            }
        case .bpe:
            pieces.forEachPiece(in: utf8, body)
        }
    }
}

/// Counts tokens given as UTF-8, with a short way for those of one scalar.
struct TokenCounter {
    private var scalarCounts = [Int](repeating: 0, count: 0x10000)
    private var others = ByteStringTable()
    private var otherCounts: [Int] = []

    mutating func count(_ token: UnsafeBufferPointer<UInt8>) {
        if let scalar = basicScalar(token) {
            scalarCounts[scalar] += 1
        } else {
            let number = others.insert(token)
            if number == otherCounts.count { otherCounts.append(0) }
            otherCounts[number] += 1
        }
    }

    /// The tokens with their counts: falling by count, then in byte order.
    var ranked: [(token: [UInt8], count: Int)] {
        var counts = otherCounts.enumerated().map { (token: Array(others[$0]), count: $1) }
        for (value, count) in scalarCounts.enumerated() where count > 0 {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            counts.append((Array(String(scalar).utf8), count))
        }
        return counts.sorted {
            $0.count != $1.count ? $0.count > $1.count : $0.token.lexicographicallyPrecedes($1.token)
        }
    }
}

/// The value of the scalar below U+10000 that is the whole token, or nil if the token is anything else.
///
/// A token of one byte above 0x7F, as byte vocabularies have them, is no scalar.
@inline(__always)
func basicScalar(_ token: UnsafeBufferPointer<UInt8>) -> Int? {
    switch token.count {
    case 1 where token[0] < 0x80:
        return Int(token[0])
    case 2 where token[0] >= 0xC0:
        return Int(token[0] & 0x1F) << 6 | Int(token[1] & 0x3F)
    case 3 where token[0] >= 0xE0:
        return Int(token[0] & 0x0F) << 12 | Int(token[1] & 0x3F) << 6 | Int(token[2] & 0x3F)
    default:
        return nil
    }
}
