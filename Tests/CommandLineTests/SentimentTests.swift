import Foundation
import Testing

/// `sentiment classify`, `explain` and `evaluate` with the shipped model.
struct SentimentTests {
    private struct Line: Decodable, Equatable {
        struct Part: Decodable, Equatable {
            let text: String
            let start: Int
            let end: Int
            let weight: Double
        }
        let label: String?
        let probability: Double
        let probabilities: [String: Double]
        let line: Int
        let text: String?
        let start: Int?
        let end: Int?
        let abstained: Bool?
        let sentences: [Part]?
        let words: [Part]?
    }

    private static let good = "A wonderful film, moving and beautifully acted; I loved it."
    private static let bad = "A boring, stupid mess. The worst film I have seen in years."

    private func sentiment(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(.sentiment, arguments + ["--quiet"], input: input)
    }

    private func lines(_ outcome: Outcome) throws -> [Line] {
        expectSuccess(outcome)
        return try outcome.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
    }

    @Test func eachLineOfAFileGetsALabelInOrder() throws {
        let file = try Scratch.file(Data("\(Self.good)\n\(Self.bad)\n\n\(Self.good)".utf8))
        let found = try lines(sentiment("classify", file.path, "--unit", "line", "--format", "jsonl"))
        #expect(found.map(\.label) == ["positive", "negative", nil, "positive"])
        #expect(found.map(\.line) == [1, 2, 3, 4])
        #expect(found[0].probability > 0.8 && found[0].probabilities["positive"] == found[0].probability)
        #expect(abs(found[1].probabilities.values.reduce(0, +) - 1) < 1e-9)
        #expect(abs(found[2].probability - 1.0 / 3) < 1e-12)
        #expect(found[3].probabilities == found[0].probabilities)
    }

    @Test func allFormatsSayTheSame() throws {
        let input = "\(Self.good)\n\(Self.bad)\n"
        let json = try sentiment("classify", "--unit", "line", "--format", "json", input: input)
        let expected = try lines(sentiment("classify", "--unit", "line", "--format", "jsonl", input: input))
        #expect(try JSONDecoder().decode([Line].self, from: json.outputData) == expected)
        let csv = try sentiment("classify", "--unit", "line", "--format", "csv", input: input).output
        #expect(csv.hasPrefix("label,probability,file,line,text\npositive,"))
        #expect(csv.contains("\"\(Self.good)\""))
        let tsv = try sentiment("classify", "--unit", "line", "--format", "tsv", input: input).output
        #expect(tsv.split(separator: "\n").map { $0.split(separator: "\t").count } == [5, 5, 5])
        let text = try sentiment("classify", "--unit", "line", input: input).output
        #expect(text.split(separator: "\n").map { $0.prefix(8) } == ["positive", "negative"])
        #expect(try sentiment("classify", "--unit", "line", "--format", "json", input: "").output == "[]\n")
    }

    @Test func sentencesStandAtTheirBytes() throws {
        let input = "Été! \(Self.good) \(Self.bad)"
        let found = try lines(sentiment("classify", "--unit", "sentence", "--format", "jsonl", input: input))
        for line in found {
            #expect(String(decoding: Array(input.utf8)[line.start!..<line.end!], as: UTF8.self) == line.text)
        }
        #expect(found.compactMap(\.text).joined() == input)
        #expect(found[1].label == "positive" && found[2].label == "negative")
    }

    @Test func aDocumentNamesTheSentencesThatWeighedMost() throws {
        let text = "It runs two hours. \(Self.bad) It was shot in Spain."
        let file = try Scratch.file(Data(text.utf8))
        let found = try lines(sentiment("classify", file.path, "--format", "jsonl"))
        #expect(found.count == 1 && found[0].label == "negative")
        let sentences = try #require(found[0].sentences)
        #expect(Self.bad.contains(sentences[0].text.trimmingCharacters(in: .whitespaces)) && sentences[0].weight > 0)
        for part in sentences {
            #expect(String(decoding: Array(text.utf8)[part.start..<part.end], as: UTF8.self) == part.text)
        }
    }

    @Test func placesAreThoseOfTheFileWithItsLineEndsAndOfAVeryLongOneToo() throws {
        let long = String(repeating: "This film is fine.\r\n", count: 40_000) + "Été: awful, truly awful.\r\n"
        for text in ["Good film.\r\nAn awful one.\r\n", long] {
            let file = try Scratch.file(Data(text.utf8))
            let utf8 = Array(text.utf8)
            let found = try lines(sentiment("classify", file.path, "--format", "jsonl"))
            let sentences = try #require(found[0].sentences)
            #expect(!sentences.isEmpty)
            for part in sentences {
                #expect(String(decoding: utf8[part.start...].prefix(10), as: UTF8.self) == part.text.utf8Prefix(10))
            }
        }
    }

