import Foundation

/// The data sets beside the repository, where they are.
public enum SharedData {
    public static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data")
    public static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    /// The bytes of a file, by way of `gzip` where it is packed.
    public static func contents(_ name: String) throws -> Data {
        let file = folder.appending(path: name)
        guard file.pathExtension == "gz" else { return try Data(contentsOf: file) }
        let (gzip, output) = (Process(), Pipe())
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", file.path]
        gzip.standardOutput = output
        try gzip.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return data
    }
}
