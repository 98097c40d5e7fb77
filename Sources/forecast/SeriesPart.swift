import CommandSupport
import Foundation
import Recurrent

/// One of the series of a file: the only one, or one of several that keys tell apart.
struct SeriesPart: Sendable {
    struct Key: Codable, Sendable, Equatable {
        let column: String
        let value: String
    }

    /// Columns and what stands in them; empty where the file holds one series.
    let keys: [Key]
    let table: SeriesTable
    /// How many series before it were complete.
    var earlier = 0

    /// The series that a training is made of, where a file holds several.
    @TaskLocal static var current: SeriesPart?

    /// Such as "store A, item 2".
    static func label(_ keys: [Key]) -> String { keys.map { "\($0.column) \($0.value)" }.joined(separator: ", ") }

    /// The name of the folder of a series, such as "store=A,item=2": what a file system or a shell may take otherwise is
    /// written as %2F.
    static func folderName(_ keys: [Key]) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "._-")
        let name = keys.map { key in
            [key.column, key.value].map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? $0 }
                .joined(separator: "=")
        }.joined(separator: ",")
        // The longest name of a file is 255 bytes.
        guard name.utf8.count > 200 else { return name }
        var hash = StableHash()
        hash.add(name.utf8)
        return name.prefix(180) + "-" + hash.digits
    }

    /// Lines of CSV with the keys before each of them; of the first series also the line of names.
    func keyed(_ csv: String) -> String {
        if keys.isEmpty { return csv }
        let names = keys.map(\.column.csvCell).joined(separator: ",") + ","
        let values = keys.map(\.value.csvCell).joined(separator: ",") + ","
        return csv.split(separator: "\n").enumerated().compactMap { index, line in
            index > 0 ? values + line + "\n" : earlier == 0 ? names + line + "\n" : nil
        }.joined()
    }
}

// MARK: Results

extension SeriesPart {
    private struct Keyed<Value: Encodable>: Encodable {
        let keys: [Key]
        let value: Value

        private enum CodingKeys: String, CodingKey {
            case series
        }

        func encode(to encoder: any Encoder) throws {
            try value.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(Dictionary(keys.map { ($0.column, $0.value) }) { first, _ in first }, forKey: .series)
        }
    }

    /// Writes a result; of several series, as elements of one list, each with its keys.
    func writeJSON<Value: Encodable>(_ values: [Value]) throws {
        for (index, value) in values.enumerated() {
            try StandardOutput.write(earlier + index == 0 ? "[\n" : ",\n")
            try StandardOutput.write(JSONOutput.encode(Keyed(keys: keys, value: value)))
        }
    }

    /// Writes a result; of several series, as an element of one list, with its keys.
    func writeJSON(_ value: some Encodable) throws {
        if keys.isEmpty { try StandardOutput.writeLine(JSONOutput.encode(value)) } else { try writeJSON([value]) }
    }

    /// Begins what people read of a series.
    func writeHeading() throws {
        guard !keys.isEmpty else { return }
        try StandardOutput.writeLine((earlier == 0 ? "" : "\n") + Self.label(keys) + "\n")
    }
}

extension SeriesArguments {
    /// Whether the file holds several series.
    var isStacked: Bool { !keyColumns.isEmpty }

    /// Does something with each series of a file, one after the other. Where there are several, one that fails is named
    /// and does not end the others.
    ///
    /// - Parameter columns: The columns needed of the series with some keys; empty for all that hold numbers.
    /// - Throws: `CommandFailure` at the end where some have failed, with the status of the first.
    func forEachPart(
        of file: String, isQuiet: Bool, isJSON: Bool, columns: ([SeriesPart.Key]) throws -> [String],
        _ body: (SeriesPart) throws -> Void
    ) throws {
        guard isStacked else {
            return try body(SeriesPart(keys: [], table: read(file, columns: columns([]), isQuiet: isQuiet)))
        }
        let stack = try StackedSeries(
            contentsOf: URL(inputPath: file), by: keyColumns.map { ColumnReference($0) }, options: input(file).options)
        if !isQuiet { for note in stack.notes { StandardError.writeLine(note.message) } }
        var (complete, failed): (Int, [String]) = (0, [])
        var status: ExitStatus?
        defer { if isJSON { try? StandardOutput.writeLine(complete == 0 ? "[]" : "\n]") } }
        for index in stack.keys.indices {
            if Interrupts.isRequested {
                throw Interrupted("interrupted; the remaining series were not processed")
            }
            let keys = zip(stack.columns, stack.keys[index]).map { SeriesPart.Key(column: $0, value: $1) }
            let label = SeriesPart.label(keys)
            do {
                let table = try stack.table(index, columns: columns(keys).map { ColumnReference($0) })
                if !isQuiet { for note in table.notes { StandardError.writeLine("\(label): \(note.message)") } }
                try body(SeriesPart(keys: keys, table: rows.map { table.prefix($0) } ?? table, earlier: complete))
                complete += 1
            } catch  where !(error is Interrupted || error is OutputError) {
                let report = ErrorReport(error)
                StandardError.writeLine("\(label): error: \(report.sentence)")
                status = status ?? report.exitStatus
                if failed.count < 10 { failed.append(label) }
            }
        }
        guard let status else { return }
        let count = stack.keys.count - complete
        let names = failed.joined(separator: "; ") + (count > failed.count ? "; …" : "")
        throw CommandFailure(
            status,
            "\(count) of \(stack.keys.count) series could not be used: \(names)."
                + (complete > 0 ? " The others are complete." : ""))
    }
}
