import Foundation

/// The fields of `tokenizer.json`.
///
/// `tokens` lists the ordinary tokens from id 4 on; for bytes there is nothing to list.
private struct TokenizerFile: Codable {
    var formatVersion: Int
    var icuVersion: String
    var normalization: Normalization
    var tokens: [String]?
    var unit: TokenUnit
    var vocabularySize: Int
}

/// What every version of the format has.
private struct TokenizerFileHeader: Decodable {
    var formatVersion: Int
}

extension Tokenizer {
    /// The version of the file format that is written, and the newest that is read.
    public static let formatVersion = 1

    /// The tokenizer as the contents of a `tokenizer.json`; equal tokenizers give equal bytes.
    public func jsonData() throws -> Data {
        let tokens = vocabulary.ordinaryIDs.map { String(decoding: vocabulary.bytes(of: $0), as: UTF8.self) }
        let file = TokenizerFile(
            formatVersion: Self.formatVersion, icuVersion: icuVersion, normalization: normalization,
            tokens: unit == .byte ? nil : tokens, unit: unit, vocabularySize: vocabulary.count)
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
        self.init(
            unit: file.unit, normalization: file.normalization, vocabulary: try file.vocabulary(fileName: fileName),
            icuVersion: file.icuVersion)
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
        guard let tokens else {
            throw TokenizerError.malformed(file: fileName, reason: "the field 'tokens' is missing")
        }
        try checkCount(Vocabulary.specialCount + tokens.count, fileName: fileName)
        var seen: Set<[UInt8]> = []
        for (index, token) in tokens.enumerated() {
            guard isOneUnit(token) else {
                throw TokenizerError.malformed(
                    file: fileName, reason: "tokens[\(index)], \(token.debugDescription), is not one \(unit.rawValue)")
            }
            guard seen.insert(Array(token.utf8)).inserted else {
                throw TokenizerError.duplicateToken(file: fileName, token: token)
            }
        }
        return Vocabulary(tokens: tokens.map { Array($0.utf8) })
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
        case .scalar:
            token.unicodeScalars.count == 1
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
