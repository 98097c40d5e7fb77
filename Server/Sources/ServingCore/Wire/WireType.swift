import Foundation

/// A type of a request or a response, whose fields the OpenAPI document lists.
package protocol WireType {
    /// Its name in the OpenAPI document.
    static var schemaName: String { get }
    /// The names of its fields in JSON.
    static var fieldNames: [String] { get }
}

/// The fields of a type, which all are fields of its JSON.
package protocol FieldKeys: CodingKey, CaseIterable, RawRepresentable where RawValue == String {}

extension FieldKeys {
    static var names: [String] { allCases.map(\.rawValue) }
}

extension KeyedDecodingContainer where Key: FieldKeys {
    /// A field that may be missing, or null.
    ///
    /// - Throws: `ServingError.invalid`, which names the field: the decoder's own errors do not for numbers that do not
    ///   fit.
    func optional<Value: Decodable>(_ key: Key) throws -> Value? {
        do {
            return try decodeIfPresent(Value.self, forKey: key)
        } catch let error as ServingError {
            throw error
        } catch let error as DecodingError {
            throw ServingError(error)
        } catch {
            throw ServingError.invalidValue(of: key.stringValue)
        }
    }
}

/// All types of requests and responses.
package var wireTypes: [any WireType.Type] {
    [
        CompletionRequest.self, StreamOptions.self, CompletionResponse.self, CompletionChoice.self,
        CompletionLogprobs.self, CompletionUsage.self, ModelCard.self, ModelList.self, PredictRequest.self,
        Prediction.self, PredictError.self, ClassifyRequest.self, ClassifyResponse.self, ClassifyResult.self,
        ExplainedWord.self, TokenizeRequest.self, TokenizeResponse.self, TokenizeResult.self, TokenizedToken.self,
        ErrorResponse.self, ErrorBody.self, HealthResponse.self, ReadyResponse.self,
    ]
}

/// Reads requests and writes responses.
package enum WireCoding {
    /// Reads the body of a request.
    ///
    /// - Throws: `ServingError.malformed` and `.invalid`, which name the field.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws(ServingError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as ServingError {
            throw error
        } catch let error as DecodingError {
            throw ServingError(error)
        } catch {
            throw .malformed("The request body is not JSON.")
        }
    }

    /// The JSON of a response, with the keys in alphabetical order.
    package static func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // All values are texts and finite numbers.
        return (try? encoder.encode(value)) ?? Data("{}".utf8)
    }
}

extension ServingError {
    /// A field whose value cannot be read.
    static func invalidValue(of field: String) -> ServingError {
        .invalid("The field \(field) has a value of the wrong type or out of range.", field: field)
    }

    /// What is wrong with a field.
    init(_ error: DecodingError) {
        func name(_ path: [any CodingKey]) -> String {
            path.reduce(into: "") { name, key in
                name += key.intValue.map { "[\($0)]" } ?? ((name.isEmpty ? "" : ".") + key.stringValue)
            }
        }
        switch error {
        case .keyNotFound(let key, let context):
            let field = name(context.codingPath + [key])
            self = .invalid("The field \(field) is missing.", field: field)
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let field = name(context.codingPath)
            self = field.isEmpty ? .malformed("The request body is not a JSON object.") : .invalidValue(of: field)
        @unknown default: self = .malformed("The request body cannot be read.")
        }
    }
}

/// One text, or several.
package struct Texts: Codable, Sendable, Equatable {
    package var texts: [String]
    /// Whether it was an array.
    package var isList: Bool

    package init(_ texts: [String], isList: Bool = true) { (self.texts, self.isList) = (texts, isList) }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self.init([text], isList: false)
        } else {
            guard let texts = try? value.decode([String].self) else {
                throw DecodingError.typeMismatch(
                    [String].self,
                    .init(codingPath: decoder.codingPath, debugDescription: "a text or an array of texts"))
            }
            self.init(texts)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        if isList { try value.encode(texts) } else { try value.encode(texts[0]) }
    }
}
