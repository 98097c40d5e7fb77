import ArgumentParser
import Foundation

/// The options that stand on a command line, which the parsed values do not tell from defaults.
///
/// ```swift
/// let given = GivenOptions(of: Train.self)
/// try given.refuse("--momentum", unless: optimizer == .sgd, because: "only --optimizer sgd has momentum")
/// ```
public struct GivenOptions: Sendable {
    /// The options in their order; each name once, the long one where there is one.
    public let names: [String]
    private let values: [String: [String]]
    private let grammar: Grammar

    /// - Parameters:
    ///   - command: The subcommand that was called.
    ///   - arguments: Without the tool and the subcommand; `nil` takes those of the process.
    public init(of command: (some ParsableCommand).Type, arguments: [String]? = nil) {
        let grammar = Grammar(of: command)
        self.grammar = grammar
        var (names, values): ([String], [String: [String]]) = ([], [:])
        grammar.forEachOption(of: arguments ?? Self.processArguments(of: command)) { name, value in
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(value)
        }
        (self.names, self.values) = (names, values)
    }

    private static func processArguments(of command: (some ParsableCommand).Type) -> [String] {
        let all = CommandLine.arguments.dropFirst()
        return Array(all[(all.firstIndex(of: command._commandName).map { $0 + 1 } ?? all.startIndex)...])
    }

    /// Whether an option was given, under any of its names.
    public func contains(_ name: String) -> Bool { values[name] != nil }

    /// The values that were given to an option, in order; a flag's is the flag itself.
    public subscript(name: String) -> [String]? { values[name] }

    /// The values of an option; those that name files or folders as they are called from the root.
    public func absoluteValues(of name: String) -> [String] {
        let values = values[name] ?? []
        return grammar.namesPaths.contains(name) ? values.map { URL(fileURLWithPath: $0).path } : values
    }

    /// Whether an option was given the value that it has by itself.
    public func isDefault(_ name: String) -> Bool {
        guard let last = values[name]?.last, let usual = grammar.defaults[name] else { return false }
        return Self.isSame([last], [usual])
    }

    /// Whether values are the same text, or the same numbers.
    public static func isSame(_ first: [String], _ second: [String]) -> Bool {
        first.count == second.count
            && zip(first, second).allSatisfy { one, other in
                if one == other { return true }
                guard let one = Double(one), let other = Double(other) else { return false }
                return one == other
            }
    }

    /// Refuses options that have no effect as the others are.
    ///
    /// - Parameter reason: Such as "only --optimizer sgd has momentum".
    public func refuse(_ names: String..., unless isUsed: Bool = false, because reason: String) throws {
        guard !isUsed, let name = names.first(where: contains) else { return }
        throw ValidationError("\(name) would have no effect: \(reason); leave it out.")
    }
}

/// The names of a command's options, and which of them take a value, as the command itself tells.
private struct Grammar: Sendable {
    private struct Help: Decodable {
        struct Command: Decodable { let arguments: [Argument]? }
        let command: Command
    }

    private struct Completion: Decodable {
        struct Anything: Decodable {}
        let file: Anything?
        let directory: Anything?
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
            var text: String { (kind == "long" ? "--" : "-") + name }
        }
        let kind: String
        let names: [Name]?
        let preferredName: Name?
        let defaultValue: String?
        let completionKind: Completion?
    }

    private var canonical: [String: String] = [:]
    private var takesValue: Set<String> = []
    private(set) var namesPaths: Set<String> = []
    private(set) var defaults: [String: String] = [:]

    init(of command: (some ParsableCommand).Type) {
        let help = try? JSONDecoder().decode(Help.self, from: Data(command._dumpHelp().utf8))
        for argument in help?.command.arguments ?? [] where argument.kind != "positional" {
            guard let name = argument.preferredName?.text else { continue }
            // A flag and its opposite are one option.
            let opposite = "--" + name.dropFirst("--no-".count)
            let key = name.hasPrefix("--no-") && canonical[opposite] != nil ? opposite : name
            for spelling in argument.names ?? [] { canonical[spelling.text] = key }
            if argument.kind == "option" { takesValue.insert(key) }
            if argument.completionKind?.file != nil || argument.completionKind?.directory != nil {
                namesPaths.insert(key)
            }
            if let value = argument.defaultValue { defaults[key] = value }
        }
    }

    func forEachOption(of arguments: [String], _ body: (_ name: String, _ value: String) -> Void) {
        var rest = arguments[...]
        while let argument = rest.popFirst(), argument != "--" {
            guard argument.hasPrefix("-"), argument != "-" else { continue }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if let name = canonical[parts[0]] {
                let value = takesValue.contains(name) ? (parts.count > 1 ? parts[1] : rest.popFirst() ?? "") : parts[0]
                body(name, value)
            } else if !argument.hasPrefix("--") {
                for letter in argument.dropFirst() {  // short flags in one word
                    if let name = canonical["-\(letter)"] { body(name, "-\(letter)") }
                }
            }
        }
    }
}
