import Foundation

/// The one way our commands write JSON: sorted keys, slashes left alone.
public enum JSONOutput {
    /// `value` as JSON without a final line feed.
    ///
    /// Numbers that JSON cannot hold become the strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
    ///
    /// - Parameter isPretty: `true` indents; `false` keeps one line, as JSON Lines needs.
    /// - Throws: `EncodingError` if the value refuses to be encoded.
    public static func encode(_ value: some Encodable, isPretty: Bool = true) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
