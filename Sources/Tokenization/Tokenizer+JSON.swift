import Foundation

/// The fields of `tokenizer.json`.
///
/// `tokens` lists the ordinary tokens from id 4 on; for bytes there is nothing to list. Byte pairs have, behind the 256
/// bytes, the characters of `tokens`, and then what each pair of `merges`, two ids after the other, is joined to, unless
/// an earlier pair was joined to the same. `tokenIDs` has the ids of `tokens` where some came after joins. Byte pairs have
/// `words` only where they leave white space out.
private struct TokenizerFile: Codable {
    var formatVersion: Int
    var icuVersion: String
    var merges: [Int32]?
    var normalization: NormalizationField
    var tokenIDs: [Int32]?
    var tokens: [String]?
    var unit: TokenUnit
    var vocabularySize: Int
    var words: WordOptions?
}

/// One step by its name, or several in a list.
private struct NormalizationField: Codable {
    var steps: [Normalization]

    init(_ steps: [Normalization]) { self.steps = steps }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // One step or several; what is neither is thrown below.
        if let step = try? container.decode(Normalization.self) {
            steps = [step]
        } else if let several = try? container.decode([Normalization].self) {
            steps = several
        } else {
            _ = try container.decode(String.self)  // another type is a mistake of type
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown")
        }
        for case .transliteration(let id) in steps where !Normalizer.isKnown(transliterator: id) {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if steps.count <= 1 { try container.encode(steps.first ?? .none) } else { try container.encode(steps) }
    }
}

/// What every version of the format has.
private struct TokenizerFileHeader: Decodable {
    var formatVersion: Int
}

extension Tokenizer {
    /// The version of the file format that is written, and the newest that is read.
    ///
    /// Version 1 knew neither words nor byte pairs, version 2 no characters that byte pairs gained later, version 3 no
    /// byte pairs without white space.
    public static let formatVersion = 4

    /// The tokenizer as the contents of a `tokenizer.json`; equal tokenizers give equal bytes.
    public func jsonData() throws -> Data {
        let joined = Set(merges.results)
        let first = unit == .bpe ? Vocabulary.bytes.count : Vocabulary.specialCount
        let ids = (Int32(first)..<Int32(vocabulary.count)).filter { !joined.contains($0) }
        let tokens = ids.map { String(decoding: vocabulary.bytes(of: $0), as: UTF8.self) }
        let isExtended = ids.last.map { Int($0) + 1 > first + ids.count } ?? false
        let hasWords = unit == .word || (unit == .bpe && words != WordOptions())
        let version = unit == .bpe && hasWords ? 4 : isExtended ? 3 : unit == .word || unit == .bpe ? 2 : 1
        let file = TokenizerFile(
            formatVersion: version, icuVersion: icuVersion,
            merges: unit == .bpe ? merges.flattened : nil, normalization: NormalizationField(normalizer.steps),
            tokenIDs: isExtended ? ids : nil, tokens: unit == .byte ? nil : tokens, unit: unit,
            vocabularySize: vocabulary.count,
            words: hasWords ? words : nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(file) + Data("\n".utf8)
    }

    /// Reads the contents of a `tokenizer.json`.
    ///
    /// - Parameter fileName: The name that error messages give.
    /// - Throws: ``TokenizerError`` if the contents are no JSON, lack a field, have a wrong type, an unknown unit or
    ///   normalization, a newer version, a wrong count, or tokens that are double or not of the unit.
    public init(jsonData: Data, fileName: String) throws {
        let version = try decoded(TokenizerFileHeader.self, from: jsonData, file: fileName).formatVersion
        guard (1...Self.formatVersion).contains(version) else {
            throw TokenizerError.unsupportedVersion(
                file: fileName, found: version, supported: Self.formatVersion)
        }
        let file = try decoded(TokenizerFile.self, from: jsonData, file: fileName)
        if let problem = Normalizer.problem(of: file.normalization.steps) {
            throw TokenizerError.malformed(file: fileName, reason: "the field 'normalization' \(problem)")
        }
        let normalizer = Normalizer(file.normalization.steps)
        if file.unit == .bpe {
            let (vocabulary, merges) = try file.bytePairs(fileName: fileName)
            self.init(
                unit: .bpe, normalizer: normalizer, vocabulary: vocabulary, icuVersion: file.icuVersion,
                words: file.words ?? WordOptions(), merges: merges)
        } else {
            self.init(
                unit: file.unit, normalizer: normalizer, vocabulary: try file.vocabulary(fileName: fileName),
                icuVersion: file.icuVersion, words: file.words ?? WordOptions())
        }
    }
}

extension TokenizerFile {
    fileprivate func vocabulary(fileName: String) throws -> Vocabulary {
        if unit == .byte {
            guard tokens == nil else {
                throw TokenizerError.malformed(file: fileName, reason: "a tokenizer of bytes lists no tokens")
            }
            try checkCount(Vocabulary.bytes.count, fileName: fileName)
            return .bytes
        }
        let tokens = try checkedTokens(fileName: fileName)
        try checkCount(Vocabulary.specialCount + tokens.count, fileName: fileName)
        return Vocabulary(tokens: tokens)
    }

