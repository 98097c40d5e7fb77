import Foundation
import TestSupport
import Testing

@testable import Tokenization

/// The Unicode conformance files: beside the repository, or those of Debian's package `unicode-data` (`make test-deps`).
enum UnicodeData {
    private static let names = [
        "GraphemeBreakTest", "WordBreakTest", "SentenceBreakTest", "LineBreakTest", "NormalizationTest",
    ]

    /// A place that has all files.
    private struct Place {
        let files: [String: URL]
        /// The version of Unicode that all files are of, such as "15.0.0".
        let version: String
    }

    private static let places = [
        SharedData.folder.appending(path: "unicode-15.0.0"), URL(filePath: "/usr/share/unicode"),
        URL(filePath: "/usr/share/unicode/ucd"),  // Fedora
    ].compactMap(read)

    /// The place whose files are of ICU's version of Unicode, else the first one.
    private static let place = places.first { isICUs($0.version) } ?? places.first

    private static func read(_ folder: URL) -> Place? {
        var files: [String: URL] = [:]
        for name in names {
            let candidates = ["", "auxiliary/"].flatMap { part in
                ["txt", "txt.gz", "txt.bz2"].map { folder.appending(path: "\(part)\(name).\($0)") }
            }
            guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
                return nil
            }
            files[name] = file
        }
        // Each file begins with its name and version: "# WordBreakTest-15.0.0.txt".
        let versions = files.map { name, file in
            let text =
                (try? SharedData.contents(of: file)).map { String(decoding: $0.prefix(100), as: UTF8.self) } ?? ""
            return String(text.prefix { $0 != "\n" }.dropFirst("# \(name)-".count).prefix { $0.isNumber || $0 == "." })
        }
        let version = versions.allSatisfy { $0 == versions[0] } ? versions[0] : versions.joined(separator: " and ")
        return Place(files: files, version: version.hasSuffix(".") ? String(version.dropLast()) : version)
    }

    /// Whether a version such as "15.0.0" is the one of ICU, such as "15.0".
    private static func isICUs(_ version: String) -> Bool {
        version == Segmenter.unicodeVersion || version.hasPrefix(Segmenter.unicodeVersion + ".")
    }

    /// Why nothing can be compared, or `nil`: there are no files, or ICU has another version of Unicode.
    static let problem: String? = {
        guard let place else { return "skipped: no data; `make test-deps` installs Unicode's test files" }
        guard !isICUs(place.version) else { return nil }
        return "skipped: ICU \(Segmenter.icuVersion) has Unicode \(Segmenter.unicodeVersion), the files are of "
            + place.version
    }()

    /// The lines of a file, such as "WordBreakTest", without comments and empty lines.
    static func lines(of name: String) throws -> [Substring] {
        let file = try #require(place?.files[name], "there is no \(name)")
        return String(decoding: try SharedData.contents(of: file), as: UTF8.self).split(separator: "\n").compactMap {
            let content = $0.prefix { $0 != "#" }
            return content.allSatisfy { $0.isWhitespace } || content.hasPrefix("@") ? nil : content
        }
    }

    /// The text of scalars written in hexadecimal with spaces between.
    static func text(_ field: some StringProtocol) -> String {
        var text = String.UnicodeScalarView()
        for hex in field.split(whereSeparator: \.isWhitespace) {
            if let scalar = UInt32(hex, radix: 16).flatMap(Unicode.Scalar.init) { text.append(scalar) }
        }
        return String(text)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test, and says why, where there are no conformance files that fit ICU.
    static var unicodeData: Self {
        .enabled(if: UnicodeData.problem == nil, Comment(rawValue: UnicodeData.problem ?? ""))
    }
}
