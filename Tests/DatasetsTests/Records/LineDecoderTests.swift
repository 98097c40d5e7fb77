import Testing
import Tokenization

@testable import Datasets

/// Lines with bad bytes in a feed, however it is cut.
@Suite struct LineDecoderTests {
    private func decode(_ pieces: [[UInt8]], _ malformed: MalformedBytes) throws -> (String, ReadingLosses) {
        var decoder = LineDecoder(.utf8, file: "a", malformed: malformed)
        var output: [UInt8] = []
        for piece in pieces { try decoder.append(piece, to: &output) }
        try decoder.finish(to: &output)
        return (String(decoding: output, as: UTF8.self), decoder.losses)
    }

    @Test func linesAreReplacedOrSkipped() throws {
        let bytes = Array("one\nt".utf8) + [0xFF] + Array("wo\nthree é\nf".utf8) + [0xC3]
        for pieces in [[bytes], bytes.map { [$0] }] {
            let (replaced, changes) = try decode(pieces, .replace)
            #expect(replaced == "one\nt\u{FFFD}wo\nthree é\nf\u{FFFD}")
            #expect(changes.replacedCount == 2 && changes.firstLines == [2, 4])
            let (kept, losses) = try decode(pieces, .skip)
            #expect(kept == "one\nthree é\n")
            #expect(losses.skippedCount == 2 && losses.firstLines == [2, 4])
            #expect(throws: TextEncodingError.self) { try decode(pieces, .strict) }
        }
    }
}
