/// How bytes are treated that are not valid in the encoding of a text.
public enum MalformedBytes: String, CaseIterable, Codable, Sendable {
    /// They are an error, which ends the reading.
    case strict
    /// U+FFFD takes the place of each.
    case replace
    /// The line or record that holds them is left out.
    case skip
}
