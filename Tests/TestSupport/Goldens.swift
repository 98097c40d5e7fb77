import Foundation
import ModelFiles
import Tensors
import Testing

/// The root of the repository.
public let repositoryRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Opens `Tests/Goldens/<name>.safetensors`.
public func golden(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(contentsOf: repositoryRoot.appendingPathComponent("Tests/Goldens/\(name).safetensors"))
}

extension SafetensorsFile {
    /// The parts of a tensor along its first axis.
    public func slices(_ name: String) throws -> [Tensor] {
        let (elements, shape) = try (floats(name), entry(name).shape)
        let count = elements.count / shape[0]
        return (0..<shape[0]).map {
            Tensor(Array(elements[$0 * count..<($0 + 1) * count]), shape: Array(shape.dropFirst()))
        }
    }

    /// The bound that the file's metadata names for `max |found - golden| / max |golden|`.
    public var tolerance: Float { metadata["tolerance"].flatMap(Float.init) ?? 0 }
}

/// Checks a tensor against a golden one of the same shape, with the tolerance of the golden's file.
public func expectGolden(
    _ found: Tensor?, _ name: String, of file: SafetensorsFile, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    try expectGolden(found, file.tensor(name), named: name, of: file, sourceLocation: sourceLocation)
}

/// Checks a tensor against a part of a golden one.
public func expectGolden(
    _ found: Tensor?, _ expected: Tensor, named name: String, of file: SafetensorsFile,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let found = try #require(found, "\(name) is missing", sourceLocation: sourceLocation)
    #expect(found.shape == expected.shape, "\(name)", sourceLocation: sourceLocation)
    let largest = expected.elements.map(abs).max() ?? 0
    let error = zip(found.elements, expected.elements).reduce(Float(0)) {
        let difference = abs($1.0 - $1.1)
        return difference.isNaN ? .infinity : max($0, difference)
    }
    #expect(error <= file.tolerance * largest, "\(name) of \(file.name)", sourceLocation: sourceLocation)
}
