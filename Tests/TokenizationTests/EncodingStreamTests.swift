import TestSupport
import Testing

@testable import Tokenization

@Suite struct EncodingStreamTests {
    private static let texts: [(String, [UInt8], String)] = [
        ("windows-1252", EncodedTexts.french, EncodedTexts.frenchText),
        ("shift_jis", EncodedTexts.japanese, EncodedTexts.japaneseText),
        ("gb18030", EncodedTexts.chinese, EncodedTexts.chineseText),
        ("utf-16", EncodedTexts.utf16, EncodedTexts.utf16Text),
        ("utf-16le", EncodedTexts.utf16, EncodedTexts.utf16Text),
        ("utf-8", [0xEF, 0xBB, 0xBF] + Array(EncodedTexts.utf16Text.utf8), EncodedTexts.utf16Text),
        ("utf-8", Array(EncodedTexts.chineseText.utf8), EncodedTexts.chineseText),
        ("utf-16", [], ""), ("utf-8", [0xEF, 0xBB, 0xBF], ""),
    ]

    /// Also in pieces of one byte, and cut in two anywhere.
    @Test(arguments: texts.map { Named("\($0.0), \($0.1.count) bytes", $0) })
    func decodesTextsHoweverTheyAreCut(sample: Named<(String, [UInt8], String)>) throws {
        let (name, bytes, text) = sample.value
        let encoding = try TextEncoding(name)
        #expect(try decode([bytes], encoding).isIdentical(to: text))
        #expect(try decode(bytes.map { [$0] }, encoding).isIdentical(to: text))
        for cut in 0...bytes.count {
            let pieces = [Array(bytes[..<cut]), [], Array(bytes[cut...])]
            #expect(try decode(pieces, encoding).isIdentical(to: text), "cut at \(cut)")
        }
    }

    @Test func randomTextsComeBackFromUTF16() throws {
        var generator = TestGenerator(state: 7)
        for _ in 0..<200 {
            let text = "a" + SampleTexts.random(50, using: &generator)
            let units = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
            let cut = Int.random(in: 0...units.count, using: &generator)
            let pieces = [Array(units[..<cut]), Array(units[cut...])]
            #expect(try decode(pieces, TextEncoding("utf-16be")).isIdentical(to: text))
        }
    }

    @Test func longTextsTakeSeveralRounds() throws {
        let count = 100_000
        let bytes = [UInt8](repeating: 0xE9, count: count)
        #expect(try decode([bytes], TextEncoding("latin1")) == String(repeating: "é", count: count))
    }

    @Test func charactersAreHandedOutAtOnce() throws {
        let stream = EncodingStream(try TextEncoding("shift_jis"))
        var output: [UInt8] = []
        for (byte, count) in [(0x82, 0), (0xA0, 3), (0x0A, 4), (0x41, 5)] as [(UInt8, Int)] {
            try stream.append([byte], to: &output)
            #expect(output.count == count)
        }
    }

    private static let malformed: [(String, [UInt8], byteOffset: Int, line: Int)] = [
        ("utf-8", [0x61, 0x0A, 0x62, 0xFF, 0x0A], 3, 2), ("utf-8", [0xC3], 0, 1), ("utf-8", [0x61, 0xE2, 0x82], 1, 1),
        ("utf-8", [0xEF, 0xBB, 0xBF, 0x61, 0xED, 0xA0, 0x80], 4, 1), ("utf-8", [0x0A, 0x80], 1, 2),
        ("shift_jis", [0x61, 0x0A, 0x82, 0xA0, 0x81, 0x20, 0x7A], 4, 2), ("shift_jis", [0x61, 0x82], 1, 1),
        ("gb18030", [0x61, 0x84, 0x31, 0xA4, 0x39, 0x81, 0xFF, 0x61], 5, 1), ("ascii", [0x61, 0x62, 0xFF], 2, 1),
        ("utf-16", [0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8, 0x62, 0x00], 4, 1),
        ("utf-16", [0xFF, 0xFE, 0x0A, 0x00, 0x62], 4, 2),
        ("iso-2022-jp", [0x61, 0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42, 0x7A, 0x1B, 0x28, 0x51], 10, 1),
    ]

    @Test(arguments: malformed)
    func badBytesAreNamedHoweverTheTextIsCut(name: String, bytes: [UInt8], byteOffset: Int, line: Int) throws {
        let encoding = try TextEncoding(name)
        let cuts = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        for pieces in cuts + [bytes.map { [$0] }] {
            let error = try #require(throws: TextEncodingError.self) { try decode(pieces, encoding) }
            guard case .malformed("a.txt", encoding, let place, let found, _) = error else { throw error }
            #expect(place == byteOffset && found == line, "\(pieces)")
            #expect(error.description.contains("'a.txt', line \(line)"))
            #expect(error.remedies.contains { $0.options == [.encoding] })
        }
    }

    @Test func whatComesBeforeBadBytesIsHandedOut() throws {
        for name in ["utf-8", "ascii"] {
            let stream = EncodingStream(try TextEncoding(name))
            var output: [UInt8] = []
            #expect(throws: TextEncodingError.self) { try stream.append([0x61, 0x62, 0xFF, 0x63], to: &output) }
            #expect(output == [0x61, 0x62])
        }
    }

    @Test func textThatIsNotUTF8IsGuessedAt() throws {
        for (name, bytes, _) in Self.texts.prefix(4) {
            let error = try #require(throws: TextEncodingError.self) { try decode([bytes], .utf8) }
            guard case .malformed(_, .utf8, _, _, let guess?) = error else { throw error }
            #expect(guess == TextEncoding(named: name == "utf-16" ? "utf-16le" : name))
            #expect(error.description.contains("set `encoding` to \(guess.name.lowercased()) if "))
        }
    }

    private func decode(_ pieces: [[UInt8]], _ encoding: TextEncoding) throws -> String {
        let stream = EncodingStream(encoding, file: "a.txt")
        var output: [UInt8] = []
        for piece in pieces { try stream.append(piece, to: &output) }
        try stream.finish(to: &output)
        return try #require(String(validating: output, as: UTF8.self))
    }
}
