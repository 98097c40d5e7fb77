/// A text from a file, with what the file says about it.
public struct TextRecord: Sendable, Equatable {
    public let text: String
    /// Nil where the file has none; without spaces around it.
    public let label: String?
    /// The line it begins in, counted from 1.
    public let line: Int
    /// All cells of a row of CSV or TSV; else the line alone, with JSON Lines the whole object.
    public let fields: [String]
}
