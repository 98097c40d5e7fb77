import Foundation
import TestSupport
import Testing

@testable import Datasets

/// A header is never read as data, however the columns are asked for, and data never as a header without a word.
@Suite struct TableHeaderTests {
    private func read(
        _ text: String, _ format: RecordFormat, _ options: RecordOptions = .init()
    ) throws -> (records: [Brief], reader: RecordReader) {
        var options = options
        options.format = format
        var rest = [Array(text.utf8)][...]
        var reader = RecordReader(file: "a.csv", options: options) { rest.popFirst() }
        var found: [Brief] = []
        while let record = try reader.next() { found.append(Brief(record)) }
        return (found, reader)
    }

    private static let byNumber = RecordOptions(textColumn: .number(2), labelColumn: .number(3))

    @Test(arguments: [
        "id,comment_text,toxic\n1,you are kind,0\n2,you are not,1\n",
        "\u{FEFF}\"id\",\"comment_text\",\"toxic\"\r\n1,you are kind,0\r\n2,you are not,1\r\n",
        "id;comment_text;toxic\n1;you are kind;0\n2;you are not;1\n",
        "id|comment_text|toxic\n1|you are kind|0\n2|you are not|1\n",
        "id\tcomment_text\ttoxic\n1\tyou are kind\t0\n2\tyou are not\t1\n",
        "编号,评论,有毒\n1,you are kind,0\n2,you are not,1\n", "0,1,2\na,you are kind,x 0\nb,you are not,x 1\n",
    ])
    func columnsByNumberKeepTheHeader(text: String) throws {
        let (records, reader) = try read(text, .csv, Self.byNumber)
        #expect(records.map(\.text) == ["you are kind", "you are not"])
        #expect(records.map { $0.label?.last } == ["0", "1"])
        #expect(reader.header?.count == 3 && reader.notes.isEmpty)
    }

