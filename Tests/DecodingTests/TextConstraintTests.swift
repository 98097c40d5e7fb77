import Foundation
import Tensors
import Testing
import Tokenization

@testable import Decoding

/// Texts drawn from random logits under constraints.
struct TextConstraintTests {
    private static let alphabet = "abcdelovLOVE é.,!\n"
    private static let tokenizers = [
        Tokenizer.train(on: alphabet, unit: .grapheme, normalization: .none),
        .train(on: alphabet, unit: .scalar, normalization: .none), .bytes(),
    ]

    /// A text of at most so many characters; its tokens are drawn at random.
    private func draw(
        _ constraint: TextConstraint, _ tokenizer: Tokenizer, maxLength: Int, deadline: Int? = nil, seed: UInt64
    ) throws -> String {
        var generator = SeededGenerator(seed: seed)
        var cursor = ConstraintCursor(constraint, maxLength: maxLength, deadline: deadline)
        let vocabularySize = tokenizer.vocabulary.count
        var sampler = Sampler(
            processors: [ConstraintProcessor(constraint, maxLength: maxLength, deadline: deadline)],
            vocabularySize: vocabularySize, bannedIDs: Array(0..<Vocabulary.specialCount))
        var ids = [5]
        while !cursor.mustEnd {
            let logits = (0..<vocabularySize).map { _ in Float.random(in: -2...2, using: &generator) }
            let id = try sampler.next(logits: logits, history: ids, using: &generator)
            guard cursor.advance(over: id) else { break }
            ids.append(id)
        }
        #expect(cursor.mayEnd)
        let bytes = tokenizer.decodeBytes(ids.dropFirst().map(Int32.init))
        let text = try #require(String(validating: bytes, as: UTF8.self))
        #expect(text.unicodeScalars.count <= maxLength, "\(text)")
        return text
    }

    @Test(arguments: [
        "[abc]{3,8}", "(lo|ve)+!", "é[^é]*é", "[A-Z][a-z]+(, [a-z]+)*\\.", "[^\\n]{0,30}", "(a|é){5}\n?b",
    ])
    func theTextMatchesAndNeverComesToADeadEnd(pattern: String) throws {
        let expected = try NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
        for tokenizer in Self.tokenizers {
            let constraint = try TextConstraint(matching: pattern, for: tokenizer)
            for seed in UInt64(0)..<25 {
                for extra in [0, 1, 20] {
                    let length = constraint.shortestLength + extra
                    let text = try draw(constraint, tokenizer, maxLength: length, seed: seed)
                    let range = NSRange(location: 0, length: text.utf16.count)
                    #expect(expected.firstMatch(in: text, range: range) != nil, "\(pattern): \(text.debugDescription)")
                }
            }
        }
    }

    @Test func everyTextOfThePatternIsDrawn() throws {
        let tokenizer = Self.tokenizers[0]
        let constraint = try TextConstraint(matching: "(a|b)c?(d|e)", for: tokenizer)
        let texts = try Set((UInt64(0)..<300).map { try draw(constraint, tokenizer, maxLength: 3, seed: $0) })
        #expect(texts == ["ad", "ae", "bd", "be", "acd", "ace", "bcd", "bce"])
        #expect(constraint.shortestLength == 2)
        let short = try Set((UInt64(0)..<100).map { try draw(constraint, tokenizer, maxLength: 2, seed: $0) })
        #expect(short == ["ad", "ae", "bd", "be"])
    }

    private func words(_ text: String) -> [String] {
        text.unicodeScalars.split { !$0.isWordScalar }.map { String($0) }
    }

    @Test func requiredWordsOccurAndForbiddenOnesDoNot() throws {
        for tokenizer in Self.tokenizers {
            let constraint = try TextConstraint(
                requiring: ["love", "dé"], forbidding: ["a", "Ve", "e"], for: tokenizer, after: "x ")
            for seed in UInt64(0)..<25 {
                for deadline in [nil, 5, 20] {
                    let text = try draw(constraint, tokenizer, maxLength: 40, deadline: deadline, seed: seed)
                    let words = words(text)
                    #expect(words.contains("love") && words.contains("dé"), "\(text.debugDescription)")
                    #expect(Set(words.map { $0.lowercased() }).isDisjoint(with: ["a", "ve", "e"]), "\(text)")
                }
            }
        }
    }

    @Test func aForbiddenWordDoesNotBeginInTheSeed() throws {
        let tokenizer = Self.tokenizers[0]
        let constraint = try TextConstraint(forbidding: ["love"], for: tokenizer, after: "I lov")
        for seed in UInt64(0)..<200 {
            let text = try draw(constraint, tokenizer, maxLength: 2, seed: seed)
            #expect(!words("I lov" + text).contains("love"), "\(text)")
        }
    }

    @Test func aPatternAndWordsGoTogether() throws {
        let tokenizer = Self.tokenizers[0]
        let constraint = try TextConstraint(
            matching: "[a-z]+( [a-z]+){2}", requiring: ["love"], forbidding: ["a", "b"], for: tokenizer)
        for seed in UInt64(0)..<50 {
            let found = words(try draw(constraint, tokenizer, maxLength: 30, seed: seed))
            #expect(found.count == 3 && found.contains("love") && !found.contains("a") && !found.contains("b"))
        }
    }

    @Test func withoutSeedAndPatternTheTextDoesNotBeginWithSpace() throws {
        let tokenizer = Self.tokenizers[0]
        let constraint = try TextConstraint(requiring: ["love"], for: tokenizer)
        for seed in UInt64(0)..<50 {
            let text = try draw(constraint, tokenizer, maxLength: 30, seed: seed)
            #expect(text.first?.isWhitespace == false)
        }
    }

    // MARK: What cannot be met

    @Test func whatCannotBeMetIsRefusedBeforeADraw() throws {
        let tokenizer = Self.tokenizers[0]
        func error(
            _ pattern: String? = nil, _ required: [String] = [], _ forbidden: [String] = []
        ) throws -> ConstraintError {
            try #require(throws: ConstraintError.self) {
                try TextConstraint(matching: pattern, requiring: required, forbidding: forbidden, for: tokenizer)
            }
        }
        #expect(try error("a[") == .invalidPattern(pattern: "a[", column: 2, reason: "has no ] that closes it"))
        #expect(try error("ab+[x-z]c") == .unwritablePattern(pattern: "ab+[x-z]c", column: 4))
        #expect(try error(nil, ["lox"]) == .unwritableWord(word: "lox", character: "x"))
        #expect(try error("a*", ["love"]) == .contradiction)
        #expect(try error("a", [], ["A"]) == .contradiction)
        #expect(try error(nil, [""]) == .emptyWord)
        #expect(try error("(a{0,900}b){0,900}") == .tooLarge)
        #expect(try TextConstraint(matching: "a|[x-z]", for: tokenizer).shortestLength == 1)
        let long = try TextConstraint(matching: "a{12}", for: tokenizer)
        #expect(throws: ConstraintError.tooLong(shortest: 12, length: 11)) { try long.requireLength(atMost: 11) }
        try long.requireLength(atMost: 12)
    }

    @Test func theMessagesSayWhereAndWhy() {
        let error = ConstraintError.invalidPattern(pattern: "a[", column: 2, reason: "has no ] that closes it")
        #expect(error.description == #"The pattern "a[" cannot be read: at column 2, "[" has no ] that closes it."#)
        let end = ConstraintError.invalidPattern(pattern: "a", column: 2, reason: "is missing")
        #expect(end.description.contains("at column 2, the end is missing"))
    }
}
