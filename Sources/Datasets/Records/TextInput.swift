import Tokenization

/// A text that comes in pieces, decoded to UTF-8, of which lines or stretches are taken.
///
/// What is wrong in the middle is thrown only when everything complete before it has been taken. Memory holds one line
/// and one piece.
package struct TextInput {
    package let file: String
    /// The most bytes of a record.
    package let limit: Int
    private let malformed: MalformedBytes
    private let source: () throws -> [UInt8]?
    private let decoder: EncodingStream
    /// The first bytes as they came, which tell compressed files.
    private var head: [UInt8] = []

    private var buffer: [UInt8] = []
    /// Where what is not yet taken begins in the buffer.
    private var start = 0
    /// Up to where no line break has been found.
    private var scanned = 0
    /// The line of the next byte to be taken, from 1.
    package private(set) var line = 1
    private var isEnded = false
    private var failure: (any Error)?
    /// Where in the buffer U+FFFD stands for bad bytes, in order.
    private var damage: ArraySlice<Int> = []
    package var losses = ReadingLosses()

    package init(
        file: String, encoding: TextEncoding, malformed: MalformedBytes = .strict, limit: Int,
        source: @escaping () throws -> [UInt8]?
    ) {
        self.file = file
        self.malformed = malformed
        self.limit = limit
        self.source = source
        decoder = EncodingStream(encoding, file: file, replaces: malformed != .strict)
    }

    /// The bytes read so far.
    package var byteCount: Int { decoder.byteCount }

    /// The next line without its end (LF, CR LF, or that of the text); nil at the end. It must be let go before the
    /// next call, or the buffer is copied.
    package mutating func nextLine() throws -> ArraySlice<UInt8>? {
        var end: Int?
        while true {
            end = try findLineEnd()
            guard start < buffer.count else { return nil }
            guard takeDamage(upTo: end ?? buffer.count, line) else { break }
            start = end.map { $0 + 1 } ?? buffer.count
            scanned = start
            line += 1
        }
        var content = buffer[start..<(end ?? buffer.count)]
        guard content.count <= limit else { throw RecordError.tooLong(file: file, line: line, limit: limit) }
        if content.last == UInt8(ascii: "\r") { content.removeLast() }
        start = end.map { $0 + 1 } ?? buffer.count
        scanned = start
        line += 1
        return content
    }

    /// Counts the bad bytes before a place, which are about to be taken from a line. True where they are to be skipped.
    private mutating func takeDamage(upTo end: Int, _ line: Int) -> Bool {
        let count = damage.prefix { $0 < end }.count
        guard count > 0 else { return false }
        damage = damage.dropFirst(count)
        losses.add(line: line)
        if malformed == .skip {
            losses.skippedCount += 1
        } else {
            losses.replacedCount += count
        }
        return malformed == .skip
    }

    /// Counts the bad bytes of a record that was taken, which began in a line. True where it is to be skipped.
    package mutating func isDamaged(from line: Int) -> Bool { takeDamage(upTo: start, line) }

    /// Passes over the rest of a line in which something is wrong. False at the end of the text.
    package mutating func skipLine() throws -> Bool {
        while start == buffer.count { guard try refill() else { return false } }
        let end = try findLineEnd()
        damage = damage.drop { $0 < end ?? buffer.count }
        start = end.map { $0 + 1 } ?? buffer.count
        scanned = start
        line += 1
        return true
    }

    /// The next line, which stays.
    package mutating func peekLine() throws -> ArraySlice<UInt8> {
        let end = try findLineEnd()
        return buffer[start..<(end ?? buffer.count)]
    }

    /// The text up to the end of some lines at least, or to its own, which stays.
    package mutating func peekLines(_ count: Int) throws -> ArraySlice<UInt8> {
        func isShort() -> Bool {
            let lineBreaks = buffer[start...].withUnsafeBufferPointer(\.lineBreakCount)
            return lineBreaks < count && buffer.count - start <= limit
        }
        while isShort(), try refill() {}
        return buffer[start...]
    }

    /// Where the next line break is; nil where the text ends before.
    private mutating func findLineEnd() throws -> Int? {
        while true {
            let newline = buffer.withUnsafeBufferPointer { $0.position(of: UInt8(ascii: "\n"), from: scanned) }
            if let newline {
                scanned = newline
                return newline
            }
            scanned = buffer.count
            guard scanned - start <= limit else { throw RecordError.tooLong(file: file, line: line, limit: limit) }
            guard try refill() else { return nil }
        }
    }

    /// The next stretch, in no regard to lines; nil at the end.
    package mutating func nextPiece() throws -> ArraySlice<UInt8>? {
        if malformed == .skip { return try nextLine().map { $0 + [UInt8(ascii: "\n")] } }
        while start == buffer.count { guard try refill() else { return nil } }
        if let first = damage.first {
            let line = line + buffer[start..<first].withUnsafeBufferPointer(\.lineBreakCount)
            _ = takeDamage(upTo: buffer.count, line)
        }
        line += buffer[start...].withUnsafeBufferPointer(\.lineBreakCount)
        defer {
            start = buffer.count
            scanned = start
        }
        return buffer[start...]
    }

    /// All that follows.
    package mutating func remainder() throws -> ArraySlice<UInt8> {
        if malformed == .skip {
            var text: [UInt8] = []
            while let line = try nextLine() { text += line + [UInt8(ascii: "\n")] }
            return text[...]
        }
        while try refill() {
            guard buffer.count <= limit else { throw RecordError.tooLong(file: file, line: line, limit: limit) }
        }
        _ = takeDamage(upTo: buffer.count, line)
        return buffer[start...]
    }

    /// Takes bytes from the front of what is there; `body` says how many.
    package mutating func take(_ body: (UnsafeBufferPointer<UInt8>) throws -> Int) rethrows {
        let count = try buffer.withUnsafeBufferPointer { bytes in
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            let count = try body(rest)
            line += UnsafeBufferPointer(rebasing: rest[..<count]).lineBreakCount
            return count
        }
        start += count
        scanned = max(scanned, start)
    }

    /// Reads the next piece. False at the end of the text.
    package mutating func refill() throws -> Bool {
        if let failure { throw failure }
        if isEnded { return false }
        buffer.removeFirst(start)
        damage = damage.map { $0 - start }[...]
        scanned -= start
        start = 0
        let old = buffer.count
        var piece: [UInt8] = []
        var replaced: ArraySlice<Int> = []
        do {
            if let next = try source() {
                piece = next
                head += piece.prefix(max(0, 6 - head.count))
                try decoder.append(piece, to: &buffer)
            } else {
                isEnded = true
                try decoder.finish(to: &buffer)
            }
            replaced = decoder.replacements[...]
        } catch {
            failure = explained(error, piece)
        }
        if malformed != .strict {
            noteDamage(from: old, replaced)
            return true
        }
        if let zero = buffer.withUnsafeBufferPointer({ $0.position(of: 0, from: old) }) {
            let line = line + buffer[..<zero].withUnsafeBufferPointer(\.lineBreakCount)
            failure = binary(line, piece)
            buffer.removeSubrange(zero...)
        }
        return true
    }

    // MARK: What is no text

    /// Notes where bad bytes of the last piece were replaced, and replaces those of zero.
    private mutating func noteDamage(from old: Int, _ replaced: ArraySlice<Int>) {
        var places = replaced
        if !places.isEmpty, let command = Self.unpacking(head) {
            failure = RecordError.compressed(file: file, command: command)
            buffer.removeSubrange(old...)
            return
        }
        guard buffer.withUnsafeBufferPointer({ $0.position(of: 0, from: old) }) != nil else {
            damage += places
            return
        }
        let decoded = buffer[old...]
        buffer.removeSubrange(old...)
        for (place, byte) in zip(decoded.indices, decoded) {
            if byte == 0 || place == places.first {
                damage.append(buffer.count)
                places = places.drop { $0 == place }
            }
            if byte == 0 { buffer += [0xEF, 0xBF, 0xBD] } else { buffer.append(byte) }
        }
    }

    private func explained(_ error: any Error, _ piece: [UInt8]) -> any Error {
        guard case TextEncodingError.malformed(_, _, _, let line, let guess) = error else { return error }
        return Self.unpacking(head) != nil || guess == nil && piece.contains(0) ? binary(line, piece) : error
    }

    private func binary(_ line: Int, _ piece: [UInt8]) -> RecordError {
        if let command = Self.unpacking(head) { return .compressed(file: file, command: command) }
        let guess = TextEncoding.guess(for: piece.prefix(8192)).flatMap { $0.hasZeroBytes ? $0 : nil }
        return .binary(file: file, line: line, guess: guess == decoder.encoding ? nil : guess)
    }

    /// The command that unpacks a file that begins with these bytes.
    package static func unpacking(_ head: [UInt8]) -> String? {
        let beginnings: [([UInt8], String)] = [
            ([0x1F, 0x8B], "gzip -d"), ([0x50, 0x4B, 0x03, 0x04], "unzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd -d"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz -d"), ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41], "bzip2 -d"),
        ]
        return beginnings.first { head.starts(with: $0.0) }?.1
    }
}
