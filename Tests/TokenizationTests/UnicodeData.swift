import Foundation

/// The Unicode conformance files, where they are at hand.
enum UnicodeData {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data/unicode-15.0.0")

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    /// The lines of a file without comments and empty lines; a `.gz` is unpacked.
    static func lines(of name: String) throws -> [Substring] {
        let file = folder.appending(path: name)
        let data = name.hasSuffix(".gz") ? try unpacked(file) : try Data(contentsOf: file)
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
            let content = line.prefix { $0 != "#" }
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

    private static func unpacked(_ file: URL) throws -> Data {
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", file.path]
        gzip.standardOutput = output
        try gzip.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return data
    }
}
