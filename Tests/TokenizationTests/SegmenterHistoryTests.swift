import Foundation
import Testing

@testable import Tokenization

/// How a text is cut depends on that text alone: ICU's iterators remember the dictionaries of the scripts they have met.
@Suite struct SegmenterHistoryTests {
    /// Letters of every script that is cut by a dictionary, of some that call for one that ICU lacks, marks that several
    /// scripts share, and others.
    private static let alphabets = [
        "กขคงดตนปมยรลวสหอะาิีเแไโ", "ກຂຄງຈສຊຍດຕຖທນບປຜພມຢຣລວອະາເແໄ", "កខគឃងចឆជញដឋឌណតថទនបផពភមយរលវសហអាិីេែ្",
        "ကခဂဃငစဆဇညတထဒနပဖဗဘမယရလဝသဟအာိီုူေ့း်",
        "日本語中国人民共和東京大学一二三", "あいうえおかきくけこさしすせそのはをん", "アイウエオカキクケコジョンュッ", "ｱｲｳｴｵｶﾞﾊﾟｼﾞｮﾝｰ", "ーｰ゛゜ﾞﾟ゠〱〲〼🈀㊀𛀁",
        "한국어가나다각", "ཀཁགང་", "ꀀꀁꀂ", "𑜀𑜁𑜂𑜃", "ᥐᥑᥒ", "ᦀᦁᦂ", "ᨠᨡᨢ", "ꪀꪁꪂ", "abc 12.,-", "👩\u{200D}👧😀\u{FE0F}",
        "\u{200B}\u{AD}\u{301}、。",
    ].map { Array($0.unicodeScalars) }

    private static func lines(_ count: Int) -> [String] {
        var generator = TestGenerator(state: 18)
        return (0..<count).map { _ in
            let chosen = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                alphabets.randomElement(using: &generator)!
            }
            let scalars = (0..<Int.random(in: 1...14, using: &generator)).map { _ in
                chosen.randomElement(using: &generator)!.randomElement(using: &generator)!
            }
            return String(String.UnicodeScalarView(scalars))
        }
    }

    /// Shared marks first, then the same line again behind each script; a locale that no other test uses has iterators of
    /// its own.
    @Test(arguments: [(SegmentUnit.word, "bg"), (.line, "hr"), (.word, "th@x=y"), (.line, "ja@lw=phrase")])
    func sharedMarksAreCutAlikeBehindAnyScript(unit: SegmentUnit, locale: String) {
        let segmenter = Segmenter(unit, locale: locale)
        let marked = ["゛゛", "ージョン", "ｰｼﾞｮﾝ", "ー〱〲", "゠ー日本", "ᥐᥑーᥒ"]
        let alone = marked.map { segmenter.segments(in: $0) }
        for text in ["ᥐᥑᥒ", "ภาษาไทย", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာဘာသာ", "日本語", "한국어", "゛゛"] {
            _ = segmenter.segments(in: text)
            #expect(marked.map { segmenter.segments(in: $0) } == alone, "behind \(text)")
        }
    }

    @Test(arguments: SegmentUnit.allCases, ["", "ja", "th"])
    func linesAreCutAlikeInAnyOrderAndOnManyThreads(unit: SegmentUnit, locale: String) {
        let segmenter = Segmenter(unit, locale: locale)
        let lines = Self.lines(300)
        let expected = lines.map { segmenter.segments(in: $0) }
        var generator = TestGenerator(state: 5)
        for _ in 0..<2 {
            let order = Array(lines.indices).shuffled(using: &generator)
            let found = segmenter.segments(inEach: order.map { lines[$0] })
            for (place, index) in order.enumerated() where found[place] != expected[index] {
                Issue.record("\(lines[index].debugDescription): \(found[place]) instead of \(expected[index])")
            }
        }
    }

    /// The lines as one text, and that text in pieces.
    @Test(arguments: [SegmentUnit.word, .line, .grapheme])
    func linesOfOneTextAreCutAsIfAlone(unit: SegmentUnit) throws {
        let segmenter = Segmenter(unit)
        let lines = Self.lines(150).map { $0 + "\n" }
        var expected: [Segment] = []
        var start = 0
        for line in lines {
            expected += segmenter.segments(in: line).map {
                Segment(range: start + $0.range.lowerBound..<start + $0.range.upperBound, status: $0.status)
            }
            start += line.utf8.count
        }
        #expect(segmenter.segments(in: lines.joined()) == expected)
        for size in [1, 7, 100] {
            var stream = SegmentStream(segmenter)
            var found: [Segment] = []
            let utf8 = Array(lines.joined().utf8)
            for start in stride(from: 0, to: utf8.count, by: size) {
                try stream.append(utf8[start..<min(start + size, utf8.count)]) { segment, _ in found.append(segment) }
            }
            try stream.finish { segment, _ in found.append(segment) }
            #expect(found == expected, "pieces of \(size)")
        }
    }
}
