import Foundation
import ModelFiles
import Tokenization

/// Reading a whole file of text, whatever its encoding.
public enum TextFile {
    /// The text of a file in UTF-8, a byte order mark left out.
    ///
    /// - Parameter url: A file URL, or `URL.standardInput`.
    /// - Throws: `FileError`, `TextEncodingError.malformed` with the place of the first bad byte and what the file looks
    ///   like, or ``RecordError/compressed(file:command:)``.
    public static func bytes(of url: URL, encoding: TextEncoding = .utf8) throws -> [UInt8] {
        let file = url.nameInMessages
        let stream = EncodingStream(encoding, file: file)
        var (text, head): ([UInt8], [UInt8]) = ([], [])
        do {
            try FileReading.forEachChunk(of: url, size: 1 << 20) { chunk in
                if head.isEmpty { head = Array(chunk.prefix(8)) }
                try stream.append(Array(chunk), to: &text)
            }
            try stream.finish(to: &text)
        } catch let error as TextEncodingError {
            if let command = TextInput.unpacking(head) { throw RecordError.compressed(file: file, command: command) }
            throw error
        }
        return text
    }

    /// The text of a file, a byte order mark left out.
    ///
    /// - Throws: As ``bytes(of:encoding:)`` does.
    public static func text(of url: URL, encoding: TextEncoding = .utf8) throws -> String {
        String(decoding: try bytes(of: url, encoding: encoding), as: UTF8.self)
    }
}
