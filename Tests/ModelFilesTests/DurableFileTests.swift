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

private struct Interruption: Error {}

struct DurableFileTests {
    @Test func aNewFileGetsItsContentAndNothingElseStays() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a b é.txt")
            try DurableFile.replace(at: url) { file in
                try file.write("one ")
                try file.write(Data("two".utf8))
            }
            #expect(try String(decoding: FileReading.contents(of: url), as: UTF8.self) == "one two")
            #expect(try names(in: folder) == ["a b é.txt"])
        }
    }

    @Test func theOldContentStaysUntilTheNewIsComplete() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a")
            try DurableFile.replace(at: url, with: Data("old".utf8))
            try DurableFile.replace(at: url) { file in
                try file.write("new")
                #expect(try FileReading.contents(of: url) == Data("old".utf8))
            }
            #expect(try FileReading.contents(of: url) == Data("new".utf8))
        }
    }

    @Test func anErrorInTheClosureLeavesTheOldContentAndNoPartialFile() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a")
            try DurableFile.replace(at: url, with: Data("old".utf8))
            #expect(throws: Interruption.self) {
                try DurableFile.replace(at: url) { file in
                    try file.write("new")
                    throw Interruption()
                }
            }
            #expect(try FileReading.contents(of: url) == Data("old".utf8))
            #expect(try names(in: folder) == ["a"])
        }
    }

    @Test func aKilledProcessLeavesTheOldContentAndTheNextReplacementCleansUp() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("files-killed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("a")
        try DurableFile.replace(at: url, with: Data("old".utf8))
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = url.path as String] in
            try DurableFile.replace(at: URL(fileURLWithPath: path)) { file in
                try file.write("new")
                kill(getpid(), SIGKILL)
            }
        }
        #expect(try FileReading.contents(of: url) == Data("old".utf8))
        #expect(try names(in: folder).count == 2)
        try DurableFile.replace(at: url, with: Data("newer".utf8))
        #expect(try FileReading.contents(of: url) == Data("newer".utf8))
        #expect(try names(in: folder) == ["a"])
    }

    @Test func onlyAbandonedPartialFilesOfTheTargetAreRemoved() throws {
        try withTemporaryFolder { folder in
            let kept = ["a.partial-1x", "a.partial-", "a.partial-1-2-3", "b.partial-1", "aa.partial-1"]
            for name in kept + ["a.partial-1", "a.partial-\(getpid())", "a.partial-7-2"] {
                try Data().write(to: folder.appendingPathComponent(name))
            }
            let url = folder.appendingPathComponent("a")
            try DurableFile.replace(at: url) { file in
                try file.write("outer")
                try DurableFile.replace(at: url, with: Data("inner".utf8))  // must not remove the outer's file
            }
            #expect(try FileReading.contents(of: url) == Data("outer".utf8))
            #expect(try names(in: folder) == (kept + ["a"]).sorted())
        }
    }

    @Test func concurrentReplacementsLeaveOneWholeFile() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a")
            DispatchQueue.concurrentPerform(iterations: 16) { index in
                let data = Data(repeating: UInt8(index), count: 100_000)
                #expect(throws: Never.self) { try DurableFile.replace(at: url, with: data) }
            }
            let content = try FileReading.contents(of: url)
            #expect(content.count == 100_000 && Set(content).count == 1)
            #expect(try names(in: folder) == ["a"])
        }
    }

    @Test func permissionsAndSymbolicLinksStay() throws {
        try withTemporaryFolder { folder in
            let (url, link) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("link"))
            try DurableFile.replace(at: url, with: Data("old".utf8))
            #expect(chmod(url.path, 0o640) == 0)
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "a")
            try DurableFile.replace(at: link, with: Data("new".utf8))
            #expect(try FileReading.contents(of: url) == Data("new".utf8))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "a")
            #expect(try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int == 0o640)
        }
    }

    @Test func aFolderOrAMissingFolderIsATypedError() throws {
        try withTemporaryFolder { folder in
            #expect(throws: FileError(path: folder.path, operation: .replace, code: EISDIR)) {
                try DurableFile.replace(at: folder, with: Data())
            }
            let missing = folder.appendingPathComponent("no/a")
            #expect(throws: FileError(path: missing.path, operation: .create, code: ENOENT)) {
                try DurableFile.replace(at: missing, with: Data())
            }
            let long = folder.appendingPathComponent(String(repeating: "x", count: 250))
            #expect(throws: FileError(path: long.path, operation: .create, code: ENAMETOOLONG)) {
                try DurableFile.replace(at: long, with: Data())
            }
        }
    }

    @Test func aDeviceIsWrittenToAndNotReplaced() throws {
        let null = URL(fileURLWithPath: "/dev/null")
        try DurableFile.replace(at: null, with: Data("x".utf8))
        #expect(try FileReading.contents(of: null).isEmpty)
    }

    #if os(Linux)
        @Test func aFullDiskIsATypedError() throws {
            var writer = SafetensorsWriter()
            writer.add("w", shape: [2], floats: [1, 2])
            let error = #expect(throws: FileError.self) { try writer.write(to: URL(fileURLWithPath: "/dev/full")) }
            #expect(error == FileError(path: "/dev/full", operation: .write, code: ENOSPC))
            #expect(error?.isOutOfSpace == true)
            #expect(
                error?.description
                    == "cannot write '/dev/full': no space left on device; free some space or choose another place.")
        }

        @Test func aWriteThatStopsHalfwayLeavesTheOldContent() async throws {
            await #expect(processExitsWith: .success) {
                signal(SIGXFSZ, SIG_IGN)
                try withTemporaryFolder { folder in
                    let url = folder.appendingPathComponent("a")
                    try DurableFile.replace(at: url, with: Data("old".utf8))
                    var limit = rlimit(rlim_cur: 10_000, rlim_max: 10_000)
                    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                    #expect(throws: FileError(path: url.path, operation: .write, code: EFBIG)) {
                        try DurableFile.replace(at: url, with: Data(count: 100_000))
                    }
                    #expect(try FileReading.contents(of: url) == Data("old".utf8))
                    #expect(try names(in: folder) == ["a"])
                }
            }
        }
    #endif
}

