import Testing

/// Checks numbers against others, with a bound on the difference.
public func expectClose(
    _ found: [Double], _ expected: [Double], within bound: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (index, (found, expected)) in zip(found, expected).enumerated() where !(abs(found - expected) <= bound) {
        Issue.record("place \(index): \(found) is not \(expected)", sourceLocation: sourceLocation)
    }
}
