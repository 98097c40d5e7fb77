import Foundation
import Testing

struct InspectTests {
    /// Lines with brackets, quotes and an end of a script element.
    private static let text = String(
        repeating: "The boat (a small one) left.\n\"Wait!\" said Ann & </script><b>x</b>\n", count: 4)

    private func inspect(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(.textgen, ["inspect", "--model", TinyModel.path()] + arguments, input: input)
    }

    private func page(_ arguments: [String] = []) throws -> String {
        let page = try Scratch.folder().appendingPathComponent("page.html")
        let outcome = try run(
            .textgen,
            ["inspect", "--model", TinyModel.path(), "--text", Self.text, "--html", page.path] + arguments)
        expectSuccess(outcome)
        #expect(outcome.errors.contains("wrote \(page.path)"))
        return try String(contentsOf: page, encoding: .utf8)
    }

    @Test func theCardHasSurpriseUnitsNeighboursAndGates() throws {
        let outcome = try inspect("--text", Self.text, "--units", "3,0:5", "--neighbours", "ae", "--ablation")
        expectSuccess(outcome)
        for words in [
            "LSTM 1 x 24: 264 characters, ", "bits/char  line\n", "The boat (a small one) left.\n",
            "most surprising", "bracket depth", "Not in the first half of the text: indentation, digit.", "unit 0:3",
            "unit 0:5",
            "forget gate", "above 0.9", "█", "nearest vectors (cosine)", "input gate at 1", "silent",
        ] {
            #expect(outcome.output.contains(words), "\(words) is not in: \(outcome.output)")
        }
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test func fileTextAndStandardInputGiveTheSame() throws {
        let file = try Scratch.file(Data(Self.text.utf8))
        let expected = try inspect("--text", Self.text).output
        #expect(try inspect(file.path, "--threads", "1").output == expected)
        #expect(try inspect("-", input: Self.text).output == expected)
        #expect(try inspect(input: Self.text).output == expected)
    }

    @Test func jsonHasTheFiguresOfEvaluateAndOfEachToken() throws {
        let file = try Scratch.file(Data(Self.text.replacing("\n", with: "\r\n").utf8))
        let result = try jsonObject(inspect(file.path, "--units", "7", "--ablation", "--format", "json"))
        let evaluated = try jsonObject(textgen("evaluate", TinyModel.path(), file.path, "--format", "json"))
        let bits = try #require(result["bitsPerCharacter"] as? Double)
        #expect(try abs(bits - #require(evaluated["bitsPerCharacter"] as? Double)) < 1e-6)
        let tokens = try #require(result["tokens"] as? [[String: Any]])
        #expect(tokens.count == 264 && result["characters"] as? Int == 264 && result["totalCharacters"] as? Int == 264)
        let bytes = try Data(contentsOf: file)
        for token in tokens {
            let (start, end) = try (#require(token["start"] as? Int), #require(token["end"] as? Int))
            #expect(String(decoding: bytes[start..<end], as: UTF8.self) == token["text"] as? String)
            #expect((token["alternatives"] as? [Any])?.count == 5)
        }
        let unit = try #require((result["units"] as? [[String: Any]])?.first)
        #expect(unit["layer"] as? Int == 0 && unit["unit"] as? Int == 7)
        #expect((unit["cell"] as? [Double])?.count == 264)
        #expect((unit["gates"] as? [String: [Double]])?.keys.sorted() == ["candidate", "forget", "input", "output"])
        #expect((result["features"] as? [Any])?.count == 9)
        let ablation = try #require(result["ablation"] as? [String: Any])
        #expect((ablation["changes"] as? [Any])?.count == 5)
        #expect(try abs(#require(ablation["bitsPerCharacter"] as? Double) - bits) < 1e-6)
    }

    @Test func longTextsAreCutAndTheCardSaysSo() throws {
        let outcome = try inspect("--text", Self.text, "--length", "50")
        #expect(outcome.output.contains("the first 50 of 264 characters"), "\(outcome.output)")
        #expect(outcome.output.contains("too short to look for units"))
    }

    @Test func thePageIsSafeSmallAndNeedsNoNetwork() throws {
        let page = try page(["--ablation", "--units", "1,2"])
        #expect(page.utf8.count < 100_000)
        #expect(page.components(separatedBy: "</script>").count == 3, "the text ends a script element")
        #expect(page.contains("\"\\u003cunk>\""), "JSON may hold no <")
        #expect(!page.contains("<b>x</b>") && page.contains(">&amp;</span>") && page.contains(">&lt;</span>"))
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("src="))
        for words in ["default-src 'none'", "color-scheme: light dark", "Unit 0:1", "forget gate at 0", "tabindex"] {
            #expect(page.contains(words), "\(words)")
        }
        let start = try #require(page.range(of: "id=\"data\">")?.upperBound)
        let json = try #require(page[start...].components(separatedBy: "</script>").first)
        let data = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let units = try #require(data["units"] as? [[String: Any]])
        let series = try #require(units[0]["series"] as? [[String: Any]])
        #expect(series.compactMap { $0["name"] as? String }.prefix(2) == ["hidden state", "cell state"])
        let encoded = try #require(series[0]["values"] as? String)
        let values = try #require(Data(base64Encoded: encoded))
        let exact = try jsonObject(inspect("--text", Self.text, "--units", "1", "--format", "json"))
        let hidden = try #require((exact["units"] as? [[String: Any]])?.first?["hidden"] as? [Double])
        #expect(values.count == 264)
        for (value, byte) in zip(hidden, values) {
            #expect(abs(value - Double(Int8(bitPattern: byte)) / 127) < 0.005)
        }
    }

    @Test func terminalsGetColoursUnlessTheyDoNotWantThem() throws {
        for (setting, isColored) in [("env -u NO_COLOR", true), ("NO_COLOR=1", false)] {
            let terminal = try Terminal()
            let script = "\(setting) \"$0\" inspect --model \"$1\" --text \"$2\" --units 3 > \(terminal.path)"
            expectSuccess(try shell(script, TinyModel.path(), "The \u{9B}2J boat\nleft."))
            let shown = terminal.written()
            #expect(shown.contains("\u{1B}[48;5;") == isColored, "\(shown)")
            #expect(!shown.contains("\u{9B}") && shown.contains("\\u{009B}"))
        }
    }

    private static let mistakes: [(line: String, words: String)] = [
        ("/nowhere/a --text a", "--text"), ("--text a --encoding latin1", "--encoding"),
        ("--text a --length 0", "--length"), ("--text a --units 1:2:3", "1:2:3"), ("--text a --units 1,", "--units"),
        ("--text a --units " + String(repeating: "1,", count: 24) + "1", "25 units"), ("--text=", "--text"),
        ("--text a --neighbours=", "--neighbours"),
    ]

    @Test(arguments: mistakes)
    func wrongOptionsAreNamed(line: String, words: String) throws {
        let outcome = try run(.textgen, ["inspect"] + line.split(separator: " ").map(String.init))
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        let message = try #require(outcome.errorLines.first)
        #expect(message.hasPrefix("textgen: error: ") && message.contains(words), "\(outcome.errors)")
    }

    @Test func whatCannotBeDoneIsSaidInASentence() throws {
        let file = try Scratch.file(Data("A boat.".utf8))
        let empty = try Scratch.file(Data())
        expectSentence(try inspect(file.path, "--units", "1:0"), status: 64, ["1:0", "layer 0", "23", "--units"])
        expectSentence(try inspect(file.path, "--units", "24"), status: 64, ["0:24", "units 0 to 23"])
        expectSentence(try inspect(file.path, "--neighbours", "漢"), status: 64, ["漢", "--neighbours"])
        expectSentence(try inspect(file.path + "-missing"), status: 66, ["missing"])
        expectSentence(try inspect(empty.path), status: 65, ["is empty"])
        expectSentence(try inspect(file.path, "--html", file.path), status: 64, ["--html"])
        let page = try Scratch.folder().appendingPathComponent("missing/page.html").path
        expectSentence(try inspect(file.path, "--html", page), status: 74, [page])
    }
}