struct FileReadingTests {
    @Test func aWholeFileIsRead() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a")
            let content = Data((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try content.write(to: url)
            #expect(try FileReading.contents(of: url) == content)
            #expect(try FileReading.contents(of: url, limit: 1_000_000) == content)
            #expect(throws: FileError(path: url.path, operation: .read, code: EFBIG, limit: 999_999)) {
                try FileReading.contents(of: url, limit: 999_999)
            }
        }
    }

    @Test func aMissingFileAFolderAndABadPathAreToldApart() throws {
        try withTemporaryFolder { folder in
            let missing = folder.appendingPathComponent("no")
            let error = #expect(throws: FileError.self) { try FileReading.contents(of: missing) }
            #expect(error?.isMissingFile == true)
            #expect(
                error?.description
                    == "cannot open '\(missing.path)': there is no such file; check the spelling of the path.")
            let folderError = #expect(throws: FileError.self) { try FileReading.contents(of: folder) }
            #expect(folderError?.isFolder == true)
            try Data().write(to: missing)
            #expect(throws: FileError(path: missing.path + "/x", operation: .open, code: ENOTDIR)) {
                try FileReading.contents(of: missing.appendingPathComponent("x"))
            }
        }
    }

    @Test func anUnreadableFileIsToldApart() async throws {
        await #expect(processExitsWith: .success) {
            try withTemporaryFolder { folder in
                let url = folder.appendingPathComponent("a")
                try Data().write(to: url)
                chmod(url.path, 0)
                if geteuid() == 0 { seteuid(65534) }  // the superuser may read everything
                let error = #expect(throws: FileError.self) { try FileReading.contents(of: url) }
                #expect(error?.isNotPermitted == true)
                seteuid(getuid())
            }
        }
    }

    @Test func whatIsNoRegularFileIsATypedError() throws {
        try withTemporaryFolder { folder in
            let pipe = folder.appendingPathComponent("pipe")
            #expect(mkfifo(pipe.path, 0o600) == 0)
            #expect(throws: FileError(path: pipe.path, operation: .read, code: ENODEV)) {
                try SafetensorsFile(contentsOf: pipe)
            }
            #expect(throws: FileError(path: folder.path, operation: .read, code: EISDIR)) {
                try SafetensorsFile(contentsOf: folder)
            }
            let empty = folder.appendingPathComponent("empty")
            try Data().write(to: empty)
            #expect(throws: SafetensorsError.tooShort(file: empty.path, byteCount: 0)) {
                try SafetensorsFile(contentsOf: empty)
            }
        }
    }
}
