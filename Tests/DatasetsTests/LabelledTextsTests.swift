import Foundation
import ModelFiles
import TestSupport
import Testing

@testable import Datasets

@Suite struct LabelledTextsTests {
    // MARK: Files

    @Test func filesOfSeveralFormatsBecomeOneSet() throws {
        let set = try read([
            "a.tsv": "pos\tone\nneg\ttwo\n", "b.csv": "text,label\n\"three,\n\",pos\n",
            "c.jsonl": "{\"text\": \"four\", \"label\": \"mixed\"}\n",
        ])
        #expect(set.classNames == ["mixed", "neg", "pos"])
        #expect(set.texts == ["one", "two", "three,\n", "four"] && set.labels == [2, 1, 2, 0])
        #expect(set.classCounts == [1, 1, 2] && set.count == 4)
        #expect(set.place(of: 2).hasSuffix("b.csv', line 2"))
    }

    @Test func numbersStayTextAndAreSortedAsNumbers() throws {
        #expect(try read(["a.tsv": "10\ta\n9\tb\n-1\tc\n"]).classNames == ["-1", "9", "10"])
        #expect(try read(["a.tsv": "10\ta\n9\tb\nx\tc\n"]).classNames == ["10", "9", "x"])
        #expect(try read(["a.tsv": "0\ta\n1\tb\n0\tc\n"]).classNames == ["0", "1"])
    }

    @Test func labelsCanBeRenamedAndClassesGiven() throws {
        let names = ["0": "negative", "1": "positive", "2": "positive"]
        let set = try read(["a.tsv": "0\ta\n2\tb\n1\tc\n"], renaming: names)
        #expect(set.classNames == ["negative", "positive"] && set.labels == [0, 1, 1])
        let given = try read(["a.tsv": "0\ta\n"], classNames: ["positive", "neutral", "negative"], renaming: names)
        #expect(given.classNames == ["positive", "neutral", "negative"] && given.labels == [2])
    }

    @Test func aFileOfOneClassIsLines() throws {
        try withFiles(["x.pos": "good\nfine\n", "x.neg": "bad\n"]) { folder in
            let sources = ["pos", "neg"].map { name in
                LabelledTexts.Source(folder.appending(path: "x." + name), label: name)
            }
            let set = try LabelledTexts(contentsOf: sources)
            #expect(set.texts == ["good", "fine", "bad"] && set.labels == [1, 1, 0])
        }
    }

    @Test func textsTakenForLabelsAreRefused() throws {
        let rows = (0..<30).map { "text number \($0)\tgood\n" }
        #expect(throws: LabelledTextsError.self) { try read(["a.tsv": rows.joined()]) }
        #expect(throws: LabelledTextsError.self) { try read(["a.tsv": rows.prefix(19).joined()]) }
        #expect(throws: LabelledTextsError.self) { try read(["a.tsv": rows.prefix(4).joined()]) }
        #expect(try read(["a.tsv": (rows.prefix(18) + [rows[0]]).joined()]).classNames.count == 18)
        #expect(try read(["a.tsv": rows.prefix(3).joined()]).classNames.count == 3)
        #expect(try read(["a.tsv": (rows + rows).joined()]).classNames.count == 30)
    }

    @Test func emptyTextsAreKeptAndCounted() throws {
        let set = try read(["a.tsv": "x\t\ny\t  \nx\ta\n", "b.csv": "text,label\n\"\",x\n"])
        #expect(set.count == 4 && set.emptyDocuments == 3)
    }

    // MARK: Folders

    @Test(arguments: [
        ("good\ta\nnan\tb\nNULL\tc\n", "1 text has the label 'NULL', the first in 'a.tsv', line 3"),
        ("good\ta\nNEGATIVE\tb\nnegative\tc\n", "'NEGATIVE' and 'negative' differ only in upper and lower case"),
        ("good\ta\nbad\t \nbad\t\n", "all texts of the class 'bad' are empty"),
        ("good\ta\nbad\tb\nbad\t\n", "1 of 3 texts is empty, the first in 'a.tsv', line 3"),
        ("a|b\ta\na|c\tb\na|b\tc\n", "most labels contain |, such as 'a|b'"),
    ])
    func whatLooksLikeASlipIsSaid(file: String, note: String) throws {
        let found = try notes(file)
        #expect(found.contains { $0.hasPrefix(note) }, "\(found)")
    }

