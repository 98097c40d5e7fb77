import ArgumentParser
import Testing

@testable import CommandSupport

private struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tool", abstract: "A tool for tests.", version: "1.2", subcommands: [Work.self])
}

private struct Work: ParsableCommand {
    @OptionGroup var common: CommonOptions
    @Option(help: "How long.", transform: Duration.init(parsing:)) var timeBudget: Duration?
    @Argument var ending = "well"

    func run() throws {
        switch ending {
        case "usage": throw ValidationError("two options exclude each other")
        case "message": throw CleanExit.message("done")
        case "code": throw ExitCode(3)
        case "data": throw CommandFailure(.badData, "line 2 is empty")
        default: break
        }
    }
}

@Suite struct CommandRunnerTests {
    private func outcome(_ arguments: String...) -> CommandRunner.Outcome {
        CommandRunner.outcome(of: Root.self, arguments: arguments)
    }

    @Test func successSaysNothing() {
        #expect(outcome("work") == CommandRunner.Outcome())
    }

    @Test(arguments: [["--help"], ["help", "work"], ["work", "--help"], ["--version"], ["work", "message"]])
    func requestsForTextSucceedOnStandardOutput(arguments: [String]) {
        let outcome = CommandRunner.outcome(of: Root.self, arguments: arguments)
        #expect(outcome.exitStatus == 0)
        #expect(!outcome.standardOutput.isEmpty)
        #expect(outcome.standardError.isEmpty)
    }

    @Test(arguments: [
        ["--no-such-option"], ["work", "usage"], ["work", "--threads", "0"], ["work", "--format", "xml"],
        ["work", "--time-budget", "90"],
    ])
    func wrongUseEndsWith64AndStartsWithTheToolsName(arguments: [String]) {
        let outcome = CommandRunner.outcome(of: Root.self, arguments: arguments)
        #expect(outcome.exitStatus == 64)
        #expect(outcome.standardOutput.isEmpty)
        #expect(outcome.standardError.hasPrefix("tool: error: "))
        #expect(outcome.standardError.contains("Usage: tool"))
    }

    @Test(arguments: ["work", "/usr/bin/work", "./work", "bin//work"])
    func aProgramCalledByTheNameOfAToolIsThatTool(path: String) {
        #expect(CommandRunner.tool(of: Root.self, calledAs: path) == Work.self)
    }

    @Test(arguments: ["", "/", "tool", "/usr/bin/tool", "work/tool", "Work", "work2"])
    func aProgramCalledByAnyOtherNameIsItself(path: String) {
        #expect(CommandRunner.tool(of: Root.self, calledAs: path) == nil)
    }

    @Test func aDurationWithoutUnitIsExplained() {
        #expect(outcome("work", "--time-budget", "90").standardError.contains("90m (minutes)"))
    }

    @Test func aFailureIsOneSentence() {
        let outcome = outcome("work", "data")
        #expect(outcome.exitStatus == 65)
        #expect(outcome.standardError == "tool: error: line 2 is empty\n")
    }

    @Test func anExitCodeIsKeptSilently() {
        let outcome = outcome("work", "code")
        #expect(outcome.exitStatus == 3)
        #expect(outcome.standardError.isEmpty)
    }

    @Test func commonOptionsHaveTheirDefaults() throws {
        let options = try CommonOptions.parse([])
        #expect(options.format == .text)
        #expect(!options.quiet)
        #expect(options.threads == nil)
        #expect(try CommonOptions.parse(["--threads", "3", "--format", "json", "-q"]).threads == 3)
    }

    @Test func runExitsWithTheStatusOfTheError() async {
        await #expect(processExitsWith: .exitCode(65)) { CommandRunner.run(Root.self, arguments: ["work", "data"]) }
        await #expect(processExitsWith: .success) { CommandRunner.run(Root.self, arguments: ["work"]) }
    }
}
