import ArgumentParser
import CommandSupport

@main enum Main {
    static func main() { CommandRunner.run(Stress.self) }
}

/// What a day of bad luck does to the tools: damaged files, kills at any moment, feeds that never end.
struct Stress: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Damage what the tools read, kill them, and feed them for an hour.",
        discussion: """
            Run these through make: `make fuzz`, `make kills`, `make soak`. The tools are those that were built beside \
            this program. Exit status: 0 where nothing was found, 70 where something was.
            """,
        subcommands: [Fuzz.self, Kills.self, Soak.self, Worker.self])
}