    @Test func wordsThatCountedAreMarkedAtTheirBytes() throws {
        let input = "Das «Ende» was awful, ’nuff said.\n"
        for method in ["integratedGradients", "leaveOneOut"] {
            let found = try lines(
                sentiment(
                    "classify", "--unit", "line", "--format", "jsonl", "--explain", "--method", method, input: input))
            let words = try #require(found[0].words)
            for word in words {
                #expect(String(decoding: Array(input.utf8)[word.start..<word.end], as: UTF8.self) == word.text)
            }
            #expect(words.max { $0.weight < $1.weight }?.text == "awful", "\(method): \(words)")
        }
        let html = try sentiment("explain", "--format", "html", input: "<b>awful</b> & dull").output
        #expect(html.contains("&lt;b&gt;") && html.contains(">awful</span>") && html.contains("&amp;"))
    }

    @Test func explainSaysWhichClassAndWhereInALongText() throws {
        struct Explained: Decodable {
            struct Word: Decodable { let text: String, start: Int, end: Int }
            let label: String, explained: String, explainedProbability: Double, words: [Word]
        }
        let text = String(repeating: "so ", count: 300_000) + "dull"
        let file = try Scratch.file(Data(text.utf8), named: "long.txt").path
        let outcome = try sentiment(
            "explain", file, "--format", "json", "--label", "positive", "--method", "leaveOneOut")
        let found = try JSONDecoder().decode(Explained.self, from: Data(outcome.output.utf8))
        #expect(found.explained == "positive" && (found.explainedProbability > 0.5) == (found.label == "positive"))
        #expect(found.words.last?.text == "dull" && found.words.last?.start == 900_000)
        #expect(try run(.sentiment, ["explain", file]).errors.contains("not read"))
        let heading = try sentiment("explain", "--label", "positive", "--quiet", input: "A dull, dull film.").output
        #expect(heading.hasPrefix("positive\t0.0"))
        #expect(heading.contains("\n+ favours positive, - does not\n"))
        let page = try sentiment("explain", "--format", "html", input: "A dull film.").output
        #expect(page.contains("for negative</span>") && page.contains("against negative</span>"))
        let empty = try sentiment("explain", "--format", "html", input: "").output
        #expect(empty.contains("(no words)") && !empty.contains("legend\">"))
        #expect(!(try sentiment("explain", "--format", "html", input: "dull\u{1B}[31m").output.contains("\u{1B}")))
        // Red for what makes it more negative, although that is what the label says.
        #expect(page.contains(/<span style="background:rgba\(218,54,51,1.00\)" title="[^"]*">dull</))
        let table = try Scratch.file(Data("label,text\n1,fine\n".utf8), named: "t.csv").path
        expectSentence(try sentiment("explain", table), status: 64, ["t.csv", "classify"], tool: "sentiment")
    }

    @Test(arguments: ["I love it", "wonderful"]) func aTextInThePlaceOfAFileIsPiped(text: String) throws {
        for (name, command) in [
            ("sentiment", "classify"), ("sentiment", "explain"), ("seq2seq", "translate"), ("textgen", "tokenize"),
        ] {
            let outcome = try run(Program(named: name), [command, text])
            #expect(outcome.status == 66 && outcome.errors.contains("| \(name) \(command)."), "\(outcome.errors)")
        }
        #expect(!(try sentiment("classify", "no/such/file").errors.contains("pipe")))
    }

    @Test func columnsOfPlainTextAreRefused() throws {
        let file = try Scratch.file(Data("good\tfine\n".utf8), named: "t.txt").path
        for arguments in [["classify", "--column", "body"], ["train", "--label-column", "1"]] {
            expectSentence(
                try run(.sentiment, arguments + [file]), status: 65, ["t.txt", "--input-format"], tool: "sentiment")
        }
    }

