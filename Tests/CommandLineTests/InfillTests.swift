import Foundation
import Testing

/// `textgen sample --ending`: texts that lead to a given ending.
struct InfillTests {
    private func sample(_ arguments: String...) throws -> Outcome {
        try run(
            .textgen,
            ["sample", TinyModel.path(), "--random-seed", "3", "--seed", "The", "--length", "60"] + arguments)
    }

    @Test func theTextEndsAsGivenAndTheBestCandidateIsTaken() throws {
        let outcome = try sample("--ending", " the sea.", "--candidates", "8")
        expectSuccess(outcome)
        #expect(outcome.output.hasPrefix("The") && outcome.output.hasSuffix(" the sea.\n"))
        #expect((3 + 30 + 10...3 + 60 + 10).contains(outcome.output.count))
        #expect(outcome.errors.contains("of 8: the ending has "), "\(outcome.errors)")
        let json = try jsonObject(sample("--ending", " the sea.", "--candidates", "8", "--format", "json"))
        #expect("The" + (json["text"] as? String ?? "") + "\n" == outcome.output)
        let infilling = try #require(json["infilling"] as? [String: Any])
        let candidates = try #require(infilling["candidates"] as? [[String: Any]])
        let nats = candidates.compactMap { $0["nats"] as? Double }
        #expect(nats.count == 8 && nats == nats.sorted())
        #expect((candidates[0]["middle"] as? String ?? "") + " the sea." == json["text"] as? String)
        #expect(candidates.allSatisfy { $0["endingNats"] is Double && $0["middleNats"] is Double })
        #expect(json["end"] as? String == "length")
        #expect(try sample("--ending", " the sea.", "--candidates", "8", "--threads", "1").output == outcome.output)
    }

    @Test func textsHaveCandidatesOfTheirOwnAndCanBeReplayed() throws {
        let manifest = try Scratch.folder().appendingPathComponent("m.json").path
        let three = try sample("--ending", "!", "--count", "3", "--manifest", manifest)
        expectSuccess(three)
        #expect(Set(three.output.components(separatedBy: "\n---\n")).count == 3)
        let again = try textgen("sample", "--replay", manifest)
        expectSuccess(again)
        #expect(again.outputData == three.outputData)
        // The second text has the candidates from the 17th on.
        let second = try sample("--ending", "!", "--random-seed", "19")
        #expect(second.output == three.output.components(separatedBy: "\n---\n")[1])
    }

    private static let refused: [(String, String)] = [
        ("--ending= ", "--end sentence"), ("--ending= ", "--lines 2"), ("--ending= ", "--stop x"),
        ("--ending= ", "--match a"), ("--ending= ", "--require a"), ("--ending= ", "--forbid a"),
        ("--ending=a", "--candidates 0"), ("--ending=", "--ending"), ("--length=9", "--candidates 4"),
        ("--temperature=0", "--candidates 4"),
    ]

    @Test func optionsWithoutSenseAreRefused() throws {
        for (first, second) in Self.refused {
            var arguments = [first] + second.split(separator: " ").map(String.init)
            if first == "--temperature=0" { arguments.append("--ending=a") }
            if second == "--ending" { arguments = [first] }
            let outcome = try run(.textgen, ["sample"] + arguments)
            #expect(outcome.status == 64, "\(arguments): \(outcome.status)")
            let name = second.split(separator: " ")[0]
            #expect(outcome.errors.contains(name), "\(arguments): \(outcome.errors)")
        }
        let greedy = try sample("--ending", " sea", "--temperature", "0")
        expectSuccess(greedy)
        #expect(greedy.errors.contains("candidate 1 of 1"))
    }
}
