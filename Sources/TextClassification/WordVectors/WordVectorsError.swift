import Foundation
import ModelFiles
import Tokenization

/// Why a file of word vectors cannot be read or written; lines count from 1.
public enum WordVectorsError: RemediedError, Equatable {
    /// The file is something else, for instance compressed or binary; `wayOut` says what to do.
    case foreign(file: String, what: String, wayOut: String)
    /// The file holds no vector.
    case empty(file: String)
    /// The first line is a header of two numbers that cannot be a count and a dimension.
    case malformedHeader(file: String, header: String)
    /// A line has more or fewer numbers than the others; `found` counts the fields behind the first.
    case unevenWidth(file: String, line: Int, expected: Int, found: Int)
    /// A field behind the word is not a number.
    case notANumber(file: String, line: Int, field: String)
    /// NaN, an infinity, or a number beyond those of 32 bits.
    case notFinite(file: String, line: Int, field: String)
    /// A line begins with a space or has nothing in it.
    case missingWord(file: String, line: Int)
    /// A line is not valid UTF-8.
    case invalidUTF8(file: String, line: Int)
    /// A line has more bytes than any with word vectors.
    case lineTooLong(file: String, line: Int, limit: Int)
    /// The file has more or fewer vectors than its header says.
    case countMismatch(file: String, expected: Int, found: Int)
    /// A word to be written that would not be read back as it is: empty, with a line break, or with a field that is a
    /// number.
    case unwritableWord(file: String, word: String)
    /// A vector to be written that holds NaN or an infinity.
    case unwritableVector(file: String, word: String)
    /// Options of a training of word vectors that are out of range; the text says which.
    case invalidOptions(String)
}

extension WordVectorsError {
    public var problem: String {
        let (file, line, problem, _) = parts
        guard let file else { return problem }
        return "\(MessageText.quoted(file))\(line.map { ", line \($0)," } ?? "") \(problem)"
    }

    public var remedies: [Remedy] { parts.wayOut.map { [.advice($0)] } ?? [] }

    private static let wantedLine = "write each line as a word and its numbers, with spaces between"
    private static let copyAgain = "copy the file again"

    private var parts: (file: String?, line: Int?, problem: String, wayOut: String?) {
        switch self {
        case .foreign(let file, let what, let wayOut): (file, nil, what, wayOut)
        case .empty(let file):
            (file, nil, "holds no word vectors", "give a text file of the GloVe or fastText format")
        case .malformedHeader(let file, let header):
            (
                file, 1, "has a header \(MessageText.quoted(header)) that is not a count and a dimension",
                "write two numbers of 1 or more"
            )
        case .unevenWidth(let file, let line, let expected, let found):
            (file, line, "has \(found) numbers where the lines before have \(expected)", Self.copyAgain)
        case .notANumber(let file, let line, let field):
            (file, line, "has \(MessageText.quoted(field)) instead of a number", Self.wantedLine)
        case .notFinite(let file, let line, let field):
            (
                file, line, "has \(MessageText.quoted(field)), which is not a finite number",
                "remove or repair this vector"
            )
        case .missingWord(let file, let line):
            (file, line, "has no word before its numbers", Self.wantedLine)
        case .invalidUTF8(let file, let line):
            (file, line, "is not valid UTF-8", "convert the file to UTF-8")
        case .lineTooLong(let file, let line, let limit):
            (file, line, "is longer than \(limit) bytes", Self.wantedLine)
        case .countMismatch(let file, let expected, let found):
            (file, nil, "promises \(expected) vectors in its header and has \(found)", Self.copyAgain)
        case .unwritableWord(let file, let word):
            (
                file, nil, "cannot hold the word \(MessageText.quoted(word)) so that it can be read back",
                "leave out words that are empty, have line breaks, or have spaces and numbers"
            )
        case .unwritableVector(let file, let word):
            (file, nil, "cannot hold the vector of \(MessageText.quoted(word)), which is not finite", "train again")
        case .invalidOptions(let problem): (nil, nil, "the options of the word vectors are not valid: \(problem)", nil)
        }
    }
}

