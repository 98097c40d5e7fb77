import MovieReviewsModel
import TestSupport
import Testing

@testable import TextClassification

struct TextSummaryTests {
    /// The intervals of the R function `prop.test(x, n, correct = FALSE)`.
    @Test func theIntervalOfAShareIsWilsons() {
        for (count, total, low, high) in [
            (8, 10, 0.4901625, 0.9433178), (0, 10, 0, 0.2775328), (500, 1000, 0.4690696, 0.5309304),
        ] {
            let interval = wilsonInterval(count, of: total)
            expectClose([interval.lowerBound, interval.upperBound], [low, high], within: 1e-6)
        }
        #expect(wilsonInterval(0, of: 0) == 0...1)
    }

    @Test func partsAddUpAndDoNotDependOnTheBatches() throws {
        let classifier = try TextClassifier(.movieReviewsEnglish)
        let texts = ["A superb film.", "Awful and dull.", "", "I love it.", "A waste of money, boring.", "Superb!"]
        let entries = (0..<60).map { index in
            TextSummary.Entry(text: texts[index % 6], group: "g\(index % 4)", period: index % 5 == 0 ? nil : "2025-01")
        }
        var (whole, parts) = (TextSummary(of: classifier), TextSummary(of: classifier))
        try whole.add(entries)
        for start in stride(from: 0, to: 60, by: 7) { try parts.add(Array(entries[start..<min(start + 7, 60)])) }
        let report = try whole.report()
        #expect(try parts.report() == report)
        #expect(report.all.texts == 50 && report.emptyTexts == 10)
        #expect(report.groups.map(\.texts).reduce(0, +) == 50)
        #expect(report.periods[0].texts + report.textsWithoutPeriod == 50)
        #expect(report.all.shares.map(\.share).reduce(0, +) == 1)
        #expect(report.classes[1].words[0].word == "superb" && report.classes[1].words[0].texts == 20)
        #expect(report.classes[0].words.contains { $0.word == "dull" && $0.texts == 10 })
    }
}
