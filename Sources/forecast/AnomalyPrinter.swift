import CommandSupport
import Recurrent

/// Prints what was found.
struct AnomalyPrinter {
    private let search: AnomalySearch
    private let part: SeriesPart
    private let truth: [ClosedRange<Int>]?
    private let printsAll: Bool

    init(_ search: AnomalySearch, _ part: SeriesPart, truth: [ClosedRange<Int>]?, printsAll: Bool) {
        (self.search, self.part, self.truth, self.printsAll) = (search, part, truth, printsAll)
    }

    private struct Scored: Encodable {
        let profile: String
        let score: Double?
        let naive: Double?
    }

    private struct Result: Encodable {
        let column: String
        let probation: Int
        let rows: Int
        let anomalies: [AnomalySearch.Point]
        let scores: [Scored]?
    }

    private var shown: [AnomalySearch.Point] { printsAll ? search.points : search.points.filter(\.isAnomaly) }

    private func scores() throws -> [Scored]? {
        try truth.map { windows in
            try [NABProfile.standard, .rewardLowFalsePositives, .rewardLowFalseNegatives].map { profile in
                Scored(
                    profile: profile.name, score: try search.score(windows: windows, profile: profile).normalized,
                    naive: try search.score(windows: windows, isNaive: true, profile: profile).normalized)
            }
        }
    }

    func print(as format: RowOutput.Format) throws {
        switch format {
        case .json:
            try part.writeJSON(
                Result(
                    column: search.column, probation: search.probation, rows: search.points.count, anomalies: shown,
                    scores: try scores()))
        case .csv:
            let rows = shown.map { point in
                "\(point.row + 1),\(point.time.csvCell),\(point.value),\(point.forecast),\(point.score),"
                    + "\(point.isAnomaly ? 1 : 0)\n"
            }
            try StandardOutput.write(part.keyed("row,time,value,forecast,score,anomaly\n" + rows.joined()))
        case .text:
            try part.writeHeading()
            try printText()
        }
    }

    private func printText() throws {
        var table = TextTable([
            .left("time"), .right(search.column), .right("forecast"), .right("score"), .left(""),
        ])
        let span = search.points.map(\.value).middleExtent
        for point in shown {
            table.append([
                point.time, point.value.cell(spanning: span), point.forecast.cell(spanning: span), point.score.fixed(1),
                point.isAnomaly && printsAll ? "anomaly" : "",
            ])
        }
        if !shown.isEmpty { try StandardOutput.writeLine(table.description) }
        let count = search.points.count { $0.isAnomaly }
        try StandardOutput.writeLine(
            "\(count.grouped) \(count == 1 ? "anomaly" : "anomalies") in \(search.points.count.grouped) rows, "
                + "after a probation period of \(search.probation.grouped) rows")
        guard let scores = try scores(), let truth else { return }
        if truth.isEmpty {
            let naive = search.naive.count { $0.isAnomaly }
            return try StandardOutput.writeLine(
                "No true anomalies: \(count) false alarms, \(naive) by the last value.")
        }
        var card = TextTable([.left("NAB score"), .right("forecaster"), .right("last value")])
        for score in scores {
            card.append([
                score.profile, score.score.map { $0.fixed(1) } ?? "-", score.naive.map { $0.fixed(1) } ?? "-",
            ])
        }
        try StandardOutput.writeLine("\n" + card.description)
    }
}
