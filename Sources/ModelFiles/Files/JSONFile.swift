import Foundation

/// JSON as the project writes it: sorted keys, no escaped slashes, the same bytes for the same content.
package enum JSONFile {
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(value)
        data.append(UInt8(ascii: "\n"))
        return data
    }

    /// What is wrong with a file, in words.
    package static func reason(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            let name = (context.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: ".")
            return "the entry \"\(name)\" is missing"
        case .typeMismatch(_, let context) where context.codingPath.isEmpty:
            return "it is not a JSON object"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "the entry \"\(path(context))\" has a value that is not allowed"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "the entry \"\(path(context))\" has the wrong type"
        default:
            return "it is not valid JSON"
        }
    }
}