/// What a file is that was given as word vectors in text and holds something else, and what can be done about it.
struct ForeignVectors: Equatable {
    let what: String
    let wayOut: String

    /// - Parameter head: The first bytes of the file.
    /// - Returns: `nil` where they may be a text of word vectors.
    init?(_ head: UnsafeBufferPointer<UInt8>) {
        for (beginning, what, wayOut) in Self.beginnings where head.starts(with: beginning) {
            (self.what, self.wayOut) = (what, wayOut)
            return
        }
        let start = String(decoding: head.prefix(200), as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        let isMarkup = ["<!doctype", "<html", "<?xml"].contains { start.hasPrefix($0) }
        if isMarkup, !Self.beginsWithVector(head) {
            (what, wayOut) = ("is a web page", "download the file again; this is the server's answer")
        } else if start.hasPrefix("version https://git-lfs") {
            (what, wayOut) = ("is a pointer of Git LFS, not the file", "fetch the file with git lfs pull")
        } else if Self.isBinary(head) {
            guard Self.hasHeader(head) else {
                (what, wayOut) = ("is a binary file", Self.writeText)
                return
            }
            (what, wayOut) = ("is in the binary format of word2vec", Self.writeText)
        } else {
            return nil
        }
    }

    private static let writeText = "write its vectors as text, for instance with gensim's save_word2vec_format"

    private static let beginnings: [([UInt8], String, String)] = [
        ([0x1F, 0x8B], "is compressed", "unpack it first, for instance with gzip -d"),
        (Array("PK\u{3}\u{4}".utf8), "is a zip archive", "unpack it first, for instance with unzip"),
        ([0x28, 0xB5, 0x2F, 0xFD], "is compressed", "unpack it first, for instance with zstd -d"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "is compressed", "unpack it first, for instance with xz -d"),
        (Array("BZh91AY".utf8), "is compressed", "unpack it first, for instance with bzip2 -d"),
        ([0x37, 0x7A, 0xBC, 0xAF], "is a 7z archive", "unpack it first, for instance with 7z x"),
        ([0xBA, 0x16, 0x4F, 0x2F], "is a model of fastText", "give its vectors as text, the .vec file beside it"),
        ([0x93] + Array("NUMPY".utf8), "is an array of NumPy, which has no words", writeText),
        ([0x80, 0x02], "is a Python pickle, such as gensim's own format", writeText),
        ([0x80, 0x03], "is a Python pickle, such as gensim's own format", writeText),
        ([0x80, 0x04], "is a Python pickle, such as gensim's own format", writeText),
        ([0x80, 0x05], "is a Python pickle, such as gensim's own format", writeText),
        ([0x89, 0x48, 0x44, 0x46], "is an HDF5 file", writeText),
        ([0xFF, 0xFE], "is in UTF-16", "convert it to UTF-8, for instance with iconv"),
        ([0xFE, 0xFF], "is in UTF-16", "convert it to UTF-8, for instance with iconv"),
    ]

    /// Whether there are bytes that no text has.
    private static func isBinary(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        head.contains { $0 < 0x09 || $0 > 0x0D && $0 < 0x1B }
    }

    /// Whether the first line ends in a number.
    private static func beginsWithVector(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        let line = UnsafeBufferPointer(rebasing: head[..<(head.firstIndex(of: UInt8(ascii: "\n")) ?? head.count)])
        return VectorLine(line, number: 1).trailingNumerals > 0
    }

    /// Whether the first line is two whole numbers.
    private static func hasHeader(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let end = head.firstIndex(of: UInt8(ascii: "\n")), end < 40 else { return false }
        let line = UnsafeBufferPointer(rebasing: head[..<end])
        return VectorLine(line, number: 1).header != nil
    }
}
