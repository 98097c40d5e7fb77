import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Reading whole files with errors that tell a missing file from a folder from one without permission.
public enum FileReading {
    /// The bytes of a file; also of a pipe, up to its end.
    ///
    /// - Parameters:
    ///   - url: A file URL.
    ///   - limit: The most bytes to take, 4 GiB if not given.
    /// - Throws: ``FileError``, with code `ENOENT` for a missing file, `EISDIR` for a folder, `EACCES` where
    ///   permission is lacking, `EFBIG` beyond `limit`.
    public static func contents(of url: URL, limit: Int = 4 << 30) throws(FileError) -> Data {
        try contents(of: try OpenFile.reading(url), limit: limit)
    }

    /// The bytes of a regular file, never those of a pipe or device.
    ///
    /// - Throws: ``FileError`` as ``contents(of:limit:)`` does, and with code `ENODEV` for what is no regular file.
    public static func contents(ofRegularFile url: URL, limit: Int) throws(FileError) -> Data {
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
    public static func forEachChunk(
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
    public static func requireReadable(_ url: URL?) throws(FileError) {
        if let url { _ = try OpenFile.reading(url) }
    }
}
