import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// A text that a model and a person write together, line of commands by line of commands.
struct InteractiveSession {
    let generator: TextGenerator
    let output: InteractiveOutput
    /// What a piece has to be like after a text; `nil` for anything.
    let constraint: (String) throws -> TextConstraint?
    /// The random seed of the next piece that is drawn: each has that of the one before and 1.
    var randomSeed: UInt64
    var settings: InteractiveSettings
    var tree: WritingTree

    private struct Drawn {
        var text = ""
        var position: TextPosition
        let randomSeed: UInt64
        var isStopped = false
        var failure: (any Error)?
    }

    /// The alternatives that were listed last, and the piece that they follow.
    private var offered: (place: Int, alternatives: [Drawn]) = (0, [])
    private var savedFiles: Set<String> = []
    private static let shownEnd = 200
    private static let shownTokens = 8
    private static let shortLength = 40

    init(
        generator: TextGenerator, output: InteractiveOutput, settings: InteractiveSettings, randomSeed: UInt64,
        seed: String, constraint: @escaping (String) throws -> TextConstraint?
    ) throws {
        (self.generator, self.output, self.constraint) = (generator, output, constraint)
        (self.settings, self.randomSeed) = (settings, randomSeed)
        tree = WritingTree(seed: seed, position: try generator.position(after: seed))
    }

    /// Shows the seed text.
    func start(model: String) throws {
        var reply = reply("start", text: tree.text)
        (reply.model, reply.randomSeed) = (model, randomSeed)
        try output.write(reply, text: tree.text.isEmpty ? nil : tree.text)
    }

    /// Carries out a line.
    ///
    /// - Returns: Whether the session goes on.
    mutating func run(_ line: String) throws -> Bool {
        switch try InteractiveCommand(line: line) {
        case .take(let number): try take(number)
        case .verb(.quit, _):
            try output.write(reply("quit"), text: nil)
            return false
        case .verb(let verb, let argument): try run(verb, argument)
        }
        return true
    }

    private mutating func run(_ verb: InteractiveVerb, _ argument: String) throws {
        let name = verb.rawValue
        switch verb {
        case .continue: try addPiece(name)
        case .retry: try retry()
        case .undo:
            try tree.undo()
            try showEnd(name)
        case .branch:
            try tree.branch(argument)
            try showEnd(name)
        case .switch:
            try tree.goTo(argument)
            try showEnd(name)
        case .alternatives: try listAlternatives(argument)
        case .write: try write(argument)
        case .show: try output.write(reply(name, text: tree.text), text: tree.text)
        case .tree: try listPieces()
        case .temperature, .minP, .topK, .topP, .repetitionPenalty, .length, .end, .settings:
            if !argument.isEmpty { try settings.set(verb, to: argument) }
            var reply = reply(name)
            reply.settings = .init(sampling: settings.sampling, length: settings.length, end: settings.end)
            try output.write(reply, text: settings.line)
        case .save: try save(argument)
        case .help: try output.write(reply(name, text: InteractiveVerb.list), text: InteractiveVerb.list)
        case .quit: break
        }
    }

    private func reply(_ command: String, text: String? = nil) -> InteractiveReply {
        var reply = InteractiveReply(command)
        (reply.branch, reply.piece) = (tree.branch.name, tree.branch.place)
        (reply.characters, reply.text) = (tree.piece.characters, text)
        return reply
    }

    /// Shows where the text goes on.
    private func showEnd(_ command: String) throws {
        let text = tree.text
        let end = text.suffix(Self.shownEnd)
        try output.write(reply(command), text: end.count < text.count ? "… " + end : String(end))
    }

    // MARK: Pieces

    private mutating func addPiece(_ command: String) throws {
        let drawn = try draw(length: nil) { [output] in try output.stream($0) }
        if !drawn.text.isEmpty { tree.add(drawn.text, position: drawn.position, randomSeed: drawn.randomSeed) }
        if let failure = drawn.failure {
            try output.stream("\n")
            throw failure
        }
        var reply = reply(command, text: drawn.text)
        reply.randomSeed = drawn.randomSeed
        if drawn.isStopped { reply.stopped = true }
        try output.write(reply, text: "")
    }

    private mutating func retry() throws {
        guard tree.piece.randomSeed != nil else {
            throw InteractiveProblem(
                tree.piece.parent == nil
                    ? "There is no piece to try again; continue generates one."
                    : "The last piece is yours; undo takes it back.")
        }
        guard settings.sampling.temperature > 0 else {
            throw InteractiveProblem("At temperature 0 there is one continuation; raise temperature first.")
        }
        let before = tree
        try tree.undo()
        do { try addPiece("retry") } catch {
            if tree.pieces.count == before.pieces.count { tree = before }
            throw error
        }
    }

