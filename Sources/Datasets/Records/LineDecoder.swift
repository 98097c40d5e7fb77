import Tokenization

/// Decodes a text that arrives in pieces line by line, and replaces or skips invalid bytes.
public struct LineDecoder {
    private let stream: EncodingStream
    private let malformed: MalformedBytes
    /// The most bytes of a line that is held until it is known whether it is to be skipped.
    private let limit: Int
    /// What is not yet handed out, where lines may be skipped, and where U+FFFD stands in it for bad bytes.
    private var held: [UInt8] = []
    private var damage: ArraySlice<Int> = []
    private var line = 1
    /// What was replaced or left out so far.
    public private(set) var losses = ReadingLosses()

    /// - Parameter file: The name that error messages give.
    public init(_ encoding: TextEncoding, file: String, malformed: MalformedBytes, limit: Int = 64 << 20) {
        stream = EncodingStream(encoding, file: file, replaces: malformed != .strict)
        (self.malformed, self.limit) = (malformed, limit)
    }

    /// Decodes the next piece; under `skip` only whole lines come out.
    ///
    /// - Throws: `TextEncodingError`, or ``RecordError/tooLong(file:line:limit:)``.
    public mutating func append(_ piece: [UInt8], to output: inout [UInt8]) throws {
        do {
            try stream.append(piece, to: &held)
        } catch {
            try handOut(isEnd: false, to: &output)  // what stands before the bad bytes
            throw error
        }
        try handOut(isEnd: false, to: &output)
    }

    /// Ends the text.
    public mutating func finish(to output: inout [UInt8]) throws {
        try stream.finish(to: &held)
        try handOut(isEnd: true, to: &output)
    }

    private mutating func handOut(isEnd: Bool, to output: inout [UInt8]) throws {
        damage += stream.replacements
        guard malformed == .skip || !damage.isEmpty else {
            line += held.withUnsafeBufferPointer(\.lineBreakCount)
            output += held
            held.removeAll(keepingCapacity: true)
            return
        }
        var start = 0
        while start < held.count {
            let newline = held.withUnsafeBufferPointer { $0.position(of: UInt8(ascii: "\n"), from: start) }
            guard newline != nil || isEnd || malformed == .replace else { break }
            let end = newline.map { $0 + 1 } ?? held.count
            let bad = damage.prefix { $0 < end }.count
            damage = damage.dropFirst(bad)
            if bad > 0 { losses.add(line: line) }
            if malformed == .replace {
                losses.replacedCount += bad
            } else if bad > 0 {
                losses.skippedCount += 1
            }
            if malformed == .replace || bad == 0 { output += held[start..<end] }
            if newline != nil { line += 1 }
            start = end
        }
        held.removeFirst(start)
        damage = damage.map { $0 - start }[...]
        guard held.count <= limit else { throw RecordError.tooLong(file: stream.file, line: line, limit: limit) }
    }
}
