/// What a reader replaced or skipped because it could not be read.
public struct ReadingLosses: Sendable, Equatable {
    /// Bytes that are no characters, for each of which U+FFFD stands now.
    public internal(set) var replacedCount = 0
    /// Lines, rows and objects that were left out.
    public internal(set) var skippedCount = 0
    /// The lines of the first of these, replaced or left out.
    public private(set) var firstLines: [Int] = []

    mutating func add(line: Int) {
        if firstLines.count < 5, firstLines.last != line { firstLines.append(line) }
    }

    /// What a tool should say of it; nil where nothing was lost.
    public func note(file: String) -> String? {
        var parts: [String] = []
        if replacedCount > 0 {
            parts.append(replacedCount == 1 ? "1 bad byte replaced" : "\(replacedCount) bad bytes replaced")
        }
        if skippedCount > 0 {
            parts.append(skippedCount == 1 ? "1 record left out" : "\(skippedCount) records left out")
        }
        guard !parts.isEmpty else { return nil }
        let isAll = firstLines.count >= replacedCount + skippedCount
        let lines = firstLines.map(String.init).joined(separator: ", ")
        return "'\(file)': \(parts.joined(separator: ", ")) (line \(lines)\(isAll ? "" : ", …"))"
    }
}
