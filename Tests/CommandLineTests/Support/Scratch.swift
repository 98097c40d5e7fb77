import Foundation

/// Files of the tests, removed when the test process ends.
enum Scratch {
    private static let root: URL = {
        atexit { try? FileManager.default.removeItem(at: Scratch.root) }
        return FileManager.default.temporaryDirectory.appendingPathComponent("CommandLineTests-\(getpid())")
    }()

    /// A new, empty folder.
    static func folder() throws -> URL {
        let folder = root.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A new file.
    static func file(_ content: some DataProtocol, named name: String = "text.txt") throws -> URL {
        let file = try folder().appendingPathComponent(name)
        try Data(content).write(to: file)
        return file
    }
}

/// Where the repository's own files lie.
enum Repository {
    private static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }

    /// A folder of the repository.
    static func folder(_ path: String) -> URL { root.appendingPathComponent(path) }

    /// The text of one of the repository's corpora.
    static func corpus(_ name: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent("corpora/\(name).txt"), encoding: .utf8)
    }

    /// The file of one of the repository's series.
    static func series(_ name: String) -> URL { root.appendingPathComponent("corpora/series/\(name).csv") }
}
