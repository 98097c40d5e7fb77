import Foundation
import Testing

/// `sentiment` with texts that have any number of labels.
struct MultiLabelTests {
    private static let words = [
        ("food", ["soup", "pizza", "salad"]), ("price", ["cheap", "costly"]), ("rare", ["zebra"]),
        ("service", ["waiter", "host"]),
    ]

    /// The labels of each text: none of some, and one label of four texts alone.
    private static let rows = (0..<160).map { index -> (labels: [String], text: String) in
        let chosen = words.filter { name, _ in
            switch name {
            case "food": index % 2 == 0
            case "price": index % 3 == 0
            case "rare": index % 40 == 7
            default: index % 5 < 3
            }
        }
        let text = chosen.map { $0.1[index / 8 % $0.1.count] }.joined(separator: " and ")
        return (chosen.map(\.0), "table \(index % 5) had \(text) today")
    }

    private static let cells =
        "text,label\n" + rows.map { "\($0.text),\($0.labels.joined(separator: " | "))\n" }.joined()
    private static let columns =
        "text,food,price,rare,service\n"
        + rows.map { row in
            "\(row.text)," + words.map { row.labels.contains($0.0) ? "1" : "0" }.joined(separator: ",") + "\n"
        }.joined()

    private static let common = ["--random-seed", "1", "--threads", "1", "--quiet"]
    private static let small = ["--embedding-size", "12", "--hidden-size", "8", "--learning-rate", "0.02"]

    private static func train(_ file: String, _ arguments: [String]) throws -> Outcome {
        try run(.sentiment, ["train", file] + small + arguments + common)
    }

    private static func scratch(_ text: String, _ name: String = "table.csv") throws -> String {
        try Scratch.file(Data(text.utf8), named: name).path
    }

    /// A model, and what its training printed.
    private static let model = Result {
        let file = try scratch(cells)
        let outcome = try train(file, ["--multi-label", "--epochs", "12", "--output", file + "-model"])
        guard outcome.status == 0 else { throw ProgramError(command: "sentiment train", problem: outcome.errors) }
        return (path: file + "-model", card: outcome.output)
    }

    private func sentiment(_ arguments: [String], input: String = "") throws -> Outcome {
        try run(.sentiment, arguments + ["--quiet"], input: input)
    }

    // MARK: Training and evaluation

    @Test func theCardHasTheFiguresOfModelAndBaselines() throws {
        let card = try Self.model.get().card
        for words in [
            "micro F1", "subset accuracy", "Hamming loss", "always all labels", "NB-LR on word pairs", "threshold",
            "The thresholds give the highest F1 on the held-out texts", "fewer than 5 held-out texts",
        ] {
            #expect(card.contains(words), "\(words) is not in: \(card)")
        }
    }

    @Test func anEvaluationReadsCellsAndColumns() throws {
        let model = try Self.model.get().path
        let cells = try jsonObject(sentiment(["evaluate", model, Self.scratch(Self.cells), "--format", "json"]))
        for name in ["microF1", "macroF1", "subsetAccuracy", "hammingLoss"] {
            #expect(cells[name] is Double, "\(name)")
        }
        #expect(cells["microF1"] as? Double ?? 0 > 0.9)
        let labels = try #require(cells["perLabel"] as? [[String: Any]])
        #expect(labels.map { $0["name"] as? String } == ["food", "price", "rare", "service"])
        #expect(labels.allSatisfy { $0["threshold"] is Double && $0["baselineF1"] is Double })
        let columns = try jsonObject(
            sentiment([
                "evaluate", model, Self.scratch(Self.columns), "--label-columns", "service,food,price,rare", "--format",
                "json",
            ]))
        #expect(columns["microF1"] as? Double == cells["microF1"] as? Double)
        let card = try sentiment(["evaluate", model, Self.scratch(Self.cells), "--precision", "int8"])
        #expect(card.status == 0 && card.output.contains("int8") && card.output.contains("F1 of all labels"))
    }

