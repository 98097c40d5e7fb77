import Foundation
import TestSupport
import Testing

@testable import Datasets

struct ParallelTextsTests {
    private func file(_ text: String, _ name: String, in folder: URL) throws -> URL {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url
    }

    @Test func pairsAreReadFromColumnsAndFromTwoFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let plain = try ParallelTexts(contentsOf: file("a\tb\tnote\nc d\te\tmore\n", "pairs.txt", in: folder))
        #expect(plain.sources == ["a", "c d"] && plain.targets == ["b", "e"])
        // A first row of usual names is a pair like any other.
        #expect(try ParallelTexts(contentsOf: file("text\tlabel\n", "names.tsv", in: folder)).sources == ["text"])
        let named = try ParallelTexts(
            contentsOf: file("fr,en\n\"un, deux\",one\n", "pairs.csv", in: folder), source: .name("en"),
            target: .name("fr"))
        #expect(named.sources == ["one"] && named.targets == ["un, deux"])
        // Without options a header counts where it names both sides.
        let header = try ParallelTexts(contentsOf: file("id,Target,Source\n1,un,one\n", "header.csv", in: folder))
        #expect(header.sources == ["one"] && header.targets == ["un"])
        #expect(try ParallelTexts(contentsOf: file("source\tun\n", "half.tsv", in: folder)).sources == ["source"])
        let (left, right) = (try file("a\n\nc\n", "l.en", in: folder), try file("1\n2\n3\n", "l.de", in: folder))
        let lines = try ParallelTexts(sourceLines: left, targetLines: right)
        #expect(lines.sources == ["a", "c"] && lines.targets == ["1", "3"] && lines.emptyCount == 1)
        #expect(lines.emptyPlaces == [1] && (lines + lines).emptyPlaces == [1, 4])
        let short = try file("1\n", "short.de", in: folder)
        #expect(
            throws: ParallelTextsError.unequalLengths(
                source: left.path, sourceCount: 3, target: short.path, targetCount: 1)
        ) { try ParallelTexts(sourceLines: left, targetLines: short) }
        #expect(throws: ParallelTextsError.self) {
            try ParallelTexts(contentsOf: file(" \t\n", "empty.tsv", in: folder))
        }
        #expect(throws: RecordError.self) { try ParallelTexts(contentsOf: file("alone\n", "one.tsv", in: folder)) }
    }

    @Test func noSourceIsOnBothSidesOfASplit() throws {
        let sources = (0..<300).map { "source \($0 % 100)" }
        let texts = ParallelTexts(sources: sources, targets: (0..<300).map(String.init))
        let (rest, aside) = try texts.split(fraction: 0.2, seed: 1)
        #expect(aside.count == 60 && rest.count == 240)
        #expect(Set(rest.sources).isDisjoint(with: aside.sources))
        #expect(try texts.split(fraction: 0.2, seed: 1).aside.targets == aside.targets)
        #expect(try texts.split(fraction: 0.2, seed: 2).aside.targets != aside.targets)
        #expect(try texts.split(fraction: 0.5, limit: 3, seed: 1).aside.count == 9)
        #expect(try texts.split(fraction: 0, seed: 1).aside.count == 0)
        #expect(try texts.split(fraction: 0.5, limit: -3, seed: 1).aside.count == 0)
        #expect(try ParallelTexts(sources: ["a"], targets: ["b"]).split(fraction: 0.5, seed: 1).rest.count == 1)
    }

    @Test func theFingerprintChangesWithTheTexts() {
        let texts = ParallelTexts(sources: ["ab", "c"], targets: ["d", "e"])
        #expect(texts.fingerprint == ParallelTexts(sources: ["ab", "c"], targets: ["d", "e"]).fingerprint)
        #expect(texts.fingerprint != ParallelTexts(sources: ["a", "bc"], targets: ["d", "e"]).fingerprint)
        #expect(texts.fingerprint != ParallelTexts(sources: ["c", "ab"], targets: ["e", "d"]).fingerprint)
    }
}
