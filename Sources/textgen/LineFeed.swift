import CommandSupport
import Foundation
import Recurrent

/// Feeds the lines of files to a ``LineTokens`` and prints what it makes of them: many lines at once, on all threads,
/// with memory that does not grow with the files.
struct LineFeed {
    private static let pieceSize = 1 << 20
    /// A line that is longer is cut as it comes, not as a whole.
    private static let longLine = 8 << 20
    private static let longestSegment = 64 << 20
    private static let newline = UInt8(ascii: "\n")

    private let lines: LineTokens
    private let encoding: TextEncoding
    private let errors: MalformedBytes
    private var isFirstLine = true

    private var file = ""
    private var lineNumber = 1
    private var pending: [UInt8] = []
    /// The long line that is being cut as it comes, and how many tokens it has had.
    private var stream: SegmentStream?
    private var streamedCount = 0

    /// Called at the end of a file with what was replaced or left out in it.
    var note: (String) -> Void = { _ in }

    init(_ lines: LineTokens, encoding: TextEncoding = .utf8, errors: MalformedBytes = .strict) {
        (self.lines, self.encoding, self.errors) = (lines, encoding, errors)
    }

    /// Prints the tokens of a file, or of standard input where it is nil.
    ///
    /// - Parameter progress: Called with the number of bytes read so far.
    mutating func read(_ url: URL?, name: String, progress: (Int) -> Void) throws {
        do {
            try readFile(url, name: name, progress: progress)
        } catch {
            if stream != nil { try closeLine() }  // no half an object
            throw error
        }
    }

    private mutating func readFile(_ url: URL?, name: String, progress: (Int) -> Void) throws {
        (file, lineNumber, pending) = (name, 1, [])
        var count = 0
        var decoder = LineDecoder(encoding, file: name, malformed: errors)
        try FileReading.forEachChunk(of: url, size: Self.pieceSize) { chunk in
            do {
                try decoder.append(Array(chunk), to: &pending)
            } catch {
                try takeLines()  // those before the bad bytes
                throw error
            }
            count += chunk.count
            try takeLines()
            progress(count)
        }
        try decoder.finish(to: &pending)
        if errors != .strict { try takeLines() }
        decoder.losses.note(file: name).map { note($0.message) }
        if stream != nil { try endStream() } else if !pending.isEmpty { try printLines(take(pending.count)) }
    }

    private mutating func takeLines() throws {
        if stream != nil {
            let end = pending.firstIndex(of: Self.newline)
            try continueStream(take(end ?? pending.count))
            guard end != nil else { return }
            try endStream()
            _ = take(1)
        }
        if let last = pending.lastIndex(of: Self.newline) { try printLines(take(last + 1)) }
        if pending.count > Self.longLine { try beginStream() }
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        let taken = Array(pending[..<count])
        pending.removeFirst(count)
        return taken
    }

    // MARK: Whole lines

    /// Prints some lines, shared among the threads.
    private mutating func printLines(_ block: [UInt8]) throws {
        let content = block.last == Self.newline ? block.dropLast() : block[...]
        let all = content.split(separator: Self.newline, omittingEmptySubsequences: false)
        let parts = min(all.count, 4 * ThreadPool.shared.threadCount)
        let (lines, isFirst) = (lines, isFirstLine)
        nonisolated(unsafe) let outputs = UnsafeMutablePointer<[UInt8]>.allocate(capacity: parts)
        outputs.initialize(repeating: [], count: parts)
        defer {
            outputs.deinitialize(count: parts)
            outputs.deallocate()
        }
        ThreadPool.shared.run(parts: parts) { part in
            var session = lines.makeSession()
            for index in all.count * part / parts..<all.count * (part + 1) / parts {
                if lines.format == .json, !(isFirst && index == 0) { outputs[part].append(UInt8(ascii: ",")) }
                lines.append(all[index], &session, to: &outputs[part])
            }
        }
        for part in 0..<parts { try StandardOutput.write(outputs[part]) }
        isFirstLine = false
        lineNumber += all.count
    }

    // MARK: A long line

    private mutating func beginStream() throws {
        guard let segmenter = lines.streamingSegmenter else {
            throw TokenizeError.longLine(file: file, line: lineNumber, limit: Self.longLine)
        }
        stream = SegmentStream(segmenter, file: file)
        streamedCount = 0
        var output: [UInt8] = []
        if lines.format == .json, !isFirstLine { output.append(UInt8(ascii: ",")) }
        lines.open(&output)
        try StandardOutput.write(output)
        try continueStream(take(pending.count))
    }

    private mutating func continueStream(_ bytes: [UInt8]) throws {
        try stream(bytes, isEnd: false)
        if let stream, stream.pendingCount > Self.longestSegment {
            throw TokenizeError.longSegment(file: file, line: lineNumber, limit: Self.longestSegment)
        }
    }

    private mutating func endStream() throws {
        try stream([], isEnd: true)
        try closeLine()
        lineNumber += 1
    }

    private mutating func closeLine() throws {
        var output: [UInt8] = []
        lines.close(&output)
        try StandardOutput.write(output)
        stream = nil
        isFirstLine = false
    }

    private mutating func stream(_ bytes: [UInt8], isEnd: Bool) throws {
        guard var segments = stream else { return }
        var output: [UInt8] = []
        var count = streamedCount
        let body: SegmentStream.Body = { segment, utf8 in
            if lines.skips(segment, utf8) { return }
            lines.append(
                PrintedToken(range: segment.range, kind: lines.kind(of: segment)), utf8, count: &count, to: &output)
        }
        if isEnd { try segments.finish(body) } else { try segments.append(bytes, body) }
        stream = segments
        streamedCount = count
        try StandardOutput.write(output)
    }
}

/// Why `textgen tokenize` cannot go on.
enum TokenizeError: CommandError, Equatable {
    case longLine(file: String, line: Int, limit: Int)
    case longSegment(file: String, line: Int, limit: Int)

    var exitStatus: CommandSupport.ExitStatus { .badData }

    var description: String {
        switch self {
        case .longLine(let file, let line, let limit):
            "'\(file)', line \(line): longer than \(limit >> 20) MiB; add line breaks, or leave out --normalize, "
                + "--tokenizer, and --unit byte or scalar, which need the whole line."
        case .longSegment(let file, let line, let limit):
            "'\(file)', line \(line): no boundary within \(limit >> 20) MiB; is it a text?"
        }
    }
}
