import Foundation
import Recurrent
import Testing

/// The folders of release 0.1 and what its tools printed for them; see `Tests/Goldens/folders/README.md`.
enum FrozenFolders {
    static let root = Repository.folder("Tests/Goldens/folders")

    /// The kernels of each instruction set sum in another order, so that last bits differ. Release 0.1 ran with those of
    /// AVX2: with them all its numbers must come out exactly. With the ones that this machine prefers they are close.
    struct Kernels: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let environment: [String: String]
        /// For numbers up to 1, absolute; for greater ones, relative.
        let tolerance: Double
        var isExact: Bool { tolerance == 0 }
    }

    static let kernels: [Kernels] = {
        let own = Kernels(testDescription: "this machine's kernels", environment: [:], tolerance: 1e-4)
        #if os(Linux) && arch(x86_64)
            let avx2 = Kernels(testDescription: "AVX2", environment: ["RECURRENT_SIMD": "avx2"], tolerance: 0)
            return ["avx2", "avx512"].contains(Machine.instructionSet) ? [own, avx2] : [own]
        #else
            return [own]
        #endif
    }()

    /// The path of a folder or file, which must be there.
    static func path(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let path = root.appendingPathComponent(name).path
        try #require(FileManager.default.fileExists(atPath: path), "\(path) is missing", sourceLocation: sourceLocation)
        return path
    }

    /// The first lines of one of the texts.
    static func lines(_ count: Int, of name: String) throws -> [Substring] {
        let text = try String(contentsOfFile: path("texts/\(name)"), encoding: .utf8)
        let lines = text.split(separator: "\n").prefix(count)
        try #require(lines.count == count, "\(name) is shorter than \(count) lines")
        return Array(lines)
    }

    /// Expects that a tool printed what is stored: JSON, or JSON in lines.
    static func expect(
        _ outcome: Outcome, toPrint name: String, _ kernels: Kernels, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        expectSuccess(outcome, sourceLocation: sourceLocation)
        let stored = try String(contentsOfFile: path("outputs/\(name).json"), encoding: .utf8)
        let (found, expected) = (try values(outcome.output), try values(stored))
        try #require(!expected.isEmpty && found.count == expected.count, "\(name)", sourceLocation: sourceLocation)
        for (index, pair) in zip(found, expected).enumerated() {
            let found = try difference(pair.0, pair.1, kernels.tolerance, at: "\(name)[\(index)]")
            #expect(found == nil, sourceLocation: sourceLocation)
        }
    }

    private static func values(_ text: String) throws -> [Any] {
        if let whole = try? JSONSerialization.jsonObject(with: Data(text.utf8)) { return whole as? [Any] ?? [whole] }
        return try text.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
    }

    /// The first place where a value differs from the expected one. Keys that later releases added are no difference.
    private static func difference(
        _ found: Any?, _ expected: Any, _ tolerance: Double, at place: String
    ) throws -> String? {
        switch expected {
        case let expected as [String: Any]:
            guard let found = found as? [String: Any] else { return "\(place) is no object" }
            for key in expected.keys.sorted() {
                let value = try #require(expected[key])
                if let found = try difference(found[key], value, tolerance, at: "\(place).\(key)") { return found }
            }
        case let expected as [Any]:
            guard let found = found as? [Any], found.count == expected.count else { return "\(place): the count" }
            for (index, pair) in zip(found, expected).enumerated() {
                if let found = try difference(pair.0, pair.1, tolerance, at: "\(place)[\(index)]") { return found }
            }
        case let expected as String:
            guard found as? String == expected else { return "\(place): \(found ?? "nothing"), not \(expected)" }
        case let expected as NSNumber:
            guard let number = found as? NSNumber,
                abs(number.doubleValue - expected.doubleValue) <= tolerance * max(1, abs(expected.doubleValue))
            else { return "\(place): \(found ?? "nothing"), not \(expected)" }
        default:
            return "\(place): \(expected) is of no kind that the stored outputs have"
        }
        return nil
    }
}
