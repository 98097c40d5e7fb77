/// A text from a file, with what the file says about it.
public struct TextRecord: Sendable, Equatable {
    /// The text of the record.
    public let text: String
    /// Nil where the file has none; without spaces around it.
    public let label: String?
    /// What the columns of several labels hold, or the labels of a list; nil where they were not asked for, or where the
    /// labels are in one cell.
    let labels: [String]?
    /// The line it begins in, counted from 1.
    public let line: Int
    /// All cells of a row of CSV or TSV; else the line alone, with JSON Lines the whole object.
    public let fields: [String]
    /// The names of the cells; nil where the record is no row of a table.
    let names: [String]?

    init(
        text: String, label: String?, labels: [String]? = nil, line: Int, fields: [String], names: [String]? = nil
    ) {
        self.text = text
        self.label = label
        self.labels = labels
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
            // A record of JSON Lines was read as an object before.
            guard let object = try? JSONFields(Array(fields[0].utf8)[...]) else { return nil }
            return (object.names, object.names.map { object[$0]?.written ?? "" })
        case .text, .fasttext: return nil
        }
    }
}

/// A line of fastText's: words that begin with `__label__` are labels, wherever they stand, the others are the text.
struct LabelledLine {
    static let prefix = "__label__"

    let labels: [String]
    let text: String

    init(_ line: ArraySlice<UInt8>) {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        var labels: [String] = []
        var text: [UInt8] = []
        var rest = line.drop(while: isBlank)
        while !rest.isEmpty {
            let word = rest.prefix { !isBlank($0) }
            let end = rest[word.endIndex...].drop(while: isBlank)
            if Self.isLabel(word) {
                labels.append(String(decoding: word.dropFirst(Self.prefix.utf8.count), as: UTF8.self))
            } else {
                text += rest[..<end.startIndex]
            }
            rest = end
        }
        while let last = text.last, isBlank(last) { text.removeLast() }
        self.labels = labels
        self.text = String(decoding: text, as: UTF8.self)
    }

    /// Whether a text is to be taken for lines of this kind: it begins with a label.
    static func begins(_ text: ArraySlice<UInt8>) -> Bool {
        isLabel(text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }.prefix { $0 > 0x20 })
    }

    private static func isLabel(_ word: ArraySlice<UInt8>) -> Bool {
        word.count > prefix.utf8.count && word.starts(with: prefix.utf8)
    }
}

/// What a reader replaced or skipped because it could not be read.
public struct ReadingLosses: Sendable, Equatable {
    /// Bytes that are no characters, for each of which U+FFFD stands now.
    public internal(set) var replacedCount = 0
    /// Lines, rows and objects that were left out.
    public internal(set) var skippedCount = 0
    /// The lines of the first of these, replaced or left out.
    public private(set) var firstLines: [Int] = []

    mutating func add(line: Int) {
        if firstLines.count < 5, firstLines.last != line { firstLines.append(line) }
    }

    /// What a person should know; nil where nothing was lost.
    public func note(file: String) -> ReadingNote? {
        var parts: [String] = []
        if replacedCount > 0 {
            parts.append(replacedCount == 1 ? "1 invalid byte replaced" : "\(replacedCount) invalid bytes replaced")
        }
        if skippedCount > 0 {
            parts.append(skippedCount == 1 ? "1 record skipped" : "\(skippedCount) records skipped")
        }
        guard !parts.isEmpty else { return nil }
        let isAll = firstLines.count >= replacedCount + skippedCount
        let lines = firstLines.map(String.init).joined(separator: ", ")
        return ReadingNote(
            "'\(file)': \(parts.joined(separator: ", ")) (line \(lines)\(isAll ? "" : ", …"))")
    }
}
