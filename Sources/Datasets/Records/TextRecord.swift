/// A text from a file, with what the file says about it.
public struct TextRecord: Sendable, Equatable {
    public let text: String
    /// Nil where the file has none; without spaces around it.
    public let label: String?
    /// The line it begins in, counted from 1.
    public let line: Int
    /// All cells of a row of CSV or TSV; else the line alone, with JSON Lines the whole object.
    public let fields: [String]
    /// The names of the cells; nil where the record is no row of a table.
    let names: [String]?

    init(text: String, label: String?, line: Int, fields: [String], names: [String]? = nil) {
        self.text = text
        self.label = label
        self.line = line
        self.fields = fields
        self.names = names
    }

    /// The names and values of all that the record holds beside its line: the cells of a row, where there is no header
    /// `text` and `column1`, `column2` …, or the fields of an object, of which lists and objects stay JSON and null is
    /// empty. Nil for a line of text.
    ///
    /// - Parameter format: That of the reader.
    public func columns(of format: RecordFormat) -> (names: [String], values: [String])? {
        switch format {
        case .csv, .tsv: return names.map { ($0, fields) }
        case .jsonl:
            guard let object = try? JSONFields(Array(fields[0].utf8)[...]) else { return nil }
            return (object.names, object.names.map { object[$0]?.written ?? "" })
        case .text, .fasttext: return nil
        }
    }
}
