import CommandSupport
import Foundation
import Recurrent

/// What a command of an interactive session gives, as JSON; what does not apply is left out.
struct InteractiveReply: Encodable {
    struct Token: Encodable {
        let text: String
        let probability: Double
    }

    struct Alternative: Encodable {
        let number: Int
        let text: String
        let randomSeed: UInt64
    }

    struct Piece: Encodable {
        let number: Int
        let parent: Int?
        let text: String
        let branches: [String]?
    }

    struct Settings: Encodable {
        let sampling: SamplingOptions
        let length: Int
        let end: TextEnd
    }

    /// The long name of the command; `start` for the first reply, `take` for a number.
    var command: String?
    /// The line that could not be carried out, and why.
    var line: String?
    var error: String?
    /// Where the text ends now.
    var branch: String?
    var piece: Int?
    var characters: Int?
    /// The piece that was added; the whole text for `show` and `start`.
    var text: String?
    var randomSeed: UInt64?
    /// Whether Ctrl-C ended the piece.
    var stopped: Bool?
    var nextTokens: [Token]?
    var alternatives: [Alternative]?
    var pieces: [Piece]?
    var settings: Settings?
    /// Characters that are not in the vocabulary.
    var unknown: [String]?
    var file: String?
    var model: String?

    init(_ command: String? = nil) { self.command = command }
}

/// Where the results of an interactive session go: text for people, or a line of JSON for each command.
struct InteractiveOutput {
    let isJSON: Bool
    let isQuiet: Bool
    /// Whether a person types.
    let isTerminal: Bool

    /// Asks for the next line.
    func prompt(_ branch: String) {
        if isTerminal, !isQuiet { StandardError.write("\(branch)> ") }
    }

    /// Does work that a person stops with Ctrl-C.
    func stoppable(_ work: () throws -> Void) throws {
        if isTerminal { try Interrupts.stoppable(work) } else { try work() }
    }

    /// Prints a piece while it is generated.
    func stream(_ text: String) throws {
        if !isJSON { try StandardOutput.write(text) }
    }

    /// Prints what a command gave.
    ///
    /// - Parameter text: For people.
    func write(_ reply: InteractiveReply, text: String?) throws {
        guard !isJSON else {
            return try StandardOutput.write(JSONOutput.encode(reply, isPretty: false) + "\n")
        }
        if let text { try StandardOutput.write(text + "\n") }
    }

    /// Says what a command did beside its result.
    func say(_ sentence: String) {
        if !isJSON, !isQuiet { StandardError.writeLine(sentence) }
    }

    /// Says why a line could not be carried out.
    func write(problem: String, line: String) throws {
        guard isJSON else { return StandardError.writeLine(MessageText.visibleInLine(problem)) }
        var reply = InteractiveReply()
        (reply.error, reply.line) = (problem, line)
        try write(reply, text: nil)
    }
}
