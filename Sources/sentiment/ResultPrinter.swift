import CommandSupport
import Foundation
import Recurrent

/// Classifies texts and prints what comes of it, in the format asked for.
struct ResultPrinter {
    let analyzer: TextClassifier
    let format: ResultFormat
    let unit: TextUnit
    let abstainsBelow: Double?
    /// How words are weighed; `nil` to leave that out.
    let explains: Explanation.Method?
    /// Those of CSV and TSV, once the first text is there.
    private var columns: OutputColumns?
    private var count = 0
    private var answered = 0
    private var mostlyUnknown = 0

    init(
        analyzer: TextClassifier, format: ResultFormat, unit: TextUnit, abstainsBelow: Double?,
        explains: Explanation.Method?
    ) {
        self.analyzer = analyzer
        self.format = format
        self.unit = unit
        self.abstainsBelow = abstainsBelow
        self.explains = explains
    }

    /// What one text came to, as JSON has it.
    private struct Row: Encodable {
        let label: String?
        /// Of a multi-label model, in the place of label and probability.
        let labels: [String]?
        let abstained: Bool?
        let probability: Double?
        let probabilities: [String: Double]
        let tokens: Int
        let unknownTokens: Int
        let file: String
        let line: Int
        let text: String?
        let start: Int?
        let end: Int?
        let sentences: [Part]?
        let words: [Part]?
    }

    /// A sentence or a word and what it counted.
    struct Part: Encodable {
        let text: String
        let start: Int
        let end: Int
        let weight: Double
    }

    mutating func begin() throws {
        switch format {
        case .json: try StandardOutput.write("[")
        case .csv, .tsv, .text, .jsonl: break
        }
    }

    mutating func end() throws {
        if (format == .csv || format == .tsv) && columns == nil { try printHeader(nil) }
        if format == .json { try StandardOutput.write(count == 0 ? "]\n" : "\n]\n") }
    }

    /// What share was answered, where not all need be, and what the columns lack.
    var summary: [String] {
        var lines = [columns?.note].compactMap { $0 }
        if let abstainsBelow, count > 0 {
            let share = 100 * Double(answered) / Double(count)
            lines.append(
                "answered \(answered.grouped) of \(count.grouped) texts (\(share.fixed(1)) %) with a probability of at "
                    + "least \(abstainsBelow)")
        }
        if mostlyUnknown > 0 {
            lines.append(
                count == 1
                    ? "The model does not know most words of this text: is it in another language? The label means little."
                    : "\(mostlyUnknown.grouped) of \(count.grouped) texts have many words that the model does not know (in "
                        + "another language, perhaps); their labels mean little."
            )
        }
        return lines
    }

    mutating func print(_ items: [TextItem]) throws {
        for (item, result) in zip(items, try analyzer.classify(items.map(\.text))) {
            let isAnswered = result.label != nil && result.probability >= abstainsBelow ?? 0
            let label = isAnswered ? result.label : nil
            switch format {
            case .text: try printText(item, result, label)
            case .jsonl: try StandardOutput.writeLine(try json(item, result, label))
            case .json: try StandardOutput.write((count == 0 ? "\n" : ",\n") + (try json(item, result, label)))
            case .csv, .tsv:
                if columns == nil { try printHeader(item) }
                let own = ownCells(result, label) + [item.file, String(item.line)]
                try StandardOutput.writeLine(cells(own + (columns?.values(of: item) ?? [])))
            }
            count += 1
            if isAnswered { answered += 1 }
            if result.isMostlyUnknown { mostlyUnknown += 1 }
        }
    }

    // MARK: JSON

    private func json(_ item: TextItem, _ result: Classification, _ label: String?) throws -> String {
        let words = try explains.map { method in
            try analyzer.explain(item.text, method: method).words.map {
                part($0.text, $0.byteRange, $0.weight, of: item)
            }
        }
        let row = Row(
            label: isMultiLabel ? nil : label, labels: isMultiLabel ? result.labels : nil,
            abstained: abstainsBelow.map { _ in label == nil && result.label != nil },
            probability: isMultiLabel ? nil : result.probability,
            probabilities: Dictionary(uniqueKeysWithValues: result.probabilities.map { ($0.name, $0.probability) }),
            tokens: result.tokenCount, unknownTokens: result.unknownCount, file: item.file, line: item.line,
            text: unit == .sentence ? item.text : nil, start: item.byteRange?.lowerBound,
            end: item.byteRange?.upperBound, sentences: unit == .document ? try heaviest(item) : nil, words: words)
        return try JSONOutput.encode(row, isPretty: false)
    }

    /// The sentences that weighed most, at most five, of a document of several.
    ///
    /// None of a multi-label model, whose labels each have others.
    private func heaviest(_ item: TextItem) throws -> [Part]? {
        guard !isMultiLabel else { return nil }
        let weights = try analyzer.sentenceWeights(of: item.text)
        guard weights.count > 1 else { return nil }
        return weights.sorted { abs($0.weight) > abs($1.weight) }.prefix(5).map {
            part($0.text, $0.byteRange, $0.weight, of: item)
        }
    }

    private func part(_ text: String, _ range: Range<Int>, _ weight: Double, of item: TextItem) -> Part {
        Part(text: text, start: item.place(range.lowerBound), end: item.place(range.upperBound), weight: weight)
    }

    // MARK: Text

