import ArgumentParser
import Foundation
import Logging
import NIOCore
import Recurrent
import RecurrentServer
import ServingCore

/// `recurrent-server`: answers requests until it is asked to end.
@main
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recurrent-server",
        abstract: "Serve language models and text classifiers over HTTP.",
        discussion: """
            Programs that use OpenAI's completions (POST /v1/completions) or text-embeddings-inference (POST /predict) \
            can use this server. GET /openapi.json describes all requests.

              recurrent-server
              recurrent-server --model mine=my-model --port 9000
              curl http://127.0.0.1:8080/v1/completions -H 'Content-Type: application/json' \\
                -d '{"model": "shakespeare", "prompt": "ROMEO:", "max_tokens": 100, "seed": 1}'

            It is reachable from this machine only, unless --host says otherwise: --host 0.0.0.0 opens it to the network. \
            Give --api-key-file then, and put a proxy with TLS in front.

            SIGTERM and Ctrl-C end it: it takes no new requests, and has 10 seconds to answer those it has. Requests \
            are logged to standard error, a line of JSON each, without their texts.
            """,
        version: "0.1.0")

    @OptionGroup(title: "Settings") var settings: SettingsArguments
    @OptionGroup(title: "Limits") var limits: LimitArguments

    func validate() throws { _ = try merged() }

    /// The settings of the file, changed by the options.
    private func merged() throws -> ServerConfiguration {
        var configuration = try settings.configuration()
        limits.apply(to: &configuration.limits)
        if let problem = configuration.limits.problem { throw ValidationError(limits.inFlags(problem)) }
        return configuration
    }

    func run() async throws {
        do {
            try await serve()
        } catch is CancellationError {
            // Requests that did not end in time.
        } catch {
            FileHandle.standardError.write(Data("recurrent-server: \(message(of: error))\n".utf8))
            throw ExitCode(error is any RemediedError || error is ServedModelError ? 65 : 74)
        }
    }

    private func message(of error: any Error) -> String {
        guard let error = error as? IOError else { return String(describing: error) }
        let configuration = try? merged()
        return "\(configuration?.host ?? ""):\(configuration?.port ?? 0) cannot be listened on (\(error)); "
            + "choose another --port or --host."
    }

    private func serve() async throws {
        let configuration = try merged()
        let keys = try configuration.apiKeyFile.map { try APIKeys(contentsOf: URL(fileURLWithPath: $0)) } ?? .none
        let logger = JSONLogHandler.standardError("recurrent-server")
        if !configuration.isLoopback, keys.isEmpty {
            logger.warning(
                "Anybody who can reach \(configuration.host) can use this server; give --api-key-file, or --host 127.0.0.1."
            )
        }
        ThreadPool.useThreads(atMost: configuration.threads)
        let models = try ModelLoading(configuration).load()
        let server = RecurrentServer(configuration, models: models, keys: keys, logger: logger)
        try await server.run { port in
            let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
            logger.info(
                "listening",
                metadata: [
                    "url": .string("http://\(host):\(port)"), "models": .array(models.all.map { .string($0.name) }),
                ])
        }
    }
}
