import Testing

@testable import Tokenization

/// The boundaries of Unicode's own test files, and where ICU departs from them.
@Suite struct BoundaryConformanceTests {
    /// A file, how many cases it has, and in how many ICU 72 cuts otherwise, with the reason.
    struct File: Sendable, CustomTestStringConvertible {
        let name: String
        let unit: SegmentUnit
        let cases: Int
        let departures: [String: Int]
        var testDescription: String { name }
    }

    static let files = [
        File(name: "GraphemeBreakTest.txt", unit: .grapheme, cases: 602, departures: [:]),
        File(name: "WordBreakTest.txt.gz", unit: .word, cases: 1_823, departures: [:]),
        File(name: "SentenceBreakTest.txt", unit: .sentence, cases: 502, departures: [:]),
        File(name: "LineBreakTest.txt.gz", unit: .line, cases: 7_654, departures: [:]),
    ]

    @Test(.enabled(if: UnicodeData.isPresent, "skipped: no data"), arguments: files)
    func boundariesFollowTheFile(file: File) throws {
        let segmenter = Segmenter(file.unit)
        let lines = try UnicodeData.lines(of: file.name)
        #expect(lines.count == file.cases)
        var departures: [String: Int] = [:]
        for line in lines {
            let pieces = line.split(separator: "÷").filter { !$0.allSatisfy(\.isWhitespace) }.map { piece in
                UnicodeData.text(piece.split(separator: "×").joined(separator: " "))
            }
            let text = String(String.UnicodeScalarView(pieces.flatMap(\.unicodeScalars)))
            let found = segmenter.ranges(in: text).map { text[bytes: $0] }
            let isSame = found.map { Array($0.utf8) } == pieces.map { Array($0.utf8) }
            if !isSame { departures["\(line)".prefix(60) + " -> " + found.map { $0.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") }.joined(separator: " | "), default: 0] += 1 }
        }
        for d in departures.keys.sorted() { print("DEPART", file.name, d) }
        #expect(departures.count == 0)
    }
}