    private func printText(_ item: TextItem, _ result: Classification, _ label: String?) throws {
        let head = isMultiLabel ? Self.head(result.labels, of: result) : Self.head(label, of: result)
        guard unit == .document, !item.isRecord else {
            let marked = try explains.map {
                MarkedText(try analyzer.explain(item.text, method: $0), item.text).terminal
            }
            let text = Self.inOneCell(marked ?? StandardOutput.shown(item.text))
            return try StandardOutput.writeStyled(StandardOutput.shown(head) + text + "\n")
        }
        try StandardOutput.writeLine(head + item.file)
        if let explains {
            let explanation = try analyzer.explain(item.text, method: explains)
            return try StandardOutput.writeStyled(MarkedText(explanation, item.text).terminal + "\n")
        }
        for part in try heaviest(item) ?? [] {
            let text = part.text.spacingRuns(of: \.properties.isWhitespace).trimmingCharacters(in: .whitespaces)
            try StandardOutput.writeLine("    \(part.weight >= 0 ? "+" : "")\(part.weight.fixed(2))  \(text)")
        }
    }

    private static func head(_ label: String?, of result: Classification) -> String {
        "\(label.map(inOneCell) ?? (result.label == nil ? "(no words)" : "(unsure)"))\t\(result.probability.fixed(2))\t"
    }

    /// Labels and their probabilities; where there are none, the highest probability.
    private static func head(_ labels: [String], of result: Classification) -> String {
        guard !labels.isEmpty else {
            return "\(result.tokenCount == 0 ? "(no words)" : "(none)")\t\(result.probability.fixed(2))\t"
        }
        let probabilities = labels.map { (result.probability(of: $0) ?? 0).fixed(2) }
        return labels.map(inOneCell).joined(separator: " | ") + "\t" + probabilities.joined(separator: " | ") + "\t"
    }

    // MARK: Tables

    private var isMultiLabel: Bool { analyzer.isMultiLabel }

    /// The columns of the tool, those of the place excluded.
    private var ownNames: [String] {
        isMultiLabel ? ["labels"] + analyzer.classNames.map { "probability_" + $0 } : ["label", "probability"]
    }

    private func ownCells(_ result: Classification, _ label: String?) -> [String] {
        guard isMultiLabel else { return [label ?? "", result.probability.fixed(4)] }
        return [result.labels.joined(separator: " | ")] + result.probabilities.map { $0.probability.fixed(4) }
    }

    private mutating func printHeader(_ first: TextItem?) throws {
        let columns = OutputColumns(first, unit: unit, own: ownNames + ["file", "line"])
        self.columns = columns
        try StandardOutput.writeLine(cells(columns.names))
    }

    /// A space in place of each run of tabs and line breaks.
    private static func inOneCell(_ text: String) -> String {
        text.spacingRuns { $0 == "\t" || $0 == "\r" || $0 == "\n" }
    }

    private func cells(_ values: [String]) -> String {
        if format == .tsv { return values.map(Self.inOneCell).joined(separator: "\t") }
        return values.map { value in
            let needsQuotes = value.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0.isLineEnd }
            return needsQuotes ? "\"" + value.replacingScalars { $0 == "\"" ? "\"\"" : nil } + "\"" : value
        }.joined(separator: ",")
    }
}

/// The columns of classified texts in CSV and TSV: the tool's own, then those of the input.
struct OutputColumns {
    /// What the header says.
    let names: [String]
    /// The columns of the first row or object; nil for lines and documents.
    private let input: [String]?
    private let isSentence: Bool
    /// Columns that later objects have alone, in the order in which they come; they are not printed.
    private var missing: [String] = []

    /// - Parameter own: The columns of the tool.
    init(_ first: TextItem?, unit: TextUnit, own: [String]) {
        input = first?.columns?.names
        isSentence = unit == .sentence
        let taken = Set((input ?? []).map { $0.lowercased() })
        func unique(_ name: String) -> String {
            guard taken.contains(name.lowercased()) else { return name }
            let others = ["sentiment_" + name] + (2...).lazy.prefix(1000).map { "sentiment_\(name)_\($0)" }
            return others.first { !taken.contains($0) } ?? name
        }
        var own = own
        if input != nil, isSentence { own.append("sentence") }
        names = own.map(unique) + (input ?? ["text"])
    }

    /// The values of a text behind label, probability, file and line.
    mutating func values(of item: TextItem) -> [String] {
        guard let input else { return [item.text] }
        let own = isSentence ? [item.text] : []
        guard let columns = item.columns else { return own + input.map { $0 == "text" ? item.text : "" } }
        if columns.names == input {
            let rest = max(0, input.count - columns.values.count)
            return own + columns.values.prefix(input.count) + Array(repeating: "", count: rest)
        }
        let values = Dictionary(zip(columns.names, columns.values)) { first, _ in first }
        for name in columns.names where !input.contains(name) && !missing.contains(name) && missing.count < 100 {
            missing.append(name)
        }
        return own + input.map { values[$0] ?? "" }
    }

    /// What is not among the columns; nil where nothing is.
    var note: String? {
        guard !missing.isEmpty else { return nil }
        return "not printed, because the first row or object has no such column: "
            + missing.prefix(10).joined(separator: ", ") + (missing.count > 10 ? ", …" : "")
            + "; --format jsonl prints file and line of each text"
    }
}
