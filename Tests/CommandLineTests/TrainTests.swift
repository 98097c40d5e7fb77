import Foundation
import Recurrent
import Testing

struct TrainTests {
    private func report(in folder: URL) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appendingPathComponent("report.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func score(_ entry: Any?) throws -> (name: String, nats: Double) {
        let entry = try #require(entry as? [String: Any])
        return (try #require(entry["name"] as? String), try #require(entry["natsPerCharacter"] as? Double))
    }

    @Test func aTrainingLeavesTheModelAndItsReportAndNothingElse() throws {
        #expect(try files(in: TinyModel.training().folder) == finishedFiles)
    }

    @Test(arguments: ["1", "2"])
    func theSameRandomSeedGivesTheSameBytesAtAnyNumberOfThreads(threads: String) throws {
        let model = try TinyModel.training()
        let folder = try Scratch.folder().appendingPathComponent("model")
        let outcome = try run(
            .textgen,
            ["train", model.text.path, "--output", folder.path, "--threads", threads, "--quiet"] + TinyModel.options)
        expectSuccess(outcome)
        #expect(outcome.errors.isEmpty)
        for name in ["model.safetensors", "config.json", "tokenizer.json"] {
            let same =
                try Data(contentsOf: folder.appendingPathComponent(name))
                == Data(contentsOf: model.folder.appendingPathComponent(name))
            #expect(same, "\(name) differs")
        }
        #expect(
            try textgen("sample", folder.path, "--random-seed", "4").outputData
                == textgen("sample", model.folder.path, "--random-seed", "4").outputData)
    }

    @Test(arguments: RecurrentCellKind.allCases)
    func theCellIsInTheHelpThePlanTheReportAndTheFolder(kind: RecurrentCellKind) throws {
        let (cell, title) = (kind.rawValue, kind.title)
        let help = try textgen("train", "--help").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(help.contains("\(cell) (\(kind.type.summary))"))
        let model = try TinyModel.training()
        let folder = try Scratch.folder().appendingPathComponent("model")
        let outcome = try run(
            .textgen, ["train", model.text.path, "--output", folder.path, "--cell", cell] + TinyModel.options)
        expectSuccess(outcome)
        #expect(outcome.errors.contains("\n\(title) 1 x 24, ") && outcome.output.contains("\n\(title) "))
        let settings = try #require(report(in: folder)["settings"] as? [String: Any])
        #expect(settings["cell"] as? String == cell)
        let configuration = try String(contentsOf: folder.appendingPathComponent("config.json"), encoding: .utf8)
        #expect(configuration.contains(#""cell" : "\#(cell)""#))
        expectSuccess(try textgen("sample", folder.path, "--length", "20"))
        let wrong = try run(.textgen, ["train", model.text.path, "--output", folder.path, "--cell", "transformer"])
        #expect(wrong.status == 64 && wrong.errors.contains("lstm"))
    }

