import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

extension Sample {
    /// Refuses the options that make no sense in a session.
    func requireInteractive() throws {
        guard interactive else { return }
        let refused = [
            ("--lines", length.lines != nil), ("--count", length.count != 1), ("--unique", steering.unique),
            ("--not-in", !steering.notIn.isEmpty), ("--corpus", steering.corpus != nil),
            ("--stop", !stop.isEmpty), ("--ending", infilling.ending != nil), ("--manifest", manifest != nil),
        ]
        if let name = refused.first(where: \.1)?.0 {
            throw ValidationError("--interactive writes one text piece by piece; leave out \(name).")
        }
        guard seedFile != "-" else {
            throw ValidationError("--interactive reads its commands from standard input; give a file for --seed-file.")
        }
    }

    /// Reads commands from standard input and carries them out, to the end of the input or `quit`.
    func interact(with generator: TextGenerator, model: String, seed: String, randomSeed: UInt64) throws {
        let (steering, tokenizer) = (steering, generator.tokenizer)
        let constraint: (String) throws -> TextConstraint? = {
            try steering.constraint(for: tokenizer, after: $0, isLines: false)
        }
        var options = length.options(
            try sampling.options(), isPattern: steering.match != nil, stop: [], randomSeed: randomSeed)
        let settings = InteractiveSettings(options)
        options.constraint = try constraint(seed)
        try options.requireConstraint()
        if !common.quiet { say(seed, randomSeed, tokenizer: tokenizer) }
        let output = InteractiveOutput(
            isJSON: common.format == .json, isQuiet: common.quiet, isTerminal: isatty(STDIN_FILENO) == 1)
        try StandardOutput.stream()
        var input = InteractiveInput(
            session: try InteractiveSession(
                generator: generator, output: output, settings: settings, randomSeed: randomSeed, seed: seed,
                constraint: constraint))
        try input.session.start(model: model)
        try input.run()
    }

    /// Names the characters of a text that a model does not know.
    static func unknownNote(_ encoding: Encoding, in text: String) -> String {
        let shown = encoding.unknownTokens.map(\.debugDescription).joined(separator: " ")
        return "Not in the model's vocabulary: \(shown); these characters of the \(text) are treated as unknown."
    }
}

/// The lines of standard input on their way to a session.
struct InteractiveInput {
    var session: InteractiveSession
    private var pending: [UInt8] = []
    private var lineNumber = 0
    /// How the first line that could not be carried out would end a command.
    private var firstStatus: CommandSupport.ExitStatus?
    private var numProblems = 0
    private static let longestLine = 16 << 20

    private struct Ended: Error {}

    init(session: InteractiveSession) { self.session = session }

    /// Carries out all lines.
    ///
    /// - Throws: Where nobody types: `CommandFailure` at the end if a line could not be carried out, with the exit status
    ///   of the first one. What ends the program before.
    mutating func run() throws {
        let output = session.output
        do {
            output.prompt(session.tree.branch.name)
            try FileReading.forEachChunk(of: nil, size: 1 << 16) { chunk in
                pending += chunk
                while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = Array(pending[..<end])
                    pending.removeFirst(end + 1)
                    try run(line)
                }
                guard pending.count <= Self.longestLine else {
                    throw CommandFailure(
                        .badData,
                        "standard input, line \(lineNumber + 1): longer than \(Self.longestLine >> 20) MiB; is it text?"
                    )
                }
                output.prompt(session.tree.branch.name)
            }
            if !pending.isEmpty { try run(pending) } else if output.isTerminal { output.say("") }
        } catch is Ended {}
        guard !output.isTerminal, let firstStatus else { return }
        throw CommandFailure(firstStatus, "\(numProblems) of \(lineNumber) commands could not be carried out.")
    }

    private mutating func run(_ bytes: [UInt8]) throws {
        lineNumber += 1
        let line = String(decoding: bytes, as: UTF8.self)
        let problem: (sentence: String, status: CommandSupport.ExitStatus)
        do {
            guard String(validating: bytes, as: UTF8.self) != nil else {
                throw CommandFailure(.badData, "Line \(lineNumber) is not UTF-8 text; nothing was done.")
            }
            guard try session.run(line) else { throw Ended() }
            return
        } catch let error as InteractiveProblem {
            problem = (error.sentence, .usage)
        } catch let error as SamplingError {
            problem = (error.inFlags.replacing("--", with: ""), error.exitStatus)
        } catch let error as ConstraintError {
            problem = (error.message, error.exitStatus)
        } catch let error as FileError {
            problem = (error.message, error.exitStatus)
        } catch let error as CommandFailure {
            problem = (error.description, error.exitStatus)
        }
        firstStatus = firstStatus ?? problem.status
        numProblems += 1
        try session.output.write(problem: problem.sentence, line: line)
    }
}
