import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// How texts lie in the files that are read.
struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File format: text, csv, tsv, jsonl, or fasttext (lines that begin with __label__). Default: by the file "
                + "extension and the first line, else text.", valueName: "format"))
    var inputFormat: RecordFormat?

    @Option(
        help: ArgumentHelp(
            "Name or number of the text column, or field of JSON objects (default: text, sentence, review, …).",
            valueName: "column"))
    var column: String?

    @OptionGroup var header: HeaderOption
    @OptionGroup var delimiter: DelimiterOption

    @Option(help: "Encoding of the files, such as windows-1252, gb18030 or shift_jis.")
    var encoding = "utf-8"

    @OptionGroup var errors: ErrorsOption

    func validate() throws { try header.requireNames([("--column", column)]) }

    func records(labelColumn: String? = nil) throws -> RecordOptions {
        try header.requireNames([("--label-column", labelColumn)])
        return RecordOptions(
            format: inputFormat, encoding: try TextEncoding(encoding), malformed: errors.errors,
            textColumn: column.map { ColumnReference($0) }, labelColumn: labelColumn.map { ColumnReference($0) },
            header: header.header, delimiter: delimiter.delimiter)
    }
}

/// Where labels stand and what they mean.
struct LabelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Name or number of the label column (default: label, class, …).", valueName: "column")
    )
    var labelColumn: String?

    @Option(
        help: ArgumentHelp("Class names for the labels in the files, as in 0=negative,1=positive.", valueName: "list"))
    var labels: String?

    var renaming: [String: String] {
        get throws {
            var names: [String: String] = [:]
            for pair in (labels ?? "").split(separator: ",") {
                let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                    throw ValidationError("--labels needs pairs such as 0=negative,1=positive, not \(pair).")
                }
                names[parts[0]] = parts[1]
            }
            return names
        }
    }

    /// What the usual shorthands mean to a model of the classes negative and positive, or these and neutral. Where there
    /// are three, 0 and 1 would be ambiguous.
    static func usualNames(for classNames: [String]) -> [String: String] {
        let words = ["neg": "negative", "neu": "neutral", "pos": "positive"]
        switch Set(classNames) {
        case ["negative", "positive"]:
            return ["0": "negative", "1": "positive", "neg": "negative", "pos": "positive", "-1": "negative"]
        case ["negative", "neutral", "positive"]: return words
        default: return [:]
        }
    }
}

/// Reads labelled texts as the options say, and says on standard error what it found out.
func readLabelledTexts(
    _ files: [String], _ input: InputOptions, _ labels: LabelOptions, classNames: [String]? = nil, isQuiet: Bool
) throws -> LabelledTexts {
    var renaming = LabelOptions.usualNames(for: classNames ?? [])
    renaming.merge(try labels.renaming) { $1 }
    return try input.errors.errors.namingOption {
        try LabelledTexts(
            contentsOf: files.map { URL(inputPath: $0) }, records: input.records(labelColumn: labels.labelColumn),
            classNames: classNames, renaming: renaming
        ) { note in
            if !isQuiet { StandardError.writeLine(note.message) }
        }
    }
}
