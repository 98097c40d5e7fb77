import Datasets
import Foundation
import Tokenization

/// Words with their offsets, and pieces of words, out of a text.
enum TokenizerBenchmarks {
    /// - Parameter file: An English text; the project's own, eight megabytes of it over and over, where none is given.
    static func all(textFile file: String?) -> [Benchmark] {
        guard let texts = try? Texts(file: file) else { return [] }
        return [
            words("English", texts.english, threads: 1), words("English", texts.english, threads: 2),
            words("mixed scripts", texts.mixed, threads: 1), training(texts.english), encoding(texts.english),
        ]
    }

    private static func words(_ name: String, _ text: TextFile, threads: Int) -> Benchmark {
        Benchmark(
            name: "words/\(name), \(threads) thread\(threads > 1 ? "s" : "")", unit: "MB",
            unitsPerRound: text.megabytes,
            prepare: {
                let parts = text.parts(threads == 1 ? 1 : 8 * threads)  // the faster thread takes more
                return { DispatchQueue.concurrentPerform(iterations: parts.count) { visitWords(of: parts[$0]) } }
            },
            peers: threads > 1
                ? [] : ["words_icu.py", "words_hf.py", "words_pyicu.py"].map { text.peer($0, "--threads", "1") })
    }

    /// Looks at start, end and kind of each word, as the peer in C does.
    private static func visitWords(of text: String) {
        var (count, bytes) = (0, 0)
        Segmenter.words.forEachSegment(in: text) { segment in
            guard segment.kind.isWord else { return }
            count += 1
            bytes += segment.range.count
        }
        precondition(count <= bytes)
    }

    private static let vocabularySize = 8_000

    private static func training(_ text: TextFile) -> Benchmark {
        Benchmark(
            name: "bpe/train 8,000", unit: "MB", unitsPerRound: text.megabytes,
            prepare: {
                let content = text.content
                return {
                    _ = try! Tokenizer.train(on: content, unit: .bpe, normalization: .none, maxSize: vocabularySize)
                }
            },
            peers: [text.peer("bpe_hf.py", "--mode", "train", "--vocabulary-size", String(vocabularySize))])
    }

    private static func encoding(_ text: TextFile) -> Benchmark {
        Benchmark(
            name: "bpe/encode", unit: "MB", unitsPerRound: text.megabytes,
            prepare: {
                let content = text.content
                let lines = content.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
                let tokenizer = try! Tokenizer.train(
                    on: content, unit: .bpe, normalization: .none, maxSize: vocabularySize)
                return { _ = tokenizer.encode(each: lines) }
            },
            peers: [text.peer("bpe_hf.py", "--mode", "encode", "--vocabulary-size", String(vocabularySize))])
    }
}

/// The texts of the benchmarks, in files that the peers can read.
private struct Texts {
    let english: TextFile
    let mixed: TextFile

    init(file: String?) throws {
        let size = 8 << 20
        english =
            if let file { try TextFile(path: file) } else { try TextFile("english", of: ["harbour"], size: size) }
        mixed = try TextFile(
            "mixed", of: ["arabic", "chinese", "harbour", "hindi", "accents", "emoji"], size: size / 4)
    }
}

private struct TextFile: Sendable {
    let path: String
    let content: String

    var megabytes: Double { Double(content.utf8.count) / 1e6 }

    init(path: String) throws {
        self.path = path
        content = try String(contentsOfFile: path, encoding: .utf8)
    }

    /// Texts of the project, ten thousand bytes of each, over and over until there are `size` bytes.
    init(_ name: String, of corpora: [String], size: Int) throws {
        let texts = try corpora.map { corpus in
            let text = try String(contentsOfFile: "corpora/\(corpus).txt", encoding: .utf8)
            return corpora.count == 1 ? text : String(text.prefix(6_000)) + "\n"
        }
        let once = texts.joined()
        let content = String(repeating: once, count: max(1, size / once.utf8.count))
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "recurrent-benchmark-\(name)-\(ProcessInfo.processInfo.processIdentifier).txt")
        try content.write(to: url, atomically: true, encoding: .utf8)
        path = url.path
        self.content = content
    }

    /// The text in as many parts, cut at line ends.
    func parts(_ count: Int) -> [String] {
        var parts: [String] = []
        var rest = content[...]
        for left in stride(from: count, to: 1, by: -1) {
            let middle = rest.utf8.index(rest.startIndex, offsetBy: rest.utf8.count / left)
            let cut = rest.utf8[middle...].firstIndex(of: UInt8(ascii: "\n")) ?? middle
            parts.append(String(rest[..<cut]))
            rest = rest[cut...]
        }
        return parts + [String(rest)]
    }

    func peer(_ script: String, _ arguments: String...) -> PeerProgram {
        PeerProgram(script: script, arguments: ["--file", path] + arguments)
    }
}
