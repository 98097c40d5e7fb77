import Foundation
import Hummingbird
import NIOCore
import ServingCore

extension Request {
    /// Reads the body.
    ///
    /// - Parameter seconds: How long a client may take to send it.
    /// - Throws: `ServingError.bodyTooLarge`, `.slow`, `.malformed`, `.invalid`.
    func decode<Value: Decodable & Sendable>(
        _ type: Value.Type, limits: Limits, seconds: Double = bodySeconds
    ) async throws -> Value {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limits.bodyBytes {
            throw ServingError.bodyTooLarge(limit: limits.bodyBytes)
        }
        let body = body
        let buffer = try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
            group.addTask {
                do {
                    return try await body.collect(upTo: limits.bodyBytes)
                } catch is NIOTooManyBytesError {
                    throw ServingError.bodyTooLarge(limit: limits.bodyBytes)
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let buffer else { throw ServingError.slow(seconds: seconds) }
        return try WireCoding.decode(type, from: Data(buffer.readableBytesView))
    }
}

/// Seconds that a client has to send the body of a request.
let bodySeconds = 30.0
