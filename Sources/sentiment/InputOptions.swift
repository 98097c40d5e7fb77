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

    func records(labelColumn: String? = nil, labelColumns: [String] = []) throws -> RecordOptions {
        try header.requireNames([("--label-column", labelColumn), ("--label-columns", labelColumns.first)])
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
        help: ArgumentHelp(
            "Several labels a text: names of columns, separated by commas, each with 1 where a text has that label and 0 "
                + "or nothing where it does not.", valueName: "list"))
    var labelColumns: String?

    @Option(
        help: ArgumentHelp("Class names for the labels in the files, as in 0=negative,1=positive.", valueName: "list"))
    var labels: String?

    /// The names of the columns that are a label each.
    var columnNames: [String] {
        guard let labelColumns else { return [] }
        return labelColumns.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    func validate() throws {
        guard let labelColumns else { return }
        guard labelColumn == nil else {
            throw ValidationError("--label-columns replaces --label-column; give one of them.")
        }
        let names = columnNames
        guard !names.contains(""), Set(names).count == names.count else {
            throw ValidationError(
                "--label-columns needs different names, separated by commas, not \(MessageText.quoted(labelColumns)).")
        }
    }

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

/// Reads labelled texts for a model as the options say, and says on standard error what it found out.
func readLabelledTexts(
    _ files: [String], _ input: InputOptions, _ labels: LabelOptions, for model: TextClassifier, isQuiet: Bool
) throws -> ClassifierTexts {
    var renaming = LabelOptions.usualNames(for: model.classNames)
    renaming.merge(try labels.renaming) { $1 }
    let source = LabelledSource(
        records: try input.records(labelColumn: labels.labelColumn, labelColumns: labels.columnNames),
        labelColumns: labels.columnNames, isMultiLabel: model.isMultiLabel, renaming: renaming)
    if !labels.columnNames.isEmpty {
        guard model.isMultiLabel else {
            throw CommandFailure(
                .usage,
                "--label-columns is for models that give a text any number of labels; this one "
                    + "gives one class.")
        }
        let missing = model.classNames.filter { !labels.columnNames.map { renaming[$0] ?? $0 }.contains($0) }
        guard missing.isEmpty else {
            throw CommandFailure(
                .usage,
                "--label-columns lacks labels of the model: \(missing.joined(separator: ", ")); name their columns.")
        }
    }
    return try input.errors.errors.namingOption {
        try source.read(files, classNames: model.classNames) { note in
            if !isQuiet { StandardError.writeLine(note.message) }
        }
    }
}

/// How labelled texts are read.
struct LabelledSource {
    var records: RecordOptions
    let labelColumns: [String]
    let isMultiLabel: Bool
    let renaming: [String: String]

    /// - Parameter classNames: The classes or labels there may be; `nil` for those that occur.
    func read(
        _ files: [String], classNames: [String]? = nil, note: (ReadingNote) -> Void
    ) throws -> ClassifierTexts {
        let urls = files.map { URL(inputPath: $0) }
        guard isMultiLabel else {
            return .classes(
                try LabelledTexts(
                    contentsOf: urls, records: records, classNames: classNames, renaming: renaming, note: note))
        }
        return .labels(
            try MultiLabelledTexts(
                contentsOf: urls, records: records, labelColumns: labelColumns, labelNames: classNames,
                renaming: renaming, note: note))
    }
}
