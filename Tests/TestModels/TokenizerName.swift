import Testing
import Tokenization

extension Tokenizer: CustomTestStringConvertible {
    /// A short name for the log: a vocabulary is long.
    public var testDescription: String { "\(unit.rawValue) tokenizer, \(vocabulary.count) ids" }
}
