import Foundation
import Testing

struct EvaluateTests {
    @Test func partsSideBySideGiveTheFigureOfOnePiece() throws {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(6_000)))
        let results = try [["--streams", "1"], ["--threads", "1"], ["--threads", "2"]].map { options in
            try jsonObject(run(.textgen, ["evaluate", TinyModel.path(), text.path, "--format", "json"] + options))
        }
        let nats = try results.map { try #require($0["natsPerCharacter"] as? Double) }
        #expect(results[0]["streams"] as? Int == 1 && results[1]["streams"] as? Int == 10)
        #expect(abs(nats[0] - nats[1]) < 1e-6 && nats[1] == nats[2], "\(nats)")
        #expect(
            try textgen("evaluate", TinyModel.path(), text.path).output.contains("read in 10 parts side by side"))
    }

    @Test func adaptingLearnsFromTheTextAndPrintsItsParts() throws {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.dropFirst(8_000).prefix(2_500)))
        let arguments = ["evaluate", try TinyModel.path(), text.path]
        let plain = try jsonObject(run(.textgen, arguments + ["--format", "json"]))
        let adapted = try jsonObject(run(.textgen, arguments + ["--adapt", "--format", "json"]))
        #expect(Set(adapted.keys).isSuperset(of: plain.keys))
        func nats(_ object: [String: Any], _ key: String) throws -> Double { try #require(object[key] as? Double) }
        let network = try nats(plain, "natsPerCharacter")
        #expect(try nats(adapted, "networkNatsPerCharacter") == network)
        #expect(try nats(adapted, "natsPerCharacter") < network)
        #expect(try nats(adapted, "adaptedNatsPerCharacter") < network)
        #expect(try nats(adapted, "countsNatsPerCharacter") < nats(adapted, "uniformNatsPerCharacter"))
        let card = try run(.textgen, arguments + ["--adapt", "--threads", "1"])
        expectSuccess(card)
        for row in ["as it is", "learning as it reads", "mixed with counts", "n-gram counts", "uniform"] {
            #expect(card.output.contains(row), "\(card.output)")
        }
        #expect(try card.output.contains(String(format: "%.4f", nats(adapted, "natsPerCharacter"))))
    }

    @Test func nGramsOfATrainingTextAreMixedIn() throws {
        let corpus = try Data(Repository.corpus("harbour").utf8)
        let text = try Scratch.file(corpus.dropFirst(8_000).prefix(1_500))
        let training = try Scratch.file(corpus.prefix(8_000))
        let arguments = ["evaluate", try TinyModel.path(), text.path, "--adapt"]
        let without = try jsonObject(run(.textgen, arguments + ["--format", "json"]))
        let with = try jsonObject(
            run(.textgen, arguments + ["--counts-from", training.path, "--format", "json", "--threads", "1"]))
        func nats(_ object: [String: Any], _ key: String) throws -> Double { try #require(object[key] as? Double) }
        #expect(try nats(with, "natsPerCharacter") < nats(without, "natsPerCharacter"))
        let both = try nats(with, "kneserNeyAndCountsNatsPerCharacter")
        #expect(try both < nats(with, "kneserNeyNatsPerCharacter"))
        #expect(without["kneserNeyNatsPerCharacter"] == nil)
        let card = try run(.textgen, arguments + ["--counts-from", training.path, "--threads", "2"])
        expectSuccess(card)
        for row in ["mixed with n-grams and counts", "Kneser-Ney 8-gram and counts", "8-gram of --counts-from"] {
            #expect(card.output.contains(row), "\(card.output)")
        }
        #expect(try card.output.contains(String(format: "%.4f", nats(with, "natsPerCharacter"))))
    }

    @Test func nGramsOfATrainingTextAreABaseline() throws {
        let corpus = try Data(Repository.corpus("harbour").utf8)
        let text = try Scratch.file(corpus.dropFirst(8_000).prefix(1_500))
        let training = try Scratch.file(corpus.prefix(8_000))
        let arguments = ["evaluate", try TinyModel.path(), text.path]
        let plain = try jsonObject(run(.textgen, arguments + ["--format", "json"]))
        let options = ["--counts-from", training.path]
        let counted = try jsonObject(run(.textgen, arguments + options + ["--format", "json"]))
        let mixed = try jsonObject(run(.textgen, arguments + options + ["--adapt", "--format", "json"]))
        func nats(_ object: [String: Any], _ key: String) throws -> Double { try #require(object[key] as? Double) }
        #expect(try nats(counted, "natsPerCharacter") == nats(plain, "natsPerCharacter"))
        let (kneserNey, unigram) = try (
            nats(counted, "kneserNeyNatsPerCharacter"), nats(counted, "unigramNatsPerCharacter")
        )
        #expect(try kneserNey < unigram && unigram < nats(counted, "uniformNatsPerCharacter"))
        #expect(try abs(kneserNey - nats(mixed, "kneserNeyNatsPerCharacter")) < 0.02)  // that one has special tokens
        let card = try run(.textgen, arguments + options)
        for row in [
            "Kneser-Ney 8-gram of --counts-from", "unigram of --counts-from", String(format: "%.4f", kneserNey),
        ] {
            #expect(card.output.contains(row), "\(card.output)")
        }
    }

    @Test func aTrainingTextThatContainsTheTextIsRefused() throws {
        let corpus = try Data(Repository.corpus("harbour").utf8)
        let text = try Scratch.file(corpus.dropFirst(8_000).prefix(1_500))
        let training = try Scratch.file(corpus)
        let outcome = try run(
            .textgen, ["evaluate", TinyModel.path(), text.path, "--adapt", "--counts-from", training.path])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("contains the text that is evaluated"), "\(outcome.errors)")
    }

    @Test func aTrainingTextThatHasMostOfTheTextIsSaid() throws {
        let corpus = try Repository.corpus("harbour")
        let text = try Scratch.file(Data(corpus.prefix(1_500).utf8))
        let near = try Scratch.file(Data(corpus.replacing(" the ", with: " a ").utf8))
        let other = try Scratch.file(Data(corpus.dropFirst(1_500).utf8))
        let arguments = ["evaluate", try TinyModel.path(), text.path, "--adapt", "--counts-from"]
        #expect(try run(.textgen, arguments + [near.path]).errors.contains("also occur in --counts-from"))
        #expect(try !run(.textgen, arguments + [other.path]).errors.contains("also occur in --counts-from"))
    }
}
