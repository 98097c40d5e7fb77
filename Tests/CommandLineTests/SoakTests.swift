import Foundation
import Testing

struct SoakTests {
    @Test func toolsThatAreFedAnswerEveryLineAndDoNotGrow() throws {
        let folder = try Scratch.folder()
        let outcome = try run(Program(named: "stress"), ["soak", "--time", "3", "--folder", folder.path, "--quiet"])
        expectSuccess(outcome)
        for command in ["sentiment classify", "textgen tokenize", "seq2seq translate"] {
            let row = outcome.output.split(separator: "\n").first { $0.hasPrefix(command) }?.split(separator: " ")
            #expect((row.flatMap { Int($0[2]) } ?? 0) > 100, "\(outcome.output)")
        }
    }
}
