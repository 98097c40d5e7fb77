import Foundation

/// The Unicode conformance files, where they are at hand.
enum UnicodeData {
    private static let allData = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data")
    private static let folder = allData.appending(path: "unicode-15.0.0")

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    /// Every file of every data set.
    static func allFiles() throws -> [URL] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: allData.path).sorted()
        return names.map { allData.appending(path: $0) }.filter { !$0.hasDirectoryPath && isFile($0) }
    }

    private static func isFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// The bytes of a file; a `.gz` is unpacked.
    static func contents(of file: URL) throws -> [UInt8] {
        [UInt8](file.pathExtension == "gz" ? try unpacked(file) : try Data(contentsOf: file))
    }

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
