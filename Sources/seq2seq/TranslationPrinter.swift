import CommandSupport
import Recurrent

/// Prints translations, and counts what was wrong with sources.
final class TranslationPrinter {
    private let format: OutputFormat
    private let nBest: Int
    private(set) var lineCount = 0
    private var unknownCount = 0
    private var cutCount = 0
    private var cutLines: [Int] = []  // the first ten
    private var failedLines = 0

    init(format: OutputFormat, nBest: Int) {
        self.format = format
        self.nBest = nBest
    }

    private struct Candidate: Encodable {
        let text: String
        let tokens: [String]
        let score: Double
        let logProbability: Double
        let alignment: String
        let attention: [[Float]]

        init(_ candidate: TranslatedText.Candidate) {
            (text, tokens, score) = (candidate.text, candidate.tokens, candidate.score)
            (logProbability, alignment) = (candidate.logProbability, candidate.alignment)
            attention = candidate.attention
        }
    }

    /// What is printed beside candidates and sentences, which come one by one: they hold many numbers.
    private struct Printed: Encodable {
        let line: Int?
        /// Of a sentence, its first byte in the line and the one behind the last.
        let range: [Int]?
        let source: String
        let text: String
        let sourceTokens: [String]
        /// First byte and the one behind the last, of the line in UTF-8.
        let sourceRanges: [[Int]]
        /// Tokens at the end of the source that were not read.
        let unreadTokens: Int

        init(_ translation: TranslatedText, line: Int?) {
            let start = translation.start
            self.line = line
            range = line == nil ? [start, start + translation.source.utf8.count] : nil
            (source, text, sourceTokens) = (translation.source, translation.text, translation.sourceTokens)
            sourceRanges = translation.sourceRanges.map { [start + $0.lowerBound, start + $0.upperBound] }
            unreadTokens = translation.cutCount
        }
    }

    func print(_ translation: TranslatedText) throws {
        lineCount += 1
        unknownCount += translation.unknownCount
        if translation.cutCount > 0 {
            cutCount += 1
            if cutLines.count < 10 { cutLines.append(lineCount) }
        }
        let isDamaged = translation.candidates.isEmpty || !translation.candidates.allSatisfy(\.isFinite)
        if isDamaged, !translation.isKept { failedLines += 1 }
        if format == .json { return try StandardOutput.writeLine(json(translation, line: lineCount)) }
        guard nBest > 1 else { return try StandardOutput.writeLine(translation.text.onOneLine) }
        if translation.isKept { try printRow(score: 0, translation.text) }
        for candidate in translation.candidates { try printRow(score: candidate.score, candidate.text) }
    }

    private func printRow(score: Double, _ text: String) throws {
        try StandardOutput.writeLine("\(lineCount)\t\(score.fixed(4))\t\(text.onOneLine)")
    }

    /// An object on one line; a sentence has no number.
    private func json(_ translation: TranslatedText, line: Int?) throws -> String {
        var text =
            try "{\"candidates\":["
            + translation.candidates.map { try JSONOutput.encode(Candidate($0), isPretty: false) }.joined(
                separator: ",")
        text += "],"
        if !translation.sentences.isEmpty {
            text += try "\"sentences\":[" + translation.sentences.map { try json($0, line: nil) }.joined(separator: ",")
            text += "],"
        }
        return try text + JSONOutput.encode(Printed(translation, line: line), isPretty: false).dropFirst()
    }

    /// - Throws: Where a model found no target, which only a damaged one does.
    func reportProblems(isQuiet: Bool) throws {
        if failedLines > 0 {
            throw CommandFailure(
                .badData,
                "the model gave no finite probabilities for \(failedLines.grouped) lines; its weights are damaged, copy it "
                    + "anew.")
        }
        guard !isQuiet else { return }
        if unknownCount > 0 {
            StandardError.writeLine("\(unknownCount.grouped) tokens of the sources are unknown to the model")
        }
        if cutCount > 0 {
            let more = cutCount > cutLines.count ? " and \((cutCount - cutLines.count).grouped) more" : ""
            StandardError.writeLine(
                "too long for the model, so only the beginning was translated: line "
                    + cutLines.map(String.init).joined(separator: ", ") + more)
        }
    }
}

extension String {
    /// The text with spaces in place of line breaks and tabs: a target must not become two lines or columns.
    var onOneLine: String {
        var previous: Unicode.Scalar?
        return replacingScalars { scalar in
            defer { previous = scalar }
            if scalar == "\n", previous == "\r" { return "" }
            return scalar.isLineEnd || scalar == "\t" ? " " : nil
        }
    }
}
