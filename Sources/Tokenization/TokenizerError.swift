import Foundation

/// What can be wrong with a text or a tokenizer file.
public enum TokenizerError: Error, Equatable, Sendable {
    /// The text is not valid UTF-8; `byteOffset` is that of the first byte of the bad sequence in the file.
    case invalidUTF8(file: String, byteOffset: Int)
    /// The file cannot be read as a tokenizer; `reason` says why.
    case malformed(file: String, reason: String)
    /// The file has a format version that this program does not know.
    case unsupportedVersion(file: String, found: Int, supported: Int)
    /// A token stands in the file twice.
    case duplicateToken(file: String, token: String)
    /// The number of tokens is not the one that the file announces.
    case countMismatch(file: String, expected: Int, found: Int)
}

extension TokenizerError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .invalidUTF8(let file, let byteOffset):
            "'\(file)' is not valid UTF-8 at byte \(byteOffset); convert it to UTF-8, for instance with iconv."
        case .malformed(let file, let reason):
            "'\(file)' is not a usable tokenizer: \(reason); copy the model anew."
        case .unsupportedVersion(let file, let found, let supported) where found > supported:
            "'\(file)' has format version \(found), made by a newer version of this program, which reads up to "
                + "\(supported); update it, or train the model again."
        case .unsupportedVersion(let file, let found, let supported):
            "'\(file)' has format version \(found), which never existed; this program reads versions 1 to \(supported)."
        case .duplicateToken(let file, let token):
            "'\(file)' lists the token \(String(token.unicodeScalars.prefix(40)).debugDescription) twice; every token must be "
                + "there once."
        case .countMismatch(let file, let expected, let found):
            "'\(file)' announces a vocabulary of \(expected) but has \(found), the special tokens counted; "
                + "it is damaged or was edited."
        }
    }

    public var errorDescription: String? { description }
}
