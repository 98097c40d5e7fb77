import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What `forecast` prints and writes.
struct ForecastTests {
    // MARK: Train and predict

    @Test func aTrainingLeavesAModelAndACard() throws {
        let training = try TinySeries.training()
        #expect(try files(in: training.folder) == ["config.json", "model.safetensors", "report.json", "series.json"])
        let card = training.card
        for word in ["RMSE", "MASE", "last value", "last season", "ridge regression", "90 % interval"] {
            #expect(card.contains(word), "\(word) is not in \(card)")
        }
        #expect(card.contains("22 forecasts of 3 steps, 2008-01 to 2009-12"))
    }

    @Test func aTrainingPrintsItsReportAsJSON() throws {
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let outcome = try run(
            .forecast, ["train", try TinySeries.file().path, "--output", folder, "--format", "json"] + TinySeries.quick)
        expectSuccess(outcome)
        let report = try jsonObject(outcome)
        #expect(report["trainingRows"] as? Int == 77 && report["validationRows"] as? Int == 19)
        #expect(report["testRows"] as? Int == 24 && report["frequency"] as? String == "monthly")
        let test = try #require(report["test"] as? [String: Any])
        #expect((test["metrics"] as? [String: Any])?["rmse"] is Double)
        #expect(outcome.errors.isEmpty)
    }

    @Test func aForecastIsPrintedInThreeFormats() throws {
        let training = try TinySeries.training()
        let predict = ["predict", "--model", training.folder.path, training.series.path]
        let text = try run(.forecast, predict)
        expectSuccess(text)
        let lines = text.output.split(separator: "\n")
        #expect(lines.count == 5 && lines[0].contains("low90") && lines[2].hasPrefix("2010-01"))

        let json = try run(.forecast, predict + ["--format", "json", "--levels", "0.8,0.5"])
        expectSuccess(json)
        let list = try #require(try JSONSerialization.jsonObject(with: json.outputData) as? [[String: Any]])
        let values = try #require(list.first?["values"] as? [Double])
        #expect(list.count == 1 && list[0]["column"] as? String == "value" && values.count == 3)
        #expect(list[0]["times"] as? [String] == ["2010-01", "2010-02", "2010-03"])
        let intervals = try #require(list[0]["intervals"] as? [[String: Any]])
        #expect(intervals.compactMap { $0["level"] as? Double } == [0.5, 0.8])
        #expect(abs(values[0] - TinySeries.value(120)) < 15)

        let csv = try run(.forecast, predict + ["--format", "csv", "--levels", "0.5"])
        expectSuccess(csv)
        let rows = csv.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(rows[0] == ["time", "value.value", "value.low50", "value.high50"] && rows.count == 4)
        #expect(rows[1][0] == "2010-01" && abs((Double(rows[1][1]) ?? .nan) - values[0]) < 1e-9)
        #expect(Double(rows[1][2]) == (intervals[0]["low"] as? [Double])?[0])
    }

    @Test(arguments: [1, 2, 4, 7]) func aForecastMayBeShorterOrLongerThanTheModel(horizon: Int) throws {
        let training = try TinySeries.training()
        let arguments = ["predict", "--model", training.folder.path, "--format", "csv", training.series.path]
        let outcome = try run(.forecast, arguments + ["--horizon", "\(horizon)"])
        expectSuccess(outcome)
        let rows = outcome.output.split(separator: "\n")
        #expect(rows.count == horizon + 1 && rows.last?.hasPrefix(TinySeries.month(119 + horizon)) == true)
        let whole = try run(.forecast, arguments + ["--horizon", "7"]).output.split(separator: "\n")
        #expect(rows == Array(whole.prefix(horizon + 1)))
    }

    @Test func standardInputIsAFile() throws {
        let training = try TinySeries.training()
        let piped = try forecast("predict", "--model", training.folder.path, "-", input: TinySeries.text())
        expectSuccess(piped)
        #expect(try piped.output == forecast("predict", "--model", training.folder.path, training.series.path).output)
    }

