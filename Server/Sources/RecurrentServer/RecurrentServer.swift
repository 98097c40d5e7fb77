import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import ServingCore

/// The server: routes, middleware, and the order in which it starts and ends.
package struct RecurrentServer: Sendable {
    private let configuration: ServerConfiguration
    private let models: ServedModels
    private let keys: APIKeys
    private let logger: Logger
    private let lifecycle = Lifecycle()
    private let watch = ConnectionWatch()

    package init(_ configuration: ServerConfiguration, models: ServedModels, keys: APIKeys, logger: Logger) {
        (self.configuration, self.models, self.keys, self.logger) = (configuration, models, keys, logger)
    }

    /// Answers requests until a signal asks it to end, and then those that it has accepted.
    ///
    /// - Parameter onRunning: Called with the port as soon as requests are answered.
    /// - Throws: Where the address cannot be listened on.
    package func run(onRunning: @escaping @Sendable (Int) -> Void) async throws {
        // The last begins to end first, and the one before it when it has ended.
        let services: [any Service] = [
            EngineService(models: models), application(onRunning: onRunning),
            StopService(lifecycle: lifecycle, logger: logger),
        ]
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0, successTerminationBehavior: .ignore, failureTerminationBehavior: .cancelGroup)
            }, gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger)
        configuration.maximumGracefulShutdownDuration = .seconds(serverGraceSeconds)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// The application by itself, as tests run it.
    package func application(
        onRunning: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let metrics = Metrics()
        let endpoints = Endpoints(
            models: models, limits: configuration.limits, metrics: metrics, lifecycle: lifecycle, watch: watch)
        let router = endpoints.router()
        let gate = RequestGate(keys: keys, metrics: metrics, lifecycle: lifecycle, logger: logger)
        return Application(
            responder: GatedResponder(gate: gate, responder: router.buildResponder()),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [watch.makeHandler()], idleTimeout: .seconds(60),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
            configuration: .init(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { channel in onRunning(channel.localAddress?.port ?? configuration.port) },
            logger: quietLogger)
    }

    /// Hummingbird and the service group say little that matters to users.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = .warning
        return logger
    }
}

/// The gate before the router: it sees requests for which there is no route, too.
struct GatedResponder<Next: HTTPResponder>: HTTPResponder where Next.Context == ServerContext {
    let gate: RequestGate
    let responder: Next

    func respond(to request: Request, context: ServerContext) async throws -> Response {
        try await gate.handle(request, context: context) { try await responder.respond(to: $0, context: $1) }
    }
}
