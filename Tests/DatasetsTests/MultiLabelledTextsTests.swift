import Foundation
import ModelFiles
import TestSupport
import Testing

@testable import Datasets

@Suite struct MultiLabelledTextsTests {
    private func read(
        _ files: [String: String], columns: [String] = [], names: [String]? = nil, renaming: [String: String] = [:],
        records: RecordOptions = RecordOptions()
    ) throws -> MultiLabelledTexts {
        try withTemporaryFolder { folder in
            let urls = try files.sorted { $0.key < $1.key }.map { name, text in
                let url = folder.appending(path: name)
                try Data(text.utf8).write(to: url)
                return url
            }
            return try MultiLabelledTexts(
                contentsOf: urls, records: records, labelColumns: columns, labelNames: names, renaming: renaming)
        }
    }

    // MARK: Files

    @Test func labelsOfSeveralFormatsBecomeSets() throws {
        let set = try read([
            "a.tsv": "food | price\tone\n\ttwo\nprice|food||price\tthree\n",
            "b.csv": "text,labels,label\nfour,x,\" service \"\n",
            "c.jsonl": "{\"text\": \"five\", \"label\": [\"food\", \"service\"]}\n{\"text\": \"six\", \"label\": []}\n"
                + "{\"text\": \"seven\", \"label\": null}\n{\"text\": \"eight\"}\n{\"text\": \"nine\", \"label\": \"a|food\"}\n",
            "d.txt": "__label__food ten __label__price\neleven\n",
        ])
        #expect(set.labelNames == ["a", "food", "price", "service"])
        #expect(
            set.texts
                == "one two three four five six seven eight nine ten eleven".split(separator: " ").map(String.init))
        #expect(set.labels == [[1, 2], [], [1, 2], [3], [1, 3], [], [], [], [0, 1], [1, 2], []])
        #expect(set.labelCounts == [1, 5, 3, 2] && set.count == 11)
        #expect(set.place(of: 3).hasSuffix("b.csv', line 2"))
    }

    @Test func columnsMayBeLabels() throws {
        let csv = "toxic,comment_text,insult\n1.0,one,0.0\nTRUE,two,true\n,three,False\n"
        let set = try read(
            ["a.csv": csv], columns: ["insult", "toxic"], renaming: ["toxic": "poison"],
            records: RecordOptions(textColumn: .name("comment_text")))
        #expect(set.labelNames == ["insult", "poison"] && set.labels == [[1], [0, 1], []])
        let json = "{\"text\": \"one\", \"a\": 1, \"b\": false}\n{\"text\": \"two\", \"a\": null, \"b\": \"1\"}\n"
        #expect(try read(["a.jsonl": json], columns: ["a", "b"]).labels == [[0], [1]])
        // Renamed by each other's name, the columns change places.
        let swapped = try read(["a.jsonl": json], columns: ["a", "b"], renaming: ["a": "b", "b": "a"])
        #expect(swapped.labelNames == ["b", "a"] && swapped.labels == [[0], [1]])
    }

    @Test func aCellThatIsNoFlagIsNamed() throws {
        let error = #expect(throws: LabelledTextsError.self) {
            try read(["a.csv": "text,a,b\none,1,0\ntwo,0,2\n"], columns: ["a", "b"])
        }
        #expect(error?.problem.hasSuffix("a.csv', line 3, column 'b': '2' is neither 0 nor 1") == true)
    }

    @Test func wrongColumnsAreRefused() throws {
        let csv = "text,a,b\none,1,0\ntwo,0,1\n"
        for columns in [["a", "c"], ["c"], ["a", "text"], ["a", "A"]] {
            #expect(throws: RecordError.self) { try read(["a.csv": csv], columns: columns) }
        }
        #expect(throws: RecordError.self) { try read(["a.csv": "text,a,b\none,1\n"], columns: ["a", "b"]) }
        #expect(throws: RecordError.self) { try read(["a.jsonl": "{\"text\": \"x\"}"], columns: ["a"]) }
        #expect(throws: RecordError.self) { try read(["a.jsonl": "{\"text\": \"x\", \"label\": [{}]}"]) }
    }

    @Test func filesWithoutLabelsAreRefused() throws {
        #expect(throws: LabelledTextsError.self) { try read(["a.txt": "one\ntwo\n"]) }
        #expect(throws: LabelledTextsError.self) { try read(["a.tsv": "\tone\n|\ttwo\n"]) }
        let rows = (0..<30).map { "text \($0)|b\tx\n" }.joined()
        #expect(throws: LabelledTextsError.self) { try read(["a.tsv": rows]) }
        _ = try withTemporaryFolder { folder in
            #expect(throws: LabelledTextsError.folderOfClasses(folder.path)) {
                try MultiLabelledTexts(contentsOf: [folder])
            }
        }
    }

    @Test func aLabelThatAModelLacksIsNamed() throws {
        let names = ["Price", "food"]
        #expect(try read(["a.tsv": "price|food\tx\n"], names: names).labels == [[0, 1]])
        let error = #expect(throws: LabelledTextsError.self) {
            try read(["a.tsv": "food\tx\nmusic\ty\n"], names: names)
        }
        #expect(error?.problem.contains("line 2: 'music' is none of") == true)
    }

    // MARK: Hints

    @Test func barsInLabelsOfOneClassAreHinted() throws {
        func notes(_ text: String, classNames: [String]? = nil) throws -> [ReadingNote] {
            try withTemporaryFolder { folder in
                let url = folder.appending(path: "a.tsv")
                try Data(text.utf8).write(to: url)
                var notes: [ReadingNote] = []
                _ = try LabelledTexts(contentsOf: [url], classNames: classNames) { notes.append($0) }
                return notes.filter { $0.remedies.contains { $0.options == [.multiLabel] } }
            }
        }
        let bars = "a|b\tx\na|b\ty\na\tz\n"
        #expect(try notes(bars).map { $0.text.contains("'a|b'") } == [true])
        #expect(try notes("a|b\tx\na\ty\nb\tz\n").isEmpty)
        #expect(try notes(bars, classNames: ["a", "a|b"]).isEmpty)
        let error = #expect(throws: LabelledTextsError.self) {
            try notes((0..<40).map { "a|\($0)\tsome words\n" }.joined())
        }
        #expect(error?.remedies.first?.options == [.multiLabel])
    }

    // MARK: Parts

    private static let set: MultiLabelledTexts = {
        // Labels of 400, 100, 20, 3 and one of 500 texts; 40 have none.
        let labels = (0..<500).map { index in
            [index >= 460 || index % 23 == 0 ? nil : 0, index % 5 == 0 ? 1 : nil, index % 25 == 3 ? 2 : nil]
                .compactMap { $0 } + (index % 200 == 7 ? [3] : []) + (index == 333 ? [4] : [])
        }
        return MultiLabelledTexts(
            texts: labels.indices.map { "text \($0)" }, labels: labels, labelNames: ["a", "b", "c", "d", "e"])
    }()

    @Test(arguments: [UInt64(1), 2, 3]) func bothPartsHaveTheirShareOfEveryLabel(seed: UInt64) throws {
        let (rest, aside) = try Self.set.split(fraction: 0.1, seed: seed)
        #expect(rest.count + aside.count == 500 && abs(aside.count - 50) <= 2)
        for (label, count) in Self.set.labelCounts.enumerated() {
            #expect(abs(Double(aside.labelCounts[label]) - 0.1 * Double(count)) <= 1.5, "\(aside.labelCounts)")
            #expect(rest.labelCounts[label] > 0)
        }
        #expect(try Self.set.split(fraction: 0.1, seed: seed).aside.texts == aside.texts)
        #expect(try Self.set.split(fraction: 0, seed: seed).aside.count == 0)
    }

    @Test func theLastTextWithALabelAndWithoutItStay() throws {
        let set = MultiLabelledTexts(
            texts: (0..<12).map { "\($0)" }, labels: (0..<12).map { $0 == 0 ? [0] : $0 == 1 ? [1] : [1, 2] },
            labelNames: ["a", "b", "c"])
        for seed in UInt64(0)..<20 {
            let rest = try set.split(fraction: 0.9, seed: seed).rest
            try rest.requireLearnableLabels()
        }
    }

    @Test func labelsOfNoTextAndOfEveryTextCannotBeLearned() {
        let set = MultiLabelledTexts(texts: ["x", "y"], labels: [[0], [0, 1]], labelNames: ["a", "b", "c"])
        #expect(throws: LabelledTextsError.labelOfEveryText("a")) { try set.requireLearnableLabels() }
        let other = MultiLabelledTexts(texts: ["x", "y"], labels: [[], [1]], labelNames: ["a", "b"])
        #expect(throws: LabelledTextsError.labelOfNoText("a")) { try other.requireLearnableLabels() }
    }

    @Test func theFingerprintChangesWithTextsLabelsAndNames() {
        func print(_ texts: [String], _ labels: [[Int]], _ names: [String]) -> String {
            MultiLabelledTexts(texts: texts, labels: labels, labelNames: names).fingerprint
        }
        let prints = [
            print(["x", "y"], [[0], [1]], ["a", "b"]), print(["x", "z"], [[0], [1]], ["a", "b"]),
            print(["x", "y"], [[0], [0, 1]], ["a", "b"]), print(["x", "y"], [[0], [1]], ["a", "c"]),
        ]
        #expect(Set(prints).count == 4)
        #expect(
            print(["x", "y"], [[1, 0], [1, 1]], ["a", "b"]) == print(["x", "y"], [[0, 1], [1]], ["a", "b"]))
    }
}
