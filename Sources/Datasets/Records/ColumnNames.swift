import Foundation

/// Names by which columns are recognised, the likelier first, in lower case.
struct ColumnNames: Sendable, Equatable {
    let text: [String]
    let label: [String]
    /// Whether the first column is the label and the second the text where names do not say, however many there are.
    let haveFixedPlaces: Bool

    /// A text and its class.
    static let labelled = ColumnNames(
        text: ["text", "sentence", "review", "comment", "content", "tweet", "question", "body"],
        label: ["label", "sentiment", "class", "category", "target"], haveFixedPlaces: false)
    /// A target, as the text, and its source.
    static let pairs = ColumnNames(
        text: ["target", "tgt", "target language", "target text"],
        label: ["source", "src", "source language", "source text"], haveFixedPlaces: true)

    var all: Set<String> { Set(text + label) }

    /// Those that speak for a row being a header: of pairs both sides must be named, since each name is a word too, or be
    /// two languages.
    func telling(of row: [String]) -> Set<String> {
        let plain = Set(row.map(Self.plain))
        guard haveFixedPlaces else { return all }
        if !plain.isDisjoint(with: text), !plain.isDisjoint(with: label) { return all }
        return row.count > 1 && LanguageNames.areDifferent(row[0], row[1]) ? plain : []
    }

    /// A name without what does not count in it.
    static func plain(_ name: String) -> String { name.trimmingCharacters(in: .whitespaces).lowercased() }

    /// Whether a usual name is among some cells.
    func hasOne(in row: [String]) -> Bool { row.contains { all.contains(Self.plain($0)) } }

    /// Whether a usual name is among some cells, and all of them are short and distinct, as names are.
    func areHeader(_ row: [String]) -> Bool {
        let areNames = row.allSatisfy { $0.utf8.count <= 64 && $0.split(separator: " ").count <= 4 }
        return areNames && Set(row).count == row.count && hasOne(in: row)
    }
}
