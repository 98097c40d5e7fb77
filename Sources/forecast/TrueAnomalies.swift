import CommandSupport
import Foundation
import Recurrent

/// The stretches of time in which something happened, as the Numenta Anomaly Benchmark writes them.
struct TrueAnomalies {
    private let path: String
    private let stretches: [[String]]

    /// - Parameters:
    ///   - key: The list to take where the file holds several.
    ///   - series: The path whose end is the key where none is given.
    init(contentsOf path: String, key: String?, series: String) throws {
        self.path = path
        let data = try FileReading.contents(of: URL(fileURLWithPath: path))
        let decoder = JSONDecoder()
        if let list = try? decoder.decode([[String]].self, from: data) {
            stretches = list
            return
        }
        guard let lists = try? decoder.decode([String: [[String]]].self, from: data) else {
            throw CommandFailure(
                .badData, "\(path) is neither a JSON list of [from, to] nor an object of such lists.")
        }
        let full = URL(fileURLWithPath: series).path
        guard let name = key ?? lists.keys.filter({ full.hasSuffix("/" + $0) }).max(by: { $0.count < $1.count }) else {
            throw CommandFailure(.usage, "\(path) contains \(lists.count) lists; select one with --key.")
        }
        guard let list = lists[name] else {
            throw CommandFailure(.usage, "\(path) has no list \(name.debugDescription).")
        }
        stretches = list
    }

    /// The rows of each stretch, in the order of time.
    ///
    /// - Throws: `CommandFailure` for an end that is no date, a stretch that ends before it begins or in which no row
    ///   lies, and two stretches that share a row.
    func rows(of table: SeriesTable) throws -> [ClosedRange<Int>] {
        if table.timestamps.isEmpty, !stretches.isEmpty {
            throw CommandFailure(
                .badData, "\(path) contains time ranges, but \(table.file) has no dates.")
        }
        let found = try stretches.map { ends in (ends, try rows(from: ends, in: table)) }
            .sorted { ($0.1.lowerBound, $0.1.upperBound) < ($1.1.lowerBound, $1.1.upperBound) }
        for ((ends, rows), (nextEnds, next)) in zip(found, found.dropFirst()) where next.lowerBound <= rows.upperBound {
            throw CommandFailure(
                .badData,
                "\(path): \(ends) and \(nextEnds) overlap in \(table.file); merge them, or let the first end "
                    + "before the second begins.")
        }
        return found.map(\.1)
    }

    private func rows(from ends: [String], in table: SeriesTable) throws -> ClosedRange<Int> {
        let formats = [DateFormat.iso, table.dateFormat, DateFormat(pattern: "yyyy-MM-dd")].compactMap { $0 }
        // The benchmark writes fractions of seconds, all of them nothing, and times without a zone.
        let moments = ends.compactMap { end in
            let whole = String(end.prefix { $0 != "." && $0 != "Z" }).replacingOccurrences(of: "T", with: " ")
            return formats.lazy.compactMap { $0.timestamp(from: whole) ?? $0.timestamp(from: end) }.first
        }
        guard moments.count == 2, ends.count == 2 else {
            throw CommandFailure(
                .badData, "\(path) contains \(ends), which is not [from, to] with dates such as 2024-05-01 12:00:00.")
        }
        let (from, to) = (moments[0], moments[1])
        guard from <= to else {
            throw CommandFailure(.badData, "\(path): \(ends) ends before it begins; write [from, to].")
        }
        let rows = table.timestamps.indices.filter { table.localTime(ofRow: $0).map((from...to).contains) ?? false }
        guard let first = rows.first, let last = rows.last else {
            throw CommandFailure(
                .badData,
                "\(path): no row of \(table.file), \(table.label(ofRow: 0)) to "
                    + "\(table.label(ofRow: table.count - 1)), lies in \(ends); remove it, or correct its dates.")
        }
        return first...last
    }
}
