import Foundation
import Testing

struct HelpTests {
    @Test(arguments: ["sample", "train", "evaluate", "inspect", "compress", "decompress", "models"])
    func helpOfASubcommandExplainsItAndShowsHowToCallIt(subcommand: String) throws {
        let outcome = try textgen(subcommand, "--help")
        expectSuccess(outcome)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.hasPrefix("OVERVIEW: "))
        #expect(outcome.output.contains("USAGE: textgen \(subcommand) "))
        #expect(outcome.output.contains("\n  textgen \(subcommand) "), "an example is missing: \(outcome.output)")
        #expect(try textgen("help", subcommand).output == outcome.output)
    }

    @Test(arguments: [["--help"], [], ["help"]])
    func helpOfTheToolShowsHowToBeginAndTheExitStatuses(arguments: [String]) throws {
        let outcome = try run(.textgen, arguments)
        expectSuccess(outcome)
        for word in ["\n  textgen sample --seed ", "\n  textgen train my.txt", "64 wrong usage", "130 interrupted"] {
            #expect(outcome.output.contains(word), "\(word) is not in: \(outcome.output)")
        }
    }

    /// No line of a paragraph may end long before the margin because the source broke it there.
    @Test(arguments: [[], ["sample"], ["train"], ["evaluate"], ["inspect"], ["compress"], ["decompress"], ["models"]])
    func helpFitsInEightyColumns(subcommand: [String]) throws {
        for line in try run(.textgen, subcommand + ["--help"], environment: ["COLUMNS": "80"]).output.split(
            separator: "\n")
        {
            #expect(line.count <= 80 || line.hasPrefix("USAGE:"), "\(line)")
        }
    }

    @Test func everyOptionIsExplained() throws {
        let tool = try #require(jsonObject(textgen("--experimental-dump-help"))["command"] as? [String: Any])
        let commands = [tool] + (tool["subcommands"] as? [[String: Any]] ?? [])
        #expect(
            Set(commands.compactMap { $0["commandName"] as? String }).isSuperset(of: ["sample", "train", "evaluate"]))
        for command in commands where command["commandName"] as? String != "help" {
            for argument in command["arguments"] as? [[String: Any]] ?? []
            where argument["shouldDisplay"] as? Bool == true {
                let name = argument["valueName"] as? String ?? "\(argument)"
                #expect((argument["abstract"] as? String)?.isEmpty == false, "\(name) is not explained")
            }
        }
    }

    @Test func versionIsOneNumber() throws {
        let outcome = try textgen("--version")
        expectSuccess(outcome)
        #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(outcome.output)")
    }

    @Test func modelsListsTheShippedOneAndShowsItsCard() throws {
        #expect(try textgen("models").output.contains("shakespeare"))
        let card = try textgen("models", "shakespeare")
        expectSuccess(card)
        #expect(!card.output.isEmpty)
        let listed = try JSONSerialization.jsonObject(with: textgen("models", "--format", "json").outputData)
        #expect((listed as? [[String: Any]])?.contains { $0["name"] as? String == "shakespeare" } == true)
        expectSentence(try textgen("models", "nobody"), status: 66, ["nobody", "shakespeare"])
    }
}