    /// The listed tokens, each once and each of the unit.
    private func checkedTokens(fileName: String) throws -> [[UInt8]] {
        guard let tokens else {
            throw TokenizerError.malformed(file: fileName, reason: "the field 'tokens' is missing")
        }
        var seen: Set<[UInt8]> = []
        for (index, token) in tokens.enumerated() {
            guard isOneUnit(token) else {
                let shown = String(token.unicodeScalars.prefix(40)).debugDescription
                throw TokenizerError.malformed(
                    file: fileName, reason: "tokens[\(index)], \(shown), is not one \(unit.rawValue)")
            }
            guard seen.insert(Array(token.utf8)).inserted else {
                throw TokenizerError.duplicateToken(file: fileName, token: token)
            }
        }
        return tokens.map { Array($0.utf8) }
    }

    /// The vocabulary and the joins of byte pairs.
    fileprivate func bytePairs(fileName: String) throws -> (Vocabulary, BytePairMerges) {
        guard let flat = merges, flat.count.isMultiple(of: 2) else {
            throw TokenizerError.malformed(file: fileName, reason: "the field 'merges' is missing or of odd length")
        }
        var tokens = (0...255).map { [UInt8($0)] }
        var ids: [[UInt8]: Int32] = [:]
        for (index, token) in tokens.enumerated() { ids[token] = Int32(index + Vocabulary.specialCount) }
        var listed = try listedTokens(fileName: fileName)[...]
        func append(_ token: [UInt8]) {
            ids[token] = Int32(tokens.count + Vocabulary.specialCount)
            tokens.append(token)
        }
        /// Takes the characters whose ids come next.
        func appendListed() {
            while let next = listed.first, Int(next.id) == tokens.count + Vocabulary.specialCount {
                append(next.token)
                listed.removeFirst()
            }
        }
        appendListed()
        var merges = BytePairMerges()
        for index in stride(from: 0, to: flat.count, by: 2) {
            let (left, right) = (flat[index], flat[index + 1])
            let known = Int32(Vocabulary.specialCount)..<Int32(tokens.count + Vocabulary.specialCount)
            guard known.contains(left), known.contains(right), merges.pairs.number(of: left, right) == nil else {
                throw TokenizerError.malformed(
                    file: fileName,
                    reason: "merges[\(index)] and the next, \(left) and \(right), are no new pair of tokens")
            }
            let token = tokens[Int(left) - Vocabulary.specialCount] + tokens[Int(right) - Vocabulary.specialCount]
            guard token.count <= BytePairChunks.maxLength else {
                throw TokenizerError.malformed(
                    file: fileName, reason: "merges[\(index)] makes a token that is too long")
            }
            if ids[token] == nil {
                append(token)
                appendListed()
            }
            merges.append(left, right, result: ids[token]!)
        }
        guard listed.isEmpty else {
            throw TokenizerError.malformed(file: fileName, reason: "the field 'tokenIDs' has an id out of order")
        }
        try checkCount(Vocabulary.specialCount + tokens.count, fileName: fileName)
        return (Vocabulary(tokens: tokens), merges)
    }

    /// The characters of byte pairs with their ids, which follow the bytes where the file doesn't say.
    private func listedTokens(fileName: String) throws -> [(id: Int32, token: [UInt8])] {
        let tokens = try checkedTokens(fileName: fileName)
        let ids = tokenIDs ?? tokens.indices.map { Int32(Vocabulary.bytes.count + $0) }
        guard ids.count == tokens.count else {
            throw TokenizerError.malformed(
                file: fileName, reason: "it has \(ids.count) 'tokenIDs' for \(tokens.count) 'tokens'")
        }
        return zip(ids, tokens).map { ($0, $1) }
    }

    private func checkCount(_ found: Int, fileName: String) throws {
        guard vocabularySize == found else {
            throw TokenizerError.countMismatch(file: fileName, expected: vocabularySize, found: found)
        }
    }

    /// Another ICU may cut graphemes otherwise, so its tokens need only hold something.
    private func isOneUnit(_ token: String) -> Bool {
        switch unit {
        case .grapheme where icuVersion == Segmenter.icuVersion:
            !token.isEmpty && Segmenter.graphemes.firstEnd(in: Array(token.utf8)) == token.utf8.count
        case .scalar, .bpe:
            token.unicodeScalars.count == 1 && (unit == .scalar || token.utf8.count > 1)
        default:
            !token.isEmpty
        }
    }
}

private func decoded<Value: Decodable>(_ type: Value.Type, from data: Data, file: String) throws -> Value {
    do {
        return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
        throw TokenizerError.malformed(file: file, reason: reason(for: error))
    } catch {
        throw TokenizerError.malformed(file: file, reason: "it is not valid JSON, or has a number out of range")
    }
}

private func reason(for error: DecodingError) -> String {
    func field(_ path: [any CodingKey]) -> String {
        path.reduce("") { path, key in
            if let index = key.intValue { return path + "[\(index)]" }
            return path.isEmpty ? key.stringValue : path + "." + key.stringValue
        }
    }
    switch error {
    case .keyNotFound(let key, let context):
        return "the field '\(field(context.codingPath + [key]))' is missing"
    case .typeMismatch(_, let context) where context.codingPath.isEmpty:
        return "it is not a JSON object"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
        return "the field '\(field(context.codingPath))' has the wrong type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
        return "the field '\(field(context.codingPath))' has a value that is not allowed"
    default:
        return "it is not valid JSON, or has a number out of range"
    }
}
