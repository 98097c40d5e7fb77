import Foundation
import Recurrent

/// A line that cannot be carried out; the session goes on.
struct InteractiveProblem: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
}

/// What a line of `textgen sample --interactive` begins with.
enum InteractiveVerb: String, CaseIterable {
    case `continue`, retry, undo, branch, `switch`, alternatives, write, show, tree
    case temperature
    case minP = "min-p"
    case topK = "top-k"
    case topP = "top-p"
    case repetitionPenalty = "repetition-penalty"
    case length, end, settings, save, help, quit

    /// One letter for the frequent ones.
    var short: String? {
        switch self {
        case .continue, .retry, .undo, .branch, .switch, .alternatives, .write, .temperature, .length, .help, .quit:
            String(rawValue.prefix(1))
        default: nil
        }
    }

    /// What follows the word.
    var argument: String {
        switch self {
        case .branch: "NAME"
        case .switch: "NAME|NUMBER"
        case .alternatives: "[N]"
        case .write: "TEXT"
        case .temperature, .minP, .topP, .repetitionPenalty: "[X]"
        case .topK, .length: "[N]"
        case .end: "[END]"
        case .save: "FILE"
        default: ""
        }
    }

    var summary: String {
        switch self {
        case .continue: "generate the next piece; an empty line does the same"
        case .retry: "generate another piece in the place of the last one"
        case .undo: "take the last piece back"
        case .branch: "go on under another name from here; the text so far keeps its own"
        case .switch: "go to another branch, or to a piece of the tree"
        case .alternatives:
            "list the likeliest next characters, and N pieces to choose from (4); then 1 takes the first"
        case .write: "add words of your own, as they stand after one space; \\n is a new line, \\\\ a backslash"
        case .show: "print the whole text"
        case .tree: "list all pieces and branches"
        case .temperature: "lower is safer, higher is wilder"
        case .minP, .topK, .topP: "as --\(rawValue); off for none"
        case .repetitionPenalty: "as --repetition-penalty"
        case .length: "characters of a piece"
        case .end: "where a piece ends: \(TextEnd.allCases.map(\.rawValue).joined(separator: ", "))"
        case .settings: "print temperature, length and the rest"
        case .save: "write the whole text to a new file"
        case .help: "print this list"
        case .quit: "end; so does the end of the input"
        }
    }

    init?(word: String) {
        guard let verb = Self.allCases.first(where: { $0.rawValue == word || $0.short == word }) else { return nil }
        self = verb
    }

    /// The verb whose name is spelled most like a word, if one is.
    static func nearest(to word: String) -> InteractiveVerb? {
        let letters = Array(word.lowercased().utf8.prefix(40))
        let distances = allCases.map { (verb: $0, distance: editDistance(letters, Array($0.rawValue.utf8))) }
        guard let nearest = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return nearest.distance <= max(2, letters.count / 3) && nearest.distance < nearest.verb.rawValue.count
            ? nearest.verb : nil
    }

    /// The list that `help` prints.
    static var list: String {
        let heads = allCases.map { verb in
            ([verb.short, verb.rawValue].compactMap { $0 }.joined(separator: ", ") + " " + verb.argument)
                .trimmingCharacters(in: .whitespaces)
        }
        let width = heads.map(\.count).max() ?? 0
        return zip(heads, allCases).map { head, verb in
            head + String(repeating: " ", count: width + 2 - head.count) + verb.summary
        }.joined(separator: "\n")
    }
}

/// A line of the session, read.
enum InteractiveCommand: Equatable {
    case verb(InteractiveVerb, String)
    /// Takes one of the alternatives, counted from 1.
    case take(Int)

    init(line: String) throws {
        let line = line.hasSuffix("\r") ? String(line.dropLast()) : line
        let start = line.drop { $0 == " " || $0 == "\t" }
        let word = String(start.prefix { $0 != " " && $0 != "\t" })
        guard !word.isEmpty else {
            self = .verb(.continue, "")
            return
        }
        if let number = Int(word), word.allSatisfy(\.isNumber) {
            self = .take(number)
            return
        }
        guard let verb = InteractiveVerb(word: word) else {
            let near = InteractiveVerb.nearest(to: word).map { "the nearest is \($0.rawValue), and " } ?? ""
            throw InteractiveProblem(
                "There is no command \(MessageText.quoted(word)); \(near)help lists the commands.")
        }
        let rest = String(start.dropFirst(word.count).dropFirst())
        let argument = verb == .write ? try Self.unescaped(rest) : rest.trimmingCharacters(in: .whitespaces)
        if verb.argument.isEmpty, !argument.isEmpty {
            throw InteractiveProblem("\(verb.rawValue) stands by itself; leave out \(MessageText.quoted(argument)).")
        }
        if !verb.argument.isEmpty, !verb.argument.hasPrefix("["), argument.isEmpty {
            throw InteractiveProblem("\(verb.rawValue) needs more: \(verb.rawValue) \(verb.argument).")
        }
        self = .verb(verb, argument)
    }

    /// A text in which line ends are written as `\n`.
    private static func unescaped(_ text: String) throws -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            guard isEscaped || scalar == "\\" else {
                result.append(scalar)
                continue
            }
            if !isEscaped {
                isEscaped = true
                continue
            }
            isEscaped = false
            switch scalar {
            case "n": result.append("\n")
            case "t": result.append("\t")
            case "\\": result.append("\\")
            default:
                throw InteractiveProblem(
                    "\\\(MessageText.visibleInLine(String(scalar))) has no meaning; write \\n for a new line, \\t for a tab, "
                        + "and \\\\ for a backslash.")
            }
        }
        guard !isEscaped else {
            throw InteractiveProblem("The text ends with a single backslash; write \\\\ for a backslash.")
        }
        return String(result)
    }
}
