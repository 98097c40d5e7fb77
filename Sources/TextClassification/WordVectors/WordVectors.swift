import Foundation
import ModelFiles
import Tensors

/// Words and a vector for each, as trained or read from a file.
///
/// Words are compared by their bytes: two spellings of an accented letter are two words.
public struct WordVectors: Sendable {
    /// The words, in the order of the rows.
    public let words: [String]
    /// `[count, dimension]`.
    public let vectors: Tensor
    /// Lines of the file that were left out because their word had come before.
    public let duplicateCount: Int
    /// Lines of the file that were left out because their word is white space alone.
    public let blankCount: Int
    private let indices: [ExactWord: Int]

    /// - Parameters:
    ///   - words: Each one once.
    ///   - vectors: `[words.count, dimension]`, row by row those of the words.
    public init(words: [String], vectors: Tensor) {
        self.init(words: words, vectors: vectors, duplicateCount: 0, blankCount: 0)
    }

    init(words: [String], vectors: Tensor, duplicateCount: Int, blankCount: Int) {
        precondition(
            vectors.shape.count == 2 && vectors.shape[0] == words.count,
            "WordVectors: \(words.count) words, vectors \(vectors.shape).")
        self.words = words
        self.vectors = vectors
        (self.duplicateCount, self.blankCount) = (duplicateCount, blankCount)
        indices = Dictionary(uniqueKeysWithValues: words.enumerated().map { (ExactWord($0.element), $0.offset) })
    }

    /// The number of words.
    public var count: Int { words.count }

    /// Numbers of a vector.
    public var dimension: Int { vectors.shape[1] }

    /// The row of a word; `nil` when it is not among these.
    public func index(of word: String) -> Int? { indices[ExactWord(word)] }

    /// The vector of a word, `[dimension]`; `nil` when it is not among these.
    public subscript(word: String) -> [Float]? {
        index(of: word).map { row in vectors.withElements { Array($0[row * dimension..<(row + 1) * dimension]) } }
    }
}

/// A string that equals another only when all bytes are the same.
struct ExactWord: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactWord, right: ExactWord) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isHashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}

extension WordVectors {
    /// A word and the cosine of its vector with the one that was asked for.
    public struct Neighbour: Sendable, Equatable {
        /// The word.
        public let word: String
        /// The cosine of the angle between the two vectors, -1 to 1.
        public let cosine: Double
    }

    /// The words whose vectors are nearest to that of `word` by cosine, the nearest first and `word` itself left out;
    /// none when it is not among these.
    public func nearest(to word: String, count: Int) -> [Neighbour] {
        guard let row = index(of: word), let vector = self[word] else { return [] }
        return nearest(to: vector, count: count, except: row)
    }

    /// The words whose vectors are nearest to `vector` by cosine, the nearest first. A vector of zeros has a cosine of
    /// 0 with every other.
    public func nearest(to vector: [Float], count: Int) -> [Neighbour] {
        nearest(to: vector, count: count, except: nil)
    }

    private func nearest(to vector: [Float], count limit: Int, except excluded: Int?) -> [Neighbour] {
        precondition(
            vector.count == dimension && limit >= 0,
            "WordVectors.nearest: \(limit) near a vector of \(vector.count), dimension \(dimension).")
        var best: [(row: Int, cosine: Double)] = []
        for (row, cosine) in cosines(with: vector).enumerated() where row != excluded && limit > 0 {
            if best.count == limit {
                guard cosine > best[limit - 1].cosine else { continue }
                best.removeLast()
            }
            let place = best.lastIndex { $0.cosine >= cosine }.map { $0 + 1 } ?? 0
            best.insert((row, cosine), at: place)
        }
        return best.map { Neighbour(word: words[$0.row], cosine: $0.cosine) }
    }

    private func cosines(with vector: [Float]) -> [Double] {
        let dimension = dimension
        let norm = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        return vectors.withElements { elements in
            (0..<count).map { row in
                var (product, squares) = (0.0, 0.0)
                for column in 0..<dimension {
                    let element = Double(elements[row * dimension + column])
                    product += element * Double(vector[column])
                    squares += element * element
                }
                let norms = norm * squares.squareRoot()
                return norms > 0 ? product / norms : 0
            }
        }
    }
}

extension WordVectors {
    /// A text format of word vectors.
    public enum FileFormat: String, Sendable, CaseIterable {
        /// A word and its numbers on each line.
        case glove
        /// The same after a line with the count and the dimension.
        case fastText = "fasttext"
    }

    /// Writes the vectors as text, durably and in one step; ``init(contentsOf:keeping:)`` reads the same bits back.
    ///
    /// - Throws: `FileError`, or ``WordVectorsError`` when a word or a vector could not be read back; the file is as it
    ///   was then.
    public func write(to url: URL, format: FileFormat = .glove) throws {
        try DurableFile.replace(at: url) { file in
            var text = format == .fastText ? "\(count) \(dimension)\n" : ""
            try vectors.withElements { elements in
                for (row, word) in words.enumerated() {
                    let vector = elements[row * dimension..<(row + 1) * dimension]
                    guard Self.isReadable(word) else {
                        throw WordVectorsError.unwritableWord(file: url.path, word: word)
                    }
                    guard vector.allSatisfy(\.isFinite) else {
                        throw WordVectorsError.unwritableVector(file: url.path, word: word)
                    }
                    text += word
                    for number in vector { text += " \(number)" }
                    text += "\n"
                    if text.utf8.count >= 1 << 16 {
                        try file.write(text)
                        text = ""
                    }
                }
            }
            try file.write(text)
        }
    }

    /// Whether a line with this word is read as one with this word.
    private static func isReadable(_ word: String) -> Bool {
        guard !word.allSatisfy(\.isWhitespace) else { return false }
        var word = word
        return word.withUTF8 { bytes in
            let line = VectorLine(bytes, number: 1)
            return line.hasWord && !bytes.contains(UInt8(ascii: "\n")) && line.word(ofFields: line.fieldCount) != nil
                && ![0x20, 0x09].contains(bytes[bytes.count - 1])
                && !(1..<line.fieldCount).contains { line.decimal($0).isNumeral }
                && line.decimalComma(inWordOf: line.fieldCount) == nil
        }
    }
}
