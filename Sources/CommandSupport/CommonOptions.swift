import ArgumentParser
import Foundation

/// The options that every subcommand has; adopt them with `@OptionGroup var common: CommonOptions`.
public struct CommonOptions: ParsableArguments {
    @Option(help: "Output format: text for people, json for programs.")
    public var format: OutputFormat = .text

    @Option(
        help: ArgumentHelp(
            "Number of threads, at most one per core (default: all cores); the result is the same for any number.",
            valueName: "n"))
    public var threads: Int?

    @Flag(name: .shortAndLong, help: "Print nothing on standard error except errors.")
    public var quiet = false

    public init() {}

    public func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("--threads must be at least 1, not \(threads); leave it out to use all cores.")
        }
        if let threads, threads > 1024 {
            throw ValidationError("--threads must be at most 1024, not \(threads); leave it out to use all cores.")
        }
    }
}

/// How a command prints its result.
public enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For people.
    case text
    /// For programs: one JSON value, lowerCamelCase keys in alphabetical order.
    case json
}
