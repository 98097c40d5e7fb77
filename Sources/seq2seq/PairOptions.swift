import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// How a file of pairs can be laid out.
enum PairFormat: String, ExpressibleByArgument, CaseIterable, Codable {
    case csv, tsv, jsonl

    var records: RecordFormat {
        switch self {
        case .csv: .csv
        case .tsv: .tsv
        case .jsonl: .jsonl
        }
    }
}

/// How pairs lie in the files that are read.
struct PairOptions: ParsableArguments {
    @Option(help: "Format of a file of pairs (default: by the file extension, else tsv).")
    var inputFormat: PairFormat?

    @Option(
        help: ArgumentHelp(
            "Name or number of the source column (default: the first), or field of JSON objects (default: source).",
            valueName: "column"))
    var sourceColumn: String?

    @Option(
        help: ArgumentHelp(
            "Name or number of the target column (default: the second), or field (default: target).",
            valueName: "column"))
    var targetColumn: String?

    @OptionGroup var header: HeaderOption
    @OptionGroup var delimiter: DelimiterOption

    @Option(help: "Encoding of the files, such as windows-1252, gb18030 or shift_jis.")
    var encoding = "utf-8"

    @OptionGroup var errors: ErrorsOption

    func validate() throws {
        try header.requireNames([("--source-column", sourceColumn), ("--target-column", targetColumn)])
    }

    var layout: PairLayout {
        PairLayout(
            format: inputFormat?.records, sourceColumn: sourceColumn, targetColumn: targetColumn, encoding: encoding,
            header: header.header, delimiter: delimiter.delimiter, errors: errors.errors)
    }
}

/// How pairs lie in the files that are read, as the options say.
struct PairLayout {
    let format: RecordFormat?
    let sourceColumn: String?
    let targetColumn: String?
    let encoding: String
    let header: HeaderRule
    let delimiter: UInt8?
    let errors: MalformedBytes
    /// The columns of the file before, which a file without a header of its own has too.
    var precedent: RecordColumns?

    /// Reads one file of pairs, or two files whose lines belong together.
    ///
    /// - Parameter note: Called with what a person should know of how they were read.
    func read(_ files: [String], note: (ReadingNote) -> Void) throws -> ParallelTexts {
        let urls = files.map { URL(inputPath: $0) }
        if urls.count == 2 { try requireLines() }
        var records = RecordOptions(
            format: format, encoding: try TextEncoding(encoding), malformed: errors, header: header,
            delimiter: delimiter)
        records.precedent = precedent
        return try errors.namingOption {
            if urls.count == 2 {
                return try ParallelTexts(sourceLines: urls[0], targetLines: urls[1], records: records, note: note)
            }
            return try ParallelTexts(
                contentsOf: urls[0], source: sourceColumn.map { ColumnReference($0) },
                target: targetColumn.map { ColumnReference($0) }, records: records, note: note)
        }
    }

    /// Refuses options that mean nothing to two files line by line.
    private func requireLines() throws {
        let given = [
            ("--source-column", sourceColumn != nil), ("--target-column", targetColumn != nil),
            ("--input-format", format != nil), ("--header", header != .auto), ("--delimiter", delimiter != nil),
        ].filter(\.1).map(\.0)
        guard given.isEmpty else {
            throw CommandFailure(.usage, "Two files are read line by line; leave out \(given.joined(separator: ", ")).")
        }
        guard errors != .skip else {
            throw CommandFailure(
                .usage,
                "--errors skip would skip lines in one of the two files, so that they no longer match; give "
                    + "--errors replace.")
        }
    }
}

/// Says what is wrong with a number of files of pairs.
func requirePairFiles(_ files: [String]) throws {
    guard !files.isEmpty else {
        throw ValidationError("Give a file of pairs, or two line-aligned files.")
    }
    guard files.count <= 2 else {
        throw ValidationError("Give one file of pairs or two line-aligned files, not \(files.count) files.")
    }
    guard !files.contains("") else { throw ValidationError("A path is empty; give the name of a file.") }
}

/// Where the pairs of a training lie.
struct PairRecipe: TrainingRecipe {
    static let change = "the pairs have changed since"

    let files: [String]
    let validation: [String]
    let inputFormat: RecordFormat?
    let sourceColumn: String?
    let targetColumn: String?
    let encoding: String
    /// Nil in the checkpoints of versions that had no such options.
    let header: HeaderRule?
    let delimiter: UInt8?
    let errors: MalformedBytes?
    let from: String?
    let mix: [String]?
    let oldValidation: [String]?

    init(
        files: [String], validation: [String], layout: PairLayout, continuation: ContinuationOptions<Train.Pairs>
    ) {
        from = continuation.from.map { ModelArgument($0, shipped: EmbeddedModel.translators).absoluteName }
        (mix, oldValidation) = (
            continuation.mix.map(\.absolutePath), continuation.oldValidation.map(\.absolutePath)
        )
        (self.files, self.validation) = (files, validation)
        (inputFormat, encoding) = (layout.format, layout.encoding)
        (sourceColumn, targetColumn) = (layout.sourceColumn, layout.targetColumn)
        (header, delimiter, errors) = (layout.header, layout.delimiter, layout.errors)
    }

    var inputs: [String] {
        guard !files.isEmpty else { return [] }
        return files + validation + (mix ?? []) + (oldValidation ?? [])
            + (from.map { ModelArgument($0, shipped: EmbeddedModel.translators).files } ?? [])
    }

    func read(note: (ReadingNote) -> Void) throws -> TrainingData<ParallelTexts> {
        var layout = PairLayout(
            format: inputFormat, sourceColumn: sourceColumn, targetColumn: targetColumn, encoding: encoding,
            header: header ?? .auto, delimiter: delimiter, errors: errors ?? .strict)
        let old = try from.map { try loadTranslator([$0], precision: .fp32, isQuiet: true) }
        let own = layout
        func readOld(_ files: [String]?) throws -> ParallelTexts? {
            guard let files, !files.isEmpty else { return nil }
            return try own.read(files, note: note)
        }
        let pairs = try layout.read(files, note: note)
        layout.precedent = pairs.columns
        var data = TrainingData(
            pairs, validation: validation.isEmpty ? nil : try layout.read(validation, note: note))
        data.old = try old.map { (try readOld(mix), try readOld(oldValidation), try $0.fingerprint) }
        return data
    }

    func makeTraining(
        _ data: TrainingData<ParallelTexts>, settings: TranslatorSettings, in folder: ModelFolder
    ) throws -> TranslatorTraining {
        guard let from else {
            return try TranslatorTraining(
                data.training, validation: data.validation, folder: folder, settings: settings)
        }
        let translator = try loadTranslator([from], precision: .fp32, isQuiet: true)
        return try TranslatorTraining(
            data.training, validation: data.validation,
            from: TranslatorContinuation(
                translator, name: from, mixing: data.old?.mix, oldValidation: data.old?.validation),
            folder: folder, settings: settings)
    }
}
