import Foundation
import Testing

@testable import CommandSupport

struct ReleaseTests {
    @Test func theVersionIsTheNewestInTheChangelog() throws {
        let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let changelog = try String(contentsOf: root.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
        let headings = changelog.matches(of: /\n## \[(.+?)\](.*)\n/)
        #expect(headings.first?.output.1 == "Unreleased")
        let newest = try #require(headings.dropFirst().first?.output)
        #expect(newest.1 == Release.version)
        #expect(newest.2.wholeMatch(of: /\s-\s\d{4}-\d{2}-\d{2}/) != nil, "\(newest.0)")
    }
}
