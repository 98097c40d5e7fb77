import Foundation

/// Invalid sampling options, stop strings or logits.
public enum SamplingError: Error, Equatable, Sendable {
    /// A sampling option outside its allowed range; `option` is the property's name.
    case outOfRange(option: String, value: String, allowed: String)
    /// A stop string without characters, which would end every text before it begins.
    case emptyStopString
    /// A logit that is not a number, the mark of a damaged model.
    case nanLogit(id: Int)
    /// A logit of plus infinity, the mark of a damaged model.
    case infiniteLogit(id: Int)
    /// Every id is banned or has a logit of minus infinity.
    case noCandidate(vocabularySize: Int)
}

extension SamplingError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .outOfRange(let option, let value, let allowed):
            "The sampling option \(option) must be \(allowed), not \(value)."
        case .emptyStopString:
            "A stop string must not be empty; leave it out to generate up to the length limit."
        case .nanLogit(let id):
            "The model's logit for token \(id) is not a number; the model file is damaged or its training diverged."
        case .infiniteLogit(let id):
            "The model's logit for token \(id) is infinite; the model file is damaged or its training diverged."
        case .noCandidate(let vocabularySize):
            "None of the \(vocabularySize) tokens may be drawn; each is banned or masked, so allow at least one."
        }
    }

    public var errorDescription: String? { description }
}
