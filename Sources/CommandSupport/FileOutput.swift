import Foundation

/// Bytes on their way to a file descriptor, with a buffer that only ``flush()`` or 64 KiB empties.
struct FileOutput: ~Copyable {
    let descriptor: Int32
    /// Whether each write goes out at once.
    var isUnbuffered: Bool
    private var buffer: [UInt8] = []

    private static let capacity = 1 << 16

    init(descriptor: Int32, isUnbuffered: Bool) {
        self.descriptor = descriptor
        self.isUnbuffered = isUnbuffered
    }

    var isTerminal: Bool { isatty(descriptor) == 1 }

    mutating func write(_ text: String) throws(OutputError) { try write(text.utf8) }

    mutating func write(_ bytes: some Sequence<UInt8>) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if isUnbuffered || buffer.count >= Self.capacity { try flush() }
    }

    mutating func flush() throws(OutputError) {
        if buffer.isEmpty { return }
        var pending: [UInt8] = []
        swap(&pending, &buffer)
        try writeAll(pending)
    }

    private func writeAll(_ bytes: [UInt8]) throws(OutputError) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress! + start, $0.count - start)
            }
            if written >= 0 {
                start += written
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: waitUntilWritable()
            case EPIPE: throw .closed
            case let code: throw .failed(errno: code)
            }
        }
    }

    /// A terminal shared with a non-blocking program may refuse bytes for a moment.
    private func waitUntilWritable() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
    }
}

/// Why standard output took no more bytes.
public enum OutputError: CommandError, Equatable {
    /// The reader has gone: `textgen sample | head`.
    case closed
    /// The system refused the bytes, for instance because the disk is full.
    case failed(errno: Int32)

    public var exitStatus: ExitStatus {
        self == .closed ? .success : .inputOutput
    }

    public var description: String {
        switch self {
        case .closed: ""
        case .failed(let code): "cannot write the output: \(String(cString: strerror(code)))"
        }
    }
}
