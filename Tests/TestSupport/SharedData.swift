import Foundation

/// The data sets beside the repository, where they are.
public enum SharedData {
    public static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data")
    public static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    /// The bytes of a file of the data sets; packed files are unpacked.
    public static func contents(_ name: String) throws -> Data { try contents(of: folder.appending(path: name)) }

    /// Every file of every data set.
    public static func allFiles() throws -> [URL] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        return names.map { folder.appending(path: $0) }.filter { !$0.hasDirectoryPath && isFile($0) }
    }

    private static func isFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// The bytes of a file, by way of `gzip` or `bzip2` where it is packed.
    public static func contents(of file: URL) throws -> Data {
        let programs = ["gz": "gzip", "bz2": "bzip2"]
        guard let program = programs[file.pathExtension] else { return try Data(contentsOf: file) }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program, "-dc", file.path]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw UnpackingError(file: file.path, program: program) }
        return data
    }
}

/// A packed file that could not be read.
public struct UnpackingError: Error, CustomStringConvertible {
    let file: String
    let program: String
    public var description: String { "\(program) could not unpack \(file); is \(program) installed?" }
}
