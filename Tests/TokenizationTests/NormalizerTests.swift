import Testing

@testable import Tokenization

@Suite struct NormalizerTests {
    private let nfc = Normalizer(.nfc)

    @Test(.enabled(if: UnicodeData.isPresent, "skipped: no data"))
    func composesAsTheConformanceFileSays() throws {
        let lines = try UnicodeData.lines(of: "NormalizationTest.txt.gz")
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
}
