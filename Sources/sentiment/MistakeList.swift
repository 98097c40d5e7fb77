import CommandSupport

/// The wrong answers of which a model was surest, a line each: place, what was wrong, probability, and the text's begin.
struct MistakeList {
    private let lines: [String]

    init<Mistake>(
        _ mistakes: [Mistake], _ parts: (Mistake) -> (place: String, verdict: String, probability: Double, text: String)
    ) {
        lines = mistakes.map(parts).map { mistake in
            let text = mistake.text.spacingRuns(of: \.properties.isWhitespace).prefix(100)
            return "  \(mistake.place): \(mistake.verdict) (\(mistake.probability.fixed(2))): \(text)"
        }
    }

    func print() throws {
        guard !lines.isEmpty else { return }
        try StandardOutput.writeLine("\nMost confident mistakes:")
        for line in lines { try StandardOutput.writeLine(line) }
    }
}
