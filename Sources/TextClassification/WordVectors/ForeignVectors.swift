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
            (what, wayOut) = ("is a web page", "download the file anew; this is what the server said in its place")
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
