/// Why a classifier cannot be trained or evaluated.
public enum TextClassifierError: Error, Equatable, Sendable, CustomStringConvertible {
    case noWords
    case tooFewWords(minFrequency: Int)
    case malformedSuite(file: String, line: Int)
    case unknownClass(String, known: [String])
    case widthMismatch(file: String, found: Int, expected: Int)

    public var description: String {
        switch self {
        case .noWords:
            "No document has a word in it; give texts, one a row, with their labels."
        case .tooFewWords(let minFrequency):
            "No two different words occur \(minFrequency) times in the texts; give more text or a lower --min-frequency."
        case .malformedSuite(let file, let line):
            "'\(file)', line \(line): a case is kind, label and text with tabs between, below a header."
        case .unknownClass(let name, let known):
            "The model has no class \(name); its classes are \(known.joined(separator: ", "))."
        case .widthMismatch(let file, let found, let expected):
            "'\(file)': vectors of \(found) numbers where --embedding-size says \(expected); leave that out."
        }
    }
}
