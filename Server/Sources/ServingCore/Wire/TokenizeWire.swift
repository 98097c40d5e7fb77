import Recurrent

/// `POST /v1/tokenize`.
package struct TokenizeRequest: Decodable, Sendable, WireType {
    package var model: String?
    package var input: Texts

    package enum CodingKeys: String, FieldKeys { case model, input }
    package static let schemaName = "TokenizeRequest"
    package static var fieldNames: [String] { CodingKeys.names }

    /// - Throws: `ServingError.invalid`, `.tooMuch`.
    package func response(model: String, tokenizer: Tokenizer, limits: Limits) throws(ServingError) -> TokenizeResponse
    {
        guard !input.texts.isEmpty else { throw .invalid("input is empty.", field: "input") }
        try limits.require(texts: input.texts.count, field: "input")
        return TokenizeResponse(model: model, results: input.texts.map { TokenizeResult($0, by: tokenizer) })
    }
}

/// The response of `POST /v1/tokenize`.
package struct TokenizeResponse: Codable, Sendable, Equatable, WireType {
    package var model: String
    /// One for each text, in their order.
    package var results: [TokenizeResult]

    package enum CodingKeys: String, FieldKeys { case model, results }
    package static let schemaName = "TokenizeResponse"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(model: String, results: [TokenizeResult]) { (self.model, self.results) = (model, results) }
}

/// The tokens of a text.
package struct TokenizeResult: Codable, Sendable, Equatable, WireType {
    package var tokens: [TokenizedToken]
    /// How many of them the model does not know.
    package var unknown: Int

    package enum CodingKeys: String, FieldKeys { case tokens, unknown }
    package static let schemaName = "TokenizeResult"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(_ text: String, by tokenizer: Tokenizer) {
        let encoding = tokenizer.encode(text)
        let utf8 = Array(text.utf8)
        tokens = zip(encoding.ids, encoding.byteRanges).map { id, range in
            TokenizedToken(
                id: Int(id), text: String(decoding: utf8[range], as: UTF8.self), start: range.lowerBound,
                end: range.upperBound)
        }
        unknown = encoding.unknownCount
    }
}

/// A token of a text.
package struct TokenizedToken: Codable, Sendable, Equatable, WireType {
    package var id: Int
    /// The part of the text that it stands for.
    package var text: String
    /// Where it stands in the text, in UTF-8 bytes.
    package var start: Int
    package var end: Int

    package enum CodingKeys: String, FieldKeys { case id, text, start, end }
    package static let schemaName = "Token"
    package static var fieldNames: [String] { CodingKeys.names }
}

extension Limits {
    /// - Throws: `ServingError.tooMuch`.
    func require(texts count: Int, field: String) throws(ServingError) {
        guard count > texts else { return }
        throw .tooMuch(
            "\(field) has \(count) texts, and at most \(texts) are allowed; send several requests.", field: field)
    }
}
