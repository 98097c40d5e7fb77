import Foundation
import TestSupport
import Testing

struct DocumentationTests {
    /// A link of `Documentation/lstm.md` that shows code leads to the lines that hold it.
    @Test func theLSTMPageQuotesTheLinesThatItNames() throws {
        let folder = repositoryRoot.appendingPathComponent("Documentation")
        let page = try String(contentsOf: folder.appendingPathComponent("lstm.md"), encoding: .utf8)
        let quotes = page.matches(of: /\[`([^`]+)`\]\(([^)#]+)#L(\d+)-L(\d+)\)/)
        #expect(quotes.count >= 30)
        #expect(quotes.count == page.components(separatedBy: "#L").count - 1, "a link to lines shows no code")
        for quote in quotes {
            let (_, code, path, first, last) = quote.output
            let source = try String(contentsOf: folder.appendingPathComponent(String(path)), encoding: .utf8)
            let lines = source.components(separatedBy: "\n")
            let (lower, upper) = (Int(first) ?? 0, Int(last) ?? 0)
            try #require(lower >= 1 && lower <= upper && upper <= lines.count, "\(path) has no lines \(first)-\(last)")
            let isThere = lines[lower - 1..<upper].contains { $0.contains(code) }
            let place = lines.firstIndex { $0.contains(code) }.map { "in line \($0 + 1)" } ?? "gone"
            #expect(isThere, "\(path)#L\(first)-L\(last): \(code) is \(place)")
        }
    }

    @Test func theLSTMPageNamesFilesThatAreThere() throws {
        let folder = repositoryRoot.appendingPathComponent("Documentation")
        let page = try String(contentsOf: folder.appendingPathComponent("lstm.md"), encoding: .utf8)
        let paths = page.matches(of: /\]\(([^)#]+)/).map { String($0.output.1) }
        #expect(!paths.isEmpty)
        for path in paths {
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path), "\(path)")
        }
    }
}
