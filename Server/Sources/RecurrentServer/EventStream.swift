import Foundation
import Hummingbird
import NIOCore
import ServingCore

extension Response {
    /// A response of server-sent events.
    static func events(_ write: @escaping @Sendable (inout EventStream) async throws -> Void) -> Response {
        Response(
            status: .ok,
            // Proxies hand on each event at once.
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-cache", .init("X-Accel-Buffering")!: "no",
            ],
            body: ResponseBody { writer in
                var events = EventStream(writer: writer)
                try await write(&events)
                try await events.writer.finish(nil)
            })
    }
}

/// Writes server-sent events.
struct EventStream {
    fileprivate var writer: any ResponseBodyWriter

    /// Writes the chunks of a completion, the usage where it was asked for, and `[DONE]`. An error becomes an event.
    ///
    /// - Throws: Where the client has left.
    mutating func write(_ writing: CompletionWriting, _ answers: Answers<GeneratorEngine.Event>) async throws {
        var writing = writing
        do {
            while let chunks = try await writing.chunks(answers) { try await write(chunks.map(WireCoding.encode)) }
        } catch let error as ServingError {
            return try await write([WireCoding.encode(ErrorResponse(error))])
        }
        try await write((writing.lastChunk.map { [WireCoding.encode($0)] } ?? []) + [Data("[DONE]".utf8)])
    }

    /// Writes an event each, all in one piece.
    private mutating func write(_ events: [Data]) async throws {
        guard !events.isEmpty else { return }
        var buffer = ByteBuffer()
        for event in events {
            buffer.writeString("data: ")
            buffer.writeBytes(event)
            buffer.writeString("\n\n")
        }
        try await writer.write(buffer)
    }
}
