import Foundation
import Testing

@testable import Tokenization

/// Our boundaries beside ICU's own, for every unit.
@Suite struct SegmenterReferenceTests {
    static let units = SegmentUnit.allCases
    /// Strings of a random test; `RECURRENT_RANDOM_STRINGS=2500000` for ten million over the four units.
    static let randomStrings =
        ProcessInfo.processInfo.environment["RECURRENT_RANDOM_STRINGS"].flatMap(Int.init) ?? 8_000

    private func segments(_ text: String, _ segmenter: Segmenter, usesFastPath: Bool) -> [Segment] {
        var text = text
        return text.withUTF8 { utf8 in
            var segments: [Segment] = []
            segmenter.forEachRange(in: utf8, usesFastPath: usesFastPath) { start, end, status in
                segments.append(Segment(range: start..<end, status: status))
            }
            return segments
        }
    }

    private func expectICU(_ text: String, _ segmenter: Segmenter) {
        let (found, expected) = (
            segments(text, segmenter, usesFastPath: true), segments(text, segmenter, usesFastPath: false)
        )
        guard found != expected else { return }
        let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
        Issue.record("\(segmenter.unit) \(segmenter.locale) of \(scalars): \(found) instead of \(expected)")
    }

    @Test(arguments: units) func theRulesOfThisICUAreKnown(unit: SegmentUnit) {
        #expect(Segmenter(unit).hasAutomaton)
    }

    @Test(arguments: units) func allStringsOfThreeCategoriesAreCutAsByICU(unit: SegmentUnit) {
        let segmenter = Segmenter(unit)
        let scalars = segmenter.representatives
        #expect(scalars.count > 12)
        for first in scalars {
            expectICU(String(first), segmenter)
            for second in scalars {
                for third in scalars {
                    expectICU(String(String.UnicodeScalarView([first, second, third])), segmenter)
                }
            }
        }
    }

    @Test(arguments: units) func randomStringsOfAllScriptsAreCutAsByICU(unit: SegmentUnit) {
        let segmenter = Segmenter(unit)
        let scalars = segmenter.representatives
        var generator = TestGenerator(state: 17)
        for _ in 0..<Self.randomStrings { expectICU(RandomText.draw(scalars, using: &generator), segmenter) }
    }

    @Test(arguments: [
        ("fi", SegmentUnit.word), ("sv", .word), ("ja", .line), ("zh", .line), ("el", .sentence), ("th", .word),
        ("en_US_POSIX", .word), ("ja@lb=strict", .line), ("ko@lw=keepall", .line), ("en@ss=standard", .sentence),
    ])
    func otherLocalesAreCutAsByICU(locale: String, unit: SegmentUnit) {
        let segmenter = Segmenter(unit, locale: locale)
        var generator = TestGenerator(state: 18)
        for text in SampleTexts.all { expectICU(text, segmenter) }
        let scalars = Segmenter(unit).representatives
        for _ in 0..<500 { expectICU(RandomText.draw(scalars, using: &generator), segmenter) }
    }

    @Test(arguments: units) func longTextsAreCutAsByICU(unit: SegmentUnit) {
        let segmenter = Segmenter(unit)
        var generator = TestGenerator(state: 19)
        for _ in 0..<20 {
            let parts = (0..<40).map { _ in SampleTexts.all.randomElement(using: &generator)! }
            expectICU(parts.joined(separator: [" ", "", "\n", "a"].randomElement(using: &generator)!), segmenter)
        }
        expectICU(String(repeating: "word ", count: 700) + String(repeating: "中文字", count: 700), segmenter)
        expectICU(String(repeating: "a", count: 3_000) + "'" + String(repeating: "b", count: 3_000) + ".", segmenter)
    }

    /// What arrives in pieces is cut as the whole: nothing is handed out that more text could change.
    @Test(arguments: units) func aTextThatComesInPiecesIsCutAsAWhole(unit: SegmentUnit) {
        let segmenter = Segmenter(unit)
        let scalars = segmenter.representatives
        var generator = TestGenerator(state: 20)
        for _ in 0..<300 {
            let bytes = Array(RandomText.draw(scalars, using: &generator).utf8)
            let whole = bytes.withUnsafeBufferPointer { utf8 in
                var ends: [Int] = []
                segmenter.forEachRange(in: utf8) { _, end, _ in ends.append(end) }
                return ends
            }
            var (ends, begun, length) = ([Int](), 0, 0)
            while length < bytes.count {
                length = min(bytes.count, length + Int.random(in: 1...9, using: &generator))
                bytes[begun..<length].withUnsafeBufferPointer { utf8 in
                    let base = begun
                    begun += segmenter.forEachRange(in: utf8, isWhole: length == bytes.count) { _, end, _ in
                        ends.append(base + end)
                    }
                }
            }
            #expect(ends == whole, "\(bytes)")
        }
    }
}

/// Random strings that mix plain words, all scripts, and what decides boundaries.
enum RandomText {
    private static let scripts: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0xA0...0x24F, 0x300...0x36F, 0x370...0x3FF, 0x400...0x4FF, 0x590...0x5FF, 0x600...0x6FF,
        0x900...0x97F, 0x980...0x9FF, 0xB80...0xBFF, 0xE00...0xE7F, 0xE80...0xEFF, 0x1000...0x109F, 0x1100...0x11FF,
        0x1780...0x17FF, 0x2000...0x206F, 0x2600...0x27BF, 0x3000...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
        0xFF00...0xFFEF, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF, 0x20000...0x2A6DF, 0xE0000...0xE007F, 0x0...0x10FFFF,
    ]
    private static let pieces = [
        "word", "don't", "e.g.", "3.14", "1,000", "U.S.A.", "a_b", "x:y", "http://a.b/c?d=e", " ", "  ", "\r\n", "\n",
        "?!\" ", "…", "ภาษาไทย", "ភាសាខ្មែរ", "ພາສາລາວ", "မြန်မာ", "日本語の文章", "カタカナ", "中文分词", "한국어", "👩‍👩‍👧", "🇩🇪", "שלום",
        "क्षि", "A\u{308}", "'", "\"", ".", "-", "\u{200D}", "\u{AD}", "\u{2060}", "\u{FEFF}",
    ]

    static func draw(_ representatives: [Unicode.Scalar], using generator: inout some RandomNumberGenerator) -> String {
        var text = String.UnicodeScalarView()
        let script = scripts.randomElement(using: &generator)!
        for _ in 0..<Int.random(in: 1...14, using: &generator) {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: text.append(representatives.randomElement(using: &generator)!)
            case 1: text.append(contentsOf: pieces.randomElement(using: &generator)!.unicodeScalars)
            case 2: text.append(Unicode.Scalar(UInt32.random(in: script, using: &generator)) ?? "x")
            default: text.append(SampleTexts.awkwardScalars.randomElement(using: &generator)!)
            }
        }
        return String(text)
    }
}
