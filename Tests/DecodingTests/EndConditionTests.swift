import Decoding
import Testing

/// Where a text ends from its length on, and what is kept of it.
struct EndConditionTests {
    /// What is left of a text, and how many of its characters were needed to know.
    private func cut(
        _ text: String, _ end: TextEnd, length: Int, maxLength: Int = .max, mayEnd: (Int) -> Bool = { _ in true }
    ) -> (text: String, read: Int) {
        var condition = EndCondition(end, length: length, maxLength: maxLength)
        var (kept, read) = ("", 0)
        for character in text where !condition.isMet {
            read += 1
            kept += condition.consume(String(character), mayEnd: mayEnd(read))
        }
        if !condition.isMet { kept += condition.finish() }
        return (kept, read)
    }

    private static let cases: [(text: String, end: TextEnd, length: Int, expected: String)] = [
        ("Once upon a time", .length, 7, "Once up"),
        ("Once upon a time", .length, 0, ""),
        ("Once upon a time", .word, 0, ""),
        ("Once upon a time", .word, 7, "Once upon"),
        ("Once upon a time", .word, 9, "Once upon"),
        ("Once upon a time", .word, 10, "Once upon "),
        ("I don't know", .word, 4, "I don't"),
        ("I don't know", .word, 6, "I don't"),
        ("the sailors' boats", .word, 8, "the sailors"),
        ("a well-known ship", .word, 3, "a well-known"),
        ("a well- known ship", .word, 3, "a well"),
        ("été à Paris", .word, 2, "été"),
        ("我们在海边", .word, 2, "我们"),
        ("สวัสดีครับ", .word, 2, "สวั"),
        ("👍👍👍", .word, 2, "👍👍"),
        ("He came. She left. All.", .sentence, 3, "He came."),
        ("He came. She left. All.", .sentence, 8, "He came."),
        ("He came. She left. All.", .sentence, 9, "He came. She left."),
        ("Is it Mr. Smith? Yes. No", .sentence, 3, "Is it Mr. Smith?"),
        ("It costs 3.50 or so. Yes", .sentence, 5, "It costs 3.50 or so."),
        ("\"Go!\" he said. Then", .sentence, 2, "\"Go!\" he said."),
        ("He said \"Go!\" Then he", .sentence, 2, "He said \"Go!\""),
        ("Wait... Then he", .sentence, 2, "Wait..."),
        ("No end here, ROMEO:\nYes!\nNo", .sentence, 2, "No end here, ROMEO:\nYes!"),
        ("海很大。船很小。好", .sentence, 2, "海很大。"),
        ("One.\nTwo.\n\nThree.\n\nFour", .paragraph, 3, "One.\nTwo."),
        ("One.\nTwo.\n\nThree.\n\nFour", .paragraph, 11, "One.\nTwo.\n\nThree."),
        ("One.\n \nTwo", .paragraph, 2, "One."),
        ("One\nTwo\nThree", .line, 1, "One"),
        ("One\nTwo\nThree", .line, 3, "One"),
        ("One\nTwo\nThree", .line, 4, "One\nTwo"),
        ("One\r\nTwo", .line, 1, "One"),
    ]

    @Test(arguments: cases.indices) func theTextEndsWhereItShould(index: Int) {
        let (text, end, length, expected) = Self.cases[index]
        #expect(cut(text, end, length: length).text == expected, "\(end), \(length): \(text.debugDescription)")
    }

    @Test func withoutAnEndTheTextEndsWithAWordAtItsLimit() {
        let text = "one two three four five"
        for end in [TextEnd.sentence, .paragraph, .line] {
            #expect(cut(text, end, length: 2, maxLength: 10).text == "one two three", "\(end)")
        }
        let long = String(repeating: "a", count: 500)
        #expect(cut(long, .word, length: 10).text.count == 10 + TextEnd.longestRest)
        #expect(cut(long, .sentence, length: 10, maxLength: 20).text.count == 20 + TextEnd.longestRest)
        let spaces = "a." + String(repeating: " ", count: 500)
        #expect(cut(spaces, .sentence, length: 2, maxLength: 20).read < 70)
    }

    @Test func itWaitsUntilTheTextMayEnd() {
        #expect(cut("one two three", .word, length: 2) { $0 > 4 }.text == "one two")
        #expect(cut("One. Two. Three.", .sentence, length: 2) { $0 > 4 }.text == "One. Two.")
        #expect(cut("One\nTwo\nThree", .line, length: 1) { $0 > 4 }.text == "One\nTwo")
        #expect(cut("abcdef", .length, length: 2) { $0 > 3 }.text == "abcd")
    }

    @Test func whatIsHandedOutIsABeginningOfTheText() {
        let text = "A b. C d!\n\nE f? \"G.\" H-i 'j' k. L"
        for end in TextEnd.allCases {
            for length in 0..<text.count {
                var condition = EndCondition(end, length: length)
                var kept = ""
                for character in text where !condition.isMet {
                    kept += condition.consume(String(character))
                    #expect(text.hasPrefix(kept))
                }
                #expect(!condition.isMet || kept.count >= length - 1 || end == .length, "\(end) \(length): \(kept)")
            }
        }
    }
}
