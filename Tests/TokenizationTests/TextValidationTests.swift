import Foundation
import Testing

@testable import Tokenization

@Suite struct TextValidationTests {
    @Test func keepsValidText() throws {
        let text = "é\r\n👩‍👧\u{0}"
        #expect(try validatedText(from: Data(text.utf8), file: "a.txt").isIdentical(to: text))
        #expect(try validatedText(from: Array(text.utf8), file: "a.txt").isIdentical(to: text))
        #expect(try validatedText(from: Data(), file: "a.txt").isEmpty)
    }

    @Test func leavesOutAByteOrderMarkAtTheStartOnly() throws {
        let text = try validatedText(from: Data("\u{FEFF}a\u{FEFF}b".utf8), file: "a.txt")
        #expect(text.isIdentical(to: "a\u{FEFF}b"))
    }

    private static let invalid: [([UInt8], Int)] = [
        ([0x61, 0xFF], 1), ([0x61, 0x62, 0xC3], 2), ([0xC3, 0xA9, 0xE2, 0x82, 0x41], 2), ([0xC0, 0x80], 0),
        ([0xED, 0xA0, 0x80], 0), ([0xEF, 0xBB, 0xBF, 0x61, 0x80], 4), ([0xFF, 0xFE, 0x61, 0x00], 0),
        ([0xF0, 0x9F, 0x91, 0xA9, 0xF4, 0x90, 0x80, 0x80], 4),
    ]

    @Test(arguments: invalid)
    func namesTheFirstBadSequence(bytes: [UInt8], offset: Int) {
        #expect(throws: TokenizerError.invalidUTF8(file: "a.txt", byteOffset: offset)) {
            try validatedText(from: bytes, file: "a.txt")
        }
    }

    @Test func theMessageNamesFileOffsetAndWayOut() {
        let error = TokenizerError.invalidUTF8(file: "a.txt", byteOffset: 17)
        #expect(error.localizedDescription == error.description)
        for part in ["a.txt", "byte 17", "iconv"] { #expect(error.description.contains(part)) }
    }
}
