import Foundation
import Testing

struct UsageTests {
    /// A command line, and what the message must name.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let words: [String]
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ line: String, _ words: String...) {
            arguments = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            self.words = words
        }
    }

    private static let sampling = [
        Mistake("sample --temperature -1", "--temperature", "-1"),
        Mistake("sample --temperature nan", "--temperature", "nan"),
        Mistake("sample --temperature inf", "--temperature", "inf"),
        Mistake("sample --temperature warm", "--temperature", "warm"),
        Mistake("sample --top-p 2", "--top-p", "2"),
        Mistake("sample --top-p 0", "--top-p", "0"),
        Mistake("sample --top-p -0.5", "--top-p", "-0.5"),
        Mistake("sample --top-k 0", "--top-k", "0"),
        Mistake("sample --top-k -3", "--top-k", "-3"),
        Mistake("sample --min-p 1", "--min-p", "1"),
        Mistake("sample --repetition-penalty 0", "--repetition-penalty", "0"),
        Mistake("sample --length 0", "--length", "0"),
        Mistake("sample --length -5", "--length", "-5"),
        Mistake("sample --length 99999999999999999999", "--length", "99999999999999999999"),
        Mistake("sample --count 0", "--count", "0"),
        Mistake("sample --random-seed -3", "--random-seed", "-3"),
        Mistake("sample --stop ", "--stop", "empty"),
        Mistake("sample --seed a --seed-file b", "--seed", "--seed-file"),
        Mistake("sample --no-such-option", "--no-such-option"),
        Mistake("sample one two", "two"),
        Mistake("sample --format xml", "--format", "xml"),
        Mistake("sample --threads 0", "--threads", "0"),
        Mistake("sample --threads 1000000000", "--threads", "1000000000"),
        Mistake("nonsense", "nonsense"),
        Mistake("evaluate shakespeare", "files"),
        Mistake("evaluate shakespeare x --streams 0", "--streams", "256", "0"),
        Mistake("evaluate shakespeare x --streams 257", "--streams", "257"),
        Mistake("evaluate shakespeare x --adapt --precision int8", "--adapt", "--precision"),
        Mistake("evaluate shakespeare x --adapt --counts-from y --counts-from", "--counts-from"),
        Mistake("sample --adapt", "--adapt", "--seed-file"),
        Mistake("inspect x --length -5", "--length", "-5"), Mistake("inspect x --units -1", "--units", "-1"),
        Mistake("sample --ending \(String(repeating: "x", count: 1_001))", "--ending", "1,001"),
        Mistake("compress x", "--output"),
    ]

    private static let training = [
        Mistake("train", "text file"),
        Mistake("train x --epochs 2 --time-budget 3m", "--epochs", "--time-budget"),
        Mistake("train x --epochs 0", "--epochs", "0"),
        Mistake("train x --epochs nan", "--epochs", "nan"),
        Mistake("train x --time-budget 20", "--time-budget", "20m"),
        Mistake("train x --time-budget -5m", "--time-budget", "-5m"),
        Mistake("train x --hidden-size 0", "--hidden-size", "0"),
        Mistake("train x --hidden-size 10000000000", "--hidden-size", "10000000000"),
        Mistake("train x --embedding-size -1", "--embedding-size", "-1"),
        Mistake("train x --num-layers 1000", "--num-layers", "1000"),
        Mistake("train x --batch-size 9223372036854775807", "--batch-size", "9223372036854775807"),
        Mistake("train x --sequence-length 9223372036854775807", "--sequence-length", "9223372036854775807"),
        Mistake("train x --validations 9223372036854775807", "--validations", "9223372036854775807"),
        Mistake("train x --dropout 1", "--dropout", "1"),
        Mistake("train x --recurrent-dropout -0.1", "--recurrent-dropout", "-0.1"),
        Mistake("train x --learning-rate -1", "--learning-rate", "-1"),
        Mistake("train x --learning-rate nan", "--learning-rate", "nan"),
        Mistake("train x --label-smoothing 1", "--label-smoothing", "1"),
        Mistake("train x --warmup-steps -1", "--warmup-steps", "-1"),
        Mistake("train x --patience 0", "--patience", "0"),
        Mistake("train x --clip-norm 1 --clip-value 1", "--clip-norm", "--clip-value"),
        Mistake("train x --validation-split 1", "--validation-split", "1"),
        Mistake("train x --validation-split -0.1", "--validation-split", "-0.1"),
        Mistake("train x --tokens word", "--tokens", "word"),
        Mistake("train x --random-seed -1", "--random-seed", "-1"),
        Mistake("train x --output a --resume b", "--output", "--resume"),
    ]

    @Test(arguments: sampling + training)
    func aMistakeEndsIn64AndNamesOptionAndValue(mistake: Mistake) throws {
        let outcome = try run(.textgen, mistake.arguments)
        #expect(outcome.status == 64, "ended in \(outcome.status) with: \(outcome.errors)")
        #expect(outcome.outputData.isEmpty)
        let message = try #require(outcome.errorLines.first)
        #expect(message.hasPrefix("textgen: error: "))
        for word in mistake.words { #expect(message.contains(word), "\(word) is not in: \(message)") }
        #expect(outcome.errors.contains("--help"), "the way to the help is missing: \(outcome.errors)")
    }

    @Test func aTextThatBeginsWithADashIsText() throws {
        let outcome = try textgen("sample", "--seed", "--no", "--length", "5", "--random-seed", "1")
        expectSuccess(outcome)
        #expect(outcome.output.hasPrefix("--no"))
    }
}
