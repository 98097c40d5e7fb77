import CommandSupport

/// The columns of classified texts in CSV and TSV: the tool's own, then those of the input.
struct OutputColumns {
    private static let own = ["label", "probability", "file", "line"]

    /// What the header says.
    let names: [String]
    /// The columns of the first row or object; nil for lines and documents.
    private let input: [String]?
    private let isSentence: Bool
    /// Columns that later objects have alone, in the order in which they come; they are not printed.
    private var missing: [String] = []

    init(_ first: TextItem?, unit: TextUnit) {
        input = first?.columns?.names
        isSentence = unit == .sentence
        let taken = Set((input ?? []).map { $0.lowercased() })
        func unique(_ name: String) -> String {
            guard taken.contains(name) else { return name }
            let others = ["sentiment_" + name] + (2...).lazy.prefix(1000).map { "sentiment_\(name)_\($0)" }
            return others.first { !taken.contains($0) } ?? name
        }
        var own = Self.own
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
        return "not printed, since the first row or object has no such column: "
            + missing.prefix(10).joined(separator: ", ") + (missing.count > 10 ? ", …" : "")
            + "; --format jsonl says file and line of each text"
    }
}
