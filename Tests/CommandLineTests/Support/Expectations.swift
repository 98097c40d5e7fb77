import Foundation
import Testing

/// Expects that a program failed as it should: one sentence on standard error, nothing on standard output.
///
/// - Parameters:
///   - words: What the sentence must contain: the file or value, and the way out.
///   - tool: Who says it.
func expectSentence(
    _ outcome: Outcome, status: Int32, _ words: [String], tool: String = "textgen",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let problem = Comment(rawValue: "ended in \(outcome.status) with: \(outcome.errors)")
    #expect(outcome.status == status, problem, sourceLocation: sourceLocation)
    #expect(outcome.outputData.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.errors.hasPrefix("\(tool): error: "), problem, sourceLocation: sourceLocation)
    #expect(outcome.errors.hasSuffix("\n") && outcome.errorLines.count == 1, problem, sourceLocation: sourceLocation)
    for word in words {
        #expect(outcome.errors.contains(word), "\(word) is not in: \(outcome.errors)", sourceLocation: sourceLocation)
    }
}

/// Expects that a program ended well.
func expectSuccess(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(outcome.status == 0, "ended with: \(outcome.errors)", sourceLocation: sourceLocation)
}

/// An object that a program printed as JSON.
func jsonObject(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    try #require(
        try JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any], sourceLocation: sourceLocation)
}

/// Expects signature, size and end of a PNG file.
func expectPicture(_ data: Data, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(data.prefix(8) == Data([137, 80, 78, 71, 13, 10, 26, 10]), sourceLocation: sourceLocation)
    #expect(data.suffix(8).prefix(4) == Data("IEND".utf8), sourceLocation: sourceLocation)
    let size = [16, 20].map { data.dropFirst($0).prefix(4).reduce(0) { $0 << 8 | Int($1) } }
    #expect(size.allSatisfy { $0 > 50 && $0 < 5000 }, "\(size)", sourceLocation: sourceLocation)
}
