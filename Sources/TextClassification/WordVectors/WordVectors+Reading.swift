import Foundation
import Tensors

extension WordVectors {
    /// Reads vectors in the text format of GloVe (Pennington, Socher & Manning 2014), `word v1 v2 …` on each line, or
    /// that of fastText (Bojanowski et al. 2017), which has a line `count dimension` before them.
    ///
    /// The file is read once, from front to back, and all of it is checked; in memory are only the vectors that are
    /// kept. How many numbers a line has is said by the header, else by the first line. A line with more fields has a
    /// word with spaces in it, unless one of these fields is a number itself, with a point or a comma: then the line is refused. Of lines with
    /// the same word the first is kept and the others are counted, as are lines whose word is white space alone, which
    /// are left out.
    ///
    /// - Parameters:
    ///   - url: A file URL; pipes can be read as well.
    ///   - words: The words to keep; all, if not given. They come out in the order of the file.
    /// - Throws: `FileError` or ``WordVectorsError``.
    public init(contentsOf url: URL, keeping words: [String]? = nil) throws {
        var reader = WordVectorsReader(file: url.path, wanted: words.map { Set($0.map(ExactWord.init)) })
        let inspect = { (head: UnsafeBufferPointer<UInt8>) in
            guard let foreign = ForeignVectors(head) else { return }
            throw WordVectorsError.foreign(file: url.nameInMessages, what: foreign.what, wayOut: foreign.wayOut)
        }
        try forEachLine(of: url, limit: 1 << 24, inspect: inspect) { bytes, number in
            try reader.read(VectorLine(bytes, number: number))
        }
        self = try reader.finish()
    }
}

private struct WordVectorsReader {
    let file: String
    let wanted: Set<ExactWord>?
    private var header: (count: Int, dimension: Int)?
    private var dimension: Int?
    private var lineCount = 0
    private var words: [String] = []
    private var seen: Set<ExactWord> = []
    private var duplicateCount = 0
    private var blankCount = 0
    private var vector: [Float] = []
    private var blocks: [[Float]] = [[]]
    private static let blockSize = 1 << 20

    init(file: String, wanted: Set<ExactWord>?) {
        self.file = file
        self.wanted = wanted
    }

    mutating func read(_ line: VectorLine) throws {
        if line.number == 1, let (count, dimension) = line.header {
            guard let count, let dimension, count > 0, dimension > 0 else {
                throw WordVectorsError.malformedHeader(file: file, header: line.text(0) + " " + line.text(1))
            }
            header = (count, dimension)
            self.dimension = dimension
            return
        }
        guard line.hasWord else { return try readBlank(line) }
        let dimension = try dimension ?? width(ofFirst: line)
        self.dimension = dimension
        let wordFields = line.fieldCount - dimension
        try requireNoDecimalComma(line, inWordOf: wordFields)
        guard wordFields >= 1, !(1..<wordFields).contains(where: { line.decimal($0).isNumeral }) else {
            throw WordVectorsError.unevenWidth(
                file: file, line: line.number, expected: dimension, found: line.fieldCount - 1)
        }
        guard let word = line.word(ofFields: wordFields) else {
            throw WordVectorsError.invalidUTF8(file: file, line: line.number)
        }
        try readVector(line, from: wordFields)
        lineCount += 1
        if word.allSatisfy(\.isWhitespace) { blankCount += 1 } else { keep(ExactWord(word)) }
    }

    /// A line that begins with a space: its word is white space, where all that follows are the numbers of a vector.
    private mutating func readBlank(_ line: VectorLine) throws {
        guard line.fieldCount > 0, line.fieldCount == dimension ?? line.fieldCount else {
            throw WordVectorsError.missingWord(file: file, line: line.number)
        }
        try readVector(line, from: 0)
        dimension = line.fieldCount
        (lineCount, blankCount) = (lineCount + 1, blankCount + 1)
    }

    /// How many numbers the first line has.
    private func width(ofFirst line: VectorLine) throws -> Int {
        let width = line.trailingNumerals
        let wordFields = line.fieldCount - width
        // A word of several fields, one of them a number, is rather a vector with something else in it.
        let hasNumeral = (1..<wordFields).contains { line.decimal($0).isNumeral }
        try requireNoDecimalComma(line, inWordOf: wordFields)
        guard width > 0, !hasNumeral else {
            guard line.fieldCount > 1 else {
                throw WordVectorsError.notANumber(file: file, line: line.number, field: "")
            }
            let field = line.text(hasNumeral ? wordFields - 1 : line.fieldCount - 1)
            throw WordVectorsError.notANumber(file: file, line: line.number, field: field)
        }
        return width
    }

    /// Refuses a number with a decimal comma, which would be read as part of the word.
    private func requireNoDecimalComma(_ line: VectorLine, inWordOf count: Int) throws {
        guard let field = line.decimalComma(inWordOf: count) else { return }
        throw WordVectorsError.notANumber(file: file, line: line.number, field: line.text(field))
    }

    private mutating func readVector(_ line: VectorLine, from first: Int) throws {
        vector.removeAll(keepingCapacity: true)
        for index in first..<line.fieldCount {
            switch line.decimal(index) {
            case .number(let value): vector.append(value)
            case .notFinite:
                throw WordVectorsError.notFinite(file: file, line: line.number, field: line.text(index))
            case .notANumber:
                throw WordVectorsError.notANumber(file: file, line: line.number, field: line.text(index))
            }
        }
    }

    private mutating func keep(_ word: ExactWord) {
        guard wanted?.contains(word) ?? true else { return }
        guard seen.insert(word).inserted else {
            duplicateCount += 1
            return
        }
        words.append(word.text)
        if blocks[blocks.count - 1].count >= Self.blockSize { blocks.append([]) }
        blocks[blocks.count - 1] += vector
    }

    mutating func finish() throws -> WordVectors {
        if let header, header.count != lineCount {
            throw WordVectorsError.countMismatch(file: file, expected: header.count, found: lineCount)
        }
        guard let dimension else { throw WordVectorsError.empty(file: file) }
        seen = []
        var vectors = Tensor(uninitialized: [words.count, dimension])
        vectors.mutate { target in
            var start = 0
            for index in blocks.indices {
                _ = target[start...].update(fromContentsOf: blocks[index])
                start += blocks[index].count
                blocks[index] = []  // so that the vectors are in memory only once
            }
        }
        return WordVectors(words: words, vectors: vectors, duplicateCount: duplicateCount, blankCount: blankCount)
    }
}
