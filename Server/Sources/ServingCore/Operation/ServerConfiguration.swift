import Foundation

/// The settings of a server, as a file holds them: `{"port": 8080, "models": {"mine": "my-model"}, "limits": {…}}`.
///
/// What is not in the file keeps its default. Paths are relative to the folder of the file.
package struct ServerConfiguration: Codable, Sendable, Equatable {
    /// The address to listen on.
    package var host = "127.0.0.1"
    package var port = 8080
    /// Folders of models by the names that requests call them by.
    package var models: [String: String] = [:]
    /// Whether the shipped models are served too.
    package var shippedModels = true
    /// A file with a key a line; `nil` where requests need none.
    package var apiKeyFile: String?
    /// Threads that compute; `nil` for one a processor.
    package var threads: Int?
    package var limits = Limits()

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case host, port, models, shippedModels, apiKeyFile, threads, limits
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
            value = try values.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.host, into: &host)
        try read(.port, into: &port)
        try read(.models, into: &models)
        try read(.shippedModels, into: &shippedModels)
        apiKeyFile = try values.decodeIfPresent(String.self, forKey: .apiKeyFile)
        threads = try values.decodeIfPresent(Int.self, forKey: .threads)
        try read(.limits, into: &limits)
    }

    /// Reads a file.
    ///
    /// - Throws: `ServerConfigurationError`, which names the file and the entry.
    package init(contentsOf file: URL) throws(ServerConfigurationError) {
        let path = file.relativePath
        guard let data = try? Data(contentsOf: file) else { throw .unreadable(path) }
        guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw .malformed(path, "it is not a JSON object")
        }
        try Self.require(object, CodingKeys.allCases.map(\.rawValue), path, prefix: "")
        try Self.require(
            object["limits"] as? [String: Any] ?? [:], Limits.CodingKeys.allCases.map(\.rawValue), path,
            prefix: "limits.")
        do {
            self = try WireCoding.decode(Self.self, from: data)
        } catch {
            throw .malformed(path, error.message)
        }
        let folder = file.deletingLastPathComponent()
        func resolved(_ path: String) -> String {
            URL(fileURLWithPath: path, relativeTo: folder).relativePath(to: folder)
        }
        models = models.mapValues(resolved)
        apiKeyFile = apiKeyFile.map(resolved)
        if let problem { throw .malformed(path, problem) }
    }

    /// Whether only programs on the same machine can reach the server.
    package var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    /// What is wrong with the settings, in words; `nil` if they can be used.
    package var problem: String? {
        guard (0...65_535).contains(port) else { return "port must be between 0 and 65535, not \(port)" }
        guard !host.isEmpty else { return "host is empty" }
        if let threads, threads < 1 { return "threads must be 1 or more, not \(threads)" }
        for name in models.keys.sorted() where !Self.isName(name) {
            return "the model name '\(name)' has characters other than letters, digits, '.', '-' and '_'"
        }
        return limits.problem
    }

    /// Whether a text can name a model in a path.
    package static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_") }
    }

    private static func require(
        _ object: [String: Any], _ known: [String], _ path: String, prefix: String
    ) throws(ServerConfigurationError) {
        guard let other = object.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw .malformed(
            path, "it has no setting \(prefix)\(other); there are \(known.map { prefix + $0 }.joined(separator: ", "))")
    }
}

extension URL {
    /// The path: as it is where the folder has none, so that messages show what was written.
    fileprivate func relativePath(to folder: URL) -> String {
        folder.relativePath == "." || folder.relativePath.isEmpty ? relativePath : path
    }
}

/// Why settings cannot be read.
package enum ServerConfigurationError: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case malformed(String, String)

    package var description: String {
        switch self {
        case .unreadable(let file): "The settings '\(file)' cannot be read."
        case .malformed(let file, let problem):
            "The settings '\(file)' cannot be used: \(problem)\(problem.hasSuffix(".") ? "" : ".")"
        }
    }
}
