import ArgumentParser
import CommandSupport
import Datasets
import Foundation
import Recurrent
import Tokenization
import ToolSupport

/// How pairs lie in the files that are read.
struct PairOptions: ParsableArguments {
    @Option(help: "How a file of pairs is laid out: csv, tsv or jsonl (default: by its extension, else tsv).")
    var inputFormat: RecordFormat?

    @Option(
        help: ArgumentHelp(
            "The column of the sources by name or number (default: the first), or the field of JSON objects (source).",
            valueName: "column"))
    var sourceColumn: String?

    @Option(
        help: ArgumentHelp(
            "The column of the targets (default: the second), or the field (target).", valueName: "column"))
    var targetColumn: String?

    @Option(help: "The encoding of the files, such as windows-1252, gb18030 or shift_jis.")
    var encoding = "utf-8"

    func validate() throws {
        guard inputFormat != .text else {
            throw ValidationError("--input-format text has no pairs; give two files whose lines belong together.")
        }
    }

    /// Reads one file of pairs, or two files whose lines belong together.
    func read(_ files: [String]) throws -> ParallelTexts {
        if files.count == 2, sourceColumn != nil || targetColumn != nil || inputFormat != nil {
            throw CommandFailure(
                .usage,
                "Two files are read line by line; leave out --source-column, --target-column and --input-format.")
        }
        let urls = files.map { URL(fileURLWithPath: $0) }
        let records = RecordOptions(format: inputFormat, encoding: try TextEncoding(encoding))
        if urls.count == 2 { return try ParallelTexts(sourceLines: urls[0], targetLines: urls[1], records: records) }
        return try ParallelTexts(
            contentsOf: urls[0], source: sourceColumn.map { ColumnReference($0) },
            target: targetColumn.map { ColumnReference($0) }, records: records)
    }
}

/// Says what is wrong with a number of files of pairs.
func requirePairFiles(_ files: [String]) throws {
    guard !files.isEmpty else {
        throw ValidationError("Give a file of pairs, or two files whose lines belong together.")
    }
    guard files.count <= 2 else {
        throw ValidationError("Give one file of pairs or two files line by line, not \(files.count) files.")
    }
    guard !files.contains("") else { throw ValidationError("A path is empty; give the name of a file.") }
}
