/// Makes a failing case smaller as long as it fails in the same way: undamaged files first, then shorter ones.
struct Minimizer {
    private let finding: Finding
    private let read: (FuzzCase) throws -> Finding

    /// Attempts; a case that takes long gets fewer.
    private static let attempts = 60
    private static let seconds = 20.0

    init(_ finding: Finding, read: @escaping (FuzzCase) throws -> Finding) {
        (self.finding, self.read) = (finding, read)
    }

    func minimize(_ fuzzCase: FuzzCase) throws -> FuzzCase {
        var smallest = fuzzCase
        var left = Self.attempts
        let deadline = ContinuousClock.now + .seconds(Self.seconds)
        func fails(_ candidate: FuzzCase) throws -> Bool {
            guard left > 0, ContinuousClock.now < deadline else { return false }
            left -= 1
            let found = try read(candidate)
            return found.verdict == finding.verdict && found.signature == finding.signature
        }
        for (name, original) in fuzzCase.originals.sorted(by: { $0.key < $1.key }) where fuzzCase.originals.count > 1 {
            var candidate = smallest
            candidate.files[name] = original
            if try fails(candidate) { smallest = candidate }
        }
        for name in smallest.files.keys.sorted() where smallest.originals[name] != smallest.files[name] {
            var length = (smallest.files[name]?.count ?? 0) / 2
            while length >= 1, left > 0, ContinuousClock.now < deadline {
                var start = 0
                while let bytes = smallest.files[name], start < bytes.count, left > 0 {
                    var candidate = smallest
                    candidate.files[name]?.removeSubrange(start..<min(start + length, bytes.count))
                    if try fails(candidate) { smallest = candidate } else { start += length }
                }
                length /= 2
            }
        }
        return smallest
    }
}
