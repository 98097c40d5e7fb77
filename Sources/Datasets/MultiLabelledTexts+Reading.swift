import Foundation
import ModelFiles
import Tokenization

extension MultiLabelledTexts {
    /// Reads files of records, in order: the labels of a text are in one cell, separated by `|`, or in columns of their own.
    ///
    /// In JSON Lines they may also be a list of texts, in fastText's format several words that begin with `__label__`. An
    /// empty cell or list, null, or a line without such words means that the text has none of the labels.
    ///
    /// - Parameters:
    ///   - records: How to read the files.
    ///   - labelColumns: The names of columns, or of fields of JSON objects, one for each label: 1 or true where a text has
    ///     the label, 0, false or nothing where it does not. None: the labels are in `records.labelColumn`.
    ///   - labelNames: The labels there may be, in this order; nil: `labelColumns`, or those that occur, sorted.
    ///   - renaming: Names of labels by those in the files.
    ///   - note: Called with what a person should know of how the files were read.
    /// - Throws: ``LabelledTextsError``, ``RecordError``, `TextEncodingError`, `FileError`.
    public init(
        contentsOf urls: [URL], records: RecordOptions = RecordOptions(), labelColumns: [String] = [],
        labelNames: [String]? = nil, renaming: [String: String] = [:], note: (ReadingNote) -> Void = { _ in }
    ) throws {
        guard !urls.isEmpty else { throw LabelledTextsError.noSources }
        var records = records
        records.readsSeveralLabels = true
        records.labelColumns = labelColumns.map { .name($0) }
        if let first = records.labelColumns.first { records.labelColumn = first }
        var collector = MultiLabelledTextsCollector(
            records: records, columnLabels: labelColumns, labelNames: labelNames, renaming: renaming)
        for url in urls { try collector.readFile(url, note: note) }
        self = try collector.finish(names: urls.map(\.nameInMessages).joined(separator: ", "))
        columns = collector.records.precedent
    }
}

/// Gathers texts and numbers their labels in the order in which they come.
private struct MultiLabelledTextsCollector {
    private(set) var records: RecordOptions
    /// What the columns are called, each of a label; empty where the labels of a text are together.
    let columnLabels: [String]
    let givenNames: [String]?
    let renaming: [String: String]

    var texts: [String] = []
    var labels: [[Int]] = []
    var places: [LabelledTexts.Place] = []
    var labelNames: [String]
    var numbers: [String: Int] = [:]

    init(records: RecordOptions, columnLabels: [String], labelNames: [String]?, renaming: [String: String]) {
        (self.records, self.columnLabels, self.renaming) = (records, columnLabels, renaming)
        givenNames = labelNames
        self.labelNames = labelNames ?? []
        for (number, name) in self.labelNames.enumerated() { numbers[name] = number }
        guard labelNames == nil else { return }
        for column in columnLabels {
            let name = renaming[column] ?? column
            guard numbers.updateValue(self.labelNames.count, forKey: name) == nil else { continue }
            self.labelNames.append(name)
        }
    }

    mutating func readFile(_ url: URL, note: (ReadingNote) -> Void) throws {
        guard !LabelledTexts.isFolder(url) else { throw LabelledTextsError.folderOfClasses(url.path) }
        var reader = try RecordReader(contentsOf: url, options: records)
        defer { reader.tell(note) }
        while let record = try reader.next() {
            let place = LabelledTexts.Place(file: reader.file, line: record.line)
            let names = try names(in: record, place, isText: reader.format == .text)
            texts.append(record.text)
            labels.append(Set(try names.map { try number(of: renaming[$0] ?? $0, place) }).sorted())
            places.append(place)
        }
        records.precedent = reader.columns ?? records.precedent
    }

    private func names(
        in record: TextRecord, _ place: LabelledTexts.Place, isText: Bool
    ) throws(LabelledTextsError) -> [String] {
        if !columnLabels.isEmpty, let cells = record.labels {
            var names: [String] = []
            for (name, cell) in zip(columnLabels, cells) {
                switch cell.lowercased() {
                case "1", "1.0", "true": names.append(name)
                case "0", "0.0", "false", "": break
                default: throw .noFlag(cell, file: place.file, line: place.line, column: name)
                }
            }
            return names
        }
        if let labels = record.labels { return labels.map(RecordReader.trimmed).filter { !$0.isEmpty } }
        guard let label = record.label else {
            throw isText ? .noLabels(file: place.file) : .missingLabel(file: place.file, line: place.line)
        }
        return label.split(separator: MultiLabelledTexts.separator).map { RecordReader.trimmed(String($0)) }
            .filter { !$0.isEmpty }
    }

    private mutating func number(of name: String, _ place: LabelledTexts.Place) throws(LabelledTextsError) -> Int {
        if let number = numbers[name] { return number }
        if let givenNames {
            guard let number = givenNames.place(ofClass: name) else {
                throw .unknownLabel(name, file: place.file, line: place.line, classNames: givenNames)
            }
            return number
        }
        numbers[name] = labelNames.count
        labelNames.append(name)
        return labelNames.count - 1
    }

    /// - Parameter names: All files, for messages.
    func finish(names: String) throws(LabelledTextsError) -> MultiLabelledTexts {
        guard !texts.isEmpty else { throw .noDocuments(names) }
        guard !labelNames.isEmpty else { throw .noLabelAnywhere(names) }
        if givenNames == nil, columnLabels.isEmpty, LabelledTexts.areHardlyClasses(labelNames.count, texts.count) {
            throw .hardlyClasses(
                labels: labelNames.count, texts: texts.count, example: labelNames[0], files: names)
        }
        let order =
            givenNames == nil && columnLabels.isEmpty ? labelNames.orderAsClasses : Array(labelNames.indices)
        var newPlaces = [Int](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { newPlaces[number] = place }
        return MultiLabelledTexts(
            texts: texts, labels: labels.map { $0.map { newPlaces[$0] }.sorted() },
            labelNames: order.map { labelNames[$0] }, places: places)
    }
}
