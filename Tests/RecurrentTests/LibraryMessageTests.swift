import Foundation
import Testing

/// The library is used by programs that have no command line, so none of its strings names a flag or a tool's command.
@Suite struct LibraryMessageTests {
    private static let targets = [
        "Tensors", "Tokenization", "ModelFiles", "NeuralLayers", "Datasets", "Decoding", "Training", "TextGeneration",
        "TextClassification", "Translation", "Forecasting", "Recurrent", "PretrainedModels",
    ]

    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources")

    private static func files(of target: String) throws -> [URL] {
        let folder = sources.appending(path: target)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return paths.filter { $0.hasSuffix(".swift") && !$0.contains(".docc/") }.map { folder.appending(path: $0) }
    }

    @Test(arguments: targets) func namesNoFlags(target: String) throws {
        let files = try Self.files(of: target)
        #expect(!files.isEmpty)
        for file in files {
            for literal in SwiftLiterals(in: try String(contentsOf: file, encoding: .utf8)).found {
                #expect(!Self.namesFlag(literal.text), "\(file.lastPathComponent):\(literal.line): \(literal.text)")
            }
        }
    }

    private static func namesFlag(_ text: String) -> Bool {
        let verbs = "train|sample|pretrain|predict|translate|classify|tokenize"
        let commands = "\\b(textgen|sentiment|seq2seq|forecast) (\(verbs))\\b"
        return text.range(of: #"(^|[^-\w])--[a-z]"#, options: .regularExpression) != nil
            || text.range(of: commands, options: .regularExpression) != nil
    }

    @Test func aFlagIsFoundWhereverItStands() {
        let source = ##"""
            let a = 1  // "--comment"
            /* "--comment" /* "--nested" */ "--comment" */
            let b = "give \(c ? "--inner" : "none") x\" --outer" + #"raw "--quoted" \#(d) "#
            let e = """
                lines --more "quoted"
                """
            let f = x --y; let g = "a---b"
            """##
        let found = SwiftLiterals(in: source).found
        #expect(found.map(\.line) == [3, 3, 3, 3, 4, 7])
        #expect(found.filter { Self.namesFlag($0.text) }.map(\.line) == [3, 3, 3, 4])
        #expect(Self.namesFlag("run sentiment pretrain again") && !Self.namesFlag("a forecast of --"))
    }
}

/// The string literals of a Swift source, each without those inside its interpolations, which are literals of their own.
private struct SwiftLiterals {
    private(set) var found: [(line: Int, text: String)] = []
    private let source: [UInt8]
    private var place = 0
    private var line = 1

    init(in text: String) {
        source = Array(text.utf8)
        scanCode(until: nil)
    }

    private func isNext(_ text: String) -> Bool {
        source[place] == text.utf8.first && source[place...].starts(with: text.utf8)
    }

    private mutating func skip(_ count: Int) {
        for byte in source[place..<min(place + count, source.count)] where byte == UInt8(ascii: "\n") { line += 1 }
        place += count
    }

    /// Code up to the parenthesis that closes an interpolation, or to the end.
    private mutating func scanCode(until end: UInt8?) {
        var depth = 0
        while place < source.count {
            if isNext("//") {
                while place < source.count, source[place] != UInt8(ascii: "\n") { skip(1) }
            } else if isNext("/*") {
                skipComment()
            } else if let hashes = quoteAhead() {
                scanLiteral(hashes: hashes)
            } else {
                if source[place] == UInt8(ascii: "(") { depth += 1 }
                if source[place] == end {
                    if depth == 0 { return skip(1) }
                    depth -= 1
                }
                skip(1)
            }
        }
    }

    private mutating func skipComment() {
        var depth = 0
        repeat {
            if isNext("/*") { depth += 1 } else if isNext("*/") { depth -= 1 }
            skip(isNext("/*") || isNext("*/") ? 2 : 1)
        } while depth > 0 && place < source.count
    }

    /// The number of # before a quote here; nil where none begins.
    private func quoteAhead() -> Int? {
        guard source[place] == UInt8(ascii: "#") || source[place] == UInt8(ascii: "\"") else { return nil }
        let hashes = source[place...].prefix { $0 == UInt8(ascii: "#") }.count
        return place + hashes < source.count && source[place + hashes] == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func scanLiteral(hashes: Int) {
        let (start, fence) = (line, String(repeating: "#", count: hashes))
        skip(hashes)
        let quote = isNext("\"\"\"") ? "\"\"\"" : "\""
        skip(quote.utf8.count)
        var text: [UInt8] = []
        let index = found.count
        found.append((start, ""))
        while place < source.count, !isNext(quote + fence) {
            if isNext("\\" + fence + "(") {
                skip(2 + hashes)
                scanCode(until: UInt8(ascii: ")"))
                text.append(UInt8(ascii: "_"))
            } else {
                let count = isNext("\\" + fence) ? 2 + hashes : 1
                text += source[place..<min(place + count, source.count)]
                skip(count)
            }
        }
        skip(quote.utf8.count + hashes)
        found[index].text = String(decoding: text, as: UTF8.self)
    }
}
