import Foundation
import TestSupport
import Testing

@testable import ModelFiles

struct SafetensorsRoundTripTests {
    @Test func everyElementTypeComesBackAsWritten() throws {
        let file = try SafetensorsFile(data: sampleSafetensors(), name: "f")
        #expect(Set(try file.names.map { try file.entry($0).elementType }) == Set(SafetensorsElementType.allCases))
        #expect(file.names == file.names.sorted())
        #expect(try file.floats("weight") == [1, -2, 0.5, 3, 4, -0.25])
        #expect(try file.entry("weight").shape == [2, 3])
        #expect(try file.floats("half") == [1, -2, 65504])
        #expect(try file.floats("brain") == [1, -2, Float(bitPattern: 0x7F62_0000)])
        #expect(try file.integers("scalar") == [Int.min])
        #expect(try file.entry("scalar").shape == [])
        #expect(try file.floats("empty") == [])
        #expect(try file.integers("i32", as: Int32.self) == [.min, .max])
        #expect(try file.integers("i16") == [-32768, 32767])
        #expect(try file.integers("i8") == [-128, 127])
        #expect(try file.integers("u64", as: UInt64.self) == [.max])
        #expect(try file.integers("u32") == [0xFFFF_FFFF])
        #expect(try file.integers("u16") == [0xFFFF])
        #expect(try file.integers("u8") == [0, 7, 255])
        #expect(try file.integers("bool") == [1, 0, 1])
        let doubles = try file.withBytes(of: "f64") { bytes in
            [0, 8].map { bytes.loadUnaligned(fromByteOffset: $0, as: Double.self) }
        }
        #expect(doubles == [0.1, -1e300])
    }

    @Test func metadataComesBackAsWritten() throws {
        let awkward = "\u{0}\u{1F}\n\r\t\"\\/é😀\u{FEFF}\u{7F}"
        let data = try SafetensorsWriter(metadata: ["a": "", awkward: awkward]).data()
        #expect(try SafetensorsFile(data: data, name: "f").metadata == ["a": "", awkward: awkward])
    }

    @Test func theSameContentGivesTheSameBytesInWhateverOrderItWasAdded() throws {
        var first = SafetensorsWriter(metadata: ["a": "1", "b": "2"])
        first.add("x", shape: [1], floats: [1])
        first.add("y", shape: [1], as: .float16, floats: [2])
        var second = SafetensorsWriter(metadata: ["b": "2", "a": "1"])
        second.add("y", shape: [1], as: .float16, floats: [2])
        second.add("x", shape: [1], floats: [1])
        let header =
            #"{"__metadata__":{"a":"1","b":"2"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
            + #""y":{"dtype":"F16","shape":[1],"data_offsets":[4,6]}}"#
        let padded = header + String(repeating: " ", count: 184 - header.utf8.count)
        let expected = safetensorsBytes(padded) + Data([0, 0, 0x80, 0x3F, 0, 0x40])
        #expect(try first.data() == expected)
        #expect(try second.data() == expected)
    }