    @Test func columnsOfTablesAreRead() throws {
        let csv = "id,body\n1,\"\(Self.good)\"\n2,\"\(Self.bad)\"\n"
        let file = try Scratch.file(Data(csv.utf8), named: "reviews.csv")
        let found = try lines(sentiment("classify", file.path, "--column", "body", "--format", "jsonl"))
        #expect(found.map(\.label) == ["positive", "negative"])
        let json = try Scratch.file(Data("{\"note\":\"\(Self.bad)\"}\n".utf8), named: "reviews.jsonl")
        #expect(
            try lines(sentiment("classify", json.path, "--column", "note", "--format", "jsonl"))[0].label == "negative")
        expectSentence(
            try sentiment("classify", file.path, "--column", "nothing"), status: 65,
            ["reviews.csv", "nothing", "body"],
            tool: "sentiment")
    }

    @Test func whereItIsUnsureItSaysSo() throws {
        let input = "\(Self.good)\nThe film lasts ninety minutes.\n"
        let outcome = try run(
            .sentiment, ["classify", "--unit", "line", "--format", "jsonl", "--abstain", "0.97"], input: input)
        let found = try lines(outcome)
        #expect(found.map(\.abstained) == found.map { $0.probability < 0.97 })
        #expect(found.map { $0.label == nil } == found.map { $0.probability < 0.97 })
        #expect(outcome.errors.contains("of 2 texts"))
    }

    /// An answer must come while the pipe is still open, as under `tail -f`.
    @Test func aSlowPipeIsAnsweredLineByLine() throws {
        let folder = try Scratch.folder()
        let answers = folder.appendingPathComponent("answers")
        let script = """
            (echo '\(Self.good)'; for i in $(seq 100); do [ -s \(answers.path) ] && break; sleep 0.1; done; \
            if [ -s \(answers.path) ]; then echo '\(Self.bad)'; else echo 'no answer came'; fi) \
            | \(Program.sentiment.path) classify --unit line --quiet > \(answers.path)
            """
        _ = try run(.shell, ["-c", script])
        let text = try String(contentsOf: answers, encoding: .utf8)
        #expect(text.split(separator: "\n").map { $0.prefix(8) } == ["positive", "negative"])
    }

    @Test func evaluationTakesZeroAndOneAndNamesTheBaselines() throws {
        let rows = (0..<20).map { $0 % 2 == 0 ? "1\t\(Self.good)" : "0\t\(Self.bad)" }.joined(separator: "\n")
        let file = try Scratch.file(Data(rows.utf8), named: "test.tsv")
        let object = try jsonObject(sentiment("evaluate", "movie-reviews-en", file.path, "--format", "json"))
        #expect(object["accuracy"] as? Double == 1 && object["macroF1"] as? Double == 1)
        #expect(object["ece"] as? Double != nil)
        let baselines = try #require(object["baselines"] as? [[String: Any]])
        #expect(baselines.count == 2 && baselines[0]["accuracy"] as? Double == 0.5)
        let text = try sentiment("evaluate", "movie-reviews-en", file.path).output
        for word in ["NB-LR", "always negative", "95 % intervals", "MCC"] { #expect(text.contains(word), "\(word)") }
        let other = try Scratch.file(Data("angry\tx\n".utf8), named: "other.tsv")
        expectSentence(
            try sentiment("evaluate", "movie-reviews-en", other.path), status: 65, ["angry", "line 1", "positive"],
            tool: "sentiment")
    }

    @Test func theSuiteIsPrintedByKindBesideTheBaseline() throws {
        let object = try jsonObject(sentiment("evaluate", "movie-reviews-en", "--suite", "--format", "json"))
        let kinds = try #require(object["kinds"] as? [[String: Any]])
        #expect(kinds.count >= 10)
        let all = try #require(object["all"] as? [String: Any])
        #expect(all["cases"] as? Int ?? 0 >= 200)
        let rates = (all["passRate"] as? Double ?? 0, all["baselinePassRate"] as? Double ?? 1)
        #expect(rates.0 > rates.1 && rates.0 > 0.6, "\(rates)")
    }

    @Test func fasterOrderOfDeletionMeansMoreFaithful() throws {
        let rows = "1\t\(Self.good)\n0\t\(Self.bad)\n1\tNot a bad film at all, quite good in fact.\n"
        let file = try Scratch.file(Data(rows.utf8), named: "test.tsv")
        let outcome = try sentiment(
            "evaluate", "movie-reviews-en", file.path, "--explanations", "3", "--format", "json")
        let curves = try #require(try JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
        func last(_ name: String) -> Double {
            (curves.first { $0["name"] as? String == name }?["probabilities"] as? [Double])?.last ?? .nan
        }
        #expect(last("integratedGradients") < last("random"))
        #expect(last("leaveOneOut") < last("random"))
    }

    @Test(arguments: [
        (["classify", "/nonexistent.txt"], Int32(66), "/nonexistent.txt"),
        (["classify", "--model", "no-such-model"], 66, "no-such-model"),
        (["classify", "--encoding", "klingon"], 64, "klingon"),
        (["explain", "--label", "angry"], 64, "negative, neutral, positive"),
        (["evaluate", "movie-reviews-en"], 64, "--suite"),
    ])
    func mistakesAreNamed(arguments: [String], status: Int32, word: String) throws {
        let outcome = try run(.sentiment, arguments, input: "fine\n")
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
        #expect(outcome.outputData.isEmpty)
    }

    @Test func badBytesAreNamedByPlaceAndOtherEncodingsRead() throws {
        let bytes = Array("A boring, awful film about a caf".utf8) + [0xE9, 0x0A]
        let file = try Scratch.file(Data(bytes))
        expectSentence(
            try sentiment("classify", file.path, "--unit", "line"), status: 65, ["line 1", "--encoding"],
            tool: "sentiment")
        let found = try lines(
            sentiment(
                "classify", file.path, "--unit", "line", "--encoding", "windows-1252", "--format", "jsonl", "--explain")
        )
        #expect(found[0].label == "negative" && found[0].words?.last?.text == "café")
        let binary = try Scratch.file(Data([0x41, 0x00, 0x42, 0x0A]))
        expectSentence(try sentiment("classify", binary.path), status: 65, [binary.path], tool: "sentiment")
    }
}

extension String {
    fileprivate func utf8Prefix(_ count: Int) -> String { String(decoding: utf8.prefix(count), as: UTF8.self) }
}
