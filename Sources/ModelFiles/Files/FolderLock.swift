import Foundation
import Tokenization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A lock that allows only one writer of a folder at a time, across all processes of a machine.
///
/// The lock is the system's (`flock`) on a file `.lock` in the folder, which names the process that holds it. It ends
/// with that process, however that ends; a file that was left behind keeps nobody out. A file system without such
/// locks, as some network ones are, locks nothing and works otherwise.
public struct FolderLock: ~Copyable {
    /// The name of the locked file inside the folder.
    public static let fileName = ".lock"

    /// Another process holds the lock.
    public struct Held: RemediedError, Equatable {
        /// The process that holds it; `nil` where that is not known.
        public let process: Int32?

        public var problem: String {
            "the folder is being written to by \(process.map { "process \($0)" } ?? "another process")"
        }

        public var remedies: [Remedy] { [.advice("wait until it has ended"), .advice("use another folder")] }
    }

    private let file: OpenFile

    /// Takes the lock of an existing folder.
    ///
    /// - Throws: ``Held``; ``FileError`` where the lock's file cannot be made, or is a symbolic link.
    public init(_ folder: URL) throws {
        let url = folder.appendingPathComponent(Self.fileName)
        while true {
            try DurableFile.requireOwnFile(at: url)
            let file = try OpenFile(
                url.path, namedInErrors: url.path, flags: O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o666,
                for: .create)
            if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
                throw Held(process: Self.process(namedIn: file))
            }
            // The holder before may have removed the file between its opening and its locking here.
            guard try file.status().st_nlink > 0 else { continue }
            _ = ftruncate(file.descriptor, 0)
            _ = Array("\(getpid())\n".utf8).withUnsafeBytes {
                pwrite(file.descriptor, $0.baseAddress, $0.count, 0)
            }
            self.file = file
            return
        }
    }

    deinit { unlink(file.path) }

    private static func process(namedIn file: borrowing OpenFile) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = bytes.withUnsafeMutableBytes { pread(file.descriptor, $0.baseAddress, $0.count, 0) }
        return Int32(String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}

/// Keeps readers of several files of a folder from seeing some old and some new ones.
///
/// Who replaces several files holds the folder's own lock alone for as long, who reads them shares it. Nobody waits for
/// more than some seconds, and where the file system has no such locks nobody waits.
public enum FolderSnapshot {
    private static let patience = 5.0  // seconds

    /// Runs `body` while nobody replaces files of the folder.
    public static func read<Result>(_ folder: URL, _ body: () throws -> Result) rethrows -> Result {
        try hold(folder, LOCK_SH, body)
    }

    /// Runs `body` while nobody reads files of the folder.
    public static func replace<Result>(in folder: URL, _ body: () throws -> Result) rethrows -> Result {
        try hold(folder, LOCK_EX, body)
    }

    private static func hold<Result>(
        _ folder: URL, _ kind: Int32, _ body: () throws -> Result
    ) rethrows -> Result {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        let deadline = ContinuousClock.now + .seconds(patience)
        while descriptor >= 0, flock(descriptor, kind | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR,
            ContinuousClock.now < deadline
        {
            usleep(5_000)
        }
        return try body()
    }
}
