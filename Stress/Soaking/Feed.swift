import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The system's calls, which methods below hide.
private let send: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = { write($0, $1, $2) }
private let receive: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = { read($0, $1, $2) }

/// A tool that is fed lines through a pipe for as long as it lives, and whose memory is looked at.
final class Feed {
    /// What the two threads count.
    private final class Counts: Sendable {
        let linesFed = Atomic<Int>(0)
        let bytesFed = Atomic<Int>(0)
        let linesRead = Atomic<Int>(0)
        let isEnding = Atomic<Bool>(false)
        let writing = DispatchGroup()
    }

    let name: String
    private let process: ChildProcess
    private let counts = Counts()
    private let errors: URL
    private(set) var samples: [Int] = []

    var linesFed: Int { counts.linesFed.load(ordering: .relaxed) }
    var bytesFed: Int { counts.bytesFed.load(ordering: .relaxed) }

    init(_ command: String, in folder: URL, errors: URL, seed: UInt64) throws {
        let words = command.split(separator: " ").map(String.init)
        name = words.prefix(2).joined(separator: " ")
        self.errors = errors
        signal(SIGPIPE, SIG_IGN)
        var (input, output): ([Int32], [Int32]) = ([0, 0], [0, 0])
        let id = try ChildProcess.starting.withLock { _ in
            guard pipe(&input) == 0, pipe(&output) == 0 else { throw StressError("no pipe: \(errno)") }
            for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return try ChildProcess.start(
                Tools.path(words[0]), Array(words.dropFirst()) + ["--quiet", "--threads", "1"], folder: folder.path
            ) { actions in
                posix_spawn_file_actions_adddup2(actions, input[0], 0)
                posix_spawn_file_actions_adddup2(actions, output[1], 1)
                posix_spawn_file_actions_addopen(actions, 2, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            }
        }
        close(input[0])
        close(output[1])
        process = ChildProcess(id: id)
        Self.write(to: input[1], counts, seed)
        Self.read(from: output[0], counts)
    }

    private static func write(to descriptor: Int32, _ counts: Counts, _ seed: UInt64) {
        counts.writing.enter()
        Thread.detachNewThread {
            defer {
                close(descriptor)
                counts.writing.leave()
            }
            var lines = FeedLines(seed: seed)
            while !counts.isEnding.load(ordering: .relaxed) {
                let line = Array(lines.next().utf8)
                var start = 0
                while start < line.count {
                    let count = line[start...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count) }
                    guard count > 0 else { return }
                    start += count
                }
                counts.linesFed.add(1, ordering: .relaxed)
                counts.bytesFed.add(line.count, ordering: .relaxed)
            }
        }
    }

    private static func read(from descriptor: Int32, _ counts: Counts) {
        counts.writing.enter()
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = receive(descriptor, &buffer, buffer.count)
                guard count > 0 else { break }
                counts.linesRead.add(buffer[..<count].count { $0 == UInt8(ascii: "\n") }, ordering: .relaxed)
            }
            close(descriptor)
            counts.writing.leave()
        }
    }

    func sample() {
        var usage = ProcessUsage()
        usage.update(of: process.id)
        if usage.bytes > 0 { samples.append(usage.bytes) }
    }

    /// Ends the feed and waits for the tool.
    ///
    /// - Returns: What is wrong with it, in words.
    func end(isGrown: ([Int]) -> Bool) -> String? {
        counts.isEnding.store(true, ordering: .relaxed)
        var usage = ProcessUsage()
        let passed = process.wait(Limits(seconds: .infinity, bytes: 1 << 30), usage: &usage)
        counts.writing.wait()
        if let passed { return "\(name) took \(passed)" }
        let status = process.ending?.status ?? 0
        let (fed, read) = (linesFed, counts.linesRead.load(ordering: .relaxed))
        if status != 0 {
            return "\(name) ended in \(status): \((try? String(contentsOf: errors, encoding: .utf8)) ?? "")"
        }
        if fed != read { return "\(name) was fed \(fed) lines and answered \(read)" }
        return isGrown(samples) ? "\(name) grows" : nil
    }
}

/// Lines without end: words that never were before, now and then an odd text or a long line.
struct FeedLines {
    private var random: Randomness
    private var count = 0

    init(seed: UInt64) { random = Randomness(seed: seed, case: 0) }

    mutating func next() -> String {
        count += 1
        var words = (0..<1 + random.below(12)).map { _ in word() }
        if random.once(in: 4) { words.append(random.pick(StartTexts.mixed)) }
        if random.once(in: 20) { words.append(random.pick(HostileValues.texts)) }
        if random.once(in: 2_000) { words += (0..<2_000).map { _ in word() } }
        let text = words.joined(separator: " ").unicodeScalars.filter { !["\n", "\r", "\0"].contains($0) }
        return String(String.UnicodeScalarView(text)) + "\n"
    }

    private mutating func word() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzäé日本語のไทยдом")
        return String((0..<1 + random.below(9)).map { _ in random.pick(letters) })
    }
}
