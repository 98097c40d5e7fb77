import Foundation
import Synchronization
import Testing

@testable import CommandSupport

@Suite struct OutputTests {
    /// Runs `body` on a pipe and returns what arrived before and after the final flush.
    private func throughPipe(isUnbuffered: Bool, _ text: String) throws -> (before: String, after: String) {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        var output = FileOutput(descriptor: descriptor, isUnbuffered: isUnbuffered)
        try output.write(text)
        _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK)
        let before = readAvailable(pipe)
        try output.flush()
        return (before, before + readAvailable(pipe))
    }

    private func readAvailable(_ pipe: Pipe) -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(pipe.fileHandleForReading.fileDescriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    @Test func aBufferHoldsTextUntilItIsFlushed() throws {
        let (before, after) = try throughPipe(isUnbuffered: false, "Größe 👩‍👧")
        #expect(before == "")
        #expect(after == "Größe 👩‍👧")
    }

    @Test func unbufferedTextGoesOutAtOnce() throws {
        #expect(try throughPipe(isUnbuffered: true, "now").before == "now")
    }

    @Test func aFullBufferEmptiesItself() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let descriptor = open(file, O_CREAT | O_RDWR, 0o600)
        defer {
            close(descriptor)
            unlink(file)
        }
        var output = FileOutput(descriptor: descriptor, isUnbuffered: false)
        try output.write(String(repeating: "x", count: 100_000))
        #expect(lseek(descriptor, 0, SEEK_END) == 100_000)
    }

    /// The reader has a thread of its own: a task might be given none before this one, which waits for it, has ended.
    @Test func aFullPipeWaitsForItsReaderEvenIfNonBlocking() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        let count = Atomic(0)
        let isRead = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            count.store(pipe.fileHandleForReading.readDataToEndOfFile().count, ordering: .releasing)
            isRead.signal()
        }
        var output = FileOutput(descriptor: descriptor, isUnbuffered: true)
        try output.write(String(repeating: "x", count: 1 << 20))
        try pipe.fileHandleForWriting.close()
        isRead.wait()
        #expect(count.load(ordering: .acquiring) == 1 << 20)
    }

    @Test func aReaderThatHasGoneIsToldApart() throws {
        Interrupts.ignoreBrokenPipes()
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var output = FileOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, isUnbuffered: true)
        #expect(throws: OutputError.closed) { try output.write("x") }
    }

    #if os(Linux)
        @Test func aFullDiskIsAnInputOutputError() throws {
            let descriptor = open("/dev/full", O_WRONLY)
            defer { close(descriptor) }
            var output = FileOutput(descriptor: descriptor, isUnbuffered: true)
            let error = try #require(throws: OutputError.self) { try output.write("x") }
            #expect(error == .failed(errno: ENOSPC))
            #expect(error.exitStatus == .inputOutput)
        }
    #endif

    @Test func aClosedPipeEndsTheProcessQuietly() async {
        await #expect(processExitsWith: .success) {
            Interrupts.ignoreBrokenPipes()
            var ends: [Int32] = [0, 0]
            pipe(&ends)
            close(ends[0])
            dup2(ends[1], STDOUT_FILENO)
            try StandardOutput.stream()
            try StandardOutput.write("nobody reads this")
            _exit(9)
        }
    }

    @Test func jsonHasSortedKeysAndPlainSlashes() throws {
        let value = ["b": "a/b", "a": "é"]
        #expect(try JSONOutput.encode(value, isPretty: false) == #"{"a":"é","b":"a/b"}"#)
        #expect(try JSONOutput.encode(value).contains("\n"))
    }

    @Test func jsonWritesNumbersItCannotHoldAsText() throws {
        #expect(try JSONOutput.encode([Double.nan, .infinity], isPretty: false) == #"["NaN","Infinity"]"#)
    }
}
