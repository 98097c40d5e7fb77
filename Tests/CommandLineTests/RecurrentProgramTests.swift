import Foundation
import TestSupport
import Testing

/// The program that holds all tools, which `make install` installs with a link for each.
struct RecurrentProgramTests {
    private static let recurrent = Program(named: "recurrent")
    private static let tools = ["textgen", "sentiment", "seq2seq", "forecast"]

    /// A tool as an installed one: a link to `recurrent`.
    private func link(_ tool: String) throws -> Program {
        let link = try Scratch.folder().appendingPathComponent(tool)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: Self.recurrent.path)
        return Program(path: link.path)
    }

    @Test func helpListsTheToolsInOneLineEach() throws {
        let outcome = try run(Self.recurrent, ["--help"], environment: ["COLUMNS": "80"])
        expectSuccess(outcome)
        let list = try #require(outcome.output.range(of: "SUBCOMMANDS:\n")).upperBound
        let lines = outcome.output[list...].split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix { !$0.isEmpty }.map { $0.split(separator: " ").first.map(String.init) } == Self.tools)
    }

    @Test(arguments: tools)
    func aLinkIsTheTool(tool: String) throws {
        let (link, program) = (try link(tool), Program(named: tool))
        for arguments in [
            ["--help"], ["train", "--help"], ["--generate-completion-script", "bash"], ["train", "--bogus"],
        ] {
            let (outcome, expected) = (try run(link, arguments), try run(program, arguments))
            #expect(outcome.status == expected.status)
            #expect(outcome.outputData == expected.outputData)
            #expect(outcome.errors == expected.errors)
        }
    }

    @Test(arguments: [[]] + tools.map { [$0] })
    func everyToolPrintsTheVersionOfTheRelease(tool: [String]) throws {
        let outcomes = try [run(Self.recurrent, tool + ["--version"])] + tool.map { try run(link($0), ["--version"]) }
        for outcome in outcomes {
            expectSuccess(outcome)
            #expect(outcome.output == "\(try Self.newestRelease())\n")
        }
    }

    @Test func aSubcommandGivesWhatTheToolGives() throws {
        let arguments = ["sample", "--length", "40", "--random-seed", "3", "--quiet"]
        let outcome = try run(Self.recurrent, ["textgen"] + arguments)
        expectSuccess(outcome)
        #expect(outcome.outputData == (try run(.textgen, arguments)).outputData)
        #expect(outcome.outputData == (try run(link("textgen"), arguments)).outputData)
    }

    @Test func errorsNameTheProgramThatWasCalled() throws {
        let unknown = try run(Self.recurrent, ["textgen", "sample", "--bogus"])
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("Usage: recurrent textgen sample "))
        let missing = ["sentiment", "classify", "no-such-file"]
        expectSentence(try run(Self.recurrent, missing), status: 66, ["no-such-file"], tool: "recurrent")
        expectSentence(
            try run(link("sentiment"), Array(missing.dropFirst())), status: 66, ["no-such-file"], tool: "sentiment")
    }

    /// The options that were given are found behind the names of the tool and of the subcommand.
    @Test func anOptionWithoutEffectIsRefusedInASubcommand() throws {
        let outcome = try run(Self.recurrent, ["textgen", "train", "no-such-file", "--momentum", "0.9"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--momentum would have no effect"), "\(outcome.errors)")
    }

    /// The newest version in the changelog that has a date.
    private static func newestRelease() throws -> String {
        let changelog = try String(contentsOf: repositoryRoot.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
        let heading = try #require(changelog.firstMatch(of: /\n## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d\n/))
        return String(heading.output.1)
    }
}
