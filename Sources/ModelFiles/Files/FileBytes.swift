import Foundation

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
