import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Replacing files so that, whatever happens, a file is the old one or the new one and never a part.
///
/// The new content goes to `<name>.partial-<process id>` in the same folder, is synced to the disk, and takes
/// the target's name in one step; then the folder is synced. A process killed on the way leaves the old
/// content, and a partial file that the next replacement of the same target removes. A partial file in use is
/// recognised by its lock, so replacing one target from several threads or processes is safe: the last wins.
public enum DurableFile {
    /// What stands between a file's name and the process id in the name of its partial file.
    public static let partialInfix = ".partial-"

    /// Takes the new content of a file, piece by piece.
    public struct Writer: ~Copyable {
        let file: OpenFile

        /// Appends bytes.
        ///
        /// - Throws: ``FileError``
        public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
            try file.append(bytes)
        }

        /// Appends the bytes of `data`.
        ///
        /// - Throws: ``FileError``
        public func write(_ data: some ContiguousBytes) throws {
            try data.withUnsafeBytes { try file.append($0) }
        }

        /// Appends `text` in UTF-8.
        ///
        /// - Throws: ``FileError``
        public func write(_ text: String) throws {
            try write(Array(text.utf8))
        }
    }

    /// Gives a file new content, durably and in one step; creates the file where there is none.
    ///
    /// Permissions stay. What is neither file nor folder, such as a pipe or `/dev/null`, is written to directly.
    ///
    /// - Parameters:
    ///   - url: A file URL, in an existing folder.
    ///   - followsLinks: Whether a symbolic link stays and the file behind it is replaced; else a link is refused, and
    ///     so is what is no regular file: right for a folder that a stranger may have made.
    ///   - writing: Writes the new content. If it throws, the old content stays and the error passes through.
    /// - Throws: ``FileError``, or what `writing` throws. A failure to sync the folder, after the replacement,
    ///   throws as well.
    public static func replace(
        at url: URL, followsLinks: Bool = true, writing: (borrowing Writer) throws -> Void
    ) throws {
        replacements.add(1, ordering: .relaxed)
        defer { replacements.subtract(1, ordering: .relaxed) }
        let path = url.path
        if !followsLinks { try requireOwnFile(at: url) }
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists {
            switch OpenFile.Kind(status) {
            case .folder: throw FileError(path: path, operation: .replace, code: EISDIR)
            case .other: return try writeThrough(path, writing: writing)
            case .regular: break
            }
        }
        let target = exists ? URL(fileURLWithPath: path).resolvingSymlinksInPath() : URL(fileURLWithPath: path)
        PartialFile.removeAbandoned(of: target)
        let partial = try PartialFile(of: target, namedInErrors: path)
        do {
            if exists { try partial.setPermissions(status.st_mode) }
            try partial.write(writing)
            try partial.takePlace(of: target)
        } catch {
            partial.remove()
            throw error
        }
        try synchronizeFolder(of: target, namedInErrors: path)
    }

    /// Whether a file is being replaced at this moment, by any thread.
    public static var isReplacing: Bool { replacements.load(ordering: .relaxed) > 0 }

    private static let replacements = Atomic<Int>(0)

    /// Gives a file the content `data`, durably and in one step.
    ///
    /// - Throws: ``FileError``
    public static func replace(at url: URL, followsLinks: Bool = true, with data: Data) throws {
        try replace(at: url, followsLinks: followsLinks) { try $0.write(data) }
    }

    /// Refuses a symbolic link, and what is no regular file; a file that is not there is fine.
    ///
    /// - Throws: ``FileError``; its code is `ELOOP` for a link.
    public static func requireOwnFile(at url: URL) throws(FileError) {
        var status = stat()
        guard lstat(url.path, &status) == 0 else { return }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        switch OpenFile.Kind(status) {
        case .regular: return
        case .folder: throw FileError(path: url.path, operation: .replace, code: EISDIR)
        case .other: throw FileError(path: url.path, operation: .replace, code: isLink ? ELOOP : ENODEV)
        }
    }

    private static func writeThrough(_ path: String, writing: (borrowing Writer) throws -> Void) throws {
        let writer = Writer(file: try OpenFile(path, namedInErrors: path, flags: O_WRONLY, for: .write))
        try writing(writer)
        try writer.file.synchronize()
    }

    /// Syncs the entry of a replaced file; a folder that may be written but not read cannot be synced.
    private static func synchronizeFolder(of target: URL, namedInErrors path: String) throws {
        let folder = target.deletingLastPathComponent().path
        do {
            try OpenFile(folder, namedInErrors: path, flags: O_RDONLY, for: .synchronize).synchronize()
        } catch let error where error.code == EACCES {
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
        // What cannot be cleared away here stays; the write that follows reports a folder that cannot be used.
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
