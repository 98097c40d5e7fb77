import Foundation

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
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64
    private let name: String?

    private init(_ status: stat, name: String? = nil) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
        self.name = name
    }

    /// - Returns: `nil` for what is no regular file, and where not even the folder is there.
    public init?(of path: String) {
        var path = URL(fileURLWithPath: path).path
        for _ in 0..<40 {
            var status = stat()
            if stat(path, &status) == 0 {
                guard OpenFile.Kind(status) == .regular else { return nil }
                self.init(status)
                return
            }
            let url = URL(fileURLWithPath: path)
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
    public init?(ofDescriptor descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, OpenFile.Kind(status) == .regular else { return nil }
        self.init(status)
    }
}
