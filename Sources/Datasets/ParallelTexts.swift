import Foundation
import Tensors
import Tokenization

/// Parallel texts (pairs of source and target), all in memory, for training and evaluating translators.
public struct ParallelTexts: Sendable {
    /// The texts to translate.
    public let sources: [String]
    /// For each source its translation.
    public let targets: [String]
    /// The places, among all pairs that were read, of those with an empty side; they are left out.
    public private(set) var emptyPlaces: [Int] = []
    /// The number of pairs left out because a side was empty.
    public var emptyCount: Int { emptyPlaces.count }
    /// The columns of the table that they were read from.
    public private(set) var columns: RecordColumns?

    /// - Precondition: There are as many sources as targets.
    public init(sources: [String], targets: [String]) {
        precondition(
            sources.count == targets.count, "ParallelTexts: \(sources.count) sources, \(targets.count) targets.")
        self.sources = sources
        self.targets = targets
    }

    /// The number of pairs.
    public var count: Int { sources.count }

    /// Reads a file of pairs, without the spaces around them: TSV or CSV with the source first, or with a header; JSONL
    /// with fields.
    ///
    /// - Parameters:
    ///   - source: The column of the sources; `nil` for the one under `source`, or without such a header the first; of
    ///     JSON objects the field `source`.
    ///   - target: The column of the targets; `nil` likewise for `target` or the second.
    ///   - note: Called with what a person should know of how the file was read.
    /// - Throws: ``ParallelTextsError``, ``RecordError``, `TextEncodingError`, `FileError`.
    public init(
        contentsOf url: URL, source: ColumnReference? = nil, target: ColumnReference? = nil,
        records: RecordOptions = RecordOptions(), note: (ReadingNote) -> Void = { _ in }
    ) throws {
        var options = records
        if options.format == nil, RecordFormat(of: url) == .text { options.format = .tsv }
        (options.labelColumn, options.textColumn, options.usualNames) = (source, target, .pairs)
        var reader = try RecordReader(contentsOf: url, options: options)
        var (sources, targets): ([String], [String]) = ([], [])
        do {
            defer { reader.tell(note) }
            while let record = try reader.next() {
                sources.append(record.label ?? "")
                targets.append(record.text.trimmingCharacters(in: .whitespaces))
            }
        }
        try self.init(keeping: sources, targets, files: reader.file)
        columns = reader.columns
    }

    /// Reads two files whose lines belong together, without the spaces around them.
    ///
    /// - Parameter note: Called with what a person should know of how the files were read.
    /// - Throws: ``ParallelTextsError``, ``RecordError``, `TextEncodingError`, `FileError`.
    public init(
        sourceLines: URL, targetLines: URL, records: RecordOptions = RecordOptions(),
        note: (ReadingNote) -> Void = { _ in }
    ) throws {
        var options = records
        options.format = .text
        func lines(_ url: URL) throws -> [String] {
            var reader = try RecordReader(contentsOf: url, options: options)
            defer { reader.tell(note) }
            var lines: [String] = []
            while let record = try reader.next() { lines.append(record.text.trimmingCharacters(in: .whitespaces)) }
            return lines
        }
        let (sources, targets) = (try lines(sourceLines), try lines(targetLines))
        let names = (sourceLines.nameInMessages, targetLines.nameInMessages)
        guard sources.count == targets.count else {
            throw ParallelTextsError.unequalLengths(
                source: names.0, sourceCount: sources.count, target: names.1, targetCount: targets.count)
        }
        try self.init(keeping: sources, targets, files: "\(names.0), \(names.1)")
    }

    private init(keeping sources: [String], _ targets: [String], files: String) throws {
        let isEmpty = zip(sources, targets).map { $0.isBlank || $1.isBlank }
        let kept = sources.indices.filter { !isEmpty[$0] }
        guard !kept.isEmpty else { throw ParallelTextsError.noPairs(files) }
        self.init(sources: kept.map { sources[$0] }, targets: kept.map { targets[$0] })
        emptyPlaces = isEmpty.indices.filter { isEmpty[$0] }
    }

    /// Some of the pairs, in the order of their places.
    public func selecting(_ indices: some Sequence<Int>) -> ParallelTexts {
        let indices = Array(indices)
        return ParallelTexts(sources: indices.map { sources[$0] }, targets: indices.map { targets[$0] })
    }

    /// The pairs of both, one after the other.
    public static func + (left: ParallelTexts, right: ParallelTexts) -> ParallelTexts {
        var both = ParallelTexts(sources: left.sources + right.sources, targets: left.targets + right.targets)
        let readLeft = left.count + left.emptyCount
        both.emptyPlaces = left.emptyPlaces + right.emptyPlaces.map { readLeft + $0 }
        return both
    }

    /// Sets pairs aside so that no source is on both sides: pairs of one source stay together.
    ///
    /// - Parameters:
    ///   - fraction: The share of the different sources that is set aside, in 0 ..< 1, but at least one of two unless it
    ///     is 0.
    ///   - limit: The most sources that are set aside.
    ///   - seed: The same seed sets the same pairs aside, on every machine.
    /// - Throws: ``SplitError/invalidFraction(_:)``.
    public func split(
        fraction: Double, limit: Int = .max, seed: UInt64
    ) throws -> (rest: ParallelTexts, aside: ParallelTexts) {
        try SplitError.requireValid(fraction: fraction)
        var generator = SeededGenerator(seed: seed, stream: "split")
        let different = Array(Set(sources)).sorted()
        let share = fraction > 0 && different.count > 1 ? Int((Double(different.count) * fraction).rounded()) : 0
        let count = fraction > 0 && different.count > 1 ? min(max(share, 1), max(limit, 0), different.count - 1) : 0
        let aside = Set(different.shuffled(using: &generator).prefix(count))
        return (
            selecting(sources.indices.filter { !aside.contains(sources[$0]) }),
            selecting(sources.indices.filter { aside.contains(sources[$0]) })
        )
    }

    /// A number, as hexadecimal digits, that changes with the texts and their order.
    public var fingerprint: String {
        var hash = TextFingerprint()
        for text in sources + targets { hash.mix(text) }
        return hash.text(count: count)
    }
}

extension String {
    /// Whether there is nothing but white space.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

/// Why files do not form pairs of texts.
public enum ParallelTextsError: RemediedError, Equatable {
    /// The files hold no pair with text on both sides.
    case noPairs(String)
    /// Two files whose lines should correspond have different numbers of lines.
    case unequalLengths(source: String, sourceCount: Int, target: String, targetCount: Int)

    public var problem: String {
        switch self {
        case .noPairs(let files): "there is no pair of texts in \(files)"
        case .unequalLengths(let source, let sourceCount, let target, let targetCount):
            "'\(source)' has \(sourceCount) lines and '\(target)' has \(targetCount)"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .noPairs:
            [
                .advice("give a file with source and target in two columns"),
                .advice("give two files whose lines correspond"),
            ]
        case .unequalLengths: [.advice("align the files, so that each line has its translation in the same line")]
        }
    }
}
