import Foundation

/// Which column is the text and which the label.
public struct RecordColumns: Sendable, Equatable {
    let text: Int
    let label: Int?
    /// The columns that say whether a text has a label, in the order in which they were asked for.
    let labels: [Int]
    /// The cells of the first row where they are names.
    let header: [String]?
    /// The number of cells of the first row.
    let count: Int
    /// The file they are of.
    let file: String

    /// The number of cells that a row must have.
    var needed: Int { max(text, label ?? 0, labels.max() ?? 0) + 1 }

    /// The names of the columns, or their numbers.
    var names: [String] { header ?? (1...max(count, 1)).map(String.init) }

    /// Finds the columns from the first row of a file.
    ///
    /// - Parameter isHeader: Whether the row names them.
    init(firstRow: [String], isHeader: Bool, options: RecordOptions, file: String) throws(RecordError) {
        (count, self.file) = (firstRow.count, file)
        header = isHeader ? firstRow : nil
        let (header, usual) = (header, options.usualNames)
        var (text, label) = (
            try Self.find(options.textColumn, firstRow, header, file),
            try Self.find(options.labelColumn, firstRow, header, file)
        )
        if let text, text == label { throw .sameColumn(file: file, column: (header ?? Self.numbers(count))[text]) }
        if let header {
            if text == nil { text = try Self.usual(usual.text, in: header, except: label, file) }
            if label == nil { label = try Self.usual(usual.label, in: header, except: text, file) }
        }
        if usual.haveFixedPlaces {
            (text, label) = (text ?? 1, label ?? 0)
            guard firstRow.count > 1 else { throw .noSuchColumn(file: file, column: "2", columns: header ?? ["1"]) }
            if text == label { throw .sameColumn(file: file, column: (header ?? Self.numbers(count))[text ?? 0]) }
        }
        if let header, header.count > 1, text == nil, label == nil {
            throw .unclearColumns(file: file, columns: header)
        }
        // The label stands before the text where neither names nor numbers say otherwise.
        if firstRow.count == 2, text == nil { text = label == 1 ? 0 : 1 }
        if firstRow.count == 2, label == nil, header == nil || !usual.hasOne(in: firstRow), let text {
            label = options.textColumn?.isName == true ? nil : 1 - text
        }
        if firstRow.count == 1, label == nil { text = 0 }
        guard let text else { throw .unclearColumns(file: file, columns: header ?? Self.numbers(count)) }
        (self.text, self.label) = (text, label)
        var labels: [Int] = []
        for column in options.labelColumns {
            if let place = try Self.find(column, firstRow, header, file) { labels.append(place) }
        }
        self.labels = labels
        if labels.contains(text) || Set(labels).count < labels.count {
            let column = labels.contains(text) ? text : labels.first { label in labels.count { $0 == label } > 1 } ?? 0
            throw .sameColumn(file: file, column: (header ?? Self.numbers(count))[column])
        }
    }

    /// The same columns in another file, which has no header.
    init(_ other: RecordColumns, file: String) {
        (text, label, labels) = (other.text, other.label, other.labels)
        (count, header, self.file) = (other.count, nil, file)
    }

    private static func numbers(_ count: Int) -> [String] { (0..<count).map { String($0 + 1) } }

    private static func find(
        _ reference: ColumnReference?, _ row: [String], _ header: [String]?, _ file: String
    ) throws(RecordError) -> Int? {
        guard let reference else { return nil }
        let found = indices(of: reference, count: row.count, header: header)
        if found.count > 1 {
            throw .ambiguousColumn(file: file, column: reference.description, numbers: found.map { $0 + 1 })
        }
        if let index = found.first { return index }
        throw .noSuchColumn(file: file, column: reference.description, columns: header ?? numbers(row.count))
    }

    private static func usual(
        _ names: [String], in header: [String], except other: Int?, _ file: String
    ) throws(RecordError) -> Int? {
        for name in names {
            let found = indices(of: .name(name), count: header.count, header: header).filter { $0 != other }
            if found.count > 1 {
                throw .ambiguousColumn(file: file, column: header[found[0]], numbers: found.map { $0 + 1 })
            }
            if let index = found.first { return index }
        }
        return nil
    }

    // MARK: Other files

    /// Refuses a column that is asked for by number and has another name in the file before.
    func requireNames(of precedent: RecordColumns?, _ options: RecordOptions) throws(RecordError) {
        guard let header, let precedent, let before = precedent.header else { return }
        for case .number(let number) in [options.textColumn, options.labelColumn]
        where header.indices.contains(number - 1) && before.indices.contains(number - 1) {
            let (here, there) = (header[number - 1], before[number - 1])
            guard ColumnNames.plain(here) != ColumnNames.plain(there) else { continue }
            throw .differentHeader(file: file, number: number, column: here, other: there, otherFile: precedent.file)
        }
    }

    // MARK: Names

    /// The index of a column, by number or by a name that the header has; nil if there is none. Of several with the name
    /// it is the first.
    package static func index(of reference: ColumnReference, count: Int, header: [String]?) -> Int? {
        indices(of: reference, count: count, header: header).first
    }

    /// The indices of all columns that a number or name may mean. A name as it stands goes before one in another case.
    static func indices(of reference: ColumnReference, count: Int, header: [String]?) -> [Int] {
        switch reference {
        case .number(let number): return number >= 1 && number <= count ? [number - 1] : []
        case .name(let name):
            guard let header else { return [] }
            let exact = header.indices.filter { header[$0] == name }
            if !exact.isEmpty { return exact }
            let plain = ColumnNames.plain(name)
            return header.indices.filter { ColumnNames.plain(header[$0]) == plain }
        }
    }
}

/// Names by which columns are recognised, the likelier first, in lower case.
struct ColumnNames: Sendable, Equatable {
    let text: [String]
    let label: [String]
    /// Whether the first column is the label and the second the text where names do not say, however many there are.
    let haveFixedPlaces: Bool

    /// A text and its class.
    static let labelled = ColumnNames(
        text: ["text", "sentence", "review", "comment", "content", "tweet", "question", "body"],
        label: ["label", "sentiment", "class", "category", "target"], haveFixedPlaces: false)
    /// A target, as the text, and its source.
    static let pairs = ColumnNames(
        text: ["target", "tgt", "target language", "target text"],
        label: ["source", "src", "source language", "source text"], haveFixedPlaces: true)

    var all: Set<String> { Set(text + label) }

    /// Those that speak for a row being a header: of pairs both sides must be named, since each name is a word too, or be
    /// two languages.
    func telling(of row: [String]) -> Set<String> {
        let plain = Set(row.map(Self.plain))
        guard haveFixedPlaces else { return all }
        if !plain.isDisjoint(with: text), !plain.isDisjoint(with: label) { return all }
        return row.count > 1 && LanguageNames.areDifferent(row[0], row[1]) ? plain : []
    }

    /// A name without what does not count in it.
    static func plain(_ name: String) -> String { name.trimmingCharacters(in: .whitespaces).lowercased() }

    /// Whether a usual name is among some cells.
    func hasOne(in row: [String]) -> Bool { row.contains { all.contains(Self.plain($0)) } }

    /// Whether a usual name is among some cells, and all of them are short and distinct, as names are.
    func areHeader(_ row: [String]) -> Bool {
        let areNames = row.allSatisfy { $0.utf8.count <= 64 && $0.split(separator: " ").count <= 4 }
        return areNames && Set(row).count == row.count && hasOne(in: row)
    }
}
