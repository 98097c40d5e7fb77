import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `textgen sample`: lets a model write.
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Generate text with a trained model.",
        discussion: """
            The text is printed while it is generated. Without --random-seed, a seed is chosen and printed, so that \
            every text can be reproduced.

              textgen sample --seed "To be" --temperature 0.7
              textgen sample my-model --count 3 --length 200 --random-seed 1
            """)

    @Argument(
        help: "Model folder, or name of a shipped model (default: shakespeare; see textgen models).",
        completion: .directory)
    var model: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Text to continue; any Unicode text.", valueName: "text"))
    var seed: String?

    @Option(
        help: ArgumentHelp("File with the text to continue; - for standard input.", valueName: "file"),
        completion: .file()
    )
    var seedFile: String?

    @Option(name: .shortAndLong, parsing: .unconditional, help: "Number of characters to generate.")
    var length = 500

    @Option(parsing: .unconditional, help: "Number of texts to generate, separated by a line of ---.")
    var count = 1

    @Option(
        parsing: .unconditional,
        help: "Lower is safer, higher is wilder; 0 always takes the most likely character.")
    var temperature: Float = 1

    @Option(parsing: .unconditional, help: "Sample from the K most likely characters only.")
    var topK: Int?

    @Option(
        parsing: .unconditional,
        help: "Sample from the most likely characters that together have probability P (0 < P <= 1).")
    var topP: Float?

    @Option(
        parsing: .unconditional, help: "Exclude characters less likely than P times the most likely one (0 <= P < 1).")
    var minP: Float?

    @Option(parsing: .unconditional, help: "Values above 1 make the last 64 characters less likely; 1 has no effect.")
    var repetitionPenalty: Float = 1

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Stop before this text; may be given several times.", valueName: "text"))
    var stop: [String] = []

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Random seed; the same seed gives the same text.", valueName: "n"))
    var randomSeed: UInt64?

    @OptionGroup var encoding: EncodingOption
    @OptionGroup var inference: PrecisionOption
    @OptionGroup var common: CommonOptions

    /// All texts are in memory before they are printed.
    private static let mostCharactersOfJSON = 100_000_000

    func validate() throws {
        try requireCount("--length", length, limit: 1_000_000_000)
        try requireCount("--count", count, limit: 1_000_000)
        guard common.format == .text || length * count <= Self.mostCharactersOfJSON else {
            throw ValidationError(
                "--length times --count must be at most \(Self.mostCharactersOfJSON) with --format json, not "
                    + "\(length * count); --format text has no such limit.")
        }
        guard seed == nil || seedFile == nil else {
            throw ValidationError("--seed and --seed-file cannot be given together.")
        }
        try requirePaths([seedFile])
        guard encoding.encoding == nil || seedFile != nil else {
            throw ValidationError("--encoding applies to --seed-file; give one, or leave it out.")
        }
        if temperature == 0 {
            try GivenOptions(of: Self.self).refuse(
                "--top-k", "--top-p", "--min-p",
                because: "--temperature 0 does not sample, it takes the most likely character")
            guard count == 1 else {
                throw ValidationError(
                    "--count \(count) would print the same text \(count) times at --temperature 0; leave it out.")
            }
        }
        do { _ = try samplingOptions() } catch let error as SamplingError { throw ValidationError(message(error)) }
        guard !stop.contains("") else { throw ValidationError("--stop must not be empty.") }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let generator = try ModelArgument(model).load(precision: inference.precision, isQuiet: common.quiet)
        let seed = try seedText()
        noteSeed(seed, tokenizer: generator.tokenizer)
        let randomSeed = randomSeed ?? UInt64.random(in: 0..<1_000_000_000)
        if self.randomSeed == nil {
            say("random seed \(randomSeed) (use --random-seed \(randomSeed) to get this text again)")
        }
        do {
            if common.format == .json {
                try writeJSON(generator, seed: seed, randomSeed: randomSeed)
            } else {
                try stream(generator, seed: seed, randomSeed: randomSeed)
            }
        } catch let error as SamplingError {
            throw CommandFailure(.badData, "\(ModelArgument(model).name): \(error.message)")
        }
    }

    /// What is wrong with a sampling option, under the name it has on the command line.
    private func message(_ error: SamplingError) -> String {
        guard case .outOfRange(let option, let value, let allowed) = error else { return error.message }
        let flag = option.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
        return "--\(flag) must be \(allowed), not \(value)."
    }

    private func samplingOptions() throws -> SamplingOptions {
        try SamplingOptions(
            temperature: temperature, topK: topK, topP: topP, minP: minP, repetitionPenalty: repetitionPenalty)
    }

    private func seedText() throws -> String {
        guard let seedFile else { return seed ?? "" }
        return try TextFile.text(of: URL(inputPath: seedFile), encoding: encoding.given ?? .utf8)
    }

    private func noteSeed(_ seed: String, tokenizer: Tokenizer) {
        if UInt64(seed) != nil, seedFile == nil {
            say("--seed \(seed) is the text to continue; for a reproducible text give --random-seed \(seed).")
        }
        let encoding = tokenizer.encode(seed)
        if encoding.unknownCount > 0 {
            let shown = encoding.unknownTokens.map(\.debugDescription).joined(separator: " ")
            say("Not in the model's vocabulary: \(shown); these characters of the seed are treated as unknown.")
        }
    }

    private func say(_ line: String) {
        if !common.quiet { StandardError.writeLine(line) }
    }

    /// The options of the text with this number: the first has the random seed that was given.
    private func options(_ randomSeed: UInt64, ofText index: Int) throws -> GenerationOptions {
        GenerationOptions(
            length: length, sampling: try samplingOptions(), stop: stop, randomSeed: randomSeed &+ UInt64(index))
    }

    private func stream(_ generator: TextGenerator, seed: String, randomSeed: UInt64) throws {
        try StandardOutput.stream()
        for index in 0..<count {
            if index > 0 { try StandardOutput.write("\n---\n") }
            var pieces = try generator.pieces(seed, options: options(randomSeed, ofText: index))
            try StandardOutput.write(seed)
            while let piece = try pieces.next() { try StandardOutput.write(piece) }
            try StandardOutput.write("\n")
        }
    }

    private struct Text: Encodable {
        let text: String
        let seed: String
        let randomSeed: UInt64
        let model: String
        let characters: Int
        let stop: String?
        let temperature: Float
    }

    private func writeJSON(_ generator: TextGenerator, seed: String, randomSeed: UInt64) throws {
        let texts = try (0..<count).map { index in
            let options = try options(randomSeed, ofText: index)
            var pieces = try generator.pieces(seed, options: options)
            var text = ""
            while let piece = try pieces.next() { text += piece }
            return Text(
                text: text, seed: seed, randomSeed: options.randomSeed, model: ModelArgument(model).name,
                characters: text.count, stop: pieces.matchedStop, temperature: temperature)
        }
        let json = count == 1 ? try JSONOutput.encode(texts[0]) : try JSONOutput.encode(texts)
        try StandardOutput.writeLine(json)
    }
}
