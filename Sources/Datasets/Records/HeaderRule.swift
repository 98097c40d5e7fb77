import Foundation
import Tokenization

/// Whether the first row of a table names its columns.
public enum HeaderRule: String, CaseIterable, Codable, Sendable {
    /// The first row names the columns.
    case yes
    /// The first row is data.
    case no
    /// Found out from the first rows.
    case auto

    /// What was found out about a first row.
    public struct Decision: Sendable, Equatable {
        /// Whether the first row names the columns.
        public let isHeader: Bool
        /// Whether nothing speaks against it.
        public let isCertain: Bool

        /// A decision, and whether it follows from the file alone.
        public init(isHeader: Bool, isCertain: Bool) {
            self.isHeader = isHeader
            self.isCertain = isCertain
        }
    }

    /// The most rows behind the first that ``decide(firstRow:following:hasMore:requested:usualNames:isValue:)`` is worth calling
    /// with.
    public static let rowsToJudge = 20

    /// Decides whether a first row is a header.
    ///
    /// `auto` takes it for one if a column is requested by name. Else the first row is compared with those that follow:
    /// a word above numbers, a name that is usual, or a short name above long texts speak for a header; a number above
    /// numbers, a cell that occurs again in its column, or one too long for a name speak against it.
    ///
    /// - Parameters:
    ///   - following: The rows behind it, none at all or up to ``rowsToJudge``.
    ///   - hasMore: Whether more rows could be read and would be worth it: only what they cannot change is certain then.
    ///   - requested: The columns that somebody asked for.
    ///   - usualNames: Names in lower case that columns of such files often have.
    ///   - isValue: Whether a cell is no name but a number, a date or the like.
    public func decide(
        firstRow: [String], following: [[String]], hasMore: Bool = false, requested: [ColumnReference] = [],
        usualNames: Set<String> = [], isValue: (String) -> Bool = HeaderRule.looksLikeValue
    ) -> Decision {
        switch self {
        case .yes: return Decision(isHeader: true, isCertain: true)
        case .no: return Decision(isHeader: false, isCertain: true)
        case .auto: break
        }
        if requested.contains(where: \.isName) { return Decision(isHeader: true, isCertain: true) }
        return withoutActuallyEscaping(isValue) { isValue in
            var evidence = HeaderEvidence(firstRow, usualNames: usualNames, isValue: isValue)
            for column in firstRow.indices {
                evidence.compare(column, with: following.compactMap { $0.indices.contains(column) ? $0[column] : nil })
            }
            return evidence.decision(hasMore: hasMore)
        }
    }

    /// What a person should know about a decision that is not certain; nil for one that is.
    public static func note(on decision: Decision, firstRow: [String], file: String) -> ReadingNote? {
        guard !decision.isCertain else { return nil }
        let row = RecordError.list(Array(firstRow.prefix(6))) + (firstRow.count > 6 ? ", …" : "")
        return decision.isHeader
            ? ReadingNote(
                "'\(file)': the first row, \(row), is taken for the names of the columns",
                [.set(.header, to: "no", detail: "if it is data")])
            : ReadingNote(
                "'\(file)': the first row, \(row), is read as data",
                [.set(.header, to: "yes", detail: "if it names the columns")])
    }

    /// Whether a cell is a number, an amount, a date, a time, `true` or `false`: digits without words.
    public static func looksLikeValue(_ cell: String) -> Bool {
        let text = cell.trimmingCharacters(in: .whitespaces)
        if ["true", "false"].contains(text.lowercased()) { return true }
        guard text.unicodeScalars.contains(where: { $0.properties.numericType == .decimal }) else { return false }
        // Letters as in 1e-5 and 2022-10-30T02:00:00Z.
        return !text.unicodeScalars.contains { $0.properties.isAlphabetic && !"eETZ".unicodeScalars.contains($0) }
    }
}

