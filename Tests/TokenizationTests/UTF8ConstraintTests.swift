import Testing

@testable import Tokenization

@Suite struct UTF8ConstraintTests {
    /// Whether the bytes can be continued to valid UTF-8, by the standard library.
    private func isPrefixOfValidUTF8(_ bytes: [UInt8]) -> Bool {
        let endings: [[UInt8]] = [
            [], [0x80], [0xBF], [0x80, 0x80], [0xBF, 0x80], [0x80, 0x80, 0x80], [0xBF, 0x80, 0x80],
        ]
        return endings.contains { String(validating: bytes + $0, as: UTF8.self) != nil }
    }

    @Test func allowsExactlyWhatCanBecomeValid() {
        func check(_ constraint: UTF8Constraint, after bytes: [UInt8]) {
            for byte in UInt8.min...UInt8.max {
                let allowed = constraint.allows(byte)
                #expect(allowed == isPrefixOfValidUTF8(bytes + [byte]), "\(bytes) then \(byte)")
                guard allowed else { continue }
                var next = constraint
                next.advance(byte)
                let isValid = String(validating: bytes + [byte], as: UTF8.self) != nil
                #expect(next.isComplete == isValid, "\(bytes) then \(byte)")
                // The edges of each range stand for what lies between them.
                let isEdge = [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF].contains(byte) || bytes.isEmpty
                if !next.isComplete && isEdge { check(next, after: bytes + [byte]) }
            }
        }
        check(UTF8Constraint(), after: [])
    }

    @Test func randomAllowedBytesMakeValidText() {
        var generator = TestGenerator(state: 5)
        for _ in 0..<200 {
            var constraint = UTF8Constraint()
            var bytes: [UInt8] = []
            while bytes.count < 40 || !constraint.isComplete {
                let byte = UInt8.random(in: 0...255, using: &generator)
                guard constraint.allows(byte) else { continue }
                constraint.advance(byte)
                bytes.append(byte)
            }
            #expect(constraint == UTF8Constraint())
            #expect(String(validating: bytes, as: UTF8.self) != nil, "\(bytes)")
        }
    }

    @Test func tellsHowManyBytesAreMissing() {
        var constraint = UTF8Constraint()
        var missing: [Int] = []
        for byte in "é中👍".utf8 {
            constraint.advance(byte)
            missing.append(constraint.missingByteCount)
        }
        #expect(missing == [1, 0, 2, 1, 0, 3, 2, 1, 0])
    }

    @Test func aByteThatIsNotAllowedTraps() async {
        await #expect(processExitsWith: .failure) {
            var constraint = UTF8Constraint()
            constraint.advance(0x80)
        }
    }
}
