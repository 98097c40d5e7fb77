import Testing

@testable import Tokenization

/// The boundaries of Unicode's own test files, and where ICU departs from them.
@Suite struct BoundaryConformanceTests {
    /// Why ICU 72 cuts a case otherwise than the file.
    enum Reason: String, Hashable, Sendable {
        case colon = "a colon joins letters in Swedish and Finnish alone (CLDR)"
        case hyphen = "a hyphen that begins a word stays with it (ICU's rule 20.09, now Annex 14's LB20a)"
        case decimal = "a comma or full stop stays with the digit behind it (Annex 14, example 7 of section 8.2)"
        case unknown
    }

    struct File: Sendable, CustomTestStringConvertible {
        let name: String
        let unit: SegmentUnit
        let cases: Int
        let departures: [Reason: Int]
        var testDescription: String { name }
    }

    static let files = [
        File(name: "GraphemeBreakTest", unit: .grapheme, cases: 602, departures: [:]),
        File(name: "WordBreakTest", unit: .word, cases: 1_823, departures: [.colon: 15]),
        File(name: "SentenceBreakTest", unit: .sentence, cases: 502, departures: [:]),
        File(name: "LineBreakTest", unit: .line, cases: 7_654, departures: [.hyphen: 8, .decimal: 14]),
    ]

    private func reason(_ text: String, _ unit: SegmentUnit) -> Reason {
        let scalars = text.unicodeScalars.filter { $0 != "\u{308}" }
        let pairs = zip(scalars, scalars.dropFirst())
        if unit == .word,
            zip(pairs, scalars.dropFirst(2)).contains(where: { pair, after in
                pair.0.properties.isAlphabetic && pair.1 == ":" && after.properties.isAlphabetic
            })
        {
            return .colon
        }
        guard unit == .line else { return .unknown }
        if scalars.count == 2, scalars.first == "-" { return .hyphen }
        let isDecimal = pairs.contains { ($0 == "," || $0 == ".") && ("0"..."9").contains($1) }
        return isDecimal ? .decimal : .unknown
    }

    @Test(
        .unicodeData,
        arguments: files)
    func boundariesFollowTheFileButForICUsTailoring(file: File) throws {
        let segmenter = Segmenter(file.unit)
        let lines = try UnicodeData.lines(of: file.name)
        #expect(lines.count == file.cases)
        var departures: [Reason: Int] = [:]
        for line in lines {
            let pieces = line.split(separator: "÷").filter { !$0.allSatisfy(\.isWhitespace) }.map { piece in
                UnicodeData.text(piece.split(separator: "×").joined(separator: " "))
            }
            var text = String(String.UnicodeScalarView(pieces.flatMap(\.unicodeScalars)))
            let found = segmenter.ranges(in: text)
            var ofICU: [Range<Int>] = []
            text.withUTF8 { utf8 in
                _ = segmenter.forEachRange(in: utf8, usesFastPath: false) { start, end, _ in ofICU.append(start..<end) }
            }
            #expect(found == ofICU, "\(line)")
            guard found.map({ Array(text.utf8)[$0] }) != pieces.map({ Array($0.utf8)[...] }) else { continue }
            let reason = reason(text, file.unit)
            departures[reason, default: 0] += 1
            if reason == .unknown { Issue.record("\(line): \(found)") }
        }
        #expect(departures == file.departures)
    }
}
