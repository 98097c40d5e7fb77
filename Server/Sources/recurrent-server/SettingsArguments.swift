import ArgumentParser
import Foundation
import ServingCore

/// What is served, and where.
struct SettingsArguments: ParsableArguments {
    @Option(help: "Address to listen on; 0.0.0.0 for all of this machine (default: 127.0.0.1).")
    var host: String?

    @Option(help: "Port to listen on; 0 for any free one (default: 8080).")
    var port: Int?

    @Option(
        name: .customLong("model"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Serve the model of textgen or sentiment in a folder, by this name; may be given several times.",
            valueName: "name=folder"))
    var models: [String] = []

    @Flag(help: "Serve only the models given, and not those that come with the server.")
    var noShippedModels = false

    @Option(
        help: ArgumentHelp("File with an API key a line, of which requests must have one.", valueName: "file"),
        completion: .file())
    var apiKeyFile: String?

    @Option(help: "Threads that compute (default: one for each processor).")
    var threads: Int?

    @Option(
        help: ArgumentHelp("File with settings as JSON; options of the command line change them.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var config: String?

    /// The settings of the file, changed by the options.
    ///
    /// - Throws: `ValidationError`.
    func configuration() throws -> ServerConfiguration {
        var configuration = ServerConfiguration()
        if let config {
            do {
                configuration = try ServerConfiguration(contentsOf: URL(fileURLWithPath: config))
            } catch {
                throw ValidationError(error.description)
            }
        }
        configuration.host = host ?? configuration.host
        configuration.port = port ?? configuration.port
        configuration.apiKeyFile = apiKeyFile ?? configuration.apiKeyFile
        configuration.threads = threads ?? configuration.threads
        if noShippedModels { configuration.shippedModels = false }
        for model in models {
            let (name, folder) = try Self.parts(of: model)
            configuration.models[name] = folder
        }
        try require(configuration)
        return configuration
    }

    private static func parts(of model: String) throws -> (name: String, folder: String) {
        let parts = model.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, ServerConfiguration.isName(String(parts[0])) else {
            throw ValidationError(
                "--model takes NAME=FOLDER, with a name of letters, digits, '.', '-' and '_', not '\(model)'.")
        }
        return (String(parts[0]), String(parts[1]))
    }

    private func require(_ configuration: ServerConfiguration) throws {
        guard (0...65_535).contains(configuration.port) else {
            throw ValidationError("--port must be between 0 and 65535, not \(configuration.port).")
        }
        guard !configuration.host.isEmpty else { throw ValidationError("--host must not be empty.") }
        if let threads = configuration.threads, threads < 1 {
            throw ValidationError("--threads must be 1 or more, not \(threads).")
        }
        guard configuration.shippedModels || !configuration.models.isEmpty else {
            throw ValidationError("--no-shipped-models leaves no model; give one with --model NAME=FOLDER.")
        }
    }
}
