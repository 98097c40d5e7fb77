import Foundation

/// Which column is the text and which the label.
struct RecordColumns: Equatable {
    /// Names by which columns are recognised, the likelier first, in lower case.
    static let textNames = ["text", "sentence", "review", "comment", "content", "tweet", "question", "body"]
    static let labelNames = ["label", "sentiment", "class", "category", "target"]

    let text: Int
    let label: Int?
    /// The cells of the first row where they are names.
    let header: [String]?
    /// The number of cells of the first row.
    let count: Int

    /// The number of cells that a row must have.
    var needed: Int { max(text, label ?? 0) + 1 }

    /// Finds the columns from the first row of a file.
    init(firstRow: [String], options: RecordOptions, file: String) throws(RecordError) {
        count = firstRow.count
        header = Self.isHeader(firstRow, options) ? firstRow : nil
        let columns = header ?? (1...firstRow.count).map(String.init)
        let named = header
        func find(_ reference: ColumnReference?) throws(RecordError) -> Int? {
            guard let reference else { return nil }
            if let index = Self.index(of: reference, count: firstRow.count, header: named) { return index }
            throw .noSuchColumn(file: file, column: reference.description, columns: columns)
        }
        var (text, label) = (try find(options.textColumn), try find(options.labelColumn))
        if let text, text == label { throw .sameColumn(file: file, column: columns[text]) }
        if let header {
            if text == nil { text = Self.index(of: Self.textNames, in: header, except: label) }
            if label == nil { label = Self.index(of: Self.labelNames, in: header, except: text) }
        }
        // The label stands before the text where neither names nor numbers say otherwise.
        if firstRow.count == 2, text == nil { text = label == 1 ? 0 : 1 }
        if firstRow.count == 2, label == nil, header == nil || !Self.hasUsualName(firstRow), let text {
            label = options.textColumn?.isName == true ? nil : 1 - text
        }
        if firstRow.count == 1, label == nil { text = 0 }
        guard let text else { throw .unclearColumns(file: file, columns: columns) }
        (self.text, self.label) = (text, label)
    }

    // MARK: Headers

    private static func isHeader(_ row: [String], _ options: RecordOptions) -> Bool {
        if let hasHeader = options.hasHeader { return hasHeader }
        let references = [options.textColumn, options.labelColumn].compactMap { $0 }
        if references.contains(where: \.isName) { return true }
        return looksLikeHeader(row)
    }

    /// Whether a usual name is among the cells, and all of them are short and distinct, as names are.
    static func looksLikeHeader(_ row: [String]) -> Bool {
        let areNames = row.allSatisfy { $0.utf8.count <= 64 && $0.split(separator: " ").count <= 4 }
        return areNames && Set(row).count == row.count && hasUsualName(row)
    }

    private static func hasUsualName(_ row: [String]) -> Bool {
        row.contains { (textNames + labelNames).contains(plain($0)) }
    }

    private static func plain(_ name: String) -> String {
        name.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// The index of a column, by number or by a name that the header has; nil if there is none.
    static func index(of reference: ColumnReference, count: Int, header: [String]?) -> Int? {
        switch reference {
        case .number(let number): return (1...count).contains(number) ? number - 1 : nil
        case .name(let name):
            guard let header else { return nil }
            return header.firstIndex(of: name) ?? index(of: [plain(name)], in: header, except: nil)
        }
    }

    /// The column that has the first of some names that there is.
    static func index(of names: [String], in header: [String], except other: Int?) -> Int? {
        let plainNames = header.map(plain)
        for name in names {
            if let index = plainNames.indices.first(where: { plainNames[$0] == name && $0 != other }) { return index }
        }
        return nil
    }
}
