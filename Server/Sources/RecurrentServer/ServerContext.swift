import Hummingbird
import NIOCore
import ServingCore

/// What belongs to a request: its connection, and whose turn it takes.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Set where the request has a key.
    var client: ClientID

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        client = .connection(ObjectIdentifier(source.channel))
    }
}
