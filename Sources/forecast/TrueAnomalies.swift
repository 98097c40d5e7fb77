import CommandSupport
import Datasets
import Foundation
import Tensors

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
            throw CommandFailure(.usage, "\(path) holds \(lists.count) lists; say which with --key.")
        }
        guard let list = lists[name] else {
            throw CommandFailure(.usage, "\(path) has no list \(name.debugDescription).")
        }
        stretches = list
    }

    /// The rows of each stretch.
    func rows(of table: SeriesTable) throws -> [ClosedRange<Int>] {
        let formats = [DateFormat.iso, table.dateFormat, DateFormat(pattern: "yyyy-MM-dd")].compactMap { $0 }
        return try stretches.compactMap { ends in
            // The benchmark writes fractions of seconds, all of them nothing, and times without a zone.
            let moments = ends.compactMap { end in
                let whole = String(end.prefix { $0 != "." && $0 != "Z" }).replacingOccurrences(of: "T", with: " ")
                return formats.lazy.compactMap { $0.timestamp(from: whole) }.first
            }
            guard moments.count == 2, let from = moments.first, let to = moments.last else {
                throw CommandFailure(
                    .badData, "\(path) holds \(ends), which is not [from, to] in dates such as 2024-05-01 12:00:00.")
            }
            let rows = table.timestamps.indices.filter { row in
                table.localTime(ofRow: row).map((from...max(from, to)).contains) ?? false
            }
            guard let first = rows.first, let last = rows.last else { return nil }
            return first...last
        }
    }
}