    /// Draws a piece after the last one; Ctrl-C in a terminal ends it.
    ///
    /// - Parameter length: Characters of a short piece; `nil` for what the settings say.
    private mutating func draw(length: Int?, _ stream: (String) throws -> Void) throws -> Drawn {
        var options = settings.options(randomSeed: randomSeed, length: length)
        options.constraint = try constraint(tree.text)
        var pieces = try tree.piece.position.pieces(options: options)
        var drawn = Drawn(position: tree.piece.position, randomSeed: randomSeed)
        randomSeed &+= 1
        func generate() throws {
            do {
                while !Interrupts.isRequested, let piece = try pieces.next() {
                    drawn.text += piece
                    try stream(piece)
                }
            } catch let error as SamplingError { drawn.failure = error }
            drawn.isStopped = Interrupts.isRequested
        }
        try output.stoppable(generate)
        drawn.position = pieces.position ?? drawn.position
        return drawn
    }

    private mutating func write(_ text: String) throws {
        var position = tree.piece.position
        try output.stoppable {
            do { try position.read(text) { Interrupts.isRequested } } catch is CancellationError {
                throw InteractiveProblem("Stopped; the words were not added.")
            }
        }
        tree.add(text, position: position, randomSeed: nil)
        var reply = reply("write", text: text)
        let encoding = generator.tokenizer.encode(text)
        if encoding.unknownCount > 0 {
            reply.unknown = encoding.unknownTokens
            output.say(Sample.unknownNote(encoding, in: "text"))
        }
        let end = tree.text.suffix(Self.shownEnd)
        try output.write(reply, text: end.count < tree.piece.characters ? "… " + end : String(end))
    }

    // MARK: Alternatives

    private mutating func listAlternatives(_ argument: String) throws {
        let count = argument.isEmpty ? 4 : Int(argument) ?? 0
        guard (1...50).contains(count) else {
            throw InteractiveProblem("alternatives takes a number from 1 to 50, not \(MessageText.quoted(argument)).")
        }
        let isFree = try constraint(tree.text) == nil
        let length = isFree ? min(Self.shortLength, settings.length) : settings.length
        var drawn: [Drawn] = []
        for _ in 0..<(settings.sampling.temperature > 0 ? 4 * count : 1) where drawn.count < count {
            let next = try draw(length: length) { _ in }
            if let failure = next.failure { throw failure }
            if next.isStopped { break }
            if !next.text.isEmpty, !drawn.contains(where: { $0.text == next.text }) { drawn.append(next) }
        }
        offered = (tree.branch.place, drawn)
        let tokens = tree.piece.position.likeliestTokens(Self.shownTokens)
        var reply = reply("alternatives")
        reply.nextTokens = tokens.map { .init(text: $0.text, probability: $0.probability) }
        reply.alternatives = drawn.enumerated().map {
            .init(number: $0 + 1, text: $1.text, randomSeed: $1.randomSeed)
        }
        let shares = tokens.map { "\(MessageText.readable($0.text)) \((100 * $0.probability).fixed(1)) %" }
        let lines = drawn.enumerated().map { "\($0 + 1): \(MessageText.visibleInLine($1.text))" }
        try output.write(reply, text: (["next: " + shares.joined(separator: ", ")] + lines).joined(separator: "\n"))
    }

    private mutating func take(_ number: Int) throws {
        guard offered.place == tree.branch.place, !offered.alternatives.isEmpty else {
            throw InteractiveProblem("There is nothing to choose from here; alternatives lists some.")
        }
        guard offered.alternatives.indices.contains(number - 1) else {
            throw InteractiveProblem("Give a number from 1 to \(offered.alternatives.count), not \(number).")
        }
        let chosen = offered.alternatives[number - 1]
        tree.add(chosen.text, position: chosen.position, randomSeed: chosen.randomSeed)
        var reply = reply("take", text: chosen.text)
        reply.randomSeed = chosen.randomSeed
        try output.write(reply, text: chosen.text)
    }

    // MARK: The whole text

    private func listPieces() throws {
        let names = tree.namesOfPlaces
        var reply = reply("tree")
        reply.pieces = tree.pieces.enumerated().map { number, piece in
            let branches = tree.branches.filter { $0.place == number }.map(\.name)
            return .init(
                number: number, parent: piece.parent, text: piece.text, branches: branches.isEmpty ? nil : branches)
        }
        let lines = tree.order.map { number, depth in
            let text = MessageText.visibleInLine(String(tree.pieces[number].text.prefix(60)))
            let end = names[number].map { "  [\($0.joined(separator: ", "))]" } ?? ""
            return "\(String(repeating: "  ", count: depth))\(number): \(text)\(end)"
        }
        try output.write(reply, text: lines.joined(separator: "\n"))
    }

    private mutating func save(_ path: String) throws {
        let url = URL(inputPath: path)
        guard savedFiles.contains(url.path) || !FileManager.default.fileExists(atPath: url.path) else {
            throw InteractiveProblem("There is a file \(MessageText.quoted(path)) already; give another name.")
        }
        try DurableFile.replace(at: url, with: Data(tree.text.utf8))
        savedFiles.insert(url.path)
        var reply = reply("save")
        reply.file = path
        try output.write(reply, text: nil)
        output.say("saved \(tree.piece.characters.grouped) characters to \(MessageText.quoted(path))")
    }
}
