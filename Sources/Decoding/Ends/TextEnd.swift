/// Where a text that reached its length ends.
public enum TextEnd: String, CaseIterable, Codable, Sendable {
    /// Exactly at the length, within a word if need be.
    case length
    /// At the end of the word that reaches the length. Scripts without spaces between words end at the length.
    case word
    /// At the first end of a sentence from the length on; its full stop is kept, and a quotation mark after it.
    case sentence
    /// At the first blank line from the length on.
    case paragraph
    /// At the first line end from the length on.
    case line

    /// The most characters by which the last word goes beyond a length.
    public static let longestRest = 40
}