    @Test func aPlanIsReadBehindTheLastValue() throws {
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let file = try TinySeries.file(TinySeries.text(plan: true, ahead: 40)).path
        let columns = ["--column", "value", "--known", "plan", "--horizon", "4"]
        for test in ["0", "20"] {
            let train = ["train", file, "--output", folder, "--overwrite", "--test", test]
            expectSuccess(try run(.forecast, train + columns + TinySeries.quick))
        }
        for horizon in ["2", "6", "40"] {
            expectSuccess(try forecast("predict", "--model", folder, file, "--horizon", horizon))
        }
        let outcome = try forecast("predict", "--model", folder, file, "--horizon", "41")
        let parts = [file, "no value of \"plan\" from 2013-05 on", "44 steps"]
        expectSentence(outcome, status: 65, parts, tool: "forecast")
        expectSuccess(
            try run(.forecast, ["backtest", file, "--recursive", "--test", "20"] + columns + TinySeries.quick))
    }

    @Test func withoutHeldOutRowsNoIntervalsArePrinted() throws {
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let file = try TinySeries.file().path
        let train = ["train", file, "--output", folder, "--validation-split", "0", "--test", "0"]
        let outcome = try run(.forecast, train + TinySeries.quick)
        expectSuccess(outcome)
        #expect(outcome.output == "There is no test set.\n")
        let told = try forecast("predict", "--model", folder, file, "--format", "csv")
        #expect(told.output.hasPrefix("time,value.value\n"))
        expectSentence(
            try forecast("predict", "--model", folder, file, "--levels", "0.9"), status: 64, ["--validation-split"],
            tool: "forecast")
    }

    @Test func aSearchWritesItsTrials() throws {
        let folder = try Scratch.folder().appendingPathComponent("model")
        let outcome = try run(
            .forecast,
            [
                "train", try TinySeries.file().path, "--output", folder.path, "--tune", "3s", "--epochs", "2",
                "--random-seed", "1",
            ])
        expectSuccess(outcome)
        #expect(outcome.errors.contains("trials; selected: window "))
        let trials = try String(contentsOf: folder.appendingPathComponent("trials.jsonl"), encoding: .utf8)
            .split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(trials.count >= 3 && trials.allSatisfy { $0?["error"] is Double && $0?["settings"] is [String: Any] })
        #expect(Set(trials.compactMap { $0?["rung"] as? Int }) == [0, 1, 2])
    }

    // MARK: Pictures

    @Test func everyCommandDraws() throws {
        let (training, folder) = (try TinySeries.training(), try Scratch.folder())
        let file = training.series.path
        let commands: [[String]] = [
            ["train", file, "--output", folder.appendingPathComponent("model").path, "--overwrite"] + TinySeries.quick,
            ["predict", "--model", training.folder.path, file, "--quiet"], ["backtest", file] + TinySeries.quick,
            ["anomalies", file] + TinySeries.quick + ["--probation", "60"],
        ]
        for command in commands {
            for kind in ["svg", "png"] {
                let picture = folder.appendingPathComponent("\(command[0]).\(kind)")
                expectSuccess(try run(.forecast, command + ["--chart", picture.path]))
                let data = try Data(contentsOf: picture)
                if kind == "svg" {
                    #expect(XMLParser(data: data).parse(), "\(picture.lastPathComponent) is no XML")
                    #expect(String(decoding: data, as: UTF8.self).contains("<svg"))
                } else {
                    expectPicture(data)
                }
            }
        }
        let nowhere = folder.appendingPathComponent("no/where.svg").path
        for command in commands {
            let outcome = try run(.forecast, command + ["--chart", nowhere])
            #expect([66, 74].contains(outcome.status) && outcome.errors.contains("no"), "\(outcome.errors)")
            #expect(outcome.outputData.isEmpty)
        }
    }
}
