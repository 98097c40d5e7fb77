internal import CUnicode

/// Decodes a text that comes in pieces, such as a file or a pipe, into UTF-8.
///
/// ```swift
/// let stream = EncodingStream(TextEncoding(named: "shift_jis")!, file: "names.txt")
/// while let piece = file.next() { try stream.append(piece, to: &utf8) }
/// try stream.finish(to: &utf8)
/// ```
///
/// A piece may end anywhere, also inside a character. Each character is handed out as soon as it is complete. A byte
/// order mark at the start is left out.
public final class EncodingStream {
    /// The encoding of the bytes that are read.
    public let encoding: TextEncoding
    /// The name that error messages give.
    public let file: String

    /// The number of bytes taken so far.
    public private(set) var byteCount = 0
    /// Whether bytes that are no characters are replaced by U+FFFD instead of thrown.
    private let replaces: Bool
    /// Where U+FFFD took the place of bytes in the output of the last call.
    public private(set) var replacements: [Int] = []
    private let decoder: OpaquePointer?
    /// The bytes of UTF-8 that begin a character which is not complete.
    private var unfinished: [UInt8] = []
    private var isAtStart = true
    private var lineBreaks = 0

    /// - Parameters:
    ///   - file: The name that error messages give.
    ///   - replaces: Whether U+FFFD takes the place of bytes that are no characters; else they are thrown.
    public init(_ encoding: TextEncoding, file: String = "text", replaces: Bool = false) {
        self.encoding = encoding
        self.file = file
        self.replaces = replaces
        decoder = encoding.isUTF8 ? nil : unicode_decoder_open(encoding.name)
        precondition(encoding.isUTF8 || decoder != nil, "EncodingStream: ICU cannot decode \(encoding)")
    }

    deinit {
        if let decoder { unicode_decoder_close(decoder) }
    }

    /// Decodes the next piece.
    ///
    /// - Throws: ``TextEncodingError/malformed(file:encoding:byteOffset:line:guess:)``; the text before the bad bytes
    ///   is in `output` then.
    public func append(_ piece: [UInt8], to output: inout [UInt8]) throws(TextEncodingError) {
        try decode(piece, isEnd: false, to: &output)
    }

    /// Ends the text.
    ///
    /// - Throws: ``TextEncodingError/malformed(file:encoding:byteOffset:line:guess:)`` if it ends in the middle of a
    ///   character.
    public func finish(to output: inout [UInt8]) throws(TextEncodingError) {
        try decode([], isEnd: true, to: &output)
    }

    private func decode(_ piece: [UInt8], isEnd: Bool, to output: inout [UInt8]) throws(TextEncodingError) {
        let (start, pieceStart) = (output.count, byteCount)
        byteCount += piece.count
        replacements.removeAll(keepingCapacity: true)
        let bad =
            if let decoder {
                convert(piece, with: decoder, isEnd: isEnd, to: &output)
            } else {
                validate(piece, isEnd: isEnd, to: &output)
            }
        lineBreaks += output[start...].withUnsafeBufferPointer(\.lineBreakCount)
        if isAtStart, output.count > start {
            isAtStart = false
            if output[start...].starts(with: [0xEF, 0xBB, 0xBF]) {
                output.removeSubrange(start..<start + 3)
                replacements = replacements.map { $0 - 3 }
            }
        }
        guard let bad else { return }
        throw .malformed(
            file: file, encoding: encoding, byteOffset: bad, line: lineBreaks + 1,
            guess: guess(from: piece, around: bad - pieceStart))
    }

    /// What the bytes around a place look like, if not like the encoding that they are not valid in.
    private func guess(from piece: [UInt8], around place: Int) -> TextEncoding? {
        let around = piece.dropFirst(max(0, place - 2048)).prefix(8192)
        guard let guess = TextEncoding.guess(for: around, except: encoding), guess != encoding else { return nil }
        return guess.hasZeroBytes || !around.contains(0) ? guess : nil
    }

    // MARK: UTF-8

    /// Appends what is valid and complete. Returns where it is not valid, if that is not replaced.
    private func validate(_ piece: [UInt8], isEnd: Bool, to output: inout [UInt8]) -> Int? {
        let bytes = unfinished.isEmpty ? piece : unfinished + piece
        let offset = byteCount - bytes.count
        let complete = isEnd ? bytes[...] : bytes.dropLast(unfinishedCount(of: bytes))
        var rest = complete
        while String(validating: rest, as: UTF8.self) == nil {
            let good = rest.prefix(validUTF8PrefixLength(of: rest))
            output += good
            guard replaces else { return offset + good.endIndex }
            replace(to: &output)
            rest = rest[good.endIndex...].dropFirst(Self.badCount(rest[good.endIndex...]))
        }
        output += rest
        unfinished = Array(bytes[complete.endIndex...])
        return nil
    }

    /// The number of bytes at the start that one U+FFFD stands for: the beginning of a character as far as it goes.
    private static func badCount(_ bytes: ArraySlice<UInt8>) -> Int {
        var constraint = UTF8Constraint()
        let begun = bytes.prefix { byte in
            defer { if constraint.allows(byte) { constraint.advance(byte) } }
            return constraint.allows(byte)
        }
        return max(1, begun.count)
    }

    private func replace(to output: inout [UInt8]) {
        replacements.append(output.count)
        output += [0xEF, 0xBF, 0xBD]
    }

    /// The number of bytes at the end that a character begins with which may go on.
    private func unfinishedCount(of bytes: [UInt8]) -> Int {
        guard let lead = bytes.suffix(3).lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[lead] >= 0xC0 else { return 0 }
        let count = bytes.count - lead
        return count < scalarLength(lead: bytes[lead]) ? count : 0
    }

    // MARK: Other encodings

    /// Appends what ICU makes of the bytes. Returns where they are not valid, if that is not replaced.
    private func convert(
        _ piece: [UInt8], with decoder: OpaquePointer, isEnd: Bool, to output: inout [UInt8]
    ) -> Int? {
        piece.withUnsafeBufferPointer { bytes in
            var taken = 0
            while true {
                var decoded = unicode_decoded()
                let result = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 14) { buffer in
                    let result = unicode_decoder_decode(
                        decoder, bytes.baseAddress.map { $0 + taken }, bytes.count - taken, isEnd,
                        buffer.baseAddress!, buffer.count, &decoded)
                    output += buffer[..<decoded.written]
                    return result
                }
                taken += decoded.taken
                switch result {
                case UNICODE_DECODER_FULL: continue
                case UNICODE_DECODER_DONE: return nil
                case UNICODE_DECODER_MALFORMED where replaces:
                    replace(to: &output)
                    if decoded.taken == 0, taken == bytes.count { return nil }
                case UNICODE_DECODER_MALFORMED:
                    let bad = byteCount - bytes.count + taken - decoded.since_bad
                    return bad - bad % encoding.unitSize  // ICU may be a byte behind the beginning
                default: fatalError("EncodingStream: memory is short")
                }
            }
        }
    }
}
