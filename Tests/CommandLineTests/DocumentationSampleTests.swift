import Foundation
import Testing

/// The code of the documentation's pages.
struct DocumentationSampleTests {
    /// The Swift code of every page compiles. A block that imports modules begins a program, to which the blocks after
    /// it belong; each program is the body of a function.
    @Test func theCodeOfEveryPageCompiles() throws {
        let folder = try Scratch.folder()
        let pages = try samplePages()
        #expect(pages.count >= 20)
        var files: [String] = []
        for (index, page) in pages.enumerated() {
            let text = try String(contentsOf: page, encoding: .utf8)
            let file = folder.appendingPathComponent("\(page.deletingPathExtension().lastPathComponent).swift")
            try Data(sampleSource(of: text, page: page, number: index).utf8).write(to: file)
            files.append(file.path)
        }
        let binaries = URL(fileURLWithPath: Program.textgen.path).deletingLastPathComponent()
        let maps = try FileManager.default.contentsOfDirectory(at: binaries, includingPropertiesForKeys: nil)
            .map { $0.appendingPathComponent("module.modulemap").path }
            .filter(FileManager.default.fileExists)
        let outcome = try run(
            Program(path: "/usr/bin/env"),
            ["swiftc", "-typecheck", "-swift-version", "6", "-parse-as-library", "-suppress-warnings"]
                + ["-module-name", "Samples", "-I", binaries.appendingPathComponent("Modules").path]
                + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] } + files, timeout: 600)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// The pages of all catalogs, and the page of the library, that hold Swift code.
    private func samplePages() throws -> [URL] {
        let sources = try #require(
            FileManager.default.enumerator(at: Repository.folder("Sources"), includingPropertiesForKeys: nil))
        let articles = sources.compactMap { $0 as? URL }.filter {
            $0.pathExtension == "md" && $0.path.contains(".docc/")
        }
        let pages = articles + [Repository.folder("Documentation").appendingPathComponent("library.md")]
        return try pages.filter { try String(contentsOf: $0, encoding: .utf8).contains("```swift") }
            .sorted { $0.path < $1.path }
    }

    /// A source whose errors point to the lines of the page: imports first, then a function for each program.
    private func sampleSource(of text: String, page: URL, number: Int) -> String {
        var (imports, body): ([String], [String]) = ([], [])
        var isCode = false
        var programs = 0
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            if line.hasPrefix("```") {
                isCode = line == "```swift"
                if isCode { body.append("#sourceLocation(file: \"\(page.path)\", line: \(index + 2))") }
            } else if isCode, line.hasPrefix("import ") {
                imports.append(line)
                if body.last?.hasPrefix("#sourceLocation") == true {  // the first import of a program
                    body.append((programs > 0 ? "}; " : "") + "func sample\(number)_\(programs)() async throws {")
                    programs += 1
                } else {
                    body.append("")
                }
            } else if isCode {
                body.append(line)
            }
        }
        return (imports + body + ["#sourceLocation()", "}", ""]).joined(separator: "\n")
    }
}
