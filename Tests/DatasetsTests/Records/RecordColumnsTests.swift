import Tensors
import Testing

@testable import Datasets

/// Which column is text and which label, and whether the first row is a header.
@Suite struct RecordColumnsTests {
    private static let choices: [([String], RecordOptions, text: Int, label: Int?, hasHeader: Bool)] = [
        // Names in the header decide.
        (["sentence", "label"], .init(), 0, 1, true), (["Label", " Text "], .init(), 1, 0, true),
        (["id", "text", "sentiment", "stars"], .init(), 1, 2, true), (["id", "review"], .init(), 1, nil, true),
        (["class", "message"], .init(), 1, 0, true), (["message", "class"], .init(), 0, 1, true),
        (["text"], .init(), 0, nil, true), (["", "text", "label"], .init(), 1, 2, true),
        (["content", "text", "category", "class"], .init(), 1, 3, true),
        // No header: a label and its text.
        (["1", "a fine film"], .init(), 1, 0, false), (["a fine film"], .init(), 0, nil, false),
        (["label", "This is what the text of it is."], .init(), 1, 0, false),
        // Columns asked for by name.
        (["id", "message"], .init(textColumn: .name("message")), 1, nil, true),
        (["id", "message", "label"], .init(textColumn: .name("message")), 1, 2, true),
        (["stars", "message"], .init(labelColumn: .name("stars")), 1, 0, true),
        (["message", "stars"], .init(labelColumn: .name("Stars")), 0, 1, true),
        (["text", "Text"], .init(textColumn: .name("Text")), 1, nil, true),
        (["text", "label"], .init(textColumn: .name("label"), labelColumn: .name("text")), 1, 0, true),
        // By number: a header is one all the same.
        (["text", "label"], .init(textColumn: .number(1)), 0, 1, true),
        (["a", "b"], .init(labelColumn: .number(2)), 0, 1, false),
        (["a", "b", "c"], .init(textColumn: .number(3)), 2, nil, false),
        (["a", "b", "c"], .init(textColumn: .number(3), labelColumn: .number(1)), 2, 0, false),
        (["text", "label", "c"], .init(textColumn: .number(3), header: .yes), 2, 1, true),
        (["text", "label", "c"], .init(textColumn: .number(3), labelColumn: .name("text")), 2, 0, true),
        (["text", "label"], .init(header: .no), 1, 0, false),
        (["a", "b"], .init(labelColumn: .number(2), header: .yes), 0, 1, true),
    ]

    @Test(arguments: choices.indices) func columnsAreChosen(index: Int) throws {
        let (row, options, text, label, hasHeader) = Self.choices[index]
        let columns = try Self.columns(row, options)
        #expect(columns.text == text && columns.label == label, "\(row): \(columns)")
        #expect((columns.header != nil) == hasHeader, "\(row)")
    }

    private static func columns(_ row: [String], _ options: RecordOptions) throws(RecordError) -> RecordColumns {
        let requested = [options.textColumn, options.labelColumn].compactMap { $0 }
        let decision = options.header.decide(
            firstRow: row, following: [], requested: requested, usualNames: ColumnNames.labelled.all)
        return try RecordColumns(firstRow: row, isHeader: decision.isHeader, options: options, file: "a.csv")
    }

    private static let refusals: [([String], RecordOptions, RecordError)] = [
        (
            ["id", "text"], .init(textColumn: .name("body")),
            .noSuchColumn(file: "a.csv", column: "body", columns: ["id", "text"])
        ),
        (["x", "y"], .init(textColumn: .number(3)), .noSuchColumn(file: "a.csv", column: "3", columns: ["1", "2"])),
        (["x", "y"], .init(labelColumn: .number(0)), .noSuchColumn(file: "a.csv", column: "0", columns: ["1", "2"])),
        (
            ["x", "y"], .init(textColumn: .name("x"), header: .no),
            .noSuchColumn(file: "a.csv", column: "x", columns: ["1", "2"])
        ),
        (["text", "text"], .init(), .ambiguousColumn(file: "a.csv", column: "text", numbers: [1, 2])),
        (["a", "b", "c"], .init(), .unclearColumns(file: "a.csv", columns: ["1", "2", "3"])),
        (["a", "b", "label"], .init(), .unclearColumns(file: "a.csv", columns: ["a", "b", "label"])),
        (["a", "b"], .init(header: .yes), .unclearColumns(file: "a.csv", columns: ["a", "b"])),
        (["label"], .init(), .unclearColumns(file: "a.csv", columns: ["label"])),
        (
            ["a", "b"], .init(textColumn: .number(2), labelColumn: .number(2)),
            .sameColumn(file: "a.csv", column: "2")
        ),
    ]

    @Test(arguments: refusals.indices) func whatIsUnclearIsRefused(index: Int) throws {
        let (row, options, expected) = Self.refusals[index]
        let error = try #require(throws: RecordError.self) {
            try Self.columns(row, options)
        }
        #expect(error == expected)
        #expect(error.description.contains("'a.csv'") && error.description.contains("column"))
    }

    @Test func digitsAreANumber() {
        #expect(ColumnReference("12") == .number(12) && ColumnReference("a1") == .name("a1"))
        #expect(ColumnReference("") == .name("") && ColumnReference("-1") == .name("-1"))
        #expect(ColumnReference("99999999999999999999") == .number(.max))
    }
}
