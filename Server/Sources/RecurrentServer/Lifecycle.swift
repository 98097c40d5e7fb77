import Logging
import ServiceLifecycle
import ServingCore
import Synchronization

/// Whether the server is about to end.
final class Lifecycle: Sendable {
    private let stopping = Atomic(false)

    var isStopping: Bool { stopping.load(ordering: .relaxed) }

    func stop() { stopping.store(true, ordering: .relaxed) }
}

/// Refuses new requests as soon as the server is asked to end.
struct StopService: Service {
    let lifecycle: Lifecycle
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        lifecycle.stop()
        logger.info("stopping", metadata: ["grace": .stringConvertible(serverGraceSeconds)])
    }
}

/// Ends the engines after the server.
struct EngineService: Service {
    let models: ServedModels

    func run() async throws {
        try? await gracefulShutdown()
        models.stop()
    }
}

/// Seconds that running requests have to end after the server was asked to.
package let serverGraceSeconds = 10
