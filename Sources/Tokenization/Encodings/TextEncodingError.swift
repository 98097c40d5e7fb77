import Foundation

/// What can be wrong with the encoding of a text.
public enum TextEncodingError: Error, Equatable, Sendable {
    /// ICU knows no encoding of this name; `near` are names spelled nearly so.
    case unknownName(String, near: [String])
    /// Some bytes are no character in the encoding.
    ///
    /// - Parameters:
    ///   - byteOffset: That of the first byte of the bad sequence in the file.
    ///   - line: The line it stands in, counted from 1.
    ///   - guess: What the bytes around look like, if not like the encoding.
    case malformed(file: String, encoding: TextEncoding, byteOffset: Int, line: Int, guess: TextEncoding?)
}

extension TextEncodingError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .unknownName(let name, let near) where near.isEmpty:
            "there is no encoding '\(name)'; some that there are: utf-8, utf-16, windows-1252, gb18030, big5, "
                + "shift_jis, euc-jp, euc-kr, koi8-r, and whatever else ICU knows."
        case .unknownName(let name, let near):
            "there is no encoding '\(name)'; did you mean \(near.joined(separator: ", "))?"
        case .malformed(let file, let encoding, let byteOffset, let line, let guess):
            "'\(file)', line \(line): not valid \(encoding) at byte \(byteOffset); "
                + Self.wayOut(from: encoding, guess: guess)
        }
    }

    private static func wayOut(from encoding: TextEncoding, guess: TextEncoding?) -> String {
        if let guess { return "it looks like \(guess): if it is, give --encoding \(guess.name.lowercased())." }
        return encoding.isUTF8
            ? "say what it is with --encoding, for instance windows-1252, gb18030 or shift_jis, or convert it to UTF-8."
            : "give another --encoding, or repair the file."
    }

    public var errorDescription: String? { description }
}
