import Testing

@testable import Tokenization

struct LineEndsTests {
    @Test(arguments: [
        ("a\r\nb\r\n", "a\nb\n"), ("a\rb\r", "a\nb\n"), ("a\nb\n", "a\nb\n"), ("", ""), ("\r", "\n"),
        ("\r\r\n\n\r", "\n\n\n\n"),
        ("x\r\n\r\ny\rz\n", "x\n\ny\nz\n"), ("né\r\n漢\r", "né\n漢\n"),
    ])
    func lineEndsOfAllSystemsBecomeLineFeeds(text: String, expected: String) {
        #expect(LineEnds.lf.applied(to: text) == expected)
        #expect(Array(LineEnds.keep.applied(to: text).utf8) == Array(text.utf8))
    }

    @Test func bytesAreFoundInTheSource() {
        #expect(LineEnds.lf.sourceOffsets(of: "a\r\nb\r\rc\n") == [0, 1, 3, 4, 5, 6, 7, 8])
        #expect(LineEnds.lf.sourceOffsets(of: "a\nb") == nil && LineEnds.keep.sourceOffsets(of: "a\r\n") == nil)
    }
}
