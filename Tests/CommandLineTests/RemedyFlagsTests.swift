import CommandSupport
import Foundation
import Recurrent
import Testing
import ToolSupport

/// The tools describe the remedies of the library's errors with their own flags.
@Suite struct RemedyFlagsTests {
    private static let phrases: [(remedy: Remedy, phrase: String)] = [
        (.advice("complete the row"), "complete the row"),
        (.set(.frequency), "give --frequency"),
        (.set(.fill, to: "linear", "zero"), "give --fill linear or zero"),
        (.set(.delimiter, to: ";", detail: "if it is a table"), "give --delimiter ';' if it is a table"),
        (.set(.dateFormat, suchAs: "dd.MM.yyyy HH:mm"), "give --date-format, such as 'dd.MM.yyyy HH:mm'"),
        (.set(.sorts, to: "true"), "give --sort"),
        (
            .setOptions([
                OptionSetting(.sorts, to: ["true"]), OptionSetting(.fill, to: ["linear"]),
                OptionSetting(.duplicates, to: ["mean"]),
            ]), "give --sort --fill linear --duplicates mean"
        ),
        (
            .setOptions([OptionSetting(.series, to: ["shop"]), OptionSetting(.series, to: ["item no."])]),
            "give --series shop --series 'item no.'"
        ),
        (.setOptions([OptionSetting(.textColumn), OptionSetting(.labelColumn)]), "give --column and --label-column"),
        (.change([.delimiter]), "choose another --delimiter"),
        (.raise([.maxTokens]), "raise --max-tokens"),
        (
            .lower([.window, .horizon, .testRows, .validationSplit]),
            "lower --window, --horizon, --test or --validation-split"
        ),
        (.leaveOut([.takesLog, .takesLog1p]), "leave out --log or --log1p"),
        (.continuePretraining(folder: "a"), "continue it by repeating its sentiment pretrain command"),
    ]

    @Test(arguments: phrases.indices) func namesFlags(index: Int) {
        #expect(Self.phrases[index].remedy.inFlags == Self.phrases[index].phrase)
    }

    private static let place = SeriesPlace(file: "a.csv", row: 2, line: 3)

    private static let errors: [(error: any CommandError, message: String)] = [
        (
            SeriesError.missing(place, column: "b", count: 2),
            "'a.csv', row 2, line 3, column 'b': the value is missing, the first of 2; give --fill previous, linear, zero "
                + "or seasonal, or choose another --column."
        ),
        (
            SeriesError.decimalCommas(place, text: "1,2"),
            "'a.csv', row 2, line 3: the first row has one cell, and '1,2' is a number with a comma; give --delimiter ';' "
                + "--decimal-comma if it is a decimal comma, or put the numbers in quotes if commas separate groups of "
                + "digits."
        ),
        (
            SeriesError.ambiguousDates(
                file: "a.csv", text: "2/3/20", formats: ["MM/dd/yy", "dd/MM/yy"], readings: ["3 Feb", "2 Mar"]),
            "'a.csv': the date '2/3/20' may be 3 Feb (MM/dd/yy) or 2 Mar (dd/MM/yy); give --date-format MM/dd/yy or "
                + "dd/MM/yy."
        ),
        (
            SeriesError.stacked(file: "a.csv", columns: ["shop", "item"], count: 4),
            "'a.csv' holds 4 series, one for each value of the columns 'shop' and 'item'; give --series shop --series item "
                + "to forecast each on its own."
        ),
        (
            SeriesError.noRegularStep(file: "a.csv"),
            "'a.csv': the dates have no regular step; give --frequency, or give --irregular to take each row as a step."
        ),
        (
            SeriesError.unknownZone("Mars"),
            "'Mars' is not the name of one time zone; give --time-zone, such as Europe/Berlin, America/New_York, "
                + "Asia/Shanghai, UTC or +01:00."
        ),
        (
            ForecasterError.tooFewRows(file: "a.csv", found: 1, needed: 9, purpose: .learning),
            "a.csv has one row to learn from, without the test and those held out, and 9 are needed; give more rows, or "
                + "lower --window, --horizon, --test or --validation-split."
        ),
        (
            ForecasterError.unsuitableColumn(
                file: "a.csv", column: "b", problem: .transformation(.noLogarithm(row: 4, value: 0))),
            "a.csv, column \"b\": row 5 of the series is 0.0, which has no logarithm; leave out --log or --log1p."
        ),
        (
            ForecasterError.horizonTooLong(9, limit: 3, columns: ["b"]),
            "A horizon of 9 is more than the 3 steps that the model forecasts at once, and b cannot be known so far ahead; "
                + "give --horizon 9 when you train the model."
        ),
        (
            RecordError.noTable(file: "a.txt", option: .header, format: .text),
            "'a.txt' is read as text, which has no header; leave out --header, or give --input-format csv or tsv if it is "
                + "a table."
        ),
        (
            RecordError.unclearColumns(file: "a.csv", columns: ["b", "c"]),
            "'a.csv': it is not clear which column is the text; the columns are 'b', 'c'; give --column and --label-column "
                + "to name the columns of the text and the label."
        ),
        (
            LabelledTextsError.unknownLabel("x", file: "a.tsv", line: 3, classNames: ["y", "z"]),
            "'a.tsv', line 3: 'x' is none of the classes 'y', 'z'; correct it, or give --labels to map it to a class."
        ),
        (
            CorpusError.tooShort(name: "a.txt", tokens: 3, needed: 9),
            "a.txt has only 3 characters to train on, not counting the held-out part, and at least 9 are needed (batch "
                + "size times sequence length); give a longer text, or lower --batch-size or --sequence-length."
        ),
        (
            TrainingError.diverged(step: 3, loss: .infinity),
            "The training diverged at step 3 (loss inf); lower --learning-rate, or lower --clip-norm."
        ),
        (
            TranslatorError.allTooLong(maxTokens: 8),
            "every pair has more than 8 tokens on a side; raise --max-tokens, or give --unit bpe for longer tokens."
        ),
        (
            TextEncodingError.malformed(
                file: "a.txt", encoding: .utf8, byteOffset: 7, line: 2, guess: TextEncoding(named: "windows-1252")),
            "'a.txt', line 2: not valid UTF-8 at byte 7; it looks like windows-1252; give --encoding windows-1252 if that "
                + "is right, or repair the file."
        ),
        (
            ModelError.unfinishedPretraining(folder: "a"),
            "a holds a pretraining that was stopped before its end; continue it by repeating its sentiment pretrain "
                + "command, or give another folder."
        ),
    ]

    @Test(arguments: errors.indices) func aToolReportsAnErrorInFlags(index: Int) {
        let (error, message) = Self.errors[index]
        #expect(ErrorReport(error).sentence == message)
        // The library says the same without them.
        #expect(!error.description.contains("--") && error.description != message)
    }

    @Test func aNoteNamesFlags() throws {
        let note = try #require(
            HeaderRule.note(on: .init(isHeader: true, isCertain: false), firstRow: ["a", "b"], file: "x.csv"))
        #expect(
            note.message
                == "'x.csv': the first row, 'a', 'b', is taken for the names of the columns; give --header no if it is "
                + "data.")
    }

    /// A flag that no tool has would help nobody.
    @Test func everyFlagIsOneOfATool() throws {
        let help = try [Program.textgen, .sentiment, .seq2seq, .forecast].map {
            try run($0, ["--experimental-dump-help"]).output
        }.joined()
        for option in LibraryOption.allCases {
            #expect(help.contains("\"\(option.flag.dropFirst(2))\""), "\(option)")
        }
    }
}
