import Foundation
import Testing

/// What `seq2seq` does with the headers of tables, bad bytes and standard input.
struct PairTableTests {
    private static let pairs =
        "english\tfrench\nI am tired now.\tJe suis fatigué maintenant.\nWe are very happy.\tNous sommes très heureux.\n"

    private func seq2seq(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(.seq2seq, arguments, input: input)
    }

    private func pairCount(_ options: [String]) throws -> (count: Int?, errors: String) {
        let outcome = try run(
            .seq2seq, ["evaluate", "english-french", "-", "--format", "json", "--beam-size", "1"] + options,
            input: Self.pairs)
        return (try jsonObject(outcome)["pairs"] as? Int, outcome.errors)
    }

    @Test func aHeaderIsNoPair() throws {
        let found = try pairCount([])
        #expect(found.count == 2 && !found.errors.contains("'english', 'french'"))  // two languages are certain
        #expect(try pairCount(["--header", "no", "--quiet"]).count == 3)
        let named = try pairCount(["--source-column", "English", "--target-column", "2", "--quiet"])
        #expect(named.count == 2 && named.errors.isEmpty)
    }

    @Test func whatCannotBeIsRefused() throws {
        for arguments in [
            ["evaluate", "english-french", "-", "-"], ["train", "-", "--validation", "-"], ["translate", "-", "-"],
            ["evaluate", "english-french", "-", "--header", "no", "--source-column", "en"],
            ["evaluate", "english-french", "a.en", "a.fr", "--header", "yes"],
            ["evaluate", "english-french", "a.en", "a.fr", "--errors", "skip"],
            ["evaluate", "english-french", "a.tsv", "--input-format", "fasttext"],
        ] {
            #expect(try run(.seq2seq, arguments).status == 64, "\(arguments)")
        }
    }

    @Test func aBadByteDoesNotEndTheTranslation() throws {
        let script = "printf 'I am tired.\\nI \\377am tired.\\nI am happy.\\n' | \"$0\" translate --beam-size 1 "
        func translate(_ options: String) throws -> Outcome {
            try run(.shell, ["-c", script + options, Program.seq2seq.path])
        }
        let strict = try translate("--quiet")
        #expect(strict.status == 65 && strict.errors.contains("--errors skip"))
        #expect(try translate("--errors replace --quiet").output.split(separator: "\n").count == 3)
        let skipped = try translate("--errors skip")
        #expect(
            skipped.output.split(separator: "\n").count == 2 && skipped.errors.contains("1 record skipped (line 2)"))
    }
}