    @Test func columnsAndListsTrainTheSameModel() throws {
        let lists = Self.rows.map { row in
            "{\"text\": \"\(row.text)\", \"label\": [\(row.labels.map { "\"\($0)\"" }.joined(separator: ", "))]}\n"
        }.joined()
        let folder = try Scratch.folder().path
        let options = ["--epochs", "1", "--output"]
        expectSuccess(try Self.train(Self.scratch(Self.cells), ["--multi-label"] + options + [folder + "/a"]))
        expectSuccess(
            try Self.train(
                Self.scratch(Self.columns), ["--label-columns", "food, price,rare,service"] + options + [folder + "/b"])
        )
        expectSuccess(try Self.train(Self.scratch(lists, "table.jsonl"), ["--multi-label"] + options + [folder + "/c"]))
        for name in ["model.safetensors", "config.json", "tokenizer.json"] {
            let files = try ["a", "b", "c"].map {
                try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)/\(name)"))
            }
            #expect(files[0] == files[1] && files[0] == files[2], "\(name)")
        }
    }

    @Test func aKilledTrainingGoesOnToTheSameBytes() throws {
        let data = try Self.scratch(Self.columns)
        let folder = try Scratch.folder()
        let (whole, killed) = (folder.appending(path: "whole"), folder.appending(path: "killed"))
        let options = [
            "--label-columns", "food,price,rare,service", "--epochs", "60", "--validations", "60", "--patience", "0",
        ]
        expectSuccess(try Self.train(data, options + ["--output", whole.path]))
        let program = try RunningProgram(
            .sentiment, ["train", data] + Self.small + options + ["--output", killed.path] + Self.common)
        try program.waitUntil {
            FileManager.default.fileExists(atPath: killed.appending(path: "model.safetensors").path)
        }
        program.send(SIGKILL)
        _ = try program.wait(timeout: 60)
        expectSuccess(try run(.sentiment, ["train", "--resume", killed.path, "--threads", "2", "--quiet"]))
        for name in ["model.safetensors", "config.json"] {
            let files = try [whole, killed].map { try Data(contentsOf: $0.appending(path: name)) }
            #expect(files[0] == files[1], "\(name)")
        }
    }

    // MARK: Use

    @Test func labelsArePrintedInEveryFormat() throws {
        let model = try Self.model.get().path
        let lines = "table 1 had soup and host today\ntable 3 had today\n\n"
        func classify(_ format: String) throws -> [String] {
            let outcome = try sentiment(
                ["classify", "--model", model, "--unit", "line", "--format", format], input: lines)
            expectSuccess(outcome)
            return outcome.output.split(separator: "\n").map(String.init)
        }
        let text = try classify("text")
        #expect(text[0].hasPrefix("food | service\t0.") || text[0].hasPrefix("service | food\t0."))
        #expect(text[1].hasPrefix("(none)\t0.") && text[2].hasPrefix("(no words)\t"))
        let objects = try classify("jsonl").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect((objects[0]["labels"] as? [String])?.sorted() == ["food", "service"])
        #expect(objects[1]["labels"] as? [String] == [] && objects[2]["labels"] as? [String] == [])
        #expect(objects.allSatisfy { ($0["probabilities"] as? [String: Double])?.count == 4 && $0["label"] == nil })
        let table = try classify("csv")
        #expect(
            table[0] == "labels,probability_food,probability_price,probability_rare,probability_service,file,line,text")
        #expect(table[1].contains(" | ") && table[2].hasPrefix(",0."))
        let documents = try sentiment(["classify", "--model", model, "--format", "json"], input: "soup. A host.")
        #expect(documents.status == 0 && !documents.output.contains("sentences"))
    }

    @Test func oneLabelCanBeExplained() throws {
        let model = try Self.model.get().path
        let found = try jsonObject(
            sentiment(
                ["explain", "--model", model, "--label", "service", "--format", "json"],
                input: "table 1 had soup and host today"))
        let words = try #require(found["words"] as? [[String: Any]])
        let heaviest = words.max { ($0["weight"] as? Double ?? 0) < ($1["weight"] as? Double ?? 0) }
        #expect(found["explained"] as? String == "service" && heaviest?["text"] as? String == "host")
        let none = try sentiment(["explain", "--model", model], input: "table 3 had today")
        #expect(none.status == 0 && !none.output.contains("(no words)"))
    }

    @Test func aModelCanBeCalibrated() throws {
        let (model, output) = (try Self.model.get().path, try Scratch.folder().appending(path: "model").path)
        let outcome = try sentiment(["calibrate", model, Self.scratch(Self.cells), "--output", output])
        #expect(outcome.status == 0 && outcome.output.contains("thresholds: food 0."))
        expectSuccess(try sentiment(["evaluate", output, Self.scratch(Self.cells)]))
    }

    // MARK: What is refused

    @Test func whatIsForOneClassIsRefusedByName() throws {
        let (model, file) = (try Self.model.get().path, try Self.scratch(Self.cells))
        let lines: [([String], String)] = [
            (["classify", file, "--model", model, "--abstain", "0.9"], "--abstain"),
            (["classify", file, "--model", model, "--explain"], "--explain"),
            (["classify", file, "--model", model, "--classes", "food,price"], "--classes"),
            (["summarize", file, "--model", model], "sentiment classify"),
            (["evaluate", model, "--suite"], "--suite"),
            (["evaluate", model, file, "--explanations", "3"], "--explanations"),
            (["evaluate", model, file, "--label-columns", "food"], "price, rare, service"),
            (["evaluate", "general-en", file, "--label-columns", "food"], "--label-columns"),
            (["train", file, "--multi-label", "--balance-classes"], "--balance-classes"),
            (["train", file, "--multi-label", "--from", "general-en"], "--multi-label"),
            (["train", file, "--label-columns", "food,,price"], "--label-columns"),
            (["train", file, "--label-columns", "food", "--label-column", "food"], "--label-column"),
        ]
        for (arguments, name) in lines {
            let outcome = try sentiment(arguments)
            #expect(outcome.status == 64 && outcome.errors.contains(name), "\(arguments): \(outcome.errors)")
        }
        let one = try Self.scratch("text,label\nsoup,food\nhost,service\n")
        expectSentence(
            try sentiment(["train", one, "--from", model, "--output", one + "-new"]), status: 65,
            ["any number of labels"],
            tool: "sentiment")
    }

    @Test func badLabelsAreNamedWithTheirPlace() throws {
        let model = try Self.model.get().path
        func train(_ text: String, _ options: [String]) throws -> Outcome {
            let file = try Self.scratch(text)
            return try sentiment(["train", file, "--output", file + "-model"] + options)
        }
        let unknown = try Self.scratch("text,label\nsoup,food\nfiddle,music | food\n")
        expectSentence(
            try sentiment(["evaluate", model, unknown]), status: 65,
            ["line 3", "'music'", "'food', 'price', 'rare', 'service'"],
            tool: "sentiment")
        expectSentence(
            try train(Self.cells, ["--multi-label", "--validation", unknown]), status: 65, ["line 3", "'music'"],
            tool: "sentiment")
        expectSentence(
            try train("text,a,b\nx,1,0\ny,0,maybe\n", ["--label-columns", "a,b"]), status: 65,
            ["line 3, column 'b'", "'maybe' is neither 0 nor 1", "correct it"], tool: "sentiment")
        expectSentence(
            try train("text,a,b\nx,1,0\ny,0,0\n", ["--label-columns", "a,b"]), status: 65,
            ["no text", "'b'", "leave the label out"], tool: "sentiment")
        expectSentence(
            try train("text,label\nx,a\ny,a|b\n", ["--multi-label"]), status: 65, ["every text", "'a'"],
            tool: "sentiment")
        expectSentence(
            try train("text,label\nx,\ny,|\n", ["--multi-label"]), status: 65, ["none of the texts"], tool: "sentiment")
        expectSentence(
            try train("text,a\nx,1\ny,0\n", ["--label-columns", "c"]), status: 65, ["no column 'c'"], tool: "sentiment")
    }

    @Test func barsInTheLabelsOfOneClassGetAHint() throws {
        let text = "text,label\n" + (0..<20).map { "text \($0),\($0 % 2 == 0 ? "a|b" : "b|c")\n" }.joined()
        let file = try Self.scratch(text)
        let outcome = try run(
            .sentiment,
            ["train", file, "--output", file + "-model", "--epochs", "0.5", "--hidden-size", "4", "--random-seed", "1"])
        #expect(outcome.status == 0 && outcome.errors.contains("give --multi-label if a text may have several labels"))
    }
}
