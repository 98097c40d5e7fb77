import Foundation
import Testing

/// What stands in files does not steer the terminal, and a terminal or pipe that has gone is no crash.
struct TerminalTests {
    private static let hostile = "\u{1B}[31mred\u{9B}2J\u{7F}\u{202E}\u{2028}\u{8}"

    /// Characters that would steer a terminal; the colours that programs set themselves are taken out before.
    private func expectHarmless(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let bad = text.unicodeScalars.filter { scalar in
            (scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t")
                || (0x2028...0x202E).contains(scalar.value)
        }
        #expect(bad.isEmpty, "\(text.debugDescription)", sourceLocation: sourceLocation)
    }

    /// A classifier whose class has a hostile name.
    private static let classifier = Result {
        let rows = (0..<80).map {
            "\($0 % 2 == 0 ? hostile.replacing("\u{2028}", with: "") : "plain")\tword\($0 % 2) film\n"
        }
        let data = try Scratch.file(Data(rows.joined().utf8), named: "data.tsv")
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let outcome = try run(
            .sentiment,
            [
                "train", data.path, "--output", folder, "--hidden-size", "4", "--embedding-size", "4", "--epochs", "1",
                "--random-seed", "1",
            ])
        guard outcome.status == 0 else { throw ProgramError(command: "sentiment train", problem: outcome.errors) }
        return (folder: folder, data: data.path, outcome: outcome)
    }

    @Test func classNamesAreShownEscapedInMessagesAndStayInPipes() throws {
        let (folder, data, trained) = try Self.classifier.get()
        expectHarmless(trained.errors)
        #expect(trained.errors.contains("\\u{1B}[31mred"), "\(trained.errors)")
        #expect(trained.output.contains("\u{1B}[31mred"), "a pipe has the bytes as they are")
        let unknown = try run(.sentiment, ["explain", "--model", folder, "--label", "x"], input: "word0 film")
        expectHarmless(unknown.errors)
        for arguments in [
            ["evaluate", folder, data], ["classify", "--model", folder, data],
            ["explain", "--model", folder, "/dev/stdin"],
            ["classify", "--model", folder, "--explain", "--unit", "line"],
            ["classify", "--model", folder, "--unit", "line", "--format", "csv"],
        ] {
            let terminal = try Terminal()
            let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
            let outcome = try run(
                .shell, ["-c", "NO_COLOR=1 '\(Program.sentiment.path)' \(quoted) > \(terminal.path)"],
                input: "word0 film \(Self.hostile)\n")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let shown = terminal.written()
            expectHarmless(shown)
            #expect(shown.contains("film") || shown.contains("\\u{1B}[31mred"), "\(shown)")
        }
    }

    @Test func fileNamesAndColumnsAreShownEscaped() throws {
        let folder = try Scratch.folder().path
        let name = folder + "/\u{1B}]0;title\u{7}a\nb.txt"
        let missing = try textgen("train", name, "--output", folder + "/m")
        #expect(missing.status == 66 && missing.errorLines.count == 1)
        expectHarmless(missing.errors)
        let usage = try textgen("sample", "--format", Self.hostile)
        expectHarmless(usage.errors)
        #expect(usage.status == 64)
        let series = try TinySeries.file("month,\(Self.hostile),\u{9B}2J\n2000-01,1,2\n2000-02,2,3\n")
        let columns = try forecast("train", series.path, "--output", folder + "/f")
        expectHarmless(columns.errors)
        #expect(columns.status != 0)
    }

    @Test func picturesHaveNoControlCharacters() throws {
        let rows = (0..<60).map { "\(TinySeries.month($0)),\($0 % 7)\n" }
        let series = try TinySeries.file("month,\(Self.hostile.replacing("\u{2028}", with: ""))\n" + rows.joined())
        let chart = try Scratch.folder().appendingPathComponent("a.svg")
        let outcome = try run(
            .forecast, ["backtest", series.path, "--test", "5", "--chart", chart.path] + TinySeries.quick)
        expectSuccess(outcome)
        expectHarmless(try String(contentsOf: chart, encoding: .utf8))
    }

    @Test func writtenTextSteersNoTerminalAndStaysInPipes() throws {
        let terminal = try Terminal()
        let seed = "a\u{1B}[31mb\u{9B}"
        let script = "printf '%s' \"$1\" | \"$0\" sample --seed-file - --length 5 --random-seed 1 --quiet"
        expectSuccess(try shell("\(script) > \(terminal.path)", seed))
        let shown = terminal.written()
        expectHarmless(shown)
        #expect(shown.hasPrefix("a\\u{1B}[31mb\\u{009B}"), "\(shown.debugDescription)")
        #expect(try shell(script, seed).output.hasPrefix(seed))
        let tokens = try Terminal()
        expectSuccess(try shell("printf 'x \\033[31m \\302\\233y' | \"$0\" tokenize --unit grapheme > \(tokens.path)"))
        expectHarmless(tokens.written())
    }

    /// With what is closed, how each tool must end, and what must be said.
    private static let closings: [(String, [Int32], String)] = [
        (">&-", [74], "cannot write the output"), ("> /dev/full", [74], "no space"), ("2>&-", [0], ""),
        ("<&- 2>&- | head -c 1", [0], ""), (">&- 2>&-", [74], ""), ("<&- >&- 2>&-", [74], ""),
    ]

    @Test(arguments: [
        ("textgen", "sample --length 5 --random-seed 1"), ("sentiment", "models"), ("seq2seq", "models"),
        ("forecast", "--help"), ("textgen", "models --format json"),
    ])
    func descriptorsThatAreClosedAreNoCrash(tool: String, line: String) throws {
        for (closing, statuses, words) in Self.closings {
            let outcome = try run(.shell, ["-c", "'\(Program(named: tool).path)' \(line) \(closing)"])
            #expect(
                statuses.contains(outcome.status), "\(tool) \(line) \(closing): \(outcome.status) \(outcome.errors)")
            #expect(outcome.errors.lowercased().contains(words) || words.isEmpty, "\(closing): \(outcome.errors)")
        }
    }