    @Test func errorsNameTheColumnsOfTheHeader() throws {
        let text = "id,comment_text,toxic\n1,you are kind,0\n"
        #expect(throws: RecordError.noSuchColumn(file: "a.csv", column: "4", columns: ["id", "comment_text", "toxic"]))
        {
            try read(text, .csv, .init(textColumn: .number(4)))
        }
        #expect(throws: RecordError.unclearColumns(file: "a.csv", columns: ["id", "comment_text", "toxic"])) {
            try read(text, .csv)
        }
        #expect(throws: RecordError.sameColumn(file: "a.csv", column: "toxic")) {
            try read(text, .csv, .init(textColumn: .number(3), labelColumn: .number(3)))
        }
        let double = "text,note,text,label\na,b,c,d\n"
        #expect(throws: RecordError.ambiguousColumn(file: "a.csv", column: "text", numbers: [1, 3])) {
            try read(double, .csv)
        }
        #expect(throws: RecordError.ambiguousColumn(file: "a.csv", column: "text", numbers: [1, 3])) {
            try read(double, .csv, .init(textColumn: .name("text")))
        }
        #expect(try read(double, .csv, .init(textColumn: .number(3))).records == [.init(2, "d", "c")])
    }

    @Test func whatIsNotCertainIsSaid() throws {
        let header = try read(
            "comment_text,toxic\nyou are so kind to me,no\nyou are not kind at all,yes\n", .csv,
            .init(textColumn: .number(1)))
        #expect(header.records.map(\.line) == [2, 3] && header.reader.header != nil)
        #expect(header.reader.notes.count == 1 && header.reader.notes[0].description.contains("set `header` to no "))
        let data = try read("positive,good\nnegative,bad\n", .csv)
        #expect(data.records.map(\.label) == ["positive", "negative"])
        #expect(data.reader.notes.count == 1 && data.reader.notes[0].description.contains("set `header` to yes "))
        for rule in [HeaderRule.yes, .no] {
            let found = try read("positive,good\nnegative,bad\n", .csv, .init(textColumn: .number(2), header: rule))
            #expect(found.records.count == (rule == .yes ? 1 : 2) && found.reader.notes.isEmpty)
        }
    }

    /// A header says that the columns have names; which is which is not guessed from their places.
    @Test func aHeaderWithoutUsualNamesIsRefused() throws {
        let text =
            "headline;polarity\nStocks rise again;pos\nStocks fall again;neg\nProfits up;pos\nProfits down;neg\n"
        for (text, format) in [(text, RecordFormat.csv), (text.replacing(";", with: "\t"), .tsv)] {
            let error = try #require(throws: RecordError.self) { try read(text, format) }
            #expect(error == .unclearColumns(file: "a.csv", columns: ["headline", "polarity"]))
            #expect(error.description.contains("set `textColumn` and `labelColumn` to name "))
            let named = try read(text, format, .init(textColumn: .name("headline"), labelColumn: .name("polarity")))
            #expect(named.records.first == Brief(2, "pos", "Stocks rise again") && named.records.count == 4)
        }
        #expect(try read("pos\tStocks rise again\nneg\tStocks fall\n", .tsv).records.map(\.label) == ["pos", "neg"])
    }

    /// The headline is cut by one delimiter, the rows by another, or it is a line of text.
    @Test func aHeadlineIsNotTakenForData() throws {
        for rows in ["\"good, old\",positive\n", "good\tpositive\n", "good|positive\n"] {
            let error = try #require(throws: RecordError.self) {
                try read("headline;polarity\n" + rows, .csv, .init(textColumn: .number(1)))
            }
            guard case .differentDelimiter("a.csv", 2, "';'", _) = error else { throw error }
            #expect(error.description.contains("or set `delimiter`"))
        }
        for format in [RecordFormat.tsv, .csv] {
            let (records, reader) = try read("headline:polarity\ngood:x\n", format, .init(textColumn: .number(1)))
            #expect(records.count == 2 && !reader.notes.isEmpty)
        }
        var rest = [Array("headline;polarity\ngood film;positive\n".utf8)][...]
        var reader = RecordReader(file: "a.txt") { rest.popFirst() }
        #expect(try reader.next()?.text == "headline;polarity")
        #expect(reader.notes.count == 1 && reader.notes[0].description.contains("set `delimiter` to \";\""))
        for text in ["a plain line; of text\n", "one,two\n", "(a;b)\n"] {
            #expect(try read(text, .text).reader.notes.isEmpty, "\(text)")
        }
    }

    @Test func aHeaderThatComesAgainIsLeftOut() throws {
        let (records, reader) = try read("text,label\na,x\ntext,label\nb,y\n", .csv)
        #expect(records == [.init(2, "x", "a"), .init(4, "y", "b")] && reader.notes.count == 1)
        #expect(try read("text\na\ntext\n", .csv).records.map(\.text) == ["a", "text"])
    }

    @Test func aHeaderAloneHoldsNoRecord() throws {
        for text in ["text,label\n", "text", "id,comment_text,label\r\n"] {
            #expect(try read(text, .csv, .init(textColumn: .number(1))).records.isEmpty, "\(text)")
        }
    }

    @Test func tablesAloneHaveHeadersAndDelimiters() {
        for format in [RecordFormat.text, .jsonl, .fasttext] {
            #expect(throws: RecordError.noTable(file: "a.csv", option: .header, format: format)) {
                try read("x", format, .init(header: .yes))
            }
            #expect(throws: RecordError.noTable(file: "a.csv", option: .delimiter, format: format)) {
                try read("x", format, .init(delimiter: UInt8(ascii: ";")))
            }
        }
    }

    @Test func aDelimiterMakesTSVOfAnother() throws {
        let options = RecordOptions(delimiter: UInt8(ascii: "|"))
        #expect(try read("1|\"a\n2|b", .tsv, options).records == [.init(1, "1", "\"a"), .init(2, "2", "b")])
        #expect(
            try read("a,b;c\n", .csv, .init(textColumn: .number(1), header: .no, delimiter: UInt8(ascii: "\t")))
                .records.map(\.text) == ["a,b;c"])
    }

    // MARK: Several files

    private func texts(_ files: [String], _ options: RecordOptions = .init()) throws -> (LabelledTexts, [ReadingNote]) {
        try withTemporaryFolder { folder in
            let urls = try files.enumerated().map { index, text in
                let url = folder.appending(path: "\(index).csv")
                try Data(text.utf8).write(to: url)
                return url
            }
            var notes: [ReadingNote] = []
            return (try LabelledTexts(contentsOf: urls, records: options) { notes.append($0) }, notes)
        }
    }

    @Test func eachFileHasAHeaderOrTheColumnsOfTheOneBefore() throws {
        let (data, notes) = try texts(["text,label\na b,x\n", "c d,y\n", "label,text\nx,e f\n"])
        #expect(data.texts == ["a b", "c d", "e f"] && data.labels == [0, 1, 0])
        #expect(notes.count == 1 && notes[0].text.contains("no header"))
        let second = try texts(["x,a b c\ny,d e f\n", "text,label\ng h,x\n"]).0
        #expect(second.texts == ["a b c", "d e f", "g h"] && second.classNames == ["x", "y"])
        let named = try texts(
            ["note,stars\na b,1\nc d,2\n", "e f,2\ng h,1\n"],
            .init(textColumn: .name("note"), labelColumn: .name("stars"))
        ).0
        #expect(named.texts == ["a b", "c d", "e f", "g h"])
    }

    @Test func aNumberMeansOneColumnInAllFiles() throws {
        let error = try #require(throws: RecordError.self) {
            try texts(
                ["id,note,label\n1,a,x\n", "note,id,label\na,1,x\n"],
                .init(textColumn: .number(2), labelColumn: .number(3)))
        }
        guard case .differentHeader(_, 2, "id", "note", _) = error else { throw error }
    }

    @Test func emptyTextsAreSaid() throws {
        let (data, notes) = try texts(["text,label\na,x\n ,y\n\"\",x\nb,y\n"])
        #expect(data.emptyDocuments == 2)
        #expect(notes.count == 1 && notes[0].text.hasPrefix("2 of 4 texts are empty"))
        #expect(notes[0].text.contains("line 3"))
    }

    @Test func pairsHaveOneRuleToo() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "pairs.tsv")
            let cases = [
                (
                    "english\tgerman\nWhere is the station?\tWo ist der Bahnhof?\nI am very tired.\tIch bin sehr müde.\n",
                    2
                ),
                ("a\tb\nc\td\n", 2), ("source\tun\nx\ty\n", 2), ("src\ttgt\nx\ty\n", 1),
                ("en\tde\nI\tich\nyou\tdu\n", 2), ("English\tDeutsch\nyou\tdu\n", 1), ("en-GB\tfr_FR\nI\tje\n", 1),
                ("français\tEnglish\nje\tI\n", 1), ("Source language\tTarget language\nI\tich\n", 1),
                // The beginning of a list of languages, and a word beside a name.
                ("English\tanglais\nGerman\tallemand\n", 2), ("de\tof\nun\ta\n", 2),
            ]
            for (text, count) in cases {
                try Data(text.utf8).write(to: url)
                #expect(try ParallelTexts(contentsOf: url).count == count, "\(text)")
                let byNumber = try ParallelTexts(contentsOf: url, source: .number(2), target: .number(1))
                #expect(byNumber.count == count, "\(text)")
            }
            try Data("a\tb\nc\td\n".utf8).write(to: url)
            #expect(try ParallelTexts(contentsOf: url, records: .init(header: .yes)).sources == ["c"])
            try Data("text;more\nx\ty\n".utf8).write(to: url)
            #expect(throws: RecordError.self) { try ParallelTexts(contentsOf: url) }
        }
    }
}
