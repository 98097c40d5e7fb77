import Foundation
import Synchronization

/// Where results go. Safe to use from any thread.
///
/// Text goes out at once when standard output is a terminal or ``stream()`` was called; otherwise it is buffered until
/// ``flush()``, which ``CommandRunner`` calls at the end. When the reader has gone (`| head`) the process ends quietly
/// with status 0. Do not mix with `print`, which has a buffer of its own.
public enum StandardOutput {
    /// Whether a person is looking.
    public static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// From now on sends each piece out as it is written, also into a pipe or file.
    public static func stream() throws(OutputError) {
        try withOutput { output throws(OutputError) in
            output.isUnbuffered = true
            try output.flush()
        }
    }

    /// Writes `text` as UTF-8, in full.
    ///
    /// - Throws: ``OutputError/failed(errno:)``, for instance when the disk is full.
    public static func write(_ text: String) throws(OutputError) {
        try withOutput { output throws(OutputError) in try output.write(text) }
    }

    /// Writes `text` and a line feed.
    public static func writeLine(_ text: String) throws(OutputError) {
        try write(text + "\n")
    }

    /// Writes bytes as they are, in full.
    public static func write(_ bytes: [UInt8]) throws(OutputError) {
        try withOutput { output throws(OutputError) in try output.write(bytes) }
    }

    /// Sends out what is buffered.
    public static func flush() throws(OutputError) {
        try withOutput { output throws(OutputError) in try output.flush() }
    }

    private static let output = Mutex(FileOutput(descriptor: STDOUT_FILENO, isUnbuffered: isTerminal))

    private static func withOutput(_ body: (inout FileOutput) throws(OutputError) -> Void) throws(OutputError) {
        do {
            try output.withLock { output throws(OutputError) in try body(&output) }
        } catch .closed {
            _exit(ExitStatus.success.rawValue)
        }
    }
}

/// Where talk goes: hints, warnings and progress. Never fails; what cannot be written is dropped.
public enum StandardError {
    static var isLiveTerminal: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Columns of the terminal; 80 where that is unknown.
    static var columns: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Writes `text` as UTF-8, at once.
    public static func write(_ text: String) {
        var output = FileOutput(descriptor: STDERR_FILENO, isUnbuffered: true)
        try? output.write(text)
    }

    /// Writes `text` and a line feed.
    public static func writeLine(_ text: String) {
        write(text + "\n")
    }
}