    @Test func aTrainingWithoutDescriptorsWritesNothingIntoItsFiles() throws {
        let model = try TinyModel.training()
        let folder = try Scratch.folder().appendingPathComponent("model")
        let options = TinyModel.options.joined(separator: " ")
        _ = try shell("exec \"$0\" train \"$1\" --output \"$2\" \(options) <&- >&- 2>&-", model.text.path, folder.path)
        #expect(try weights(in: folder) == weights(in: model.folder))
        #expect(try files(in: folder) == finishedFiles)
    }

    @Test func aClosedStandardInputIsNamed() throws {
        for tool in ["textgen tokenize", "sentiment classify", "seq2seq translate"] {
            let parts = tool.split(separator: " ").map(String.init)
            let outcome = try run(.shell, ["-c", "'\(Program(named: parts[0]).path)' \(parts[1]) <&-"])
            #expect([0, 74].contains(outcome.status), "\(tool): \(outcome.status)")
            #expect(outcome.status == 0 || outcome.errors.contains("standard input"), "\(outcome.errors)")
        }
    }

    @Test func aTerminalThatHangsUpEndsATraining() throws {
        let text = try TinyModel.training().text.path
        let folder = try Scratch.folder().appendingPathComponent("model")
        let program = try RunningProgram(
            .textgen, ["train", text, "--output", folder.path, "--hidden-size", "16", "--epochs", "9000"])
        let checkpoint = folder.appendingPathComponent("training.safetensors").path
        try program.waitUntil { FileManager.default.fileExists(atPath: checkpoint) }
        program.send(SIGHUP)
        let outcome = try program.wait(timeout: 60)
        #expect(outcome.status == 130 && outcome.errors.contains("--resume"), "\(outcome.status) \(outcome.errors)")
    }
}
