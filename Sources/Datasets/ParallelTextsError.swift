import Foundation

/// Files that do not make pairs of texts.
public enum ParallelTextsError: Error, Equatable, Sendable {
    case noPairs(String)
    case unequalLengths(source: String, sourceCount: Int, target: String, targetCount: Int)
}

extension ParallelTextsError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .noPairs(let files):
            "there is no pair of texts in \(files); give a file with source and target in two columns, or two files "
                + "whose lines belong together."
        case .unequalLengths(let source, let sourceCount, let target, let targetCount):
            "'\(source)' has \(sourceCount) lines and '\(target)' has \(targetCount); line by line they must belong "
                + "together."
        }
    }

    public var errorDescription: String? { description }
}
