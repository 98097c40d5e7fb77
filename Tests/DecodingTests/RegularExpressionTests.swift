import Foundation
import Testing

@testable import Decoding

/// Regular expressions against those of Foundation.
struct RegularExpressionTests {
    private func accepts(_ automaton: inout LazyAutomaton, _ text: String) throws -> Bool {
        var state = automaton.start
        for byte in text.utf8 { state = try automaton.step(state, byte) }
        return automaton.accepts(state)
    }

    /// All texts of up to five characters.
    private static let texts: [String] = {
        var texts = [""]
        var latest = [""]
        for _ in 0..<5 {
            latest = latest.flatMap { text in ["a", "b", "é", "-", "\n"].map { text + $0 } }
            texts += latest
        }
        return texts
    }()

    @Test(arguments: [
        "", "a", "ab|ba", "a*", "a+b?", "(ab)*", "a{2}", "a{1,3}b", "a{2,}", "(a|b){2,3}", "[ab]+", "[^a]+", "[a-]*",
        ".",
        ".*", ".+é", "(a|é)*b", "(?:a|)b", "\\w+", "\\W*", "a\\nb", "[^\\n]{2}-", "(a*)*", "((a|b)*-)+", "[a-éx]{2}",
        "a*?b", "^ab$", "\\u{E9}+", "[\\u{E0}-\\u{EA}]", "a|b|", "(|a)(|b)", "\\-a", "[\\-a]", "a{0}b", "a{0,2}",
        "\\s|a",
        "[\\w-]+", "\\D", "\\S+",
    ]) func acceptsTheTextsThatFoundationMatches(pattern: String) throws {
        let ours = pattern.replacing("\\u{E9}", with: "é")
        let theirs = pattern.replacing("\\u{E9}", with: "é").replacing("\\u{E0}", with: "à").replacing(
            "\\u{EA}", with: "ê")
        let expected = try NSRegularExpression(pattern: "\\A(?:\(theirs))\\z")
        var automaton = try LazyAutomaton(RegularExpressionParser.parse(ours))
        for text in Self.texts {
            let matches = expected.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
            #expect(try accepts(&automaton, text) == matches, "\(pattern): \(text.debugDescription)")
        }
    }

    /// Ranges of scalars as bytes: exact at their ends, for one to four bytes.
    @Test(
        arguments: [
            [0x41...0x5A], [0x7F...0x80], [0x7FF...0x800], [0xFFFF...0x10000], [0...0x10FFFF], [0xE9...0x20AC],
            [0x3042...0x3096, 0x1F600...0x1F64F], [0x10FFFF...0x10FFFF], [0x80...0x10000], [0x1234...0xABCDE],
        ] as [[ClosedRange<UInt32>]]) func setsOfScalarsAreExact(ranges: [ClosedRange<UInt32>]) throws
    {
        let set = ScalarSet(ranges)
        for (set, isInverted) in [(set, false), (set.inverted, true)] where !set.ranges.isEmpty {
            var automaton = try LazyAutomaton(.scalar(set, column: 1))
            let ends: [UInt32] =
                ranges.flatMap { [$0.lowerBound, $0.upperBound] } + [0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000]
            let values: [UInt32] = ends.flatMap { end -> [UInt32] in [end &- 1, end, end &+ 1] }
            for value in values {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let isIn = ranges.contains { $0.contains(value) }
                #expect(try accepts(&automaton, String(Character(scalar))) == (isIn != isInverted), "\(value)")
            }
        }
    }

    @Test(arguments: [
        ("a(b", 2, "has no )"), ("ab)", 3, "has no ("), ("[ab", 1, "has no ]"), ("*a", 1, "nothing before it"),
        ("a**", 3, "repeats a repetition"), ("a{3,1}", 2, "larger number first"), ("a{x}", 2, "no repetition"),
        ("a{2000}", 2, "more than 1000"), ("a\\", 2, "nothing after it"), ("\\q", 1, "not known"),
        ("[z-a]", 2, "range"),
        ("a^b", 2, "within the pattern"), ("(?<n>a)", 1, "not known"), ("\\u{110000}", 1, "no character"),
        ("a|+", 3, "nothing"),
    ]) func aMistakeIsFoundWhereItIs(pattern: String, column: Int, reason: String) throws {
        let problem = try #require(throws: RegularExpressionParser.Problem.self) {
            try RegularExpressionParser.parse(pattern)
        }
        #expect(problem.column == column && problem.reason.contains(reason), "\(problem.column) \(problem.reason)")
    }

    @Test(arguments: ["(((((a{1,1000}){1,1000}){1,1000})))", "(.{0,500}a){0,500}"])
    func whatWouldNotFitIsRefused(pattern: String) throws {
        let expression = try RegularExpressionParser.parse(pattern)
        #expect(throws: ByteAutomaton.TooLarge.self) {
            var automaton = try LazyAutomaton(expression)
            var state = automaton.start
            for _ in 0..<100_000 { state = try automaton.step(state, UInt8(ascii: "a")) }
        }
    }

    @Test func deepNestingIsRefused() {
        let pattern = String(repeating: "(", count: 5_000) + "a" + String(repeating: ")", count: 5_000)
        #expect(throws: RegularExpressionParser.Problem.self) { try RegularExpressionParser.parse(pattern) }
    }

    @Test(arguments: [
        ("love", "I love you", true), ("love", "love", true), ("love", "glove", false), ("love", "lovely", false),
        ("love", "lovely love", true), ("love", "Love", false), ("-a", "b-a", true), ("ab", "ab\nab", true),
        ("é", "aé", false),
        ("a b", "x a b y", true), ("a b", "xa b", false),
    ]) func aWordOccursAsAWordOfItsOwn(word: String, text: String, expected: Bool) throws {
        var automaton = try LazyAutomaton(.containing(word, ignoresCase: false))
        #expect(try accepts(&automaton, text) == expected)
        var without = try LazyAutomaton(.containing(word, ignoresCase: false), isInverted: true)
        #expect(try accepts(&without, text) == !expected)
        var anyCase = try LazyAutomaton(.containing(word.uppercased(), ignoresCase: true))
        #expect(try accepts(&anyCase, text) == (expected || text == "Love"))
    }
}
