import NIOCore
import ServingCore
import Synchronization

/// Says when the client of a running request has left.
///
/// A handler in each connection notices that the client has closed it, or its sending half, also while nothing is
/// written. The connection is kept otherwise, so that it can be used for the next request.
final class ConnectionWatch: Sendable {
    private struct State {
        var nextID = 0
        var actions: [ObjectIdentifier: [Int: @Sendable () -> Void]] = [:]
        var closed: Set<ObjectIdentifier> = []
    }

    private let state = Mutex(State())

    /// Runs `operation`, and gives the request up when the client leaves meanwhile.
    func during<Event, Value>(
        _ channel: any Channel, _ answers: Answers<Event>, _ operation: () async throws -> Value
    ) async rethrows -> Value {
        let key = ObjectIdentifier(channel)
        let (id, isClosed) = state.withLock { state in
            state.nextID += 1
            state.actions[key, default: [:]][state.nextID] = { answers.cancel() }
            return (state.nextID, state.closed.contains(key))
        }
        defer {
            state.withLock { state in
                state.actions[key]?[id] = nil
                if state.actions[key]?.isEmpty == true { state.actions[key] = nil }
            }
        }
        if isClosed { answers.cancel() }
        return try await operation()
    }

    /// Notes that a client sends nothing any more.
    fileprivate func close(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        let actions = state.withLock { state in
            state.closed.insert(key)
            return state.actions[key].map { Array($0.values) } ?? []
        }
        for action in actions { action() }
    }

    /// Forgets a connection that is gone: another may get its identity.
    fileprivate func forget(_ channel: any Channel) {
        state.withLock { _ = $0.closed.remove(ObjectIdentifier(channel)) }
    }

    /// The handler of a connection.
    func makeHandler() -> any RemovableChannelHandler { Handler(self) }

    private final class Handler: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = NIOAny
        private let watch: ConnectionWatch

        init(_ watch: ConnectionWatch) { self.watch = watch }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { watch.close(context.channel) }
            context.fireUserInboundEventTriggered(event)
        }

        func channelInactive(context: ChannelHandlerContext) {
            watch.close(context.channel)
            watch.forget(context.channel)
            context.fireChannelInactive()
        }
    }
}
