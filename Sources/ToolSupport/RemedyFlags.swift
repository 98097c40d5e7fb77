import CommandSupport
import Recurrent

// What a user of the tools can do about an error of the library: its remedies, in flags.

extension CommandError where Self: RemediedError {
    public var message: String { Remedy.sentence(problem, remedies, in: FlagSpelling.self) }
}

extension ReadingNote {
    /// The note in one sentence, which names options as the command line does.
    public var message: String { Remedy.sentence(text, remedies, in: FlagSpelling.self) }
}

extension Remedy {
    /// An imperative that names options as the command line does: "give --fill linear".
    public var inFlags: String { phrase(in: FlagSpelling.self) }
}

enum FlagSpelling: RemedySpelling {
    static func name(of option: LibraryOption) -> String { option.flag }

    static func imperative(for settings: [OptionSetting]) -> String {
        let parts = settings.map { setting in
            let flag = setting.option.flag
            guard setting.values != ["true"], !setting.values.isEmpty else { return flag }
            let values = setting.values.map(\.shellQuoted).joined(withLast: " or ")
            return setting.areExamples ? "\(flag), such as \(values)" : "\(flag) \(values)"
        }
        // Flags with their values may be typed as they stand here.
        let areComplete = settings.allSatisfy { $0.values.count == 1 }
        return "give " + (areComplete ? parts.joined(separator: " ") : parts.joined(withLast: " and "))
    }

    static func continuePretraining(folder: String) -> String {
        "continue it by repeating its sentiment pretrain command"
    }
}

extension LibraryOption {
    /// The flag of the tools that sets it.
    public var flag: String {
        switch self {
        case .encoding: "--encoding"
        case .malformed: "--errors"
        case .format: "--input-format"
        case .delimiter: "--delimiter"
        case .header: "--header"
        case .textColumn, .columns: "--column"
        case .labelColumn: "--label-column"
        case .labelColumns: "--label-columns"
        case .multiLabel: "--multi-label"
        case .renaming: "--labels"
        case .dateColumn: "--date-column"
        case .dateFormat: "--date-format"
        case .timeZone: "--time-zone"
        case .frequency: "--frequency"
        case .decimalComma: "--decimal-comma"
        case .length: "--length"
        case .copyLimit: "--max-copy"
        case .fill: "--fill"
        case .duplicates: "--duplicates"
        case .sorts: "--sort"
        case .acceptsIrregular: "--irregular"
        case .series: "--series"
        case .unit: "--unit"
        case .minFrequency: "--min-frequency"
        case .embeddingSize: "--embedding-size"
        case .maxTokens: "--max-tokens"
        case .batchSize: "--batch-size"
        case .sequenceLength: "--sequence-length"
        case .learningRate: "--learning-rate"
        case .clipping: "--clip-norm"
        case .validation: "--validation"
        case .validationSplit: "--validation-split"
        case .window: "--window"
        case .horizon: "--horizon"
        case .testRows: "--test"
        case .folds: "--folds"
        case .gap: "--gap"
        case .levels: "--levels"
        case .method: "--method"
        case .takesLog: "--log"
        case .takesLog1p: "--log1p"
        case .minimum: "--minimum"
        case .maximum: "--maximum"
        }
    }
}
