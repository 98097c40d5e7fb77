import CommandSupport
import Recurrent

// Which exit status each error of the library ends in.

extension FileError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        switch operation {
        case .open, .read:
            isMissingFile ? .noInput : isFolder || isNotRegular || isBeyondLimit ? .badData : .inputOutput
        case .create, .write, .replace, .synchronize, .remove: .inputOutput
        }
    }
}

extension CompressionError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension CorpusError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension TokenizerError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        if case .vocabularyTooSmall = self { .usage } else { .badData }
    }
}

extension SafetensorsError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension SamplingError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        switch self {
        case .outOfRange, .emptyStopString: .usage
        default: .badData
        }
    }
}

extension ConstraintError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .usage }
}

extension SearchError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .usage }
}

extension TrainingError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        if case .invalidSettings = self { .usage } else { .badData }
    }
}

extension ModelError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        switch self {
        case .unknownName, .missingFile: .noInput
        case .locked: .inputOutput
        default: .badData
        }
    }
}

extension RecordError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension LabelledTextsError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension SplitError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .usage }
}

extension TextEncodingError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        if case .unknownName = self { .usage } else { .badData }
    }
}

extension WordVectorsError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension TextClassifierError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension ParallelTextsError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension TranslatorError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension SeriesError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension ForecasterError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        switch self {
        case .unknownLevel, .horizonTooLong, .invalidSettings, .outOfRange: .usage
        default: .badData
        }
    }
}

extension SeriesBaselineError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension SeriesTransformationError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension OptimizerStateError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .badData }
}

extension FolderLock.Held: CommandError {
    public var exitStatus: CommandSupport.ExitStatus { .inputOutput }
}

extension InspectionError: CommandError {
    public var exitStatus: CommandSupport.ExitStatus {
        if case .tooLong = self { .usage } else { .badData }
    }
}
