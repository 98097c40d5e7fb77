import Foundation
import ModelFiles

/// The one way our commands write JSON: sorted keys, slashes left alone.
public enum JSONOutput {
    /// `value` as JSON without a final line feed.
    ///
    /// On a terminal, characters that would steer it are escaped as JSON escapes them.
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
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        return StandardOutput.isTerminal ? escaped(text) : text
    }

    /// JSON has no character that steers a terminal outside of its strings, apart from line feeds.
    static func escaped(_ json: String) -> String {
        var shown = ""
        for scalar in json.unicodeScalars {
            if MessageText.isSteering(scalar), scalar != "\n" {
                let digits = String(scalar.value, radix: 16)
                shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
