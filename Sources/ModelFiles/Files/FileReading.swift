import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Reading whole files with errors that tell a missing file from a folder from one without permission.
package enum FileReading {
    /// The bytes of a file; also of a pipe, up to its end.
    ///
    /// - Parameters:
    ///   - url: A file URL.
    ///   - limit: The most bytes to take, 4 GiB if not given.
    /// - Throws: ``FileError``, with code `ENOENT` for a missing file, `EISDIR` for a folder, `EACCES` where
    ///   permission is lacking, `EFBIG` beyond `limit`.
    package static func contents(of url: URL, limit: Int = 4 << 30) throws(FileError) -> Data {
        try contents(of: try OpenFile.reading(url), limit: limit)
    }

    /// The bytes of a regular file, never those of a pipe or device.
    ///
    /// - Throws: ``FileError`` as ``contents(of:limit:)`` does, and with code `ENODEV` for what is no regular file.
    package static func contents(ofRegularFile url: URL, limit: Int) throws(FileError) -> Data {
        try contents(of: try OpenFile.regular(url, limit: limit), limit: limit)
    }

    private static func contents(of file: consuming OpenFile, limit: Int) throws(FileError) -> Data {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        var data = Data()
        data.reserveCapacity(min(max(Int(try file.status().st_size), 0), limit, 1 << 30))
        while true {
            let count = try file.nextBytes(into: buffer)
            if count == 0 { return data }
            guard data.count + count <= limit else {
                throw FileError(path: file.path, operation: .read, code: EFBIG, limit: limit)
            }
            data.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Calls `body` with the bytes of a file, or of a pipe, one stretch after the other.
    ///
    /// - Parameter url: A file URL; nil reads standard input.
    /// - Throws: ``FileError`` as ``contents(of:limit:)`` does, or what `body` throws.
    package static func forEachChunk(
        of url: URL?, size: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let file = if let url { try OpenFile.reading(url) } else { try OpenFile.standardInput() }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try file.nextBytes(into: buffer)
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Opens a file and closes it again, so that a mistake shows before work begins; nil is standard input.
    ///
    /// - Throws: ``FileError``.
    package static func requireReadable(_ url: URL?) throws(FileError) {
        if let url { _ = try OpenFile.reading(url) }
    }
}

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The bytes of a file that is read piece by piece, of a copy, or of memory of the binary.
///
/// A file is never mapped: a program that shortened it meanwhile would end this one with a signal. What is read is
/// private, and a file that changes between two pieces is noticed.
final class FileBytes: @unchecked Sendable {  // nothing is written after init; reading takes its place along
    let count: Int
    private let file: OpenFile?
    private let descriptor: Int32
    private let path: String
    private let opened: FileState?
    private let memory: UnsafeRawBufferPointer
    private let ownsMemory: Bool

    /// Opens a regular file.
    ///
    /// - Throws: ``FileError``; its code is `ENODEV` for what is no regular file, `EFBIG` beyond `limit`.
    init(of url: URL, limit: Int) throws(FileError) {
        let file = try OpenFile.regular(url, limit: limit)
        let status = try file.status()
        count = Int(status.st_size)
        (descriptor, path, opened) = (file.descriptor, file.path, FileState(status))
        self.file = consume file
        memory = UnsafeRawBufferPointer(start: nil, count: 0)
        ownsMemory = false
    }

    /// Copies `data` to a 64-byte aligned place.
    init(copying data: Data) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 64)
        data.withUnsafeBytes { copy.copyMemory(from: $0) }
        memory = UnsafeRawBufferPointer(copy)
        (count, ownsMemory, descriptor, path, opened) = (data.count, true, -1, "", nil)
        file = nil
    }

    /// Refers to memory that outlives this object.
    init(unowned bytes: UnsafeRawBufferPointer) {
        memory = bytes
        (count, ownsMemory, descriptor, path, opened) = (bytes.count, false, -1, "", nil)
        file = nil
    }

    deinit {
        if ownsMemory { memory.deallocate() }
    }

    /// Calls `body` with a stretch of the bytes, which is valid only during the call.
    ///
    /// - Throws: ``FileError``, with code `ESTALE` where the file has changed since it was opened; what `body` throws.
    func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        guard opened != nil else {
            return try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(rebasing: memory[range])) }
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 64)
        defer { buffer.deallocate() }
        try read(into: buffer, from: range.lowerBound)
        return try body(UnsafeRawBufferPointer(buffer))
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer, from start: Int) throws(FileError) {
        var done = 0
        while done < buffer.count {
            let count = try FileError.check(path, .read) {
                pread(descriptor, buffer.baseAddress! + done, min(buffer.count - done, 1 << 30), off_t(start + done))
            }
            guard count > 0 else { break }
            done += count
        }
        var status = stat()
        try FileError.check(path, .read) { fstat(descriptor, &status) }
        guard done == buffer.count, FileState(status) == opened else {
            throw FileError(path: path, operation: .read, code: ESTALE)
        }
    }
}

/// What changes when a file is written to.
private struct FileState: Equatable {
    let size: Int64
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
        size = Int64(status.st_size)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
    }
}

/// The bytes of a file, or of a pipe, for a caller that asks for them stretch by stretch.
package final class FileChunks {
    private let file: OpenFile
    private let size: Int

    /// Opens a file; nil is standard input.
    ///
    /// - Parameter size: The most bytes of a stretch; a pipe gives what is there.
    /// - Throws: ``FileError``; its code is `EISDIR` for a folder.
    package init(of url: URL?, size: Int = 1 << 18) throws(FileError) {
        file = if let url { try OpenFile.reading(url) } else { try OpenFile.standardInput() }
        self.size = size
    }

    /// The next bytes, at least one; nil at the end. Waits where a pipe has none yet.
    ///
    /// - Throws: ``FileError``
    package func next() throws(FileError) -> [UInt8]? {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            do throws(FileError) {
                count = try file.nextBytes(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes.isEmpty ? nil : bytes
    }
}

extension URL {
    /// The standard input of the process: whatever reads files reads it, once, in their place.
    public static let standardInput = URL(fileURLWithPath: "/dev/stdin")

    /// The file that somebody names on a command line; `-` is ``standardInput``.
    public init(inputPath path: String) {
        self = path == "-" ? .standardInput : URL(fileURLWithPath: path)
    }

    /// Whether this is ``standardInput``.
    public var isStandardInput: Bool { isFileURL && path == Self.standardInput.path }

    /// What messages call the file.
    public var nameInMessages: String { isStandardInput ? "standard input" : path }
}
