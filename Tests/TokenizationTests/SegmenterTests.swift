import Testing

@testable import Tokenization

@Suite struct SegmenterTests {
    /// The ends ICU gives, without our short cuts.
    private func referenceEnds(_ text: String) -> [Int] { ends(text, usesFastPath: false) }

    private func ends(_ text: String, usesFastPath: Bool = true) -> [Int] {
        var text = text
        return text.withUTF8 { utf8 in
            var ends: [Int] = []
            Segmenter.graphemes.forEachRange(in: utf8, usesFastPath: usesFastPath) { _, end, _ in ends.append(end) }
            return ends
        }
    }

    @Test(.unicodeData)
    func graphemesFollowTheConformanceFile() throws {
        let lines = try UnicodeData.lines(of: "GraphemeBreakTest")
        #expect(lines.count == 602)
        for line in lines {
            let clusters = line.split(separator: "÷").filter { !$0.allSatisfy(\.isWhitespace) }.map { cluster in
                UnicodeData.text(cluster.split(separator: "×").joined(separator: " "))
            }
            let text = String(String.UnicodeScalarView(clusters.flatMap(\.unicodeScalars)))
            let found = Segmenter.graphemes.ranges(in: text).map { text[bytes: $0] }
            #expect(found.map { Array($0.utf8) } == clusters.map { Array($0.utf8) }, "\(line)")
        }
    }

    @Test(arguments: SampleTexts.all)
    func rangesCoverTheTextWithoutAGap(text: String) {
        let ranges = Segmenter.graphemes.ranges(in: text)
        #expect(ranges.map { text[bytes: $0] }.joined().isIdentical(to: text))
        #expect(ranges.allSatisfy { !$0.isEmpty })
    }

    @Test(arguments: SampleTexts.all)
    func fastPathEqualsICU(text: String) {
        #expect(ends(text) == referenceEnds(text))
    }

    @Test func fastPathEqualsICUOnRandomText() {
        var generator = TestGenerator(state: 7)
        for round in 0..<20_000 {
            let text = SampleTexts.random(Int.random(in: 1...12, using: &generator), using: &generator)
            #expect(ends(text) == referenceEnds(text), "round \(round): \(text.unicodeScalars.map(\.value))")
        }
    }

    @Test func fastPathEqualsICUForEveryScalarBetweenLetters() {
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "\(scalar)a\(scalar)\(scalar)\u{301}"
            guard ends(text) != referenceEnds(text) else { continue }
            Issue.record("U+\(String(value, radix: 16)): \(ends(text)) instead of \(referenceEnds(text))")
        }
    }

    @Test func clustersLongerThanABatchStayTogether() {
        let long = "a" + String(repeating: "\u{301}", count: 2_000)
        let text = String(repeating: "x", count: 511) + long + "\r\n" + String(repeating: "한", count: 700)
        #expect(ends(text) == referenceEnds(text))
        #expect(ends(text).count == 511 + 1 + 1 + 700)
    }

    @Test func carriageReturnAndLineFeedAreOneCluster() {
        #expect(ends("a\r\n\r\r\nb\n\r") == [1, 3, 4, 6, 7, 8, 9])
    }
}