    @Test func everyTensorIsAlignedToItsElements() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            try sampleSafetensors().write(to: url)
            let file = try SafetensorsFile(contentsOf: url)
            for name in file.names where try file.entry(name).count > 0 {
                let address = try file.withBytes(of: name) { UInt(bitPattern: $0.baseAddress) }
                #expect(address % UInt(try file.entry(name).elementType.byteCount) == 0, "\(name)")
            }
        }
    }

    @Test func anOpenFileOutlivesItsReplacement() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("model.safetensors")
            var writer = SafetensorsWriter()
            writer.add("w", shape: [3], floats: [1, 2, 3])
            try writer.write(to: url)
            let old = try SafetensorsFile(contentsOf: url)
            try SafetensorsWriter(metadata: ["new": "yes"]).write(to: url)
            #expect(try old.floats("w") == [1, 2, 3])
            #expect(try SafetensorsFile(contentsOf: url).metadata == ["new": "yes"])
            #expect(try names(in: folder) == ["model.safetensors"])
        }
    }

    @Test func unownedBytesAreReadWithoutACopy() throws {
        try sampleSafetensors().withUnsafeBytes { bytes in
            let file = try SafetensorsFile(unownedBytes: bytes, name: "shipped")
            #expect(try file.floats("weight").count == 6)
            try file.withBytes(of: "weight") {
                let inside = $0.baseAddress!
                #expect(inside > bytes.baseAddress! && inside < bytes.baseAddress! + bytes.count)
            }
        }
    }

    @Test func tensorsAtOddAddressesAreRead() throws {
        let header =
            #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]},"#
            + #""c":{"dtype":"F16","shape":[1],"data_offsets":[9,11]},"d":{"dtype":"I64","shape":[],"data_offsets":[11,19]}}"#
        var data = safetensorsBytes(header + "\n\t ")
        data += [9] + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0] + [0, 0x3C] + [5, 0, 0, 0, 0, 0, 0, 0]
        let file = try SafetensorsFile(data: data, name: "f")
        #expect(try file.floats("b") == [1, -2])
        #expect(try file.floats("c") == [1])
        #expect(try file.integers("d") == [5])
        try file.checkFinite("b")
    }

    @Test func piecesOfAProviderAreJoined() throws {
        var writer = SafetensorsWriter()
        let count = 40_000
        let values = (0..<count).map { Float($0 % 2048) }
        writer.add("x", shape: [2, count / 2], as: .float16) { body in
            try values[..<15].withUnsafeBufferPointer(body)
            try values[15...].withUnsafeBufferPointer(body)
        }
        #expect(try SafetensorsFile(data: writer.data(), name: "f").floats("x") == values)
    }

    @Test func aValueBeyondTheHalfFormatsIsRefusedByPlace() throws {
        var values = [Float](repeating: .infinity, count: 20_000)  // infinities and NaN pass as they are
        values[3] = .nan
        var writer = SafetensorsWriter()
        writer.add("ok", shape: [20_000], as: .bfloat16, floats: values)
        let ok = try SafetensorsFile(data: writer.data(), name: "f").floats("ok")
        #expect(ok[3].isNaN && ok[19_999] == .infinity)
        values[19_000] = -65_520
        writer.add("w", shape: [20_000], as: .float16, floats: values)
        let expected = SafetensorsError.notRepresentable(tensor: "w", index: 19_000, value: -65_520, format: .float16)
        #expect(throws: expected) { try writer.data() }
        #expect(
            "\(expected)" == "-65520.0 at index 19,000 of tensor 'w' is too large for F16; write the tensor as F32.")
    }

    @Test func requestsThatDoNotFitTheFileAreTypedErrors() throws {
        let file = try SafetensorsFile(data: sampleSafetensors(), name: "f")
        #expect(throws: SafetensorsError.missingTensor(file: "f", tensor: "none")) { try file.floats("none") }
        #expect(!file.contains("none"))
        #expect(
            throws: SafetensorsError.wrongElementType(
                file: "f", tensor: "i8", elementType: .int8, expected: "F32, F16 or BF16")
        ) { try file.floats("i8") }
        #expect(
            throws: SafetensorsError.wrongElementType(
                file: "f", tensor: "half", elementType: .float16, expected: "integers")
        ) { try file.integers("half") }
        #expect(throws: SafetensorsError.integerOutOfRange(file: "f", tensor: "u64", index: 0, type: "Int")) {
            try file.integers("u64")
        }
        var five = [Float](repeating: 0, count: 5)
        #expect(throws: SafetensorsError.wrongCount(file: "f", tensor: "weight", expected: 5, found: 6)) {
            try five.withUnsafeMutableBufferPointer { try file.readFloats("weight", into: $0) }
        }
    }

    @Test(arguments: [0, 4095, 4096, 8191, 9999])
    func theFirstValueThatIsNotFiniteIsFound(index: Int) throws {
        var values = [Float](repeating: Float.greatestFiniteMagnitude, count: 10_000)
        values[index] = -.infinity
        var halves = values.map { $0.isFinite ? Float(65504) : $0 }
        halves[9_999] = .infinity
        var writer = SafetensorsWriter()
        writer.add("f32", shape: [10_000], floats: values)
        writer.add("f16", shape: [10_000], as: .float16, floats: halves)
        writer.add("bf16", shape: [10_000], as: .bfloat16, floats: halves)
        writer.add("f64", shape: [10_000], elementType: .float64) { try values.map(Double.init).withUnsafeBytes($0) }
        writer.add("fine", shape: [2], floats: [.greatestFiniteMagnitude, -0])
        writer.add("integers", shape: [2], integers: [-1, Int.max])
        let file = try SafetensorsFile(data: writer.data(), name: "f")
        try file.checkFinite("fine")
        try file.checkFinite("integers")
        for name in ["f32", "f16", "bf16", "f64"] {
            let value = name.hasSuffix("16") && index == 9_999 ? Double.infinity : -.infinity
            #expect(throws: SafetensorsError.notFinite(file: "f", tensor: name, index: index, value: value)) {
                try file.checkFinite(name)
            }
        }
    }
}
