import Testing

@testable import Tokenization

@Suite struct SegmentStreamTests {
    private func streamed(_ bytes: [UInt8], _ segmenter: Segmenter, pieces: () -> Int) throws -> [Segment] {
        var stream = SegmentStream(segmenter, file: "x.txt")
        var (segments, start) = ([Segment](), 0)
        while start < bytes.count {
            let end = min(bytes.count, start + pieces())
            try stream.append(bytes[start..<end]) { segment, utf8 in
                #expect(bytes[segment.range].elementsEqual(utf8))
                segments.append(segment)
            }
            start = end
        }
        try stream.finish { segment, _ in segments.append(segment) }
        return segments
    }

    @Test(arguments: SegmentUnit.allCases) func piecesOfAnySizeGiveTheSegmentsOfTheWhole(unit: SegmentUnit) throws {
        var generator = TestGenerator(state: 41)
        let text = SampleTexts.all.joined(separator: "\n") + String(repeating: "ein Wort ", count: 200)
        for size in [1, 2, 3, 7, 64, 5_000] {
            let found = try streamed(Array(text.utf8), Segmenter(unit)) { Int.random(in: 1...size, using: &generator) }
            #expect(found == Segmenter(unit).segments(in: text))
        }
    }

    @Test func whatIsNotUTF8IsNamedByItsOffsetInTheText() {
        for (bytes, offset) in [([0x61, 0xFF, 0x62], 1), ([0x61, 0xC3], 1), ([0x61, 0xE2, 0x82, 0x28], 1)]
            as [([UInt8], Int)]
        {
            let text = Array("viele Worte ".utf8) + bytes
            for size in [1, 3, 100] {
                #expect(throws: TokenizerError.invalidUTF8(file: "x.txt", byteOffset: 12 + offset)) {
                    try streamed(text, .words) { size }
                }
            }
        }
    }

    @Test func onlyWhatIsUncertainIsKept() throws {
        var stream = SegmentStream(.words)
        var count = 0
        for _ in 0..<1_000 {
            try stream.append("some words, and more of them.\n".utf8) { _, _ in count += 1 }
            #expect(stream.pendingCount < 64)
        }
        #expect(count > 10_000)
    }
}
