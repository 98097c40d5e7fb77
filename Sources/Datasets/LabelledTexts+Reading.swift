import Foundation
import ModelFiles
import Tokenization

extension LabelledTexts {
    /// Reads files of records, and folders with a folder of `.txt` files for each class, in order; the names of files
    /// are sorted.
    ///
    /// - Parameters:
    ///   - records: How to read the files; of folders, the encoding.
    ///   - classNames: The classes there may be, in this order; nil: those that occur, sorted.
    ///   - renaming: Names of classes by the labels in the files.
    ///   - note: Called with what a person should know of how the files were read.
    /// - Throws: ``LabelledTextsError``, ``RecordError``, `TextEncodingError`, `FileError`.
    public init(
        contentsOf sources: [Source], records: RecordOptions = RecordOptions(), classNames: [String]? = nil,
        renaming: [String: String] = [:], note: (ReadingNote) -> Void = { _ in }
    ) throws {
        guard !sources.isEmpty else { throw LabelledTextsError.noSources }
        var collector = LabelledTextsCollector(records: records, classNames: classNames, renaming: renaming)
        for source in sources {
            if Self.isFolder(source.url), source.label == nil {
                try collector.readFolder(source.url)
            } else {
                try collector.readFile(source, note: note)
            }
        }
        self = try collector.finish(names: sources.map(\.url.nameInMessages).joined(separator: ", "))
        columns = collector.records.precedent
        notes(areNamesGiven: classNames != nil).forEach(note)
    }

    /// Reads files and folders that say the labels themselves.
    public init(
        contentsOf urls: [URL], records: RecordOptions = RecordOptions(), classNames: [String]? = nil,
        renaming: [String: String] = [:], note: (ReadingNote) -> Void = { _ in }
    ) throws {
        try self.init(
            contentsOf: urls.map { Source($0) }, records: records, classNames: classNames, renaming: renaming,
            note: note)
    }

    static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

extension LabelledTexts {
    /// Of fewer texts every second may well be of another class.
    fileprivate static let fewestTextsToJudge = 20

    /// Whether there are too many different labels among so many texts.
    static func areHardlyClasses(_ labels: Int, _ texts: Int) -> Bool {
        texts >= fewestTextsToJudge && 2 * labels > texts
    }
}

/// Gathers texts and numbers their labels in the order in which they come.
private struct LabelledTextsCollector {
    private(set) var records: RecordOptions
    let givenNames: [String]?
    let renaming: [String: String]

    var texts: [String] = []
    var labels: [Int] = []
    var places: [LabelledTexts.Place] = []
    var classNames: [String]
    var numbers: [String: Int]

    init(records: RecordOptions, classNames: [String]?, renaming: [String: String]) {
        self.records = records
        self.renaming = renaming
        givenNames = classNames
        self.classNames = classNames ?? []
        numbers = Dictionary(uniqueKeysWithValues: self.classNames.enumerated().map { ($1, $0) })
    }

    mutating func append(_ text: String, label: String, at place: LabelledTexts.Place) throws(LabelledTextsError) {
        let name = renaming[label] ?? label
        if numbers[name] == nil {
            if let givenNames {
                throw .unknownLabel(name, file: place.file, line: place.line, classNames: givenNames)
            }
            numbers[name] = classNames.count
            classNames.append(name)
        }
        guard let number = numbers[name] else { return }
        texts.append(text)
        labels.append(number)
        places.append(place)
    }

    mutating func readFile(_ source: LabelledTexts.Source, note: (ReadingNote) -> Void) throws {
        records.needsLabel = source.label == nil
        var reader = try RecordReader(contentsOf: source.url, options: records)
        defer { reader.tell(note) }
        while let record = try reader.next() {
            guard let label = source.label ?? record.label, !label.isEmpty else {
                throw reader.format == .text
                    ? LabelledTextsError.noLabels(file: reader.file)
                    : LabelledTextsError.missingLabel(file: reader.file, line: record.line)
            }
            try append(record.text, label: label, at: .init(file: reader.file, line: record.line))
        }
        records.precedent = reader.columns ?? records.precedent
    }

    mutating func readFolder(_ folder: URL) throws {
        let classes = try Self.entries(of: folder).filter { LabelledTexts.isFolder($0) }
        guard !classes.isEmpty else { throw LabelledTextsError.noClassFolders(folder.path) }
        for folder in classes {
            let files = try Self.entries(of: folder).filter { $0.pathExtension.lowercased() == "txt" }
            guard !files.isEmpty else { throw LabelledTextsError.emptyFolder(folder.path) }
            for file in files {
                let text = try document(file)
                try append(text, label: folder.lastPathComponent, at: .init(file: file.path, line: 0))
            }
        }
    }

    /// What a folder holds, hidden things left out, sorted.
    private static func entries(of folder: URL) throws -> [URL] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
        return names.sorted().map { folder.appendingPathComponent($0) }
    }

    /// The text of a file without the line break at its end.
    private func document(_ file: URL) throws -> String {
        guard FileIdentity(of: file.path) != nil else {
            throw FileError(path: file.path, operation: .read, code: ENODEV)  // a pipe would never end
        }
        let chunks = try FileChunks(of: file)
        var input = TextInput(
            file: file.path, encoding: records.encoding, malformed: records.malformed, limit: records.lengthLimit
        ) { try chunks.next() }
        var bytes = try input.remainder()
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Of fewer texts, each may well be the only one of its class.
    private static let fewestTextsOfOwnClass = 4

    /// Whether the labels are rather texts: hardly two are alike, or of a few read from tables none.
    private var areHardlyClasses: Bool {
        guard givenNames == nil else { return false }
        if LabelledTexts.areHardlyClasses(classNames.count, texts.count) { return true }
        return texts.count >= Self.fewestTextsOfOwnClass && texts.count < LabelledTexts.fewestTextsToJudge
            && classNames.count == texts.count
            && places.allSatisfy { $0.line > 0 }
    }

    /// - Parameter names: All sources, for messages.
    func finish(names: String) throws(LabelledTextsError) -> LabelledTexts {
        guard !texts.isEmpty else { throw .noDocuments(names) }
        guard classNames.count > 1 else { throw .oneClass(classNames[0], names) }
        if areHardlyClasses {
            throw .hardlyClasses(labels: classNames.count, texts: texts.count, example: classNames[0], files: names)
        }
        let order = givenNames == nil ? classNames.orderAsClasses : Array(classNames.indices)
        var places = [Int](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { places[number] = place }
        return LabelledTexts(
            texts: texts, labels: labels.map { places[$0] }, classNames: order.map { classNames[$0] },
            places: self.places)
    }
}