    @Test func theCardAndTheReportPlaceTheModelBesideItsBaselines() throws {
        let model = try TinyModel.training()
        let report = try report(in: model.folder)
        let scores = try [score(report["model"])] + #require(report["baselines"] as? [Any]).map { try score($0) }
        #expect(Set(scores.map(\.name)) == ["LSTM", "uniform", "unigram", "Kneser-Ney 8-gram"])
        for (name, nats) in scores {
            let line = try #require(model.card.split(separator: "\n").first { $0.hasPrefix(name) })
            #expect(line.contains(fourDigits(nats)), "\(name) has \(nats) in the report, on the card: \(line)")
        }
        for entry in try #require(report["quantized"] as? [Any]) {
            let (name, nats) = try score(entry)
            #expect(name.hasPrefix("LSTM, ") && abs(nats - scores[0].nats) < 0.02)
            #expect(model.card.contains(fourDigits(nats)))
        }
        let baselines = scores.dropFirst()
        let order = model.card.split(separator: "\n").compactMap { line in baselines.first { line.hasPrefix($0.name) } }
        #expect(order.map(\.nats) == baselines.map(\.nats).sorted())
    }

    @Test func evaluatePrintsTheFigureOfTheReport() throws {
        let model = try TinyModel.training()
        let (_, nats) = try score(report(in: model.folder)["model"])
        // The corpus is ASCII: a byte is a character, and the last tenth was held out.
        let heldOut = try Scratch.file(Data(contentsOf: model.text).dropFirst(5_400))
        let json = try jsonObject(textgen("evaluate", model.folder.path, heldOut.path, "--format", "json"))
        #expect(json["characters"] as? Int == 600)
        #expect(abs(try #require(json["natsPerCharacter"] as? Double) - nats) < 5e-5)
        #expect(abs(try #require(json["bitsPerCharacter"] as? Double) - nats / 0.693147180559945) < 1e-4)
        #expect(try textgen("evaluate", model.folder.path, heldOut.path).output.contains(fourDigits(nats)))
    }

    @Test func jsonIsTheReportItself() throws {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(1_500)))
        let folder = try Scratch.folder()
        let outcome = try run(
            .textgen,
            ["train", text.path, "--output", folder.path, "--format", "json", "--hidden-size", "8", "--epochs", "1"])
        expectSuccess(outcome)
        let printed = try NSDictionary(dictionary: jsonObject(outcome))
        #expect(try printed == NSDictionary(dictionary: report(in: folder)))
    }

    @Test func aTrainingWithoutHeldOutTextSaysSo() throws {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(1_500)))
        let outcome = try run(
            .textgen,
            [
                "train", text.path, "--output", Scratch.folder().path, "--validation-split", "0", "--hidden-size", "8",
                "--epochs", "1",
            ])
        expectSuccess(outcome)
        #expect(outcome.output.contains("nothing was held out"))
    }

    @Test func aValidationFileIsWhatIsMeasuredOn() throws {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(1_500)))
        let heldOut = try Scratch.file(Data("The boat came home. The boat was wet.\n".utf8))
        let folder = try Scratch.folder()
        expectSuccess(
            try run(
                .textgen,
                [
                    "train", text.path, "--output", folder.path, "--validation", heldOut.path, "--hidden-size", "8",
                    "--epochs", "1",
                ]))
        let report = try report(in: folder)
        #expect(report["validationCharacters"] as? Int == 38)
        #expect(report["trainingCharacters"] as? Int == 1_500)
        let json = try jsonObject(textgen("evaluate", folder.path, heldOut.path, "--format", "json"))
        #expect(abs(try #require(json["natsPerCharacter"] as? Double) - score(report["model"]).nats) < 5e-5)
    }

    @Test func theFolderIsNamedAfterTheFileUnlessGiven() throws {
        let folder = try Scratch.folder()
        try Data(Repository.corpus("harbour").utf8.prefix(1_500)).write(to: folder.appendingPathComponent("my.txt"))
        let outcome = try shell("cd \"$1\" && \"$0\" train my.txt --hidden-size 8 --epochs 1", folder.path)
        expectSuccess(outcome)
        #expect(try files(in: folder.appendingPathComponent("my-model")) == finishedFiles)
        #expect(outcome.errors.contains("textgen sample my-model"), "it does not say how to go on: \(outcome.errors)")
    }

    @Test func aFinishedModelIsReplacedOnlyWithOverwrite() throws {
        let folder = try TinyModel.copy()
        let text = try TinyModel.training().text.path
        let before = try weights(in: folder)
        let arguments = ["train", text, "--output", folder.path, "--hidden-size", "8", "--epochs", "1"]
        expectSentence(try run(.textgen, arguments), status: 64, [folder.path, "--overwrite"])
        try FileManager.default.removeItem(at: folder.appendingPathComponent("report.json"))
        expectSentence(try run(.textgen, arguments), status: 64, [folder.path, "--overwrite"])
        #expect(try weights(in: folder) == before)
        expectSuccess(try run(.textgen, arguments + ["--overwrite"]))
        #expect(try weights(in: folder) != before)
        #expect(try files(in: folder) == finishedFiles)
    }

    @Test func resumingAFinishedTrainingPrintsItsCardAgain() throws {
        let model = try TinyModel.training()
        let outcome = try textgen("train", "--resume", model.folder.path)
        expectSuccess(outcome)
        #expect(outcome.output == model.card)
        #expect(outcome.errors.contains("finished"))
    }

    @Test func evaluateCountsWhatTheModelDoesNotKnow() throws {
        let text = try Scratch.file(Data("A boat, 漢字 and ∞.\n".utf8))
        let json = try jsonObject(textgen("evaluate", TinyModel.path(), text.path, "--format", "json"))
        #expect(json["characters"] as? Int == 18)
        #expect(json["unknownCharacters"] as? Int == 3)
    }

    private func fourDigits(_ value: Double) -> String { String(format: "%.4f", value) }
}
