import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file being written beside the one it will replace, and locked for as long.
struct PartialFile: ~Copyable {
    private let location: String
    private let writer: DurableFile.Writer

    /// Creates `<target>.partial-<process id>`, or with `-2`, `-3`, … behind it if that is in use.
    ///
    /// - Throws: ``FileError``
    init(of target: URL, namedInErrors path: String) throws(FileError) {
        let base = target.path + Self.infix + String(getpid())
        var attempt = 1
        while true {
            let location = attempt == 1 ? base : "\(base)-\(attempt)"
            do {
                let file = try OpenFile(
                    location, namedInErrors: path, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o666,
                    for: .create)
                // Between creation and lock another process may have taken the file for an abandoned one.
                let isLocked = flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
                let isInPlace = try file.status().st_nlink > 0
                if isLocked && isInPlace {
                    self.location = location
                    writer = DurableFile.Writer(file: file)
                    return
                }
            } catch let error where error.code == EEXIST {}
            attempt += 1
        }
    }

    func setPermissions(_ mode: mode_t) throws(FileError) {
        try FileError.check(writer.file.path, .create) { fchmod(writer.file.descriptor, mode & 0o777) }
    }

    /// Lets `writing` write the content and syncs it.
    func write(_ writing: (borrowing DurableFile.Writer) throws -> Void) throws {
        try writing(writer)
        try writer.file.synchronize()
    }

    func takePlace(of target: URL) throws(FileError) {
        try FileError.check(writer.file.path, .replace) { rename(location, target.path) }
    }

    func remove() {
        unlink(location)
    }

    /// Removes the partial files of `target` whose process has ended: nobody holds their lock.
    static func removeAbandoned(of target: URL) {
        let folder = target.deletingLastPathComponent().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where isPartial(name, of: target.lastPathComponent) {
            let location = folder + "/" + name
            guard
                let file = try? OpenFile(
                    location, namedInErrors: location, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK, for: .open),
                let status = try? file.status(), OpenFile.Kind(status) == .regular,
                flock(file.descriptor, LOCK_EX | LOCK_NB) == 0
            else { continue }
            unlink(location)
        }
    }

    private static let infix = DurableFile.partialInfix

    /// Whether `name` is `<target>.partial-<digits>`, with or without a second group of digits.
    private static func isPartial(_ name: String, of target: String) -> Bool {
        guard name.hasPrefix(target + infix) else { return false }
        let groups = name.dropFirst(target.count + infix.count).split(separator: "-", omittingEmptySubsequences: false)
        return groups.count <= 2 && groups.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
    }
}