/// What speaks for a first row being a header, and what against it.
private struct HeaderEvidence {
    private let cells: [String]
    private let isValue: (String) -> Bool
    private let areNumbered: Bool
    private var (pro, contra) = (0, 0)

    private static let missing: Set = ["", "na", "n/a", "nan", "null", "none", "?", "-", "unknown"]
    /// Names that might as well be classes.
    private static let ambiguousNames: Set = ["comment", "question", "content", "tweet", "body"]

    init(_ firstRow: [String], usualNames: Set<String>, isValue: @escaping (String) -> Bool) {
        cells = firstRow.map { $0.trimmingCharacters(in: .whitespaces) }
        self.isValue = isValue
        let numbers = cells.map { Int($0) }
        areNumbered =
            cells.count > 1 && (numbers == cells.indices.map { $0 } || numbers == cells.indices.map { $0 + 1 })
        for cell in cells where !Self.isName(cell) { contra += cell.hasSuffix("?") || cell.hasSuffix(":") ? 1 : 3 }
        if cells.count > 2 { contra = min(contra, 2) }  // questionnaires have sentences for names
        if contra == 0 {
            let usual = cells.map { $0.lowercased() }.filter(usualNames.contains)
            pro += usual.reduce(0) { $0 + (Self.ambiguousNames.contains($1) ? 2 : 3) }
        }
        let named = cells.filter { !$0.isEmpty && !isValue($0) }
        if pro == 0, Set(named).count < named.count { contra += 1 }
        if pro == 0, !areNumbered, cells.contains(where: isValue), !named.contains(where: \.isIdentifier) {
            contra += 3
        }
    }

    /// Whether a cell may be a name: short, and no sentence.
    private static func isName(_ cell: String) -> Bool {
        let words = cell.split(whereSeparator: \.isWhitespace).count
        guard cell.utf8.count <= 64, words <= 4 else { return false }
        return words < 3 || !(cell.last.map { ".!。！…".contains($0) } ?? false)
    }

    /// Compares a cell with those below it.
    mutating func compare(_ column: Int, with all: [String]) {
        let below = all.map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !Self.missing.contains($0.lowercased()) }
        let cell = cells[column]
        guard !below.isEmpty, !Self.missing.contains(cell.lowercased()) else { return }
        let areValues = below.allSatisfy(isValue)
        if isValue(cell) {
            if !areNumbered, areValues { contra += 3 }
            if areNumbered, !areValues, !below.contains(where: isValue), below.count > 1 { pro += 3 }
            return
        }
        if areValues {
            pro += below.count > 2 ? 3 : 2
            return
        }
        if below.contains(cell) {
            contra += 2
            return
        }
        if below.count >= 4, 2 * Set(below).count <= below.count { pro += 1 }
        let lengths = below.map(\.count).sorted()
        let median = lengths[lengths.count / 2]
        guard median >= 8, Self.isName(cell) else { return }
        if 2 * cell.count < median, cell.count <= lengths[0] { pro += 1 }
        if cell.isIdentifier, !below.contains(where: \.isIdentifier) { pro += 2 }
    }

    func decision(hasMore: Bool) -> HeaderRule.Decision {
        let score = pro - contra
        guard score <= 0 else { return .init(isHeader: true, isCertain: score >= 3 && contra == 0) }
        let mayBeNames = hasMore || cells.allSatisfy { !$0.contains(where: \.isWhitespace) && !isValue($0) }
        return .init(isHeader: false, isCertain: score <= -3 && pro == 0 || score == 0 && pro == 0 && !mayBeNames)
    }
}

extension String {
    /// Whether this is one word as programs name things: letters, digits and underscores, with an underscore or a capital
    /// inside.
    var isIdentifier: Bool {
        guard let first, first.isLetter || first == "_" else { return false }
        guard allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return false }
        return contains("_") || dropFirst().contains(where: \.isUppercase) && contains(where: \.isLowercase)
    }
}
