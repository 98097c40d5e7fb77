import Foundation
import Recurrent
import ToolSupport

/// Where the labelled texts of a training lie, and what it starts from.
struct LabelledRecipe: TrainingRecipe {
    static let change = "the texts have changed since"

    let files: [String]
    let validation: String?
    let pretrained: String?
    let wordVectors: String?
    /// Nil, and empty, in the checkpoints of versions that had no such options.
    let from: String?
    let mix: [String]?
    let oldValidation: [String]?
    let inputFormat: RecordFormat?
    let column: String?
    let labelColumn: String?
    let encoding: String
    /// Nil in the checkpoints of versions that had no such options.
    let header: HeaderRule?
    let delimiter: UInt8?
    let errors: MalformedBytes?
    let renaming: [String: String]
    /// Nil in the checkpoints of versions that had no such options, and for texts of one class each.
    let isMultiLabel: Bool?
    let labelColumns: [String]?

    init(
        files: [String], validation: String?, pretrained: String?, wordVectors: String?,
        continuation: ContinuationOptions<Train.Texts>, records: RecordOptions, encoding: String,
        renaming: [String: String], isMultiLabel: Bool, labelColumns: [String]
    ) {
        (self.files, self.validation) = (files, validation)
        (self.pretrained, self.wordVectors) = (pretrained, wordVectors)
        from = continuation.from.map { ModelArgument($0).absoluteName }
        (mix, oldValidation) = (
            continuation.mix.map(\.absolutePath), continuation.oldValidation.map(\.absolutePath)
        )
        (inputFormat, self.encoding) = (records.format, encoding)
        (column, labelColumn) = (records.textColumn?.description, records.labelColumn?.description)
        (header, delimiter, errors) = (records.header, records.delimiter, records.malformed)
        self.renaming = renaming
        self.isMultiLabel = isMultiLabel ? true : nil
        self.labelColumns = labelColumns.isEmpty ? nil : labelColumns
    }

    var inputs: [String] {
        guard !files.isEmpty else { return [] }
        return files + [validation, wordVectors].compactMap { $0 } + (mix ?? []) + (oldValidation ?? [])
            + (from.map { ModelArgument($0).files } ?? [])
            + (pretrained.map { ModelFolder(URL(fileURLWithPath: $0)).existingFiles } ?? [])
    }

    private var records: RecordOptions {
        get throws {
            RecordOptions(
                format: inputFormat, encoding: try TextEncoding(encoding), malformed: errors ?? .strict,
                textColumn: column.map { ColumnReference($0) }, labelColumn: labelColumn.map { ColumnReference($0) },
                header: header ?? .auto, delimiter: delimiter)
        }
    }

    func read(note: (ReadingNote) -> Void) throws -> TrainingData<ClassifierTexts> {
        try (errors ?? .strict).namingOption {
            isMultiLabel == true ? try readSeveralLabels(note: note) : try readTexts(note: note)
        }
    }

    private func readSeveralLabels(note: (ReadingNote) -> Void) throws -> TrainingData<ClassifierTexts> {
        var source = LabelledSource(
            records: try records, labelColumns: labelColumns ?? [], isMultiLabel: true, renaming: renaming)
        let texts = try source.read(files, note: note)
        source.records.precedent = texts.labels?.columns
        let heldOut = try validation.map { try source.read([$0], classNames: texts.classNames, note: note) }
        return TrainingData(texts, validation: heldOut)
    }

    private func readTexts(note: (ReadingNote) -> Void) throws -> TrainingData<ClassifierTexts> {
        let old = try from.map { try ModelArgument($0).load(isQuiet: true) }
        var records = try records
        func read(_ files: [String], _ renaming: [String: String], classNames: [String]? = nil) throws -> LabelledTexts
        {
            try LabelledTexts(
                contentsOf: files.map { URL(inputPath: $0) }, records: records, classNames: classNames,
                renaming: renaming, note: note)
        }
        func readOld(_ files: [String]?, _ renaming: [String: String]) throws -> LabelledTexts? {
            guard let files, !files.isEmpty else { return nil }
            return try read(files, renaming)
        }
        var texts = try read(files, renaming)
        let usual = old?.shorthands(in: texts) ?? [:]
        let renaming = renaming.merging(usual) { given, _ in given }
        let mixed = try readOld(mix, renaming)
        let oldValidation = try readOld(oldValidation, renaming)
        records.precedent = texts.columns
        if let old, !usual.isEmpty { texts = old.renaming(texts, by: usual) }
        let classNames = texts.classNames + (old?.classNames ?? []).filter { !texts.classNames.contains($0) }
        let heldOut = try validation.map { try read([$0], renaming, classNames: classNames) }
        var data = TrainingData(ClassifierTexts.classes(texts), validation: heldOut.map { .classes($0) })
        data.old = try old.map { (mixed.map { .classes($0) }, oldValidation.map { .classes($0) }, try $0.fingerprint) }
        return data
    }

    func makeTraining(
        _ data: TrainingData<ClassifierTexts>, settings: TextClassifierSettings, in folder: ModelFolder
    ) throws -> TextClassifierTraining {
        if let from, let texts = data.training.classes {
            let classifier = try ModelArgument(from).load(isQuiet: true)
            return try TextClassifierTraining(
                texts, validation: data.validation?.classes,
                from: ClassifierContinuation(
                    classifier, mixing: data.old?.mix?.classes, oldValidation: data.old?.validation?.classes),
                folder: folder, settings: settings)
        }
        return try TextClassifierTraining(
            data.training, validation: data.validation, pretrained: words(for: data, settings: settings),
            folder: folder, settings: settings)
    }

    /// What the training starts from; `nil` for random weights.
    func words(
        for data: TrainingData<ClassifierTexts>, settings: TextClassifierSettings
    ) throws -> PretrainedWords? {
        if let wordVectors {
            return try PretrainedWords(
                vectors: URL(inputPath: wordVectors), for: data.training.texts, settings: settings)
        }
        return try pretrained.map { try PretrainedWords(contentsOf: URL(fileURLWithPath: $0)) }
    }
}

extension TextClassifier {
    /// The class names that the labels of some texts stand for, if all are usual shorthands such as 0 and 1.
    fileprivate func shorthands(in texts: LabelledTexts) -> [String: String] {
        let names = LabelOptions.usualNames(for: classNames)
        return texts.classNames.allSatisfy { names[$0] != nil } ? names : [:]
    }

    /// Texts whose labels are given the names of classes.
    fileprivate func renaming(_ texts: LabelledTexts, by names: [String: String]) -> LabelledTexts {
        texts.mappingClasses(to: classNames) { name in names[name].flatMap { classNames.firstIndex(of: $0) } ?? 0 }
    }
}
