import Foundation
import Testing

@testable import Tokenization

@Suite struct NormalizerTests {
    private let nfc = Normalizer(.nfc)

    @Test(.unicodeData)
    func composesAsTheConformanceFileSays() throws {
        let lines = try UnicodeData.lines(of: "NormalizationTest")
        #expect(lines.count > 18_000)
        for line in lines {
            let columns = line.split(separator: ";", omittingEmptySubsequences: false).map { UnicodeData.text($0) }
            for (source, expected) in [(0, 1), (1, 1), (2, 1), (3, 3), (4, 3)] {
                let found = nfc.normalize(columns[source]).text
                if !found.isIdentical(to: columns[expected]) { Issue.record("column \(source + 1) of \(line)") }
            }
        }
    }

    @Test func leavesNormalizedTextAlone() {
        for text in ["", "plain ASCII", "déjà vu", "中文", "ภาษาไทย", "\(SampleTexts.family)"] {
            let normalized = nfc.normalize(text)
            #expect(normalized.alignment.isIdentity)
            #expect(normalized.text.isIdentical(to: text))
        }
    }

    @Test func noneChangesNothing() {
        let text = "e\u{301}"
        #expect(Normalizer(.none).normalize(text).text.isIdentical(to: text))
    }

    @Test func rangesMapBackToTheSource() {
        let source = "ab e\u{301}cd\u{212B}x"
        let normalized = nfc.normalize(source)
        #expect(normalized.text.isIdentical(to: "ab \u{E9}cd\u{C5}x"))
        let ranges = Segmenter.graphemes.ranges(in: normalized.text).map(normalized.alignment.sourceRange)
        let slices = ranges.map { Array(source[bytes: $0].utf8) }
        #expect(slices == ["a", "b", " ", "e\u{301}", "c", "d", "\u{212B}", "x"].map { Array($0.utf8) })
        #expect(normalized.alignment.sourceRange(of: 0..<normalized.text.utf8.count) == 0..<source.utf8.count)
        #expect(normalized.alignment.sourceRange(of: 4..<5) == 3..<6, "inside a change: the whole of it")
        #expect(normalized.alignment.sourceRange(of: 5..<5) == 6..<6)
    }

    @Test func isIdempotentAndKeepsCoverageOnRandomText() {
        var generator = TestGenerator(state: 3)
        for round in 0..<5_000 {
            let source = SampleTexts.random(Int.random(in: 1...20, using: &generator), using: &generator)
            let once = nfc.normalize(source)
            #expect(once.text == source, "round \(round): canonically equivalent")
            #expect(nfc.normalize(once.text).alignment.isIdentity, "round \(round)")
            var end = 0
            for change in once.alignment.changes {
                let alone = nfc.normalize(source[bytes: change.source]).text
                #expect(alone.isIdentical(to: once.text[bytes: change.normalized]), "round \(round)")
                #expect(change.source.lowerBound >= end)
                end = change.source.upperBound
            }
        }
    }

    /// Long runs of marks are put in order by counting; ICU's own order, and that of the standard library, is the same.
    @Test func longRunsOfMarksAreInCanonicalOrder() {
        let marks =
            "\u{301}\u{323}\u{327}\u{344}\u{5AE}\u{315}\u{345}\u{F71}\u{F72}\u{3099}\u{1D165}\u{1D16E}e\u{C5}\u{1100}\u{1161}"
            .unicodeScalars.map { $0 }
        var generator = TestGenerator(state: 41)
        for count in [120, 129, 300, 2_000] {
            let drawn = (0..<count).map { index in index % 90 == 0 ? "a" : marks.randomElement(using: &generator)! }
            let text = String(String.UnicodeScalarView(drawn))
            #expect(Normalizer(.nfc).normalize(text).text.isIdentical(to: text.precomposedStringWithCanonicalMapping))
            #expect(Normalizer(.nfd).normalize(text).text.isIdentical(to: text.decomposedStringWithCanonicalMapping))
            #expect(
                Normalizer(.nfkc).normalize(text).text.isIdentical(to: text.precomposedStringWithCompatibilityMapping))
            #expect(
                Normalizer(.nfkd).normalize(text).text.isIdentical(to: text.decomposedStringWithCompatibilityMapping))
        }
    }

    /// A quadratic step would take minutes.
    @Test(arguments: [
        Normalization.nfc, .nfkd, .stripAccents, .foldWidth, .stripInvisible, .transliteration(id: "Any-Hex"),
    ])
    func theTimeGrowsWithTheLength(step: Normalization) {
        let size = if case .transliteration = step { 20_000 } else { 400_000 }
        for piece in ["\u{301}\u{323}", "\u{600}", "\u{200D}", "ﾞﾞ", "x"] {
            let text = "a" + String(repeating: piece, count: size / piece.utf8.count)
            let time = ContinuousClock().measure { _ = Normalizer(step).normalize(text) }
            #expect(time < .seconds(20), "\(piece.debugDescription)")
        }
    }

    @Test func stepsFromAFileAreBounded() {
        let hex = Normalization.transliteration(id: "Any-Hex")
        #expect(Normalizer.problem(of: [hex, .nfc]) == nil)
        #expect(Normalizer.problem(of: [.transliteration(id: "Any-Latin; Latin-ASCII"), .nfkd, .nfkc]) == nil)
        #expect(Normalizer.problem(of: Array(repeating: .nfc, count: 17))?.contains("17 steps") == true)
        let bombs: [[Normalization]] = [
            Array(repeating: hex, count: 9), [hex, .caseFold, .transliteration(id: "Any-Name")],
            [.transliteration(id: "Any-Hex; Any-Hex")],
            [.transliteration(id: "[a] Any-Hex/XML ; [[;]b] Any-Hex (Hex-Any)")],
        ]
        for steps in bombs { #expect(Normalizer.problem(of: steps)?.contains("longer") == true, "\(steps)") }
    }

    @Test func longLinesAreTransliteratedInPieces() {
        let words = String(repeating: "Щука и рыба. ", count: 500)
        #expect(
            Normalizer(.transliteration(id: "Any-Latin")).normalize(words).text
                == String(repeating: "Ŝuka i ryba. ", count: 500))
        let word = String(repeating: "щ", count: 5_000)
        #expect(
            Normalizer(.transliteration(id: "Any-Latin")).normalize(word).text == String(repeating: "ŝ", count: 5_000))
    }
}
