import ArgumentParser
import CommandSupport
import Recurrent

extension HeaderRule: ExpressibleByArgument {}
extension MalformedBytes: ExpressibleByArgument {}

/// The option of all commands that read tables on whether these have a header.
public struct HeaderOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whether the first row of a table has column names: yes, no, or auto, which compares it with the rows below and "
                + "reports an uncertain decision on standard error.", valueName: "rule"))
    public var header: HeaderRule = .auto

    public init() {}

    /// Refuses columns asked for by name of tables without a header.
    ///
    /// - Parameter columns: The options with their values.
    public func requireNames(_ columns: [(option: String, value: String?)]) throws {
        guard header == .no else { return }
        for (option, value) in columns {
            guard let value, case .name = ColumnReference(value) else { continue }
            throw ValidationError(
                "\(option) \(value) is a name, but columns have no names with --header no; give the column's number.")
        }
    }
}

/// The option of all commands that read tables on what stands between the cells.
public struct DelimiterOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Field delimiter: a character such as ';', or tab, comma, semicolon, pipe, colon or space (default: detected).",
            valueName: "delimiter"),
        transform: DelimiterOption.byte)
    public var delimiter: UInt8?

    public init() {}

    private static let names: [String: Character] = [
        "tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " ",
    ]

    /// The byte that a word or character stands for.
    public static func byte(_ text: String) throws -> UInt8 {
        let character = names[text.lowercased()] ?? (text.count == 1 ? text.first : nil)
        guard let byte = character?.asciiValue, let character, !"\"\r\n\0".contains(character), !character.isLetter,
            !character.isNumber
        else {
            throw ValidationError(
                "--delimiter must be one ASCII character other than a letter, digit or quote, or one of tab, comma, "
                    + "semicolon, pipe, colon and space, not \(text.debugDescription).")
        }
        return byte
    }
}

/// The option of commands that read lines or records on bytes that are no characters.
public struct ErrorsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How to treat bytes that are not valid characters: strict stops with an error, replace replaces them by U+FFFD, "
                + "skip skips their line, and malformed rows and objects; their number is printed at the end.",
            valueName: "how"))
    public var errors: MalformedBytes = .strict

    public init() {}
}

extension MalformedBytes {
    /// Names the option `--errors` in an error that it would have avoided.
    public func namingOption<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as TextEncodingError {
            guard self == .strict, case .malformed = error else { throw error }
            throw Self.failure(error)
        } catch let error as TokenizerError {
            guard self == .strict, case .invalidUTF8 = error else { throw error }
            throw Self.failure(error)
        } catch let error as RecordError {
            guard self == .strict, case .binary = error else { throw error }
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: some RemediedError) -> CommandFailure {
        let reading: [Remedy] = [
            .set(.malformed, to: replace.rawValue, detail: "to continue"),
            .set(.malformed, to: skip.rawValue, detail: "to skip the line"),
        ]
        return CommandFailure(
            .badData, Remedy.sentence(error.problem, error.remedies + reading, in: FlagSpelling.self))
    }
}
