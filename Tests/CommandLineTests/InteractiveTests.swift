import Foundation
import Testing

/// `textgen sample --interactive`: a text that is written piece by piece.
struct InteractiveTests {
    private func session(_ lines: [String], _ arguments: String...) throws -> Outcome {
        try run(
            .textgen, ["sample", TinyModel.path(), "--interactive", "--random-seed", "5", "--quiet"] + arguments,
            input: lines.map { $0 + "\n" }.joined())
    }

    /// The replies to some lines, without that of the start.
    private func replies(_ lines: [String], _ arguments: String...) throws -> [[String: Any]] {
        let outcome = try run(
            .textgen,
            ["sample", TinyModel.path(), "--interactive", "--random-seed", "5", "--format", "json"] + arguments,
            input: lines.joined(separator: "\n"))
        expectSuccess(outcome)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        return Array(try objects(outcome).dropFirst())
    }

    private func objects(_ outcome: Outcome) throws -> [[String: Any]] {
        try outcome.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private func text(_ reply: [String: Any]) throws -> String { try #require(reply["text"] as? String) }

    @Test func theFirstPieceIsThatOfSampleAndTheNextGoesOn() throws {
        let first = try textgen(
            "sample", TinyModel.path(), "--random-seed", "5", "--quiet", "--seed", "The", "--length", "40")
        let outcome = try session(["", "c", "continue", "show"], "--seed", "The", "--length", "40")
        expectSuccess(outcome)
        #expect(outcome.errors.isEmpty, "no prompt into a pipe: \(outcome.errors)")
        let shown = try replies(["", "c", "c", "show"], "--seed", "The", "--length", "40")
        let pieces = try shown.map(text)
        #expect("The" + pieces[0] + "\n" == first.output)
        #expect(pieces[3] == "The" + pieces[0] + pieces[1] + pieces[2])
        #expect(outcome.output == "The\n" + pieces.map { $0 + "\n" }.joined())
        #expect(shown.map { $0["randomSeed"] as? Int } == [5, 6, 7, nil])
    }

    @Test func theSameCommandsGiveTheSameBytes() throws {
        let lines = ["", "r", "a 3", "2", "b dark", "t 1.2", "c", "w  Yes,\\n", "c", "u", "s main", "tree", "show"]
        let first = try session(lines, "--length", "30")
        expectSuccess(first)
        #expect(try session(lines, "--length", "30", "--threads", "1").outputData == first.outputData)
    }

    @Test func retryUndoAndSwitchGoBackAndKeepWhatWasThere() throws {
        let lines = ["c", "c", "retry", "undo", "c", "s 2", "show", "u", "u", "show"]
        let all = try replies(lines, "--seed", "A", "--length", "30")
        let texts = try [0, 1, 2, 4].map { try text(all[$0]) }
        #expect(Set(texts).count == 4, "another random draw each: \(texts)")
        #expect(try text(all[6]) == "A" + texts[0] + texts[1], "piece 2 is the one that was tried again")
        #expect(try text(all[9]) == "A")
        #expect(all.map { $0["piece"] as? Int } == [1, 2, 3, 1, 4, 2, 2, 1, 0, 0])
    }

    @Test func branchesGoOnByThemselves() throws {
        let lines = ["c", "branch dark", "c", "switch main", "c", "show", "s dark", "show", "tree"]
        let all = try replies(lines, "--length", "20")
        let pieces = try [0, 2, 4].map { try text(all[$0]) }
        #expect(try text(all[5]) == pieces[0] + pieces[2])
        #expect(try text(all[7]) == pieces[0] + pieces[1])
        let tree = try #require(all[8]["pieces"] as? [[String: Any]])
        #expect(tree.map { $0["parent"] as? Int } == [nil, 0, 1, 1])
        #expect(tree.map { $0["branches"] as? [String] } == [nil, nil, ["dark"], ["main"]])
        let shown = try session(lines, "--length", "20").output
        #expect(shown.contains("\n  2: ") && shown.contains("[dark *]") && shown.contains("[main]"), "\(shown)")
    }

    @Test func alternativesAreListedAndTaken() throws {
        let all = try replies(["c", "a 3", "2", "show"])
        let alternatives = try #require(all[1]["alternatives"] as? [[String: Any]])
        let texts = alternatives.compactMap { $0["text"] as? String }
        #expect(texts.count == 3 && Set(texts).count == 3)
        let tokens = try #require(all[1]["nextTokens"] as? [[String: Any]])
        let shares = tokens.compactMap { $0["probability"] as? Double }
        #expect(shares.count == 8 && shares == shares.sorted(by: >) && shares[0] <= 1)
        #expect(try text(all[2]) == texts[1])
        #expect(try text(all[3]) == text(all[0]) + texts[1])
        #expect(try session(["a", "c", "1"]).errors.contains("alternatives lists some"))
    }

    @Test func ownWordsAreReadAsTheyStand() throws {
        let all = try replies(["w  Once\\n\\\\ more ", "c", "show"], "--length", "20")
        #expect(try text(all[0]) == " Once\n\\ more ")
        #expect(try text(all[2]) == " Once\n\\ more " + text(all[1]))
        // What follows is what follows the same text as a seed.
        let seeded = try replies(["w  the sea", "c"], "--seed", "By", "--length", "25")
        let whole = try replies(["c"], "--seed", "By the sea", "--length", "25")
        #expect(try text(seeded[1]) == text(whole[0]))
        #expect(try replies(["w 漢"])[0]["unknown"] as? [String] == ["漢"])
    }

    @Test func settingsChange() throws {
        let lines = ["t 0.5", "min-p off", "top-k 5", "top-p 0.9", "l 12", "end length", "c", "settings"]
        let all = try replies(lines)
        #expect(try text(all[6]).count == 12)
        let settings = try #require(all[7]["settings"] as? [String: Any])
        let sampling = try #require(settings["sampling"] as? [String: Any])
        #expect(sampling["temperature"] as? Double == 0.5 && sampling["topK"] as? Int == 5)
        #expect(sampling["minP"] == nil && settings["length"] as? Int == 12 && settings["end"] as? String == "length")
        #expect(try session(["settings"]).output == "temperature 0.7, min-p 0.1, length 500, end word\n")
    }

    /// Lines that cannot be carried out, and words of what is said.
    private static let problems: [(String, [String])] = [
        ("retri", ["'retri'", "the nearest is retry", "help"]), ("xyzzyxyzzy", ["no command", "help lists"]),
        ("u", ["nothing to take back"]), ("retry", ["continue"]), ("s nowhere", ["'nowhere'", "tree"]),
        ("s 7", ["'7'"]), ("b main", ["already", "switch main"]), ("b 1a", ["'1a'", "letter"]), ("b", ["branch NAME"]),
        ("t hot", ["temperature", "'hot'"]), ("t -1", ["temperature", "-1"]), ("min-p 2", ["min-p", "below 1"]),
        ("l 0", ["length", "0"]), ("end never", ["'never'", "sentence"]), ("a 99", ["50", "'99'"]),
        ("9", ["alternatives"]),
        ("show me", ["'me'"]), ("w a\\q", ["\\q", "\\n"]), ("w a\\", ["backslash"]),
        ("save /nowhere/b/c", ["/nowhere/b/c"]),
        ("save \(NSTemporaryDirectory())", ["already"]), ("\u{1B}[2J", ["no command"]),
    ]

    @Test func problemsAreNamedAndTheSessionGoesOn() throws {
        for (line, words) in Self.problems {
            let outcome = try session([line, "l 5", "c", "quit", "c"])
            #expect(outcome.status == (line.hasPrefix("save /no") ? 74 : 64) || outcome.status == 66, "\(line)")
            #expect(outcome.errorLines.count == 2, "\(line): \(outcome.errors)")
            #expect(outcome.errors.contains("1 of 4 commands could not be carried out"), "\(outcome.errors)")
            for word in words { #expect(outcome.errors.contains(word), "\(word) is not in: \(outcome.errors)") }
            #expect(!outcome.errors.contains("\u{1B}"))
            #expect(outcome.output.split(separator: "\n").count >= 2, "it went on: \(outcome.output)")
        }
        let json = try run(
            .textgen, ["sample", TinyModel.path(), "--interactive", "--format", "json", "--quiet"], input: "retri\n")
        let error = try #require(objects(json).last)
        #expect(json.status == 64 && error["line"] as? String == "retri")
        #expect((error["error"] as? String)?.contains("retry") == true)
    }

    private static let refused = [
        "--lines 3", "--count 2", "--unique", "--not-in a", "--corpus a", "--stop x", "--ending x", "--manifest m",
        "--seed-file -",
    ]

    @Test func optionsWithoutSenseAreRefused() throws {
        for line in Self.refused {
            let options = line.split(separator: " ").map(String.init)
            let outcome = try run(.textgen, ["sample", "--interactive"] + options)
            #expect(outcome.status == 64 && outcome.errors.contains(options[0]), "\(line): \(outcome.errors)")
        }
        let pattern = try run(.textgen, ["sample", TinyModel.path(), "--interactive", "--match", "a[b"])
        expectSentence(pattern, status: 64, ["column 2"])
    }

    @Test func conditionsHoldForEachPiece() throws {
        let all = try replies(["c", "c", "a 2"], "--match", "[a-z]{3,6}\\.", "--length", "20", "--forbid", "the")
        let listed = try #require(all[2]["alternatives"] as? [[String: Any]]).compactMap { $0["text"] as? String }
        for text in try [text(all[0]), text(all[1])] + listed {
            #expect(text.wholeMatch(of: /[a-z]{3,6}\./) != nil && text != "the.", "\(text)")
        }
    }

    @Test func theTextIsSavedToANewFile() throws {
        let path = try Scratch.folder().appendingPathComponent("text.txt").path
        let all = try replies(["c", "save \(path)", "c", "save \(path)", "show"], "--length", "20")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text(all[4]))
        let again = try session(["save \(path)"])
        #expect(again.status == 64 && again.errors.contains("another name"), "\(again.errors)")
    }

    @Test func helpNamesEveryCommand() throws {
        let help = try session(["h"]).output
        for word in ["c, continue", "r, retry", "u, undo", "w, write TEXT", "min-p", "save FILE", "q, quit"] {
            #expect(help.contains(word), "\(word) is not in: \(help)")
        }
    }

    /// Ctrl-C ends a piece of any length, and the session goes on with what was written.
    @Test func theFirstCtrlCInATerminalEndsThePiece() throws {
        let (terminal, output) = (try Terminal(), try Scratch.folder().appendingPathComponent("out"))
        let program = try RunningProgram(
            .shell,
            [
                "-c",
                "exec \"$0\" sample \"$1\" --interactive --length 1000000000 --end length --random-seed 1 < \"$2\" > \"$3\"",
                Program.textgen.path, TinyModel.path(), terminal.path, output.path,
            ])
        terminal.type("c\n")
        try program.waitUntil { (try? Data(contentsOf: output).count) ?? 0 > 500 }
        program.send(SIGINT)
        try program.waitUntil { try program.errorsSoFar.contains("main> main> ") }
        terminal.type("show\nretri\nquit\n")
        let outcome = try program.wait(timeout: 60)
        expectSuccess(outcome)
        #expect(outcome.errors.contains("retry"), "\(outcome.errors)")
        let text = try String(contentsOf: output, encoding: .utf8)
        #expect(text.count > 1000 && text.prefix(text.count / 2) == text.suffix(text.count / 2))
    }

    @Test func ctrlCAtThePromptEndsTheSession() throws {
        let terminal = try Terminal()
        let program = try RunningProgram(
            .shell,
            [
                "-c", "exec \"$0\" sample \"$1\" --interactive < \"$2\"", Program.textgen.path, TinyModel.path(),
                terminal.path,
            ])
        try program.waitUntil { try program.errorsSoFar.contains("main> ") }
        program.send(SIGINT)
        #expect(try program.wait(timeout: 60).status == 130)
    }
}
