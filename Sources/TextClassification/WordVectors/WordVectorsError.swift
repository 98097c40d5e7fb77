import Foundation
import ModelFiles

/// What can be wrong with a file of word vectors; lines count from 1.
public enum WordVectorsError: Error, Equatable, Sendable {
    /// The file is something else, for instance compressed or binary.
    case foreign(file: String, what: String, wayOut: String)
    /// The file holds no vector.
    case empty(file: String)
    /// The first line is a header of two numbers that cannot be a count and a dimension.
    case malformedHeader(file: String, header: String)
    /// A line has more or fewer numbers than the others; `found` counts the fields behind the first.
    case unevenWidth(file: String, line: Int, expected: Int, found: Int)
    case notANumber(file: String, line: Int, field: String)
    /// NaN, an infinity, or a number beyond those of 32 bits.
    case notFinite(file: String, line: Int, field: String)
    /// A line begins with a space or has nothing in it.
    case missingWord(file: String, line: Int)
    case invalidUTF8(file: String, line: Int)
    case lineTooLong(file: String, line: Int, limit: Int)
    /// The file has more or fewer vectors than its header says.
    case countMismatch(file: String, expected: Int, found: Int)
    /// A word to be written that would not be read back as it is: empty, with a line break, or with a field that is a
    /// number.
    case unwritableWord(file: String, word: String)
    /// A vector to be written that holds NaN or an infinity.
    case unwritableVector(file: String, word: String)
}

extension WordVectorsError: CustomStringConvertible, LocalizedError {
    public var errorDescription: String? { description }

    public var description: String {
        let (file, line, problem, wayOut) = parts
        let place = line.map { ", line \($0)," } ?? ""
        return "\(MessageText.quoted(file))\(place) \(problem); \(wayOut)."
    }

    private static let wantedLine = "each line must be a word and its numbers, with spaces between"
    private static let copyAnew = "copy the file anew"

    private var parts: (file: String, line: Int?, problem: String, wayOut: String) {
        switch self {
        case .foreign(let file, let what, let wayOut): (file, nil, what, wayOut)
        case .empty(let file):
            (file, nil, "holds no word vectors", "give a text file of the GloVe or fastText format")
        case .malformedHeader(let file, let header):
            (
                file, 1, "has a header \(MessageText.quoted(header)) that is no count and dimension",
                "both must be 1 or more"
            )
        case .unevenWidth(let file, let line, let expected, let found):
            (file, line, "has \(found) numbers where the lines before have \(expected)", Self.copyAnew)
        case .notANumber(let file, let line, let field):
            (file, line, "has \(MessageText.quoted(field)) in place of a number", Self.wantedLine)
        case .notFinite(let file, let line, let field):
            (file, line, "has \(MessageText.quoted(field)), which is no finite number", "remove or repair this vector")
        case .missingWord(let file, let line):
            (file, line, "has no word before its numbers", Self.wantedLine)
        case .invalidUTF8(let file, let line):
            (file, line, "is not valid UTF-8", "convert the file to UTF-8")
        case .lineTooLong(let file, let line, let limit):
            (file, line, "is longer than \(limit) bytes", Self.wantedLine)
        case .countMismatch(let file, let expected, let found):
            (file, nil, "promises \(expected) vectors in its header and has \(found)", Self.copyAnew)
        case .unwritableWord(let file, let word):
            (
                file, nil, "cannot hold the word \(MessageText.quoted(word)) so that it can be read back",
                "leave out words that are empty, have line breaks, or have spaces and numbers"
            )
        case .unwritableVector(let file, let word):
            (file, nil, "cannot hold the vector of \(MessageText.quoted(word)), which is not finite", "train again")
        }
    }
}
