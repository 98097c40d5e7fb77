import Foundation

@testable import ModelFiles

/// The bytes of a file with this header text and this many bytes of zeros behind it.
func safetensorsBytes(_ header: String, dataCount: Int = 0) -> Data {
    safetensorsBytes(Array(header.utf8), dataCount: dataCount)
}

func safetensorsBytes(_ header: [UInt8], dataCount: Int = 0) -> Data {
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + Data(count: dataCount)
}

/// The error that opening these bytes as the file `f` throws; `nil` where it opens.
func safetensorsError(_ data: Data) throws -> SafetensorsError? {
    do {
        _ = try SafetensorsFile(data: data, name: "f")
        return nil
    } catch let error as SafetensorsError {
        return error
    }
}

/// A small file with each kind of tensor in it.
func sampleSafetensors() throws -> Data {
    var writer = SafetensorsWriter(metadata: ["format": "1", "note": "tab\tquote\"back\\slash é 😀"])
    writer.add("weight", shape: [2, 3], floats: [1, -2, 0.5, 3, 4, -0.25])
    writer.add("half", shape: [3], as: .float16, floats: [1, -2, 65504])
    writer.add("brain", shape: [1, 3], as: .bfloat16, floats: [1, -2, 3e38])
    writer.add("scalar", shape: [], integers: [Int64.min])
    writer.add("empty", shape: [0, 5], floats: [])
    writer.add("i32", shape: [2], integers: [Int32.min, .max])
    writer.add("i16", shape: [2], integers: [Int16.min, .max])
    writer.add("i8", shape: [2], integers: [Int8.min, .max])
    writer.add("u64", shape: [1], integers: [UInt64.max])
    writer.add("u32", shape: [1], integers: [UInt32.max])
    writer.add("u16", shape: [1], integers: [UInt16.max])
    writer.add("u8", shape: [3], integers: [UInt8(0), 7, 255])
    writer.add("bool", shape: [3], elementType: .bool) { try [UInt8(1), 0, 1].withUnsafeBytes($0) }
    writer.add("f64", shape: [2], elementType: .float64) { try [0.1, -1e300].withUnsafeBytes($0) }
    return try writer.data()
}
