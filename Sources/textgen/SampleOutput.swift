import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// Texts on their way from a model to standard output.
struct SampleOutput {
    let generator: TextGenerator
    /// The name of the model.
    let model: String
    let seed: String
    /// Whether each text is a line.
    let isLines: Bool
    let numTexts: Int
    let isJSON: Bool
    var steering: SampleSteering
    /// A text that each text leads to, and of how many candidates the best is taken.
    let ending: (text: String, candidates: Int)?
    /// The options of the text with a number from 0 on.
    let options: (Int) -> GenerationOptions

    /// What was printed.
    private(set) var fingerprint = Fingerprint()
    /// The candidates of each text.
    private(set) var infillings: [InfillArguments.Report] = []
    /// How many texts were begun.
    private var numBegun = 0
    /// The texts, where they are compared with a corpus.
    private var texts: [String] = []
    private static let mostAttempts = 1000

    init(
        generator: TextGenerator, model: String, seed: String, isLines: Bool, numTexts: Int, isJSON: Bool,
        steering: SampleSteering, ending: (text: String, candidates: Int)?,
        options: @escaping (Int) -> GenerationOptions
    ) {
        (self.generator, self.model, self.seed, self.isLines) = (generator, model, seed, isLines)
        (self.numTexts, self.isJSON, self.steering, self.options) = (numTexts, isJSON, steering, options)
        self.ending = ending
    }

    /// Refuses conditions that no text of the length meets.
    func requireConstraint() throws { try steered(0).requireConstraint() }

    /// Prints all texts.
    ///
    /// - Returns: What was copied from the corpus, one for each text; empty where there is no corpus.
    mutating func write() throws -> [CopyReport] {
        guard !isJSON else { return try writeJSON() }
        try StandardOutput.stream()
        for index in 0..<numTexts {
            if index > 0, !isLines { try write("\n---\n") }
            if steering.newTexts == nil, ending == nil {
                try streamText()
            } else {
                try write(seed + (try nextText()).text)
            }
            try write("\n")
        }
        return copyReports()
    }

    private mutating func write(_ text: String) throws {
        fingerprint.add(text)
        try StandardOutput.write(text)
    }

    /// Prints a text while it is generated.
    private mutating func streamText() throws {
        var pieces = try generator.pieces(seed, options: steered(numBegun))
        numBegun += 1
        try write(seed)
        var text = ""
        while let piece = try pieces.next() {
            try write(piece)
            if steering.corpus != nil { text += piece }
        }
        if steering.corpus != nil { texts.append(text) }
    }

    private func steered(_ number: Int) -> GenerationOptions {
        var options = options(number)
        options.constraint = steering.constraint
        options.processors = [steering.copyLimit].compactMap { $0 }
        return options
    }

    private struct Drawn {
        let text: String
        let options: GenerationOptions
        var stop: String?
        var infilling: InfillArguments.Report?
    }

    private func draw(_ options: GenerationOptions) throws -> Drawn {
        if let (ending, candidates) = ending {
            let best = try generator.infillings(seed, ending: ending, candidates: candidates, options: options)
            var options = options
            options.end = .length
            return Drawn(
                text: best[0].middle + ending, options: options, infilling: .init(ending: ending, best))
        }
        var pieces = try generator.pieces(seed, options: options)
        var text = ""
        while let piece = try pieces.next() { text += piece }
        return Drawn(text: text, options: options, stop: pieces.matchedStop)
    }

    /// A whole text, drawn again where it is not new.
    private mutating func nextText() throws -> Drawn {
        for _ in 0..<Self.mostAttempts {
            let options = steered(numBegun)
            numBegun += 1
            let drawn = try draw(options)
            let whole = seed + drawn.text
            guard steering.newTexts?.accepts(whole) ?? true else { continue }
            if steering.corpus != nil { texts.append(drawn.text) }
            if let infilling = drawn.infilling { infillings.append(infilling) }
            return drawn
        }
        throw CommandFailure(
            .badData,
            "\(Self.mostAttempts) texts in a row were not new; generate fewer, or raise --temperature.")
    }

    // MARK: JSON

    private struct Text: Encodable {
        let text: String
        let seed: String
        let randomSeed: UInt64
        let model: String
        let characters: Int
        let stop: String?
        let end: TextEnd
        let temperature: Float
        let minP: Float?
        let copied: CopyReport?
        let infilling: InfillArguments.Report?
    }

    private mutating func writeJSON() throws -> [CopyReport] {
        let drawn = try (0..<numTexts).map { _ in try nextText() }
        let reports = copyReports()
        let texts = drawn.enumerated().map { index, drawn in
            Text(
                text: drawn.text, seed: seed, randomSeed: drawn.options.randomSeed, model: model,
                characters: drawn.text.count, stop: drawn.stop, end: drawn.options.end,
                temperature: drawn.options.sampling.temperature, minP: drawn.options.sampling.minP,
                copied: reports.isEmpty ? nil : reports[index], infilling: drawn.infilling)
        }
        let isOne = texts.count == 1 && !isLines
        try write((isOne ? JSONOutput.encode(texts[0]) : JSONOutput.encode(texts)) + "\n")
        return reports
    }

    // MARK: Copies

    private func copyReports() -> [CopyReport] {
        guard let corpus = steering.corpus else { return [] }
        let ids = texts.map { steering.corpusTokenizer.encodeIDs($0) }
        return zip(ids, VerbatimCopies(of: ids, in: corpus).copies).map { ids, copy in
            CopyReport(
                longest: copy.longest.count, text: steering.corpusTokenizer.decode(ids[copy.longest]), share: copy.share
            )
        }
    }
}

/// What a text has from a corpus word for word.
struct CopyReport: Encodable {
    /// Characters of the longest piece, or bytes for a model of bytes.
    let longest: Int
    /// The longest piece.
    let text: String
    /// The share of characters in pieces of at least 30 characters.
    let share: Double

    /// Says on stderr what several texts have from a corpus.
    static func say(_ reports: [CopyReport], corpus: String) {
        guard let longest = reports.max(by: { $0.longest < $1.longest }) else { return }
        let share = reports.reduce(0) { $0 + $1.share } / Double(reports.count)
        StandardError.writeLine(
            "longest piece copied from \(corpus): \(longest.longest) characters, \(longest.text.debugDescription); "
                + "\((100 * share).fixed(1)) % of the text is in pieces of 30 or more")
    }
}

/// A hash of a text, and its bytes.
struct Fingerprint: Equatable {
    private var hash = StableHash()
    private(set) var numBytes = 0

    mutating func add(_ text: String) {
        hash.add(text.utf8)
        numBytes += text.utf8.count
    }

    /// The number, as hexadecimal digits.
    var digits: String { hash.digits }
}
