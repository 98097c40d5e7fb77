import Foundation

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// The text of a file, which must be valid UTF-8.
///
/// A byte order mark at the start is left out, and later byte offsets count from behind it. Nothing else is
/// changed: CR LF stays CR LF.
///
/// - Parameter file: The name that the error message gives.
/// - Throws: ``TokenizerError/invalidUTF8(file:byteOffset:)`` with the offset in the data as given.
public func validatedText(from data: Data, file: String) throws -> String {
    try data.withUnsafeBytes { try validatedText($0, file: file) }
}

/// The text of some bytes, as ``validatedText(from:file:)-(Data,_)``.
public func validatedText(from bytes: [UInt8], file: String) throws -> String {
    try bytes.withUnsafeBytes { try validatedText($0, file: file) }
}

private func validatedText(_ bytes: UnsafeRawBufferPointer, file: String) throws -> String {
    let markLength = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    if let text = String(validating: bytes.dropFirst(markLength), as: UTF8.self) { return text }
    throw TokenizerError.invalidUTF8(file: file, byteOffset: validUTF8PrefixLength(of: bytes))
}

/// The number of bytes before the first ill-formed or unfinished sequence.
func validUTF8PrefixLength(of bytes: some Sequence<UInt8>) -> Int {
    var constraint = UTF8Constraint()
    var scalarStart = 0
    for (offset, byte) in bytes.enumerated() {
        if constraint.isComplete { scalarStart = offset }
        guard constraint.allows(byte) else { break }
        constraint.advance(byte)
    }
    return scalarStart
}
