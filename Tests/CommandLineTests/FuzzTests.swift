import Foundation
import Testing

/// The driver of `make fuzz` finds what it is there to find.
struct FuzzTests {
    private func fuzz(_ arguments: [String]) throws -> (outcome: Outcome, folder: URL) {
        let folder = try Scratch.folder()
        let outcome = try run(Program(named: "stress"), ["fuzz", "--folder", folder.path, "--quiet"] + arguments)
        return (outcome, folder)
    }

    @Test func faultsThatArePlantedAreFoundKeptAndCanBeRepeated() throws {
        let kinds = ["plantedCrash", "plantedHang", "plantedNumber", "plantedMemory", "plantedDefect"]
        let (outcome, folder) = try fuzz([
            "--seed", "1", "--cases", "20", "--limit", "3", "--jobs", "2", "--kinds", kinds.joined(separator: ","),
        ])
        #expect(outcome.status == 70, "\(outcome.errors)")
        #expect(outcome.errors.contains("more than 1024 MiB of memory"), "\(outcome.errors)")
        for (verdict, kind) in zip(["crash", "limit", "notFinite", "limit", "defect"], kinds) {
            #expect(
                outcome.errorLines.contains { $0.hasPrefix("\(verdict) in case ") && $0.contains("(\(kind))") },
                "\(kind): \(outcome.errors)")
        }
        let total = outcome.output.split(separator: "\n").first { $0.hasPrefix("all") }?.split(separator: " ")
        #expect(total == ["all", "20", "0", "0", "0", "20"], "\(outcome.output)")
        let kept = try files(in: folder.appendingPathComponent("failures"))
        #expect(Set(kept.map { $0.prefix(2) }) == ["1-"], "\(kept)")
        let number = try #require(kept.first?.dropFirst(2))
        let again = try fuzz([
            "--seed", "1", "--case", "\(number)", "--limit", "3", "--kinds", kinds.joined(separator: ","),
        ])
        #expect(again.outcome.status == 70, "\(again.outcome.errors)")
    }

    @Test func theSameSeedDamagesTheSame() throws {
        let arguments = ["--seed", "7", "--case", "3", "--kinds", "series,text,tokenizer,records"]
        let (first, second) = (try fuzz(arguments), try fuzz(arguments))
        expectSuccess(first.outcome)
        let damaged = try [first, second].map { try files(in: $0.folder.appendingPathComponent("repeated/case")) }
        #expect(damaged[0] == damaged[1] && !damaged[0].isEmpty)
        for name in damaged[0] {
            let contents = try [first, second].map {
                try Data(contentsOf: $0.folder.appendingPathComponent("repeated/case/\(name)"))
            }
            #expect(contents[0] == contents[1])
        }
        #expect(try fuzz(["--kinds", "nothing"]).outcome.status == 64)
    }
}
