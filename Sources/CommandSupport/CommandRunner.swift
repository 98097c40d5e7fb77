import ArgumentParser
import Foundation

/// Runs a tool's root command and ends the process with the exit status it deserves.
///
/// Help, version, completion scripts and usage errors are ArgumentParser's; every other error becomes one sentence
/// on standard error (see ``ErrorReport``).
///
/// ```swift
/// @main enum Main {
///     static func main() { CommandRunner.run(TextGen.self) }
/// }
/// ```
public enum CommandRunner {
    /// Parses the command line, runs the command, prints what is to be said and exits.
    ///
    /// - Parameter arguments: Without the tool's own name; `nil` takes those of the process.
    public static func run(_ root: (some ParsableCommand).Type, arguments: [String]? = nil) -> Never {
        Interrupts.begin(tool: toolName(of: root))
        Interrupts.ignoreBrokenPipes()
        StandardDescriptors.reserve()
        var outcome =
            if let problem = ProcessSetting.problem {
                Outcome(reporting: problem, tool: toolName(of: root))
            } else {
                outcome(of: root, arguments: arguments)
            }
        do {
            try StandardOutput.write(outcome.standardOutput)
            try StandardOutput.flush()
        } catch {
            outcome = Outcome(reporting: error, tool: toolName(of: root))
        }
        StandardError.write(outcome.standardError)
        exit(outcome.exitStatus)
    }

    /// Runs one program that holds several tools: called by the name of one of them, it is that tool.
    ///
    /// ```
    /// recurrent textgen sample   # the subcommand textgen of recurrent
    /// textgen sample             # the same, where textgen is a link to recurrent
    /// ```
    ///
    /// - Parameter program: A command whose subcommands are the tools.
    public static func runTool(of program: (some ParsableCommand).Type) -> Never {
        guard let tool = tool(of: program, calledAs: CommandLine.arguments.first ?? "") else { run(program) }
        run(tool)
    }

    /// The tool that has the name by which a program was called.
    ///
    /// - Parameter path: As `argv[0]` has it: a name or a path.
    static func tool(of program: (some ParsableCommand).Type, calledAs path: String) -> (any ParsableCommand.Type)? {
        let name = path.split(separator: "/").last.map(String.init)
        return program.configuration.subcommands.first { $0._commandName == name }
    }

    /// How a command ended, and what remains to be printed.
    struct Outcome: Equatable {
        var exitStatus: Int32 = 0
        var standardOutput = ""
        var standardError = ""

        init() {}

        init(reporting error: any Error, tool: String) {
            let report = ErrorReport(error)
            exitStatus = report.exitStatus.rawValue
            standardError = report.line(tool: tool)
        }

        /// The outcome of an error that ArgumentParser threw or that is part of its interface.
        init<Root: ParsableCommand>(parsing error: any Error, _ root: Root.Type, tool: String) {
            let text = root.fullMessage(for: error)
            let code = root.exitCode(for: error)
            if code.isSuccess {
                standardOutput = text.isEmpty ? "" : text + "\n"
                return
            }
            exitStatus = code == .failure ? ExitStatus.usage.rawValue : code.rawValue
            let label = root._errorPrefix
            let message = text.hasPrefix(label) ? String(text.dropFirst(label.count)) : text
            standardError = message.isEmpty ? "" : "\(tool): error: \(message)\n"
        }
    }

    static func outcome<Root: ParsableCommand>(of root: Root.Type, arguments: [String]?) -> Outcome {
        let tool = toolName(of: root)
        var command: any ParsableCommand
        do {
            command = try root.parseAsRoot(arguments)
        } catch {
            return Outcome(parsing: error, root, tool: tool)
        }
        do {
            try command.run()
            return Outcome()
        } catch let error as any CommandError {
            return Outcome(reporting: error, tool: tool)
        } catch  where error is ExitCode || root.exitCode(for: error) != .failure {
            return Outcome(parsing: error, root, tool: tool)
        } catch {
            return Outcome(reporting: error, tool: tool)
        }
    }

    private static func toolName(of root: (some ParsableCommand).Type) -> String {
        root._commandName
    }
}
