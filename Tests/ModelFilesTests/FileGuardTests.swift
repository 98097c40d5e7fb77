import Foundation
import TestSupport
import Testing

@testable import ModelFiles

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What keeps files of strangers, of other programs and of other processes from doing harm.
struct FileGuardTests {
    private func link(_ place: URL, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: target)
    }

    // MARK: Reading

    @Test func onlyRegularFilesOfAKnownSizeAreRead() throws {
        try withTemporaryFolder { folder in
            let (file, pipe) = (folder.appendingPathComponent("file"), folder.appendingPathComponent("pipe"))
            try Data(repeating: 1, count: 100).write(to: file)
            #expect(mkfifo(pipe.path, 0o600) == 0)
            #expect(try FileReading.contents(ofRegularFile: file, limit: 100).count == 100)
            #expect(throws: FileError(path: file.path, operation: .read, code: EFBIG, limit: 99)) {
                try FileReading.contents(ofRegularFile: file, limit: 99)
            }
            #expect(throws: FileError(path: pipe.path, operation: .read, code: ENODEV)) {
                try FileReading.contents(ofRegularFile: pipe, limit: 99)
            }
            #expect(throws: FileError(path: "/dev/zero", operation: .read, code: ENODEV)) {
                try FileReading.contents(ofRegularFile: URL(fileURLWithPath: "/dev/zero"), limit: 99)
            }
            #expect(throws: FileError(path: folder.path, operation: .read, code: EISDIR)) {
                try FileReading.contents(ofRegularFile: folder, limit: 99)
            }
        }
    }

    @Test(arguments: [true, false]) func aTensorOfAFileThatWasChangedIsRefused(shortens: Bool) throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("model.safetensors")
            var writer = SafetensorsWriter()
            writer.add("w", shape: [1000], floats: Array(repeating: 1, count: 1000))
            try writer.write(to: url)
            utimes(url.path, [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)])
            let file = try SafetensorsFile(contentsOf: url)
            #expect(try file.floats("w").count == 1000)
            let handle = try FileHandle(forWritingTo: url)
            if shortens {
                try handle.truncate(atOffset: 200)
            } else {
                try handle.seek(toOffset: 200)
                try handle.write(contentsOf: Data([1, 2, 3, 4]))
            }
            try handle.close()
            #expect(throws: FileError(path: url.path, operation: .read, code: ESTALE)) { try file.floats("w") }
        }
    }

    @Test func numbersBeyondAPowerOfTwoAreNamed() throws {
        var writer = SafetensorsWriter()
        writer.add("single", shape: [3], floats: [1, -0x1p40, .infinity])
        writer.add("below", shape: [2], floats: [0x1.fffffep39, -0x1.fffffep39])
        writer.add("brain", shape: [2], as: .bfloat16, floats: [0, 3e38])
        writer.add("half", shape: [1], as: .float16, floats: [65_504])
        let file = try SafetensorsFile(data: writer.data(), name: "f")
        #expect(throws: SafetensorsError.self) { try file.checkFinite("single") }
        try file.checkFinite("brain")
        for name in ["below", "half"] { try file.checkFinite(name, belowPowerOfTwo: 40) }
        let error = #expect(throws: SafetensorsError.self) { try file.checkFinite("single", belowPowerOfTwo: 40) }
        #expect(error == .tooLarge(file: "f", tensor: "single", index: 1, value: -0x1p40))
        #expect(throws: SafetensorsError.self) { try file.checkFinite("brain", belowPowerOfTwo: 40) }
    }

    // MARK: Writing

    @Test func nothingIsWrittenThroughALinkWhereThatIsNotWanted() throws {
        try withTemporaryFolder { folder in
            let (victim, place) = (folder.appendingPathComponent("victim"), folder.appendingPathComponent("link"))
            try Data("mine".utf8).write(to: victim)
            try link(place, to: "victim")
            #expect(throws: FileError(path: place.path, operation: .replace, code: ELOOP)) {
                try DurableFile.replace(at: place, followsLinks: false, with: Data())
            }
            #expect(try Data(contentsOf: victim) == Data("mine".utf8))
            #expect(try names(in: folder) == ["link", "victim"])
            try DurableFile.replace(at: place, with: Data("yours".utf8))
            #expect(try Data(contentsOf: victim) == Data("yours".utf8))
        }
    }

    // MARK: Identity

    @Test func aFileIsTheSameUnderAllItsNames() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("a").path
            try FileManager.default.createDirectory(atPath: folder.path + "/x", withIntermediateDirectories: false)
            try Data().write(to: URL(fileURLWithPath: file))
            try link(folder.appendingPathComponent("soft"), to: "a")
            #expect(hardLink(file, folder.path + "/hard") == 0)
            let same = [file, folder.path + "/soft", folder.path + "/hard", folder.path + "/./x/../a"]
            #expect(Set(same.map { FileIdentity(of: $0) }).count == 1)
            #expect(FileIdentity(of: folder.path + "/b") != FileIdentity(of: file))
            #expect(FileIdentity(of: "/dev/null") == nil)
            #expect(FileIdentity(of: folder.path + "/no/b") == nil)
        }
    }

    @Test func aFileThatIsNotThereYetIsKnownByItsPlace() throws {
        try withTemporaryFolder { folder in
            let other = folder.appendingPathComponent("other")
            try link(other, to: folder.path)
            try link(folder.appendingPathComponent("dangling"), to: "b")
            let same = ["/b", "/./b", "/other/b", "/dangling"].map { FileIdentity(of: folder.path + $0) }
            #expect(Set(same).count == 1 && same[0] != nil)
            #expect(FileIdentity(of: folder.path + "/c") != same[0])
        }
    }

    // MARK: Locks

    @Test func aFolderHasOneWriterWhoIsNamed() throws {
        try withTemporaryFolder { folder in
            do {
                let lock = try FolderLock(folder)
                #expect(throws: FolderLock.Held(process: getpid())) { _ = try FolderLock(folder) }
                _ = consume lock
            }
            #expect(try names(in: folder) == [])
        }
    }

    @Test func aLockLeftBehindKeepsNobodyOut() throws {
        try withTemporaryFolder { folder in
            try Data("12345\n".utf8).write(to: folder.appendingPathComponent(".lock"))
            let lock = try FolderLock(folder)
            #expect(throws: FolderLock.Held(process: getpid())) { _ = try FolderLock(folder) }
            _ = consume lock
            #expect(try names(in: folder) == [])
        }
    }

    @Test func aLockIsNoLink() throws {
        try withTemporaryFolder { folder in
            let victim = folder.appendingPathComponent("victim")
            try Data("mine".utf8).write(to: victim)
            try link(folder.appendingPathComponent(".lock"), to: "victim")
            #expect(throws: FileError.self) { _ = try FolderLock(folder) }
            #expect(try Data(contentsOf: victim) == Data("mine".utf8))
        }
    }

    @Test func whoReadsAFolderWaitsForWhoReplacesItsFiles() throws {
        try withTemporaryFolder { folder in
            let finished = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
            finished.pointee = 0
            defer { finished.deallocate() }
            nonisolated(unsafe) let flag = finished
            let begun = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                FolderSnapshot.replace(in: folder) {
                    begun.signal()
                    usleep(50_000)
                    flag.pointee = 1
                }
            }
            begun.wait()
            FolderSnapshot.read(folder) { #expect(flag.pointee == 1) }
        }
    }
}

/// A second name for a file.
private func hardLink(_ file: String, _ name: String) -> Int32 { link(file, name) }
