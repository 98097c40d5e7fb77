import Foundation
import Synchronization

/// A connection of plain bytes, for what no well-behaved client does.
///
/// All calls wait; tests call them on threads of their own.
final class RawClient: Sendable {
    private let descriptor: Int32
    private let isClosed = Atomic(false)

    init(port: Int) throws {
        #if canImport(Darwin)
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close() }

    /// Ends the connection without a word.
    func close() {
        if !isClosed.exchange(true, ordering: .relaxed) { _ = Foundation.close(descriptor) }
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        #if canImport(Darwin)
            _ = Foundation.send(descriptor, bytes, bytes.count, 0)
        #else
            _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }

    /// Sends a request with a body of JSON.
    func post(_ path: String, _ json: String, headers: String = "") {
        send(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\(headers)"
                + "Content-Length: \(json.utf8.count)\r\n\r\n\(json)")
    }

    /// Reads until the text so far has a part, or the connection ends.
    func read(until part: String) async -> String {
        await onThread { [self] in
            var (text, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4_096))
            var count = 0
            // What is new, and as much before it as a part may begin in.
            while !String(decoding: text.suffix(count + part.utf8.count), as: UTF8.self).contains(part) {
                count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                text += buffer[..<count]
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}

/// Runs something that waits on a thread of its own.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
