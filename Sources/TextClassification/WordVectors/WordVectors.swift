import Tensors

/// Words and a vector for each, as trained or read from a file.
///
/// Words are compared by their bytes: two spellings of an accented letter are two words.
public struct WordVectors: Sendable {
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
