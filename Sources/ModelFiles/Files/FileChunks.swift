import Foundation

/// The bytes of a file, or of a pipe, for a caller that asks for them stretch by stretch.
public final class FileChunks {
    private let file: OpenFile
    private let size: Int

    /// Opens a file; nil is standard input.
    ///
    /// - Parameter size: The most bytes of a stretch; a pipe gives what is there.
    /// - Throws: ``FileError``; its code is `EISDIR` for a folder.
    public init(of url: URL?, size: Int = 1 << 18) throws(FileError) {
        file = if let url { try OpenFile.reading(url) } else { try OpenFile.standardInput() }
        self.size = size
    }

    /// The next bytes, at least one; nil at the end. Waits where a pipe has none yet.
    ///
    /// - Throws: ``FileError``
    public func next() throws(FileError) -> [UInt8]? {
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
