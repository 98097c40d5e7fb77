import Foundation
import Testing

/// What `sentiment` does with tables, feeds and standard input, from the options to the columns that it prints.
struct TableTests {
    private func sentiment(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(.sentiment, arguments, input: input)
    }

    /// The fields of the lines of CSV without quotes.
    private func cells(_ outcome: Outcome) -> [[Substring]] {
        expectSuccess(outcome)
        return outcome.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    @Test func blankLinesHaveNoSentences() throws {
        let input = String(repeating: "\n", count: 200_000) + "A wonderful film.\n"
        let outcome = try sentiment("classify", "--unit", "sentence", "--format", "csv", "--quiet", input: input)
        #expect(cells(outcome).count == 2)
        let rows = "text\n" + String(repeating: "\"\n \"\n", count: 10_000)
        let table = try sentiment(
            "classify", "--unit", "sentence", "--input-format", "csv", "--format", "csv", "--quiet", input: rows)
        #expect(table.status == 0)
        let objects = String(repeating: "{\"text\":\"\"}\n", count: 10_000)
        let none = try sentiment(
            "classify", "--unit", "sentence", "--input-format", "jsonl", "--format", "json", "--quiet", input: objects)
        #expect(none.output.split(separator: "\n").count == 10_002)
    }

    /// As many rows and objects come out as go in, also where some have no sentence.
    @Test func recordsWithoutASentenceStayInTheCount() throws {
        let unit = ["classify", "--unit", "sentence", "--quiet", "--format"]
        let table = "text,n\nA wonderful film.,1\n,2\nA stupid mess.,3\n"
        let rows = cells(try run(.sentiment, unit + ["csv", "--input-format", "csv"], input: table))
        #expect(rows.map { $0.last } == ["n", "1", "2", "3"] && rows[2][0].isEmpty && rows[2][4].isEmpty)
        let objects = "{\"text\":\"A wonderful film.\"}\n{\"text\":\"\"}\n"
        let found = try run(.sentiment, unit + ["jsonl", "--input-format", "jsonl"], input: objects)
        #expect(found.output.split(separator: "\n").count == 2, "\(found.output)")
        let plain = try run(.sentiment, unit + ["text", "--input-format", "csv"], input: table)
        #expect(plain.output.split(separator: "\n").count == 3 && plain.output.contains("(no words)"))
    }

    @Test func namesThatSayNothingAreAskedFor() throws {
        let table = "headline,source_site\nStocks rise again,reuters\nStocks fall again,reuters\nProfits up,ap\n"
        expectSentence(
            try sentiment("classify", "--input-format", "csv", "--header", "yes", input: table), status: 65,
            ["--column", "headline", "source_site"], tool: "sentiment")
    }

    /// A comment of HTML is one, however many sentences it holds.
    @Test func markupIsNotCutIntoSentences() throws {
        let input = "<!-- Awful. Dull. Boring. --> A wonderful film. I liked it.\n"
        let outcome = try sentiment("classify", "--unit", "sentence", "--format", "jsonl", "--quiet", input: input)
        #expect(outcome.output.split(separator: "\n").count == 2, "\(outcome.output)")
        #expect(!outcome.output.contains("negative\","), "\(outcome.output)")
    }

    @Test func columnsOfTheInputAreKept() throws {
        let table = "id,comment_text,toxic\n1,a wonderful film,0\n2,a stupid mess,1\n"
        let found = try sentiment(
            "classify", "--input-format", "csv", "--column", "2", "--format", "csv", input: table)
        let rows = cells(found)
        #expect(found.errors.isEmpty)
        #expect(rows.map(\.count) == [7, 7, 7])
        #expect(rows[0] == ["label", "probability", "file", "line", "id", "comment_text", "toxic"])
        #expect(
            rows[1][0] == "positive" && rows[1].dropFirst(2) == ["standard input", "2", "1", "a wonderful film", "0"])
        let clash = try sentiment(
            "classify", "--input-format", "csv", "--format", "tsv", input: "text,label,File\na wonderful film,x,y\n")
        #expect(
            clash.output.hasPrefix("sentiment_label\tprobability\tsentiment_file\tline\ttext\tlabel\tFile\npositive\t"))
        let object =
            #"{"text": "a wonderful film", "id": [1, 2], "more": null}"# + "\n" + #"{"id": 3, "text": "dull", "x": 1}"#
        let objects = try sentiment("classify", "--input-format", "jsonl", "--format", "tsv", input: object)
        let lines = objects.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        #expect(lines[0].suffix(3) == ["text", "id", "more"])
        #expect(lines[1].suffix(3) == ["a wonderful film", "[1, 2]", ""] && lines[2].suffix(3) == ["dull", "3", ""])
        #expect(objects.errors.contains("no such column: x"))
        let sentences = try sentiment(
            "classify", "--input-format", "csv", "--unit", "sentence", "--format", "csv", "--quiet",
            input: "text,n\nGood. Bad.,1\n")
        #expect(
            cells(sentences).map { $0.dropFirst(4) } == [
                ["sentence", "text", "n"], ["Good. ", "Good. Bad.", "1"], ["Bad.", "Good. Bad.", "1"],
            ])
    }

    @Test func aHeadlineIsSaidAndNamesAreRefusedWithoutAHeader() throws {
        let text = try Scratch.file(
            Data("headline;polarity\nA wonderful film for us all;positive\n".utf8), named: "x.txt")
        let outcome = try sentiment("classify", text.path, "--unit", "line")
        #expect(outcome.errors.contains("headline;polarity") && outcome.errors.contains("--delimiter ';'"))
        let cut = try sentiment("classify", text.path, "--delimiter", "semicolon", "--column", "1", "--format", "csv")
        #expect(
            cells(cut).map { $0.suffix(2) } == [
                ["headline", "polarity"], ["A wonderful film for us all", "positive"],
            ])
        let named = try sentiment("classify", text.path, "--header", "no", "--column", "body")
        #expect(named.status == 64 && named.errors.contains("--column body") && named.errors.contains("--header no"))
        for delimiter in ["ab", "é", "x", "\""] {
            let refused = try sentiment("classify", text.path, "--delimiter", delimiter)
            #expect(refused.status == 64 && refused.errors.contains("tab, comma"), "\(delimiter)")
        }
    }

    @Test func aBadByteDoesNotEndAFeed() throws {
        let script =
            "printf 'A wonderful film.\\nA st\\377upid mess.\\nA boring film.\\n' | \"$0\" classify --unit line "
        func classify(_ options: String) throws -> Outcome {
            try run(.shell, ["-c", script + options, Program.sentiment.path])
        }
        let strict = try classify("--quiet")
        #expect(strict.status == 65 && strict.errors.contains("--errors replace") && strict.errors.contains("line 2"))
        #expect(strict.output.split(separator: "\n").count == 1)
        let replaced = try classify("--errors replace")
        #expect(replaced.status == 0 && replaced.output.split(separator: "\n").count == 3)
        #expect(replaced.errors.contains("1 invalid byte replaced (line 2)"))
        let skipped = try classify("--errors skip --format jsonl")
        #expect(skipped.output.split(separator: "\n").count == 2 && skipped.output.contains("\"line\":3"))
        #expect(skipped.errors.contains("1 record skipped (line 2)"))
    }

    @Test func standardInputIsReadWhereverAFileIs() throws {
        let labelled =
            "label\ttext\n" + String(repeating: "positive\tA wonderful film.\nnegative\tA boring film.\n", count: 3)
        let measured = try sentiment(
            "evaluate", "movie-reviews-en", "-", "--input-format", "tsv", "--format", "json", "--quiet", input: labelled
        )
        #expect(try jsonObject(measured)["accuracy"] as? Double == 1)
        let fastText = "__label__positive A wonderful film.\n__label__negative A boring film.\n"
        let lines = try sentiment("evaluate", "movie-reviews-en", "-", "--format", "json", input: fastText)
        #expect(try jsonObject(lines)["documents"] as? Int == 2)
        #expect(lines.errors.contains("__label__"))
        let output = try Scratch.folder().appendingPathComponent("calibrated").path
        let calibrated = try sentiment(
            "calibrate", "movie-reviews-en", "-", "--input-format", "tsv", "--output", output, "--quiet",
            input: labelled)
        expectSuccess(calibrated)
        #expect(
            try sentiment("explain", "-", "--format", "json", input: "A wonderful film.").output.contains("wonderful"))
        for arguments in [
            ["evaluate", "movie-reviews-en", "-", "-"], ["classify", "-", "-"], ["train", "-", "--validation", "-"],
            ["calibrate", "movie-reviews-en", "-", "-", "-o", output],
        ] {
            let outcome = try run(.sentiment, arguments)
            #expect(outcome.status == 64 && outcome.errors.contains("standard input"), "\(arguments)")
        }
        expectSentence(
            try sentiment("evaluate", "movie-reviews-en", "-", input: "a film\n"), status: 65,
            ["standard input", "--input-format"], tool: "sentiment")
    }

    @Test func macroFiguresLeaveOutClassesWithoutTexts() throws {
        let file = try Scratch.file(Data("positive\tA wonderful film.\npositive\tI loved it.\n".utf8), named: "x.tsv")
        let outcome = try sentiment("evaluate", "movie-reviews-en", file.path, "--format", "json", "--header", "no")
        let object = try jsonObject(outcome)
        #expect(object["macroF1"] as? Double == 1 && object["averagedClasses"] as? [String] == ["positive"])
        let card = try sentiment("evaluate", "movie-reviews-en", file.path, "--header", "no").output
        #expect(card.contains("mean of 1 of 2 classes; without a text here: negative"))
    }

    @Test(arguments: [
        ["train"], ["evaluate"], ["classify"], ["calibrate"], ["pretrain"],
    ]) func helpSaysTheRule(command: [String]) throws {
        let help = try run(.sentiment, command + ["--help"]).output
        for option in ["--header", "--delimiter", "--errors", "yes", "auto"] {
            #expect(help.contains(option), "\(command)")
        }
    }

    /// The data of a training that came by standard input are asked for again, and must be the same.
    @Test func aTrainingFromStandardInputGoesOn() throws {
        let texts = (0..<120).map {
            "\($0 % 2 == 0 ? "good" : "bad")\ta \($0 % 2 == 0 ? "lovely" : "tedious") film \($0 % 7)"
        }
        let data = texts.joined(separator: "\n") + "\n"
        let options = [
            "--hidden-size", "8", "--embedding-size", "12", "--epochs", "60", "--batch-size", "8", "--random-seed", "1",
            "--adversarial", "0", "--validations", "60", "--input-format", "tsv", "--quiet",
        ]
        let folder = try Scratch.folder().appendingPathComponent("model")
        let killed = try RunningProgram(.sentiment, ["train", "-", "--output", folder.path] + options, input: data)
        try killed.waitUntil {
            FileManager.default.fileExists(atPath: folder.appendingPathComponent("training.safetensors").path)
        }
        killed.send(SIGKILL)
        _ = try killed.wait(timeout: 60)
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("training.safetensors").path) else {
            return  // it had come to its end
        }
        let other = try sentiment("train", "--resume", folder.path, "--quiet", input: data + "good\tmore\n")
        expectSentence(other, status: 65, ["the texts have changed since"], tool: "sentiment")
        expectSuccess(try sentiment("train", "--resume", folder.path, "--quiet", input: data))
    }
}
