import Foundation
import Testing

/// Folders of forecasters that were damaged, altered, or made by something else.
struct ForecastBrokenModelTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var status: Int32 = 65
        let words: [String]
        let apply: @Sendable (URL) throws -> Void
    }

    private static func data(_ file: String, _ what: String, _ change: @escaping @Sendable (Data) -> Data) -> Damage {
        Damage(testDescription: "\(file): \(what)", words: [file]) {
            let url = $0.appendingPathComponent(file)
            try change(try Data(contentsOf: url)).write(to: url)
        }
    }

    private static func json(
        _ file: String, _ what: String, words: [String] = [],
        _ change: @escaping @Sendable (inout [String: Any]) -> Void
    ) -> Damage {
        Damage(testDescription: "\(file): \(what)", words: words.isEmpty ? [file] : words) {
            let url = $0.appendingPathComponent(file)
            var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
            change(&object)
            try JSONSerialization.data(withJSONObject: object).write(to: url)
        }
    }

    private static func series(
        _ what: String, words: [String] = [], _ change: @escaping @Sendable (inout [String: Any]) -> Void
    ) -> Damage { json("series.json", what, words: words, change) }

    private static func transformation(_ key: String, _ value: any Sendable) -> Damage {
        series("\(key) \(value)") {
            var all = $0["transformations"] as? [[String: Any]] ?? []
            all[0][key] = value
            $0["transformations"] = all
        }
    }

    private static let files: [Damage] = ["config.json", "series.json", "model.safetensors"].flatMap { file in
        [
            Damage(testDescription: "\(file) missing", status: 66, words: [file]) {
                try FileManager.default.removeItem(at: $0.appendingPathComponent(file))
            },
            data(file, "empty") { _ in Data() }, data(file, "half") { $0.prefix($0.count / 2) },
            data(file, "short") { $0.dropLast(2) },
            data(file, "noise") { _ in Data((0..<999).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }) },
        ]
    }

    private static let entries: [Damage] = [
        series("version", words: ["version is 3"]) { $0["formatVersion"] = 3 },
        series("a column more") { $0["columns"] = ["value", "value"] },
        series("no columns") { $0["columns"] = [String]() },
        series("another column", words: ["'price'"]) { $0["columns"] = ["price"] },
        series("a column that is known") { $0["known"] = ["value"] },
        series("no calendar") { $0["usesCalendar"] = false },
        series("a calendar of another size") { ($0["calendarSize"], $0["known"]) = (1, ["value"]) },
        series("a calendar below nothing") { $0["calendarSize"] = -1 },
        series("a huge calendar") { $0["calendarSize"] = Int.max },
        series("a huge horizon", words: ["horizon is"]) { $0["horizon"] = Int.max },
        series("a horizon of nothing", words: ["horizon is 0"]) { $0["horizon"] = 0 },
        series("no transformations") { $0["transformations"] = [Any]() },
        series("no frequency") { $0["frequency"] = "sometimes" },
        series("another frequency", words: ["quarterly", "monthly"]) { $0["frequency"] = "quarterly" },
        series("a margin too few", words: ["intervals are not whole"]) {
            $0["intervals"] = ["levels": [0.5, 0.9], "margins": [[[1]]]]
        },
        series("margins without steps", words: ["intervals"]) {
            $0["intervals"] = ["levels": [0.5], "margins": [[[Double]()]]]
        },
        series("a level above 1", words: ["intervals"]) { $0["intervals"] = ["levels": [1.5], "margins": [[[1]]]] },
        transformation("difference", -1), transformation("difference", Int.max), transformation("difference", 1 << 62),
        transformation("scale", 0), transformation("scale", -1),
        json("config.json", "another kind", words: ["sentimentClassifier"]) { $0["modelType"] = "sentimentClassifier" },
        json("config.json", "huge window") { $0["window"] = Int.max },
        json("config.json", "large window", words: ["does not fit"]) { $0["window"] = 1 << 16 },
        json("config.json", "huge state") { $0["hiddenSize"] = Int.max },
        json("config.json", "many layers", words: ["does not fit"]) { $0["numLayers"] = 64 },
        json("config.json", "negative input") { $0["inputSize"] = -5 },
        json("config.json", "more targets than columns") { $0["targetSize"] = 9 },
        json("config.json", "more futures than columns") { $0["futureSize"] = 9 },
        json("config.json", "quantiles", words: ["does not fit"]) { $0["quantiles"] = [0.1, 0.5, 0.9] },
        json("config.json", "quantiles out of order") { $0["quantiles"] = [0.9, 0.5] },
        json("config.json", "another cell") { $0["cell"] = "elman" },
        json("config.json", "no highway", words: ["highway"]) { $0["hasHighway"] = false },
    ]

    private static let damages = files + entries

    @Test(arguments: damages.indices) func aDamagedModelIsNamed(index: Int) throws {
        let (damage, training) = (Self.damages[index], try TinySeries.training())
        let folder = try Scratch.folder().appendingPathComponent("model")
        try FileManager.default.copyItem(at: training.folder, to: folder)
        try damage.apply(folder)
        let outcome = try forecast("predict", "--model", folder.path, training.series.path, timeout: 30)
        expectSentence(outcome, status: damage.status, damage.words, tool: "forecast")
    }

    @Test func aFolderOfAnotherToolIsRefused() throws {
        let series = try TinySeries.file().path
        let model = try TinyModel.path()
        expectSentence(
            try forecast("predict", "--model", model, series), status: 65, ["config.json", "seriesForecaster"],
            tool: "forecast")
        expectSentence(try forecast("predict", "--model", series, series), status: 65, [series], tool: "forecast")
        expectSentence(
            try textgen("sample", try TinySeries.training().folder.path), status: 65,
            ["seriesForecaster", "characterLanguageModel"])
        let outcome = try run(.forecast, ["train", series, "--output", model] + TinySeries.quick)
        #expect(outcome.status == 64 && outcome.outputData.isEmpty, "\(outcome.errors)")
    }
}
