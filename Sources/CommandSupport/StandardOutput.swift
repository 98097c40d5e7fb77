import Foundation
import ModelFiles
import Synchronization

/// Where results go. Safe to use from any thread.
///
/// Text goes out at once when standard output is a terminal or ``stream()`` was called; otherwise it is buffered until
/// ``flush()``, which ``CommandRunner`` calls at the end. When the reader has gone (`| head`) the process ends quietly
/// with status 0. Do not mix with `print`, which has a buffer of its own.
public enum StandardOutput {
    /// Whether a person is looking.
    public static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// From now on sends each piece out as it is written, also into a pipe or file.
    public static func stream() throws(OutputError) {
        try withOutput { output throws(OutputError) in
            output.isUnbuffered = true
            try output.flush()
        }
    }

    /// Writes `text` as UTF-8, in full: byte for byte into a pipe or file; on a terminal what would steer it is shown
    /// escaped.
    ///
    /// - Throws: ``OutputError/failed(errno:)``, for instance when the disk is full.
    public static func write(_ text: String) throws(OutputError) {
        try writeStyled(shown(text))
    }

    /// Writes `text` as it is, on a terminal too: for text with colours of ours, in which what comes from files has been
    /// made visible.
    public static func writeStyled(_ text: String) throws(OutputError) {
        try withOutput { output throws(OutputError) in try output.write(text) }
    }

    /// A text as ``write(_:)`` shows it.
    public static func shown(_ text: String) -> String { isTerminal ? MessageText.visible(text) : text }

    /// Writes `text` and a line feed.
    public static func writeLine(_ text: String) throws(OutputError) {
        try write(text + "\n")
    }

    /// Writes the bytes of a text, in full, as ``write(_:)-(String)`` does.
    public static func write(_ bytes: [UInt8]) throws(OutputError) {
        if isTerminal { return try write(String(decoding: bytes, as: UTF8.self)) }
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

    /// Writes `text` as UTF-8, at once; what would steer a terminal is shown escaped.
    public static func write(_ text: String) { writeStyled(MessageText.visible(text)) }

    /// Writes `text` as it is, with sequences of ours for the terminal.
    static func writeStyled(_ text: String) {
        var output = FileOutput(descriptor: STDERR_FILENO, isUnbuffered: true)
        try? output.write(text)
    }

    /// Writes `text` and a line feed.
    public static func writeLine(_ text: String) {
        write(text + "\n")
    }
}

/// The descriptors 0, 1 and 2, which a program may be started without (`>&-`).
enum StandardDescriptors {
    /// Puts something in the place of those that are closed, so that no file which is opened later gets their numbers
    /// and is written into by mistake.
    ///
    /// What stands there refuses: reading a closed standard input and writing to a closed standard output fail as they
    /// would have. What is said on a closed standard error is dropped.
    static func reserve() {
        for (descriptor, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)] {
            guard fcntl(descriptor, F_GETFD) == -1, errno == EBADF else { continue }
            // The lowest free number is this one: those below it are open by now.
            _ = open("/dev/null", flags)
        }
    }
}
