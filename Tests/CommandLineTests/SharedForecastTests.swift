import Foundation
import Testing

/// Where public series lie, beside the repository.
private enum SharedSeries {
    static let folder = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appendingPathComponent("shared/data")
    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}

/// How well `forecast` does on public series.
@Suite(.enabled(if: SharedSeries.isPresent, "skipped: no data"))
struct SharedForecastTests {
    /// The last four years of the airline passengers, with nothing said but that.
    @Test(arguments: [1, 2, 3]) func passengersAreForecast(seed: Int) throws {
        let outcome = try forecast(
            "backtest", SharedSeries.path("timeseries/airline-passengers.csv"), "--test", "48", "--random-seed",
            "\(seed)", "--format", "json")
        expectSuccess(outcome)
        let result = try jsonObject(outcome)
        let rmse = try #require((result["metrics"] as? [String: Any])?["rmse"] as? Double)
        #expect(rmse <= 15)
        let columns = try #require(result["columns"] as? [[String: Any]])
        let intervals = try #require(columns[0]["intervals"] as? [[String: Any]])
        let coverage = try #require(intervals.first { $0["level"] as? Double == 0.9 }?["coverage"] as? Double)
        #expect((0.85...0.97).contains(coverage))
        for (baseline, expected) in [("lastValue", 48.041215), ("seasonalNaive", 41.853664)] {
            let metrics = (result["baselines"] as? [String: [String: Any]])?[baseline]
            let found = try #require(metrics?["rmse"] as? Double)
            #expect(abs(found - expected) < 1e-5, "\(baseline) \(found)")
            #expect(rmse < 0.5 * found)
        }
    }

    /// Decisions on a series do not change when more of it comes.
    @Test(arguments: [
        "artificialNoAnomaly/art_daily_small_noise.csv", "artificialWithAnomaly/art_daily_flatmiddle.csv",
        "artificialWithAnomaly/art_daily_jumpsup.csv",
    ]) func anomaliesAreDecidedOnceAndForAll(name: String) throws {
        let arguments = [
            "anomalies", SharedSeries.path("nab/" + name), "--probation", "604", "--epochs", "0.5", "--hidden-size",
            "4",
            "--window", "24", "--all", "--quiet",
        ]
        let whole = try run(.forecast, arguments + ["--format", "csv"])
        let part = try run(.forecast, arguments + ["--format", "csv", "--rows", "2000"])
        expectSuccess(whole)
        let (all, first) = (whole.output.split(separator: "\n"), part.output.split(separator: "\n"))
        #expect(all.count == 4032 - 604 + 1 && first.count == 2000 - 604 + 1)
        #expect(Array(all.prefix(first.count)) == first)
        #expect(all.count { $0.hasSuffix(",1") } <= 15)
        let scored = try run(
            .forecast, arguments + ["--format", "json", "--windows", SharedSeries.path("nab/combined_windows.json")])
        let scores = try jsonObject(scored)["scores"] as? [[String: Any]]
        #expect(scores?.compactMap { $0["profile"] as? String }.count == 3)
    }
}
