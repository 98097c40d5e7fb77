import CommandSupport
import Foundation

/// What was measured, as a table, JSON and a picture.
struct Scoreboard: Codable {
    /// The machine and how it was used.
    struct Conditions: Codable {
        let processor: String
        let instructionSet: String
        let threads: Int
        let pairs: Int
        let secondsPerTurn: Double
        /// Multiplications and additions a second that the threads reach together on registers alone.
        let peakOperationsPerSecond: Double
    }

    /// One workload.
    struct Entry: Codable {
        let benchmark: String
        let unit: String
        let operationsPerUnit: Double?
        let own: Measurement
        let peers: [Measurement]
        /// Peers that could not be measured, and why.
        let missing: [String]

        var bestPeer: Measurement? { peers.max { $0.median < $1.median } }
        /// Ours against the best peer.
        var ratio: Double? { bestPeer.map { own.median / $0.median } }
    }

    let conditions: Conditions
    var entries: [Entry] = []

    /// Operations a second of an entry.
    private func speed(_ entry: Entry) -> Double? { entry.operationsPerUnit.map { $0 * entry.own.median } }

    var table: String {
        var table = TextTable([
            .left("case"), .right("Recurrent"), .right("GFLOP/s"), .right("of peak"), .left("best peer"), .right(""),
            .right("ratio"),
        ])
        for entry in entries {
            let speed = speed(entry)
            table.append([
                entry.benchmark, rate(entry.own.median, entry.unit), speed.map { ($0 / 1e9).fixed(0) } ?? "",
                speed.map { (100 * $0 / conditions.peakOperationsPerSecond).fixed(0) + " %" } ?? "",
                entry.bestPeer?.name ?? "none", entry.bestPeer.map { rate($0.median, entry.unit) } ?? "",
                entry.ratio.map { $0.fixed(2) } ?? "",
            ])
        }
        return table.description
    }

    /// What was not measured, a line each.
    var gaps: [String] {
        entries.flatMap { entry in entry.missing.map { "not measured: \(entry.benchmark), \($0)" } }
    }

    private func rate(_ value: Double, _ unit: String) -> String {
        value >= 10_000 ? (value / 1_000).fixed(1) + " k \(unit)/s" : value.fixed(value < 100 ? 1 : 0) + " \(unit)/s"
    }

    func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: folder.appendingPathComponent("benchmarks.json"))
        let bars = entries.compactMap { entry in
            entry.ratio.map { BarChart.Bar(label: entry.benchmark, note: entry.bestPeer?.name ?? "", value: $0) }
        }
        let chart = BarChart(title: "Speed of Recurrent, the best peer being 1", reference: 1, bars: bars)
        try Data(chart.svg.utf8).write(to: folder.appendingPathComponent("benchmarks.svg"))
    }
}
