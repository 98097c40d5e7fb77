import Testing

@testable import ModelFiles

struct MessageTextTests {
    @Test func whatSteersATerminalIsShownEscaped() {
        #expect(MessageText.visible("a\u{1B}[31mb") == "a\\u{1B}[31mb")
        #expect(MessageText.visible("\u{9B}2J\u{7F}\u{8}\u{0}") == "\\u{009B}2J\\u{7F}\\u{08}\\0")
        #expect(MessageText.visible("a\u{202E}b\u{2066}c\u{2029}") == "a\\u{202E}b\\u{2066}c\\u{2029}")
        #expect(MessageText.visible("a\rb") == "a\\rb")
    }

    @Test func whatPeopleReadStays() {
        for text in ["", "plain", "né 漢字 👩‍👧 עברית\u{200F} a\u{AD}b\u{A0}c “quoted” \u{2026}", "one\ntwo\tthree\n"] {
            #expect(MessageText.visible(text) == text)
        }
        #expect(MessageText.visible("one\r\ntwo\r\n") == "one\ntwo\n")
    }

    @Test func aLineStaysALine() {
        #expect(MessageText.visibleInLine("a\nb\tc\r\nd") == "a\\nb\\tc\\r\\nd")
    }

    @Test func tokensCanBeToldApart() {
        #expect(MessageText.readable("漢") == "漢" && MessageText.readable("e\u{301}") == "e\u{301}")
        #expect(MessageText.readable("\u{301}") == "\\u{0301}" && MessageText.readable("\u{200B}") == "\\u{200B}")
        #expect(MessageText.readable("\u{A0}") == "\\u{00A0}" && MessageText.readable(" ") == "' '")
        #expect(MessageText.readable("\r\n") == "\\r\\n" && MessageText.readable("\u{1B}") == "\\u{1B}")
    }
}
