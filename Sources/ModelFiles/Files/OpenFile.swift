import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file descriptor that is closed at the end of its life and whose failures are ``FileError``s.
struct OpenFile: ~Copyable {
    /// What stands at a path.
    enum Kind {
        case regular, folder, other

        init(_ status: stat) {
            switch status.st_mode & S_IFMT {
            case S_IFREG: self = .regular
            case S_IFDIR: self = .folder
            default: self = .other
            }
        }
    }

    let descriptor: Int32
    /// The path that messages name; it may differ from the one opened.
    let path: String

    init(_ file: String, namedInErrors path: String, flags: Int32, mode: mode_t = 0, for operation: FileError.Operation)
        throws(FileError)
    {
        guard !file.utf8.contains(0) else { throw FileError(path: path, operation: operation, code: EINVAL) }
        descriptor = try FileError.check(path, operation) { open(file, flags | O_CLOEXEC, mode) }
        self.path = path
    }

    /// Opens a file to read it, or standard input where the URL is that.
    ///
    /// - Throws: ``FileError``; its code is `EISDIR` for a folder.
    static func reading(_ url: URL, flags: Int32 = 0) throws(FileError) -> OpenFile {
        if url.isStandardInput { return try standardInput() }
        let path = url.path
        let file = try OpenFile(path, namedInErrors: path, flags: O_RDONLY | flags, for: .open)
        if try Kind(file.status()) == .folder { throw FileError(path: path, operation: .read, code: EISDIR) }
        return file
    }

    /// Opens a regular file of at most `limit` bytes to read it. Nothing else is opened: a device may act on it, a pipe
    /// wait for its writer.
    ///
    /// - Throws: ``FileError``; its code is `ENODEV` for what is no regular file, `EFBIG` beyond the limit.
    static func regular(_ url: URL, limit: Int) throws(FileError) -> OpenFile {
        let path = url.path
        func check(_ status: stat) throws(FileError) {
            switch Kind(status) {
            case .regular: break
            case .folder: throw FileError(path: path, operation: .read, code: EISDIR)
            case .other: throw FileError(path: path, operation: .read, code: ENODEV)
            }
            guard status.st_size <= limit else {
                throw FileError(path: path, operation: .read, code: EFBIG, limit: limit)
            }
        }
        var status = stat()
        if stat(path, &status) == 0 { try check(status) }
        let file = try OpenFile.reading(url, flags: O_NONBLOCK)
        try check(file.status())
        return file
    }

    /// The process's standard input, under a descriptor of its own.
    static func standardInput() throws(FileError) -> OpenFile {
        OpenFile(
            descriptor: try FileError.check("standard input", .open) { dup(STDIN_FILENO) }, path: "standard input")
    }

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    func status() throws(FileError) -> stat {
        var status = stat()
        try FileError.check(path, .open) { fstat(descriptor, &status) }
        return status
    }

    /// Reads the next bytes, at most `buffer.count`, and returns how many; 0 at the end of the file.
    func nextBytes(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        try FileError.check(path, .read) { read(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// Writes all of `bytes`, in as many calls as the system needs.
    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = min(rest.count, 1 << 30)  // some systems refuse more in one call
            let written = try FileError.check(path, .write) { write(descriptor, rest.baseAddress, count) }
            guard written > 0 else { throw FileError(path: path, operation: .write, code: EIO) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Waits until what was written is on the disk; does nothing where the device has no such notion.
    func synchronize() throws(FileError) {
        #if canImport(Darwin)
            if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        do {
            try FileError.check(path, .synchronize) { fsync(descriptor) }
        } catch let error where error.code == EINVAL || error.code == ENOTSUP || error.code == EROFS {
            return
        }
    }
}

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The identity of a file: two paths to the same file have the same identity, even through links.
///
/// A file that does not exist yet is identified by its folder and its name.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64
    private let name: String?

    private init(_ status: stat, name: String? = nil) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
        self.name = name
    }

    /// - Returns: `nil` for what is no regular file, and where not even the folder is there.
    package init?(of path: String) {
        var path = URL(fileURLWithPath: path).path
        for _ in 0..<40 {
            var status = stat()
            if stat(path, &status) == 0 {
                guard OpenFile.Kind(status) == .regular else { return nil }
                self.init(status)
                return
            }
            let url = URL(fileURLWithPath: path)
            // What is not a link has no destination.
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
                // A link whose target is not there yet.
                path = target.hasPrefix("/") ? target : url.deletingLastPathComponent().path + "/" + target
                continue
            }
            guard stat(url.deletingLastPathComponent().path, &status) == 0 else { return nil }
            self.init(status, name: url.lastPathComponent)
            return
        }
        return nil
    }

    /// The regular file that a descriptor of this process reads or writes; `nil` for anything else.
    package init?(ofDescriptor descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, OpenFile.Kind(status) == .regular else { return nil }
        self.init(status)
    }
}
