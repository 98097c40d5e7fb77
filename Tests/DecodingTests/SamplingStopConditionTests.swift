import Decoding
import Tensors
import Testing

@Suite struct SamplingStopConditionTests {
    @Test func textWithoutAStopStringComesOutWhole() throws {
        var stop = try StopCondition(stopStrings: ["END"])
        #expect(stop.consume("In the ") == "In the ")
        #expect(stop.consume("E") == "")
        #expect(stop.consume("N") == "")
        #expect(stop.consume("core") == "ENcore")
        #expect(stop.consume(" EN") == " ")
        #expect(!stop.isMet)
        #expect(stop.finish() == "EN")
        #expect(stop.finish() == "")
    }

    @Test func aStopStringAcrossPiecesEndsTheTextAndIsNotPrinted() throws {
        var stop = try StopCondition(stopStrings: ["\n\n", "ROMEO:"])
        #expect(stop.consume("Speak.\nRO") == "Speak.\n")
        #expect(stop.consume("MEO") == "")
        #expect(stop.consume(": no") == "")
        #expect(stop.matched == "ROMEO:")
        #expect(stop.consume("more") == "")
        #expect(stop.finish() == "")
    }

    @Test func aFailedBeginningFallsBackToAShorterOne() throws {
        var stop = try StopCondition(stopStrings: ["aab"])
        #expect(["a", "a", "a", "b"].map { stop.consume($0) } == ["", "", "a", ""])
        #expect(stop.isMet)
    }

    @Test func theStopStringThatEndsFirstWinsAndThenTheLonger() throws {
        var endsFirst = try StopCondition(stopStrings: ["abcd", "bc"])
        #expect(endsFirst.consume("abcd") == "a")
        #expect(endsFirst.matched == "bc")
        var longer = try StopCondition(stopStrings: ["c", "abc", "bc"])
        #expect(longer.consume("xabc") == "x")
        #expect(longer.matched == "abc")
    }

    @Test func charactersThatShareTheirFirstBytesAreKeptApart() throws {
        var stop = try StopCondition(stopStrings: ["é", "👩‍🚀"])
        #expect(stop.consume("è") == "è")
        #expect(stop.consume("👩") == "")
        #expect(stop.consume("\u{200D}") == "")
        #expect(stop.consume("🔬") == "👩‍🔬")
        #expect(stop.consume("caf\u{E9}s") == "caf")
        #expect(stop.matched == "é")
    }

    @Test func textThatEndedCanBeFollowedByAnother() throws {
        var stop = try StopCondition(stopStrings: ["ab"])
        #expect(stop.consume("a") == "")
        #expect(stop.finish() == "a")
        #expect(stop.consume("b") == "b")
        #expect(!stop.isMet)
    }

    @Test func withoutStopStringsEverythingPasses() throws {
        var stop = try StopCondition(stopStrings: [])
        #expect(stop.consume("anything\0at all") == "anything\0at all")
        #expect(!stop.isMet)
    }

    @Test func anEmptyStopStringIsRefused() {
        #expect(throws: SamplingError.emptyStopString) { try StopCondition(stopStrings: ["x", ""]) }
    }

    @Test func anyCutIntoPiecesAgreesWithSearchingTheWholeText() throws {
        var generator = SeededGenerator(seed: 8)
        var numMet = 0
        for trial in 0..<3_000 {
            let stopStrings = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                randomText(1...4, using: &generator)
            }
            let text = randomText(0...24, using: &generator)
            let (expected, expectedStop) = wholeTextSearch(text, for: stopStrings)
            var stop = try StopCondition(stopStrings: stopStrings)
            var printed = ""
            var consumed = ""
            for piece in randomPieces(of: text, using: &generator) {
                printed += stop.consume(piece)
                consumed += piece
                let heldBack = String(decoding: consumed.utf8.dropFirst(printed.utf8.count), as: UTF8.self)
                let isHeldForAReason = stopStrings.contains { $0.utf8.starts(with: heldBack.utf8) }
                #expect(stop.isMet || isHeldForAReason, "trial \(trial): \(heldBack) of \(text), \(stopStrings)")
            }
            printed += stop.finish()
            #expect(Array(printed.utf8) == Array(expected.utf8), "trial \(trial): \(text), \(stopStrings)")
            #expect(stop.matched == expectedStop, "trial \(trial): \(text), \(stopStrings)")
            numMet += stop.isMet ? 1 : 0
        }
        #expect(numMet > 500 && numMet < 2_900, "\(numMet) of 3000 trials met a stop string")
    }

    /// Few scalars, so that stop strings occur and overlap; of 1 to 4 bytes, two of them with a common first byte.
    private func randomText(_ length: ClosedRange<Int>, using generator: inout SeededGenerator) -> String {
        let alphabet: [Unicode.Scalar] = ["a", "b", "\u{E8}", "\u{E9}", "\u{301}", "\u{1F680}"]
        let numLetters = Int.random(in: 2...alphabet.count, using: &generator)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: length, using: &generator) {
            text.append(alphabet.prefix(numLetters).randomElement(using: &generator)!)
        }
        return String(text)
    }

    private func randomPieces(of text: String, using generator: inout SeededGenerator) -> [String] {
        var pieces: [String] = []
        var rest = Substring(text).unicodeScalars
        while !rest.isEmpty {
            let length = Int.random(in: 0...4, using: &generator)
            pieces.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return pieces
    }

    /// Tries every end in turn, the longer stop strings first.
    private func wholeTextSearch(_ text: String, for stopStrings: [String]) -> (text: String, stop: String?) {
        let bytes = Array(text.utf8)
        for end in 0...bytes.count {
            for stop in stopStrings.sorted(by: { $0.utf8.count > $1.utf8.count }) {
                let start = end - stop.utf8.count
                if start >= 0, bytes[start..<end].elementsEqual(stop.utf8) {
                    return (String(decoding: bytes[..<start], as: UTF8.self), stop)
                }
            }
        }
        return (text, nil)
    }
}
