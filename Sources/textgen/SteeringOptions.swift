import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// What the texts have to be like.
struct SteeringArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Regular expression that all of the text matches, or each line with --lines: literals, classes, groups, "
                + ". | * + ? {m,n}.",
            valueName: "pattern"))
    var match: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Word that occurs in the text; may be given several times.", valueName: "word"))
    var require: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Word that does not occur, in capitals or small letters; may be given several times.", valueName: "word"))
    var forbid: [String] = []

    @Flag(help: "Generate no text or line twice, and none of --corpus or --not-in.")
    var unique = false

    @Option(
        help: ArgumentHelp(
            "File whose lines, or with --count pieces, are not generated; may be given several times.",
            valueName: "file"), completion: .file())
    var notIn: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Copy at most N characters in a row from --corpus.", valueName: "n"))
    var maxCopy: Int?

    @Option(
        help: ArgumentHelp(
            "Text that the model was trained on; the longest piece copied from it is reported.", valueName: "file"),
        completion: .file())
    var corpus: String?

    /// Whether a text may have to be drawn again.
    var selects: Bool { unique || !notIn.isEmpty }
    /// Whether the text has to be like something.
    var constrains: Bool { match != nil || !require.isEmpty || !forbid.isEmpty }
    /// The files that are read.
    var files: [String] { notIn + [corpus].compactMap { $0 } }

    func validate() throws {
        try requirePaths(notIn + [corpus])
        try requireCount("--max-copy", maxCopy, limit: 1_000_000)
        guard maxCopy == nil || corpus != nil else {
            throw ValidationError("--max-copy needs the text that is not copied; give --corpus.")
        }
    }
}

extension SteeringArguments {
    /// What a text has to be like; `nil` for anything.
    ///
    /// - Throws: `ConstraintError`.
    func constraint(for tokenizer: Tokenizer, after seed: String, isLines: Bool) throws -> TextConstraint? {
        guard constrains else { return nil }
        return try TextConstraint(
            matching: match ?? (isLines ? #"\S.*"# : nil), requiring: require, forbidding: forbid, for: tokenizer,
            after: seed)
    }
}

/// The options of ``SteeringArguments`` for one model and one seed text.
struct SampleSteering {
    let constraint: TextConstraint?
    let copyLimit: CopyLimitProcessor?
    /// Ids of the corpus, of characters for a model of pieces of words; `nil` where there is none.
    let corpus: [Int32]?
    /// The tokenizer of these ids, and of texts that are compared with them.
    let corpusTokenizer: Tokenizer
    var newTexts: NewTexts?
    /// A number for each file, which changes with its text.
    let fingerprints: [String: String]

    /// - Parameter isLines: Whether each text is a line.
    /// - Throws: `ConstraintError`, `SamplingError`, and what reading files throws.
    init(_ arguments: SteeringArguments, for generator: TextGenerator, after seed: String, isLines: Bool) throws {
        constraint = try arguments.constraint(for: generator.tokenizer, after: seed, isLines: isLines)
        var fingerprints: [String: String] = [:]
        func read(_ path: String) throws -> TextCorpus {
            let text = try TextCorpus(contentsOf: [URL(inputPath: path)], unit: generator.tokenizer.unit)
            fingerprints[path.absolutePath] = text.fingerprint
            return text.withLineEnds(generator.lineEnds)
        }
        let corpus = try arguments.corpus.map(read)
        let known = try arguments.notIn.map(read) + [corpus].compactMap { $0 }
        self.fingerprints = fingerprints
        let (tokenizer, isOfPieces) = (generator.tokenizer, generator.tokenizer.unit == .bpe)
        let text = isOfPieces ? corpus.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "" : ""
        corpusTokenizer =
            isOfPieces
            ? .train(on: CollectionOfOne(text), unit: .grapheme, normalizer: tokenizer.normalizer) : tokenizer
        let ids = try corpus?.ids(with: corpusTokenizer)
        copyLimit = try arguments.maxCopy.map {
            try isOfPieces
                ? CopyLimitProcessor(maxCopy: $0, text: text, tokenizer: tokenizer)
                : CopyLimitProcessor(maxCopy: $0, corpus: ids ?? [])
        }
        self.corpus = ids
        newTexts = arguments.selects ? NewTexts(known: known, isLines: isLines, isUnique: arguments.unique) : nil
    }
}

/// Texts that were not there before.
struct NewTexts {
    private let known: [Data]
    private let knownLines: Set<String>
    private let isLines: Bool
    private let isUnique: Bool
    private var seen: Set<String> = []

    /// - Parameters:
    ///   - known: Texts whose lines, or pieces, are not new.
    ///   - isLines: Whether texts are lines.
    ///   - isUnique: Whether a text is new only once.
    init(known: [TextCorpus], isLines: Bool, isUnique: Bool) {
        (self.isLines, self.isUnique) = (isLines, isUnique)
        self.known = isLines ? [] : known.map { Data($0.bytes) }
        let lines = known.lazy.flatMap { $0.bytes.split(separator: UInt8(ascii: "\n")) }
        knownLines = isLines ? Set(lines.map { Self.key(String(decoding: $0, as: UTF8.self)) }) : []
    }

    /// Whether a text is new. An empty one never is.
    mutating func accepts(_ text: String) -> Bool {
        let key = Self.key(text)
        guard !key.isEmpty, !knownLines.contains(key) else { return false }
        let bytes = Data(key.utf8)
        guard !known.contains(where: { $0.range(of: bytes) != nil }) else { return false }
        return !isUnique || seen.insert(key).inserted
    }

    private static func key(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}
