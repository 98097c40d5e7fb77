/// One way to resolve an error: a change to the data or to options.
///
/// Its description speaks of options as the library does ("set `fill` to linear"). The command-line tools describe the
/// same remedy with their flags.
public enum Remedy: Sendable, Equatable {
    /// A change to the data, the files or the call, as an imperative without a full stop: "complete the row".
    case advice(String)
    /// Options to set, all of them together.
    ///
    /// - Parameter detail: When or why, as the rest of the phrase: "to take each row as a step".
    case setOptions([OptionSetting], detail: String? = nil)
    /// Any one of these options needs a different value.
    case change([LibraryOption])
    /// Any one of these options needs a larger value.
    case raise([LibraryOption])
    /// Any one of these options needs a smaller value.
    case lower([LibraryOption])
    /// Any one of these options has to stay unset.
    case leaveOut([LibraryOption])
    /// The pretraining in a folder was interrupted and has to be continued.
    case continuePretraining(folder: String)

    /// Sets one option.
    ///
    /// - Parameters:
    ///   - values: The values to choose from; none where the value depends on the data.
    ///   - detail: When or why, as the rest of the phrase.
    public static func set(_ option: LibraryOption, to values: String..., detail: String? = nil) -> Remedy {
        .setOptions([OptionSetting(option, to: values)], detail: detail)
    }

    /// Sets one option, for instance to one of some values.
    public static func set(
        _ option: LibraryOption, suchAs example: String, _ others: String..., detail: String? = nil
    ) -> Remedy {
        .setOptions([OptionSetting(option, to: [example] + others, areExamples: true)], detail: detail)
    }

    /// The options it is about.
    public var options: [LibraryOption] {
        switch self {
        case .advice, .continuePretraining: []
        case .setOptions(let settings, _): settings.map(\.option)
        case .change(let options), .raise(let options), .lower(let options), .leaveOut(let options): options
        }
    }
}

/// An option and the values that it may be set to.
public struct OptionSetting: Sendable, Equatable {
    /// The option.
    public let option: LibraryOption
    /// The values: choices, or examples. Empty where the value depends on the data.
    public let values: [String]
    /// Whether other values than ``values`` are possible.
    public let areExamples: Bool

    /// Makes a setting.
    public init(_ option: LibraryOption, to values: [String] = [], areExamples: Bool = false) {
        (self.option, self.values, self.areExamples) = (option, values, areExamples)
    }
}

extension Remedy: CustomStringConvertible {
    /// An imperative that names options as the library does: "set `fill` to linear".
    public var description: String { phrase(in: LibrarySpelling.self) }
}

// MARK: Phrases

/// How a message names options.
package protocol RemedySpelling {
    static func name(of option: LibraryOption) -> String
    /// An imperative for options that are to be set together; never called with none.
    static func imperative(for settings: [OptionSetting]) -> String
    static func continuePretraining(folder: String) -> String
}

extension Remedy {
    /// An imperative without a full stop.
    package func phrase(in spelling: (some RemedySpelling).Type) -> String {
        func list(_ options: [LibraryOption]) -> String { options.map(spelling.name).joined(withLast: " or ") }
        switch self {
        case .advice(let text): return text
        case .setOptions(let settings, let detail):
            return spelling.imperative(for: settings) + (detail.map { " " + $0 } ?? "")
        case .change(let options): return "choose another \(list(options))"
        case .raise(let options): return "raise \(list(options))"
        case .lower(let options): return "lower \(list(options))"
        case .leaveOut(let options): return "leave out \(list(options))"
        case .continuePretraining(let folder): return spelling.continuePretraining(folder: folder)
        }
    }

    /// Several remedies to choose from, as one phrase.
    package static func phrase(_ remedies: [Remedy], in spelling: (some RemedySpelling).Type) -> String {
        remedies.map { $0.phrase(in: spelling) }.joined(withLast: ", or ")
    }

    /// A sentence of what is wrong and how to resolve it.
    package static func sentence(
        _ problem: String, _ remedies: [Remedy], in spelling: (some RemedySpelling).Type
    ) -> String {
        remedies.isEmpty ? problem + "." : "\(problem); \(phrase(remedies, in: spelling))."
    }
}

/// Names options by their Swift properties.
package enum LibrarySpelling: RemedySpelling {
    package static func name(of option: LibraryOption) -> String { "`\(option.rawValue)`" }

    package static func imperative(for settings: [OptionSetting]) -> String {
        var parts: [String] = []
        for (index, setting) in settings.enumerated() {
            let name = name(of: setting.option)
            let values = setting.values.map(literal).joined(withLast: " or ")
            if index > 0, settings[index - 1].option == setting.option, !values.isEmpty {
                parts.append(values)
            } else if values.isEmpty {
                parts.append(name)
            } else {
                parts.append(setting.areExamples ? "\(name), for example to \(values)" : "\(name) to \(values)")
            }
        }
        return "set " + parts.joined(withLast: " and ")
    }

    package static func continuePretraining(folder: String) -> String {
        "continue the pretraining with the same settings in the same folder"
    }

    /// The value as code would have it: a name as it is, other text as a string literal in which no character is hidden.
    private static func literal(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || "0123456789-_./+:".unicodeScalars.contains(scalar)
        }
        if isPlain, !value.isEmpty { return value }
        let text = value.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
            default: scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
            }
        }
        return "\"\(text.joined())\""
    }
}

extension [String] {
    /// The parts with commas between them, and something else before the last.
    package func joined(withLast separator: String) -> String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + separator + last
    }
}
