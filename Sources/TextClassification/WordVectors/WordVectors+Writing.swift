import Foundation
import ModelFiles

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
