internal import CUnicode
import Foundation

/// How a text is written in bytes: UTF-8, or any other encoding that ICU knows.
///
/// ```swift
/// TextEncoding(named: "latin1")?.name   // "ISO-8859-1"
/// ```
public struct TextEncoding: Hashable, Sendable, CustomStringConvertible {
    /// UTF-8, the default of all readers.
    public static let utf8 = TextEncoding(canonicalName: "UTF-8")

    /// The usual name, such as "windows-1252", also if the encoding was asked for by another.
    public let name: String

    /// - Parameter name: Any name of the encoding; case, spaces and hyphens do not count.
    public init?(named name: String) {
        guard !name.utf8.contains(0), let canonical = unicode_encoding_name(name) else { return nil }
        self.init(canonicalName: String(cString: canonical))
    }

    /// The encoding of a name that somebody typed.
    ///
    /// - Throws: ``TextEncodingError/unknownName(_:near:)``, with the names that are spelled nearly so.
    public init(_ name: String) throws(TextEncodingError) {
        guard let found = TextEncoding(named: name) else {
            throw .unknownName(name, near: TextEncoding.names(near: name))
        }
        self = found
    }

    private init(canonicalName name: String) { self.name = name }

    /// Whether the encoding is UTF-8, so that nothing has to be converted.
    public var isUTF8: Bool { self == .utf8 }

    public var description: String { name }

    /// The smallest number of bytes of a character, which begins at a multiple of it.
    var unitSize: Int { name.hasPrefix("UTF-32") ? 4 : name.hasPrefix("UTF-16") ? 2 : 1 }

    /// Whether zero bytes are to be expected in a text.
    package var hasZeroBytes: Bool { unitSize > 1 }

    /// The usual names of all encodings, sorted.
    public static var allNames: [String] {
        let names = (0..<unicode_encoding_count()).compactMap { unicode_encoding_at($0).map(String.init(cString:)) }
        return Set(names.filter { !$0.contains(",") }).sorted()
    }

    /// What some bytes look like, from letters and letter pairs that are frequent in languages: a guess, for messages.
    ///
    /// - Parameter other: An encoding that it is not.
    /// - Returns: Nil where nothing is likely.
    public static func guess(for bytes: some Sequence<UInt8>, except other: TextEncoding? = nil) -> TextEncoding? {
        let bytes = Array(bytes)
        if bytes.isEmpty { return nil }
        let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            unicode_guess_encoding(bytes, bytes.count, other?.name ?? "", buffer.baseAddress!, buffer.count)
                ? String(cString: buffer.baseAddress!) : nil
        }
        // Where both fit, the second is what programs write and has quotation marks and dashes as well.
        return name.flatMap { TextEncoding(named: $0 == "ISO-8859-1" ? "windows-1252" : $0) }
    }

    /// At most four usual names that take two changes of a letter or digit at most.
    static func names(near name: String) -> [String] {
        func letters(_ name: String) -> [UInt8] { Array(name.lowercased().utf8.filter { $0 > 0x2F && $0 < 0x7B }) }
        let wanted = letters(name)
        guard (2...40).contains(wanted.count) else { return [] }
        let distances = allNames.map { (name: $0, distance: editDistance(wanted, letters($0))) }
        let near = distances.filter { $0.distance <= min(2, wanted.count / 2) }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(4).map(\.name)
    }
}

/// The number of letters to insert, delete or replace (Levenshtein 1966).
package func editDistance(_ from: [UInt8], _ to: [UInt8]) -> Int {
    var row = Array(0...to.count)
    for (i, letter) in from.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in to.indices {
            let replaced = diagonal + (letter == to[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[to.count]
}

/// Why a text cannot be decoded.
public enum TextEncodingError: RemediedError, Equatable {
    /// ICU knows no encoding of this name; `near` are names with a similar spelling.
    case unknownName(String, near: [String])
    /// Some bytes are not valid in the encoding.
    ///
    /// - Parameters:
    ///   - byteOffset: That of the first byte of the bad sequence in the file.
    ///   - line: Its line, counted from 1.
    ///   - guess: What the bytes look like, if not like the encoding.
    case malformed(file: String, encoding: TextEncoding, byteOffset: Int, line: Int, guess: TextEncoding?)

    public var problem: String {
        switch self {
        case .unknownName(let name, _): "there is no encoding '\(name)'"
        case .malformed(let file, let encoding, let byteOffset, let line, let guess):
            "'\(file)', line \(line): not valid \(encoding) at byte \(byteOffset)"
                + (guess.map { "; it looks like \($0)" } ?? "")
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .unknownName(_, let near) where near.isEmpty:
            [
                .advice(
                    "use one that ICU knows, such as utf-8, utf-16, windows-1252, gb18030, big5, shift_jis, euc-jp, euc-kr or "
                        + "koi8-r")
            ]
        case .unknownName(_, let near): [.advice("use \(near.joined(withLast: " or "))")]
        case .malformed(_, _, _, _, let guess?):
            [.set(.encoding, to: guess.name.lowercased(), detail: "if that is right"), .advice("repair the file")]
        case .malformed(_, let encoding, _, _, nil) where encoding.isUTF8:
            [
                .set(.encoding, suchAs: "windows-1252", "gb18030", "shift_jis"),
                .advice("convert the file to UTF-8"),
            ]
        case .malformed: [.change([.encoding]), .advice("repair the file")]
        }
    }
}

/// How bytes are treated that are not valid in the encoding of a text.
public enum MalformedBytes: String, CaseIterable, Codable, Sendable {
    /// They are an error, which ends the reading.
    case strict
    /// U+FFFD takes the place of each.
    case replace
    /// The line or record that holds them is left out.
    case skip
}