    @Test func whatIsInOrderIsNotRemarkedOn() throws {
        let notes = try notes("+\ta\n-\tb\n+\tc\n") + notes("nan\ta\nx\tb\n", classNames: ["nan", "x"])
        #expect(notes.isEmpty, "\(notes)")
    }

    @Test func aFolderHasAFolderForEachClass() throws {
        let files = [
            "pos/b.txt": "two\nlines\r\n", "pos/a.txt": "one", "neg/c.TXT": "\u{FEFF}three", "neg/x.html": "no",
            "neg/.hidden.txt": "no", ".git/a.txt": "no", "readme.txt": "no",
        ]
        try withFiles(files) { folder in
            let set = try LabelledTexts(contentsOf: [folder])
            #expect(set.classNames == ["neg", "pos"])
            #expect(set.texts == ["three", "one", "two\nlines"] && set.labels == [0, 1, 1])
            #expect(set.place(of: 2).hasSuffix("pos/b.txt'"))
        }
    }

    @Test func foldersThatHoldNothingAreNamed() throws {
        try withFiles(["pos/a.txt": "one", "neg/b.md": "two", "flat/a.txt": "x"]) { folder in
            let empty = #expect(throws: LabelledTextsError.self) { try LabelledTexts(contentsOf: [folder]) }
            // Sorted, "flat" comes first and has a text.
            #expect(empty == .emptyFolder(folder.appending(path: "neg").path))
            let flat = folder.appending(path: "flat")
            let none = #expect(throws: LabelledTextsError.self) { try LabelledTexts(contentsOf: [flat]) }
            #expect(none == .noClassFolders(flat.path))
        }
    }

    @Test func aPipeInAFolderIsNamedAndNotWaitedFor() throws {
        try withFiles(["pos/a.txt": "one", "neg/b.txt": "two"]) { folder in
            let pipe = folder.appending(path: "neg/c.txt").path
            try #require(mkfifo(pipe, 0o600) == 0)
            let error = try #require(throws: FileError.self) { try LabelledTexts(contentsOf: [folder]) }
            #expect(error.path == pipe && error.code == ENODEV)
        }
    }

    @Test func aBadFileInAFolderIsNamed() throws {
        try withFiles(["pos/a.txt": "one", "neg/b.txt": "a\n\0"]) { folder in
            let error = try #require(throws: RecordError.self) { try LabelledTexts(contentsOf: [folder]) }
            guard case .binary(let file, 2, nil) = error else { throw error }
            #expect(file.hasSuffix("neg/b.txt"))
        }
    }

    // MARK: Refusals

    @Test(arguments: [
        (["a.tsv": "x\ta\nx\tb\n"], "only the class 'x' occurs in", "a.tsv"),
        (["a.tsv": ""], "there is no text in", "a.tsv"), (["a.csv": "text,label\n"], "there is no text in", "a.csv"),
        (["a.csv": "id,text\n1,x\n"], "there is no label", "a.csv', line 2"),
        (["a.txt": "just\nlines\n"], "have no labels", "a.txt'"),
        (["a.tsv": "x\ta\n \tb\n"], "there is no label", "a.tsv', line 2"),
        (["a.jsonl": "{\"text\": \"a\", \"label\": null}"], "there is no label", "a.jsonl', line 1"),
    ])
    func whatIsNoSetIsRefused(files: [String: String], problem: String, place: String) throws {
        let error = try #require(throws: LabelledTextsError.self) { try read(files) }
        #expect(error.description.contains(problem) && error.description.contains(place), "\(error)")
    }

    @Test func noFilesAtAllAreRefused() {
        #expect(throws: LabelledTextsError.noSources) { try LabelledTexts(contentsOf: [URL]()) }
    }

