import Foundation
import Testing

/// What the help lists as the values of an option is accepted, and nothing else.
struct ListedValuesTests {
    private struct Help: Decodable {
        struct Command: Decodable {
            let commandName: String
            let subcommands: [Command]?
            let arguments: [Argument]?
        }
        struct Argument: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
            }
            let preferredName: Name?
            let allValues: [String]?
        }
        let command: Command
    }

    /// What a command needs beside its options to get as far as a file that is not there.
    private static let context: [String: [String]] = [
        "textgen sample": ["/nowhere/model"], "textgen train": ["/nowhere/a"],
        "textgen evaluate": ["/nowhere/model", "/nowhere/a"], "textgen tokenize": ["/nowhere/a"],
        "textgen compress": ["/nowhere/a", "-o", "/nowhere/m"],
        "textgen decompress": ["/nowhere/a", "-o", "/nowhere/m"],
        "textgen inspect": ["/nowhere/a"], "textgen models": ["nobody"],
        "sentiment classify": ["/nowhere/a", "--explain"], "sentiment explain": ["/nowhere/a"],
        "sentiment summarize": ["/nowhere/a"], "sentiment train": ["/nowhere/a"],
        "sentiment evaluate": ["/nowhere/model", "/nowhere/a"],
        "sentiment calibrate": ["/nowhere/model", "/nowhere/a", "--output", "/nowhere/m"],
        "sentiment pretrain": ["/nowhere/a", "--output", "/nowhere/m"], "sentiment models": ["nobody"],
        "seq2seq translate": ["/nowhere/a", "--model", "/nowhere/model"], "seq2seq train": ["/nowhere/a"],
        "seq2seq evaluate": ["/nowhere/model", "/nowhere/a"], "seq2seq models": ["nobody"],
        "forecast train": ["/nowhere/a"], "forecast predict": ["/nowhere/a", "--model", "/nowhere/model"],
        "forecast backtest": ["/nowhere/a"], "forecast anomalies": ["/nowhere/a"],
    ]

    /// What a value needs beside itself, and what else of the context it cannot have.
    private static func context(_ command: String, _ option: String, _ value: String) -> [String] {
        let usual = context[command] ?? []
        switch (command, option, value) {
        case ("sentiment classify", "--format", "csv"), ("sentiment classify", "--format", "tsv"):
            return usual.filter { $0 != "--explain" }
        case ("sentiment train", "--bag-of-words", "continued"): return usual + ["--from", "general-en"]
        case ("textgen tokenize", "--train", _):
            let output = FileManager.default.temporaryDirectory.appending(path: "listed-values-tokenizer.json")
            return usual + ["--output", output.path]
        default: return usual
        }
    }

    @Test(arguments: [
        ("textgen", Program.textgen), ("sentiment", .sentiment), ("seq2seq", .seq2seq), ("forecast", .forecast),
    ])
    func everyListedValueIsAcceptedAndNoOther(tool: String, program: Program) throws {
        let help = try JSONDecoder().decode(Help.self, from: run(program, ["--experimental-dump-help"]).outputData)
        let commands = (help.command.subcommands ?? []).filter { $0.commandName != "help" }
        #expect(commands.count >= 4)
        for command in commands {
            let name = "\(tool) \(command.commandName)"
            for argument in command.arguments ?? [] {
                guard let values = argument.allValues, let option = argument.preferredName.map({ "--" + $0.name })
                else {
                    continue
                }
                for value in values {
                    let arguments = [command.commandName] + Self.context(name, option, value) + [option, value]
                    let outcome = try run(program, arguments)
                    #expect(outcome.status == 66, "\(name) \(option) \(value): \(outcome.status) \(outcome.errors)")
                }
                let usual = Self.context(name, option, "")
                let outcome = try run(program, [command.commandName] + usual + [option, "no-such-value"])
                #expect(outcome.status == 64, "\(name) \(option) no-such-value: \(outcome.status) \(outcome.errors)")
                #expect(outcome.errors.contains(option) && outcome.errors.contains("no-such-value"))
                for value in values { #expect(outcome.errors.contains(value), "\(name) \(option): \(outcome.errors)") }
            }
        }
    }
}
