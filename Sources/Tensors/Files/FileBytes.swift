import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Bytes that stay in place for the life of this object: a mapped file, a copy, or memory of the binary.
final class FileBytes: @unchecked Sendable {  // the bytes are never written
    private enum Owner {
        case mapping, allocation, caller
    }

    let bytes: UnsafeRawBufferPointer
    private let owner: Owner

    /// Maps a regular file, read-only and private.
    ///
    /// - Throws: ``FileError``
    init(mapping url: URL) throws(FileError) {
        let file = try OpenFile.reading(url, flags: O_NONBLOCK)  // opening a pipe would wait for its writer
        let status = try file.status()
        guard OpenFile.Kind(status) == .regular, let size = Int(exactly: status.st_size) else {
            throw FileError(path: file.path, operation: .map, code: ENODEV)
        }
        guard size > 0 else {  // an empty mapping is an error to the system
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            owner = .caller
            return
        }
        let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
        guard let address, address != MAP_FAILED else {
            throw FileError(path: file.path, operation: .map, code: errno)
        }
        bytes = UnsafeRawBufferPointer(start: address, count: size)
        owner = .mapping
    }

    /// Copies `data` to a 64-byte aligned place.
    init(copying data: Data) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 64)
        data.withUnsafeBytes { copy.copyMemory(from: $0) }
        bytes = UnsafeRawBufferPointer(copy)
        owner = .allocation
    }

    /// Refers to memory that outlives this object.
    init(unowned bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        owner = .caller
    }

    deinit {
        switch owner {
        case .mapping: munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
        case .allocation: bytes.deallocate()
        case .caller: break
        }
    }
}
