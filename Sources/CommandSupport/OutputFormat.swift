import ArgumentParser

/// How a command prints its result.
public enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For people.
    case text
    /// For programs: one JSON value, lowerCamelCase keys in alphabetical order.
    case json
}