    @Test func labelsThatAreNoneOfTheGivenClassesAreNamed() throws {
        let error = try #require(throws: LabelledTextsError.self) {
            try read(["a.tsv": "x\ta\nz\tb\n"], classNames: ["x", "y"])
        }
        guard case .unknownLabel("z", let file, 2, ["x", "y"]) = error else { throw error }
        #expect(file.hasSuffix("a.tsv") && error.description.contains("'z' is none of the classes 'x', 'y'"))
    }

    @Test func theFirstTextOfAnUnknownClassIsNamed() throws {
        let texts = try read(["a.tsv": "label\ttext\nx\tone\n" + (0..<80).map { "u\($0 * 7 % 20)\ttext\n" }.joined()])
        let error = try #require(throws: LabelledTextsError.self) { try texts.matchingClasses(["x"]) }
        guard case .unknownLabel("u0", _, 3, ["x"]) = error else { throw error }
        #expect(try texts.matchingClasses(texts.classNames.reversed()).classNames == texts.classNames.reversed())
    }

    // MARK: Splits and fingerprints

    private static func sample(_ counts: [Int]) -> LabelledTexts {
        let labels = counts.enumerated().flatMap { label, count in [Int](repeating: label, count: count) }
        let names = counts.indices.map { "class \($0)" }
        return LabelledTexts(texts: labels.indices.map { "text \($0)" }, labels: labels, classNames: names)
    }

    @Test(arguments: [0.01, 0.1, 0.25, 0.5, 0.99]) func everyClassIsSplitAlike(fraction: Double) throws {
        let counts = [1000, 100, 7, 2, 1, 0]
        let set = Self.sample(counts)
        let (rest, aside) = try set.split(fraction: fraction, seed: 5)
        let expected = counts.map { count in
            count < 2 ? 0 : min(max(Int((Double(count) * fraction).rounded()), 1), count - 1)
        }
        #expect(aside.classCounts == expected)
        #expect(rest.classCounts == zip(counts, expected).map { $0 - $1 })
        #expect(Set(rest.texts).isDisjoint(with: aside.texts) && rest.count + aside.count == set.count)
        for part in [rest, aside] {
            let places = part.texts.map { Int($0.dropFirst(5))! }
            #expect(places == places.sorted() && part.classNames == set.classNames)
            #expect(part.place(of: 0) == "'texts', line \(places[0] + 1)")
        }
    }

    @Test func theSeedDecidesTheSplit() throws {
        let set = Self.sample([50, 50])
        let aside = try (0..<3).map { try set.split(fraction: 0.2, seed: $0).aside.texts }
        #expect(try Set(aside).count == 3 && aside[1] == set.split(fraction: 0.2, seed: 1).aside.texts)
        #expect(try set.split(fraction: 0, seed: 1).rest.texts == set.texts)
    }

    @Test(arguments: [-0.1, 1, 2, .nan, .infinity, -.infinity])
    func aFractionThatCannotBeSetAsideIsAnError(fraction: Double) throws {
        let pairs = ParallelTexts(sources: ["a", "b"], targets: ["c", "d"])
        for split in [
            { _ = try Self.sample([3, 4]).split(fraction: fraction, seed: 1) },
            { _ = try pairs.split(fraction: fraction, seed: 1) },
            { _ = try TextCorpus("abc").split(lastFraction: fraction, normalization: .nfc) },
        ] {
            let error = try #require(throws: SplitError.self) { try split() }
            #expect(error.description.contains("\(fraction)"))
        }
    }

    @Test func theFingerprintTellsSetsApart() {
        func set(_ texts: [String], _ labels: [Int], _ names: [String] = ["x", "y"]) -> LabelledTexts {
            LabelledTexts(texts: texts, labels: labels, classNames: names)
        }
        let sets = [
            set([], []), set(["a"], [0]), set(["a"], [1]), set(["a", ""], [0, 0]), set(["", "a"], [0, 0]),
            set(["a"], [0], ["x", "z"]), set(["a0"], [0]), set(["a", "b"], [0, 1]), set(["b", "a"], [1, 0]),
        ]
        #expect(Set(sets.map(\.fingerprint)).count == sets.count)
        let named = LabelledTexts(texts: ["a"], labels: [0], classNames: ["x", "y"], name: "another")
        #expect(named.fingerprint == sets[1].fingerprint)
    }

    // MARK: Support

    private func read(
        _ files: [String: String], classNames: [String]? = nil, renaming: [String: String] = [:]
    ) throws -> LabelledTexts {
        try withFiles(files) { folder in
            try LabelledTexts(
                contentsOf: files.keys.sorted().map { folder.appending(path: $0) }, classNames: classNames,
                renaming: renaming)
        }
    }

    /// What is said of the texts and classes of a file, by its name without its folder.
    private func notes(_ file: String, classNames: [String]? = nil) throws -> [String] {
        try withFiles(["a.tsv": file]) { folder in
            let set = try LabelledTexts(contentsOf: [folder.appending(path: "a.tsv")], classNames: classNames)
            return set.notes(areNamesGiven: classNames != nil).map { $0.text.replacing(folder.path + "/", with: "") }
        }
    }

    private func withFiles<Result>(_ files: [String: String], _ body: (URL) throws -> Result) throws -> Result {
        try withTemporaryFolder { folder in
            for (name, text) in files {
                let file = folder.appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            return try body(folder)
        }
    }
}
