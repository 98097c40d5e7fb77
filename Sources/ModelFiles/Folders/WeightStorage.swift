import Foundation
import Tensors

/// How the weights of a model are stored.
public enum WeightPrecision: String, Codable, Sendable, CaseIterable {
    /// 32-bit floats: exactly the weights that were trained.
    case float32
    /// 16-bit floats: half the size, weights rounded to 11 significant bits.
    case float16
    /// Matrices as whole numbers of -127 ... 127 with a scale a row, all else as `float16`.
    case int8
}

/// A parameter in a model file: as floats, or as bytes with what one of them is worth in each row.
package enum WeightStorage {
    private static let scalesSuffix = ".scales"
    /// The power of two that all weights are below. With larger ones products of a few of them would be infinite.
    package static let exponentLimit = 40

    /// The parameter that a tensor of the file belongs to.
    package static func parameter(of tensor: String) -> String {
        tensor.hasSuffix(scalesSuffix) ? String(tensor.dropLast(scalesSuffix.count)) : tensor
    }

    package static func add(
        _ value: Tensor, _ name: String, to writer: inout SafetensorsWriter, _ precision: WeightPrecision
    ) {
        switch precision {
        case .float32: writer.add(name, value)
        case .float16: writer.add(name, value, as: .float16)
        case .int8 where value.shape.count == 2 && value.shape[1] > 1:
            let (bytes, scales) = quantized(value)
            writer.add(name, shape: value.shape, integers: bytes)
            writer.add(name + scalesSuffix, shape: [value.shape[0]], floats: scales)
        case .int8: writer.add(name, value, as: .float16)
        }
    }

    private static func quantized(_ value: Tensor) -> (bytes: [Int8], scales: [Float]) {
        let (rows, columns) = (value.shape[0], value.shape[1])
        return value.withElements { elements in
            var (bytes, scales) = ([Int8](), [Float]())
            bytes.reserveCapacity(elements.count)
            for row in 0..<rows {
                let values = elements[row * columns..<(row + 1) * columns]
                let scale = values.reduce(0) { max($0, abs($1)) } / 127
                scales.append(scale)
                bytes += values.map { scale > 0 ? Int8(max(-127, min(127, ($0 / scale).rounded()))) : 0 }
            }
            return (bytes, scales)
        }
    }

    /// What is wrong with a parameter in a file.
    package static func problems(of name: String, shape: [Int], in file: SafetensorsFile) -> [String] {
        // The only error of an entry is that there is none.
        guard let entry = try? file.entry(name) else { return ["\(name) is missing"] }
        var problems: [String] = []
        if entry.shape != shape { problems.append("\(name) has shape \(entry.shape), expected \(shape)") }
        if ![.float32, .float16, .bfloat16, .int8].contains(entry.elementType) {
            problems.append("\(name) has type \(entry.elementType.rawValue), expected F32, F16, BF16 or I8")
        }
        let scales = try? file.entry(name + scalesSuffix)
        if entry.elementType == .int8 {
            if shape.count != 2 || scales?.shape != [shape[0]] || scales?.elementType != .float32 {
                problems.append("\(name + scalesSuffix) is not one F32 for each row of \(name)")
            }
        } else if scales != nil {
            problems.append("\(name + scalesSuffix) does not belong to the model")
        }
        return problems
    }

    /// Reads a parameter that has no ``problems(of:shape:in:)``.
    package static func read(_ name: String, from file: SafetensorsFile) throws -> Tensor {
        try file.checkFinite(name, belowPowerOfTwo: exponentLimit)
        let entry = try file.entry(name)
        guard entry.elementType == .int8 else { return try file.tensor(name) }
        try file.checkFinite(name + scalesSuffix, belowPowerOfTwo: exponentLimit)
        return try file.scaledBytes(name, scales: file.floats(name + scalesSuffix))
    }
}
