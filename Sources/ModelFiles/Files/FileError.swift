import Foundation
import Tokenization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file operation that the system refused.
public struct FileError: RemediedError, Equatable {
    /// What was being done to the file.
    public enum Operation: String, Sendable {
        /// Opening a file to read it.
        case open
        /// Reading bytes.
        case read
        /// Creating the temporary file that is written aside.
        case create
        /// Writing bytes, or making a folder.
        case write
        /// Moving the new file into the place of the old one.
        case replace
        /// Waiting until the disk has the bytes (`fsync`).
        case synchronize
        /// Removing a file.
        case remove
    }

    /// The file or folder, as the caller named it.
    public let path: String
    /// What was attempted.
    public let operation: Operation
    /// The system's error number (`errno`).
    public let code: Int32
    /// The most bytes that such a file may have, where it has more.
    public let limit: Int?

    /// A failed operation.
    ///
    /// - Parameters:
    ///   - code: The value of `errno`.
    ///   - limit: The most bytes that the file may have, where it has more.
    public init(path: String, operation: Operation, code: Int32, limit: Int? = nil) {
        self.limit = limit
        self.path = path
        self.operation = operation
        self.code = code
    }

    /// Whether the file, or a folder on the way to it, does not exist.
    public var isMissingFile: Bool { code == ENOENT }

    /// Whether a folder stands where a file was expected.
    public var isFolder: Bool { code == EISDIR }

    /// Whether something that is neither file nor folder stands where a file was expected.
    public var isNotRegular: Bool { code == ENODEV || code == ENXIO || code == ESPIPE }

    /// Whether the file has more bytes than are read of such a file.
    public var isBeyondLimit: Bool { limit != nil }

    /// Whether the user lacks the right to read or write there.
    public var isNotPermitted: Bool { code == EACCES || code == EPERM || code == EROFS }

    /// Whether the disk, the quota or the process's file size limit is exhausted.
    public var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// Runs a system call again while it is interrupted; a result of -1 throws with `errno`.
    @discardableResult
    static func check<Result: SignedInteger>(
        _ path: String, _ operation: Operation, _ call: () -> Result
    ) throws(FileError) -> Result {
        while true {
            let result = call()
            if result != -1 { return result }
            let code = errno
            if code != EINTR { throw FileError(path: path, operation: operation, code: code) }
        }
    }
}

extension FileError {
    public var problem: String { "cannot \(operation.rawValue) \(MessageText.quoted(path)): \(explanation.reason)" }

    public var remedies: [Remedy] { [.advice(explanation.wayOut)] }

    private var explanation: (reason: String, wayOut: String) {
        switch code {
        case ENOENT:
            operation == .open || operation == .read
                ? ("there is no such file", "check the spelling of the path")
                : ("its folder does not exist", "create the folder first")
        case EISDIR: ("it is a folder", "name a file inside it")
        case ENOTDIR: ("a part of its path is not a folder", "check the path")
        case EACCES, EPERM: ("permission denied", "change the permissions or choose another place")
        case EROFS: ("the file system is read-only", "choose another place")
        case ENOSPC: ("no space left on device", "free some space or choose another place")
        case EDQUOT: ("the disk quota is exceeded", "free some space or choose another place")
        case EFBIG where limit != nil:
            (
                "it has more than \(MessageText.grouped(limit ?? 0)) bytes, the limit for such a file",
                "use a smaller file"
            )
        case EFBIG: ("it is larger than the limit on file sizes", "raise the limit or use a smaller file")
        case ENAMETOOLONG: ("its name is too long", "choose a shorter name")
        case ELOOP where operation == .replace || operation == .create:
            ("it is a symbolic link, and nothing is written through it", "put the file itself in its place")
        case ELOOP: ("its symbolic links form a loop", "repair the links")
        case EMFILE, ENFILE: ("too many files are open", "close some or raise the limit")
        case ESTALE: ("it was changed while it was read", "read it again when the other program has finished")
        case ENODEV, ENXIO, ESPIPE: ("it is not a regular file", "copy its content to a file first")
        case ENOMEM: ("memory is exhausted", "close other programs or use a smaller file")
        case EIO: ("the device reported an error", "check the disk and try again")
        default: (String(cString: strerror(code)), "check the path and try again")
        }
    }
}
