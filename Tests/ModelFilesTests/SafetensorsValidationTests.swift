import Foundation
import Testing

@testable import ModelFiles

struct SafetensorsValidationTests {
    @Test(arguments: 0..<8)
    func aFileWithoutRoomForALengthIsTooShort(count: Int) throws {
        #expect(try safetensorsError(Data(count: count)) == .tooShort(file: "f", byteCount: count))
    }

    @Test(arguments: [0, 3, 100_000_001, UInt64(Int.max), UInt64.max])
    func anImpossibleHeaderLengthIsRefused(length: UInt64) throws {
        let data = withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data("{}".utf8)
        #expect(try safetensorsError(data) == .headerLength(file: "f", length: length, available: 2))
    }

    @Test func aHeaderOfMoreThanAHundredMegabytesIsRefusedThoughItIsThere() throws {
        let data = safetensorsBytes([UInt8](repeating: 0x20, count: 100_000_001))
        #expect(
            try safetensorsError(data) == .headerLength(file: "f", length: 100_000_001, available: 100_000_001))
    }

    @Test func aFileWithoutTensorsIsFine() throws {
        #expect(try safetensorsError(safetensorsBytes("{}  \n")) == nil)
        #expect(try safetensorsError(safetensorsBytes(#"{ "__metadata__" : { } }"#)) == nil)
    }

    @Test(arguments: [
        " {}", "[]", "{", "{}}", "{} x", "nonsense", #"{"a"}"#, #"{"a":}"#, #"{"a":1}"#, #"{"__metadata__":{},}"#,
        #"{,}"#,
        #"{"a":null}"#, #"{'a':{}}"#, "{\"a\n\":{}}", #"{"a\x":{}}"#, #"{"a\u12":{}}"#, #"{"\ud800":{}}"#,
        #"{"\udc00":{}}"#, #"{"\ud800\ud800":{}}"#, #"{"\u+123":{}}"#, #"{"a"#, #"{"a\"#, #"{"a\ud800\u"#,
        #"{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#,
        #"{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}"#,
        #"{"a":{"dtype":"U8","shape":[01],"data_offsets":[0,1]}}"#,
        #"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#,
        #"{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}"#,
        #"{"a":{"dtype":"U8","shape":[1,],"data_offsets":[0,1]}}"#,
        #"{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}}"#,
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[-1,1]}}"#,
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}"#,
        #"{"a":{"dtype":["U8"],"shape":[1],"data_offsets":[0,1]}}"#,
    ])
    func aHeaderThatIsNotTheExpectedJSONIsRefused(header: String) throws {
        let error = try safetensorsError(safetensorsBytes(header, dataCount: 1))
        guard case .headerSyntax(file: "f", let offset, _) = error else {
            Issue.record("\(header): \(String(describing: error))")
            return
        }
        #expect((0...header.utf8.count).contains(offset))
    }

    @Test(arguments: [
        [0x7B, 0x22, 0xFF, 0x22], [0x7B, 0x22, 0xC0, 0x80, 0x22], [0x7B, 0x22, 0xED, 0xA0, 0x80, 0x22],
    ])
    func aNameThatIsNotUTF8IsRefused(bytes: [UInt8]) throws {
        let data = safetensorsBytes(bytes + Array(":{}}".utf8))
        #expect(
            try safetensorsError(data)
                == .headerSyntax(file: "f", offset: 2, problem: "a string that is not UTF-8"))
    }

    @Test(arguments: ["[", #"{"a":"#, #"{"a":["#, #"{"a":{"shape":["#])
    func deepNestingIsRefusedAtOnce(opening: String) throws {
        let header = "{\"a\":{\"shape\":" + String(repeating: opening, count: 1_000_000 / opening.count)
        guard case .headerSyntax(_, let offset, _) = try safetensorsError(safetensorsBytes(header)) else {
            Issue.record("accepted")
            return
        }
        #expect(offset < 20)
    }

    @Test func equalKeysAreRefusedAtEachLevel() throws {
        let entry = #"{"dtype":"U8","shape":[],"data_offsets":[0,1]}"#
        for (header, key) in [
            ("{\"a\":\(entry),\"a\":\(entry)}", "a"),
            (#"{"__metadata__":{},"__metadata__":{}}"#, "__metadata__"),
            (#"{"__metadata__":{"k":"1","\u006b":"2"}}"#, "k"),
            (#"{"a":{"dtype":"U8","dtype":"I8"}}"#, "dtype"),
        ] {
            #expect(
                try safetensorsError(safetensorsBytes(header, dataCount: 1)) == .duplicateKey(file: "f", key: key))
        }
    }

    @Test func metadataMustBeText() throws {
        for (header, key) in [
            (#"{"__metadata__":null}"#, "__metadata__"), (#"{"__metadata__":"x"}"#, "__metadata__"),
            (#"{"__metadata__":{"k":1}}"#, "k"), (#"{"__metadata__":{"k":{"l":"m"}}}"#, "k"),
        ] {
            #expect(try safetensorsError(safetensorsBytes(header)) == .metadataNotText(file: "f", key: key))
        }
    }

    @Test func everyFieldIsNeededAndNoOther() throws {
        for (fields, field) in [
            (#""shape":[],"data_offsets":[0,1]"#, "dtype"), (#""dtype":"U8","data_offsets":[0,1]"#, "shape"),
            (#""dtype":"U8","shape":[]"#, "pair of data_offsets"),
            (#""dtype":"U8","shape":[],"data_offsets":[0]"#, "pair of data_offsets"),
        ] {
            #expect(
                try safetensorsError(safetensorsBytes("{\"a\":{\(fields)}}", dataCount: 1))
                    == .missingField(file: "f", tensor: "a", field: field))
        }
        #expect(
            try safetensorsError(safetensorsBytes(#"{"a":{"size":1}}"#))
                == .unknownField(file: "f", tensor: "a", field: "size"))
    }

    @Test(arguments: ["F8", "f32", "", "F32 "])
    func anUnknownElementTypeIsRefused(type: String) throws {
        let data = safetensorsBytes(
            "{\"a\":{\"dtype\":\"\(type)\",\"shape\":[1],\"data_offsets\":[0,4]}}", dataCount: 4)
        #expect(try safetensorsError(data) == .unknownElementType(file: "f", tensor: "a", elementType: type))
    }

    @Test(arguments: [
        [Int.max], [1 << 31, 1 << 31], [1 << 61, 2], [0, Int.max, 2], [Int.max, Int.max, 0],
    ])
    func aShapeWhoseSizeOverflowsIsRefused(shape: [Int]) throws {
        let data = safetensorsBytes("{\"a\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[0,0]}}")
        #expect(try safetensorsError(data) == .shapeTooLarge(file: "f", tensor: "a", shape: shape))
    }

    @Test func aShapeOfTooManyDimensionsIsRefused() throws {
        func file(rank: Int) -> Data {
            let shape = [Int](repeating: 1, count: rank)
            return safetensorsBytes(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":\(shape),\"data_offsets\":[0,1]}}", dataCount: 1)
        }
        #expect(try safetensorsError(file(rank: 64)) == nil)
        #expect(try safetensorsError(file(rank: 65)) != nil)
    }

    @Test func reversedOffsetsAreRefused() throws {
        let data = safetensorsBytes(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[2,1]}}"#, dataCount: 2)
        #expect(try safetensorsError(data) == .reversedOffsets(file: "f", tensor: "a", begin: 2, end: 1))
    }

    @Test func aSizeThatContradictsTheShapeIsRefused() throws {
        let data = safetensorsBytes(#"{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,23]}}"#, dataCount: 23)
        #expect(try safetensorsError(data) == .wrongByteCount(file: "f", tensor: "a", expected: 24, found: 23))
    }

    /// Two tensors of four bytes each, at these places, in a file with `dataCount` bytes of data.
    private func pair(_ first: Int, _ second: Int, dataCount: Int) -> Data {
        let entries = [("a", first), ("b", second)].map { name, begin in
            "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[\(begin),\(begin + 4)]}"
        }
        return safetensorsBytes("{\(entries.joined(separator: ","))}", dataCount: dataCount)
    }

    @Test func theDataMustBeCoveredExactly() throws {
        #expect(try safetensorsError(pair(0, 4, dataCount: 8)) == nil)
        #expect(try safetensorsError(pair(4, 0, dataCount: 8)) == nil)
        #expect(
            try safetensorsError(pair(0, 2, dataCount: 8))
                == .overlap(file: "f", tensor: "b", expectedBegin: 4, begin: 2))
        #expect(
            try safetensorsError(pair(0, 0, dataCount: 4))
                == .overlap(file: "f", tensor: "b", expectedBegin: 4, begin: 0))
        #expect(
            try safetensorsError(pair(0, 6, dataCount: 10))
                == .gap(file: "f", tensor: "b", expectedBegin: 4, begin: 6))
        #expect(
            try safetensorsError(pair(2, 6, dataCount: 10))
                == .gap(file: "f", tensor: "a", expectedBegin: 0, begin: 2))
        #expect(try safetensorsError(pair(0, 4, dataCount: 7)) == .truncated(file: "f", promised: 8, found: 7))
        #expect(try safetensorsError(pair(0, 4, dataCount: 9)) == .trailingBytes(file: "f", promised: 8, found: 9))
        #expect(try safetensorsError(safetensorsBytes("{}", dataCount: 1)) != nil)
    }

    @Test func offsetsAtTheEndOfTheNumbersAreRefused() throws {
        let max = Int.max
        let data = safetensorsBytes("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[\(max - 1),\(max)]}}")
        #expect(try safetensorsError(data) == .gap(file: "f", tensor: "a", expectedBegin: 0, begin: max - 1))
        let whole = safetensorsBytes("{\"a\":{\"dtype\":\"U8\",\"shape\":[\(max)],\"data_offsets\":[0,\(max)]}}")
        #expect(try safetensorsError(whole) == .truncated(file: "f", promised: max, found: 0))
    }

    @Test func messagesNameTheFileTheValuesAndAWayOut() {
        #expect(
            "\(SafetensorsError.truncated(file: "m.safetensors", promised: 13_002_112, found: 8192))"
                == "'m.safetensors' is truncated: its header promises 13,002,112 bytes of data, "
                + "the file holds 8,192; copy it again or use an older checkpoint.")
        let hostile = SafetensorsError.missingTensor(
            file: "f", tensor: "\u{1B}[2J\n" + String(repeating: "x", count: 1000))
        #expect(!hostile.description.unicodeScalars.contains { $0.value < 0x20 })
        #expect(hostile.description.count < 250)
        #expect(hostile.localizedDescription == hostile.description)
    }

    @Test func twentyThousandDamagedFilesParseOrThrow() throws {
        let sample = try sampleSafetensors()
        var generator = SplitMix(state: 42)
        var accepted = 0
        for _ in 0..<20_000 {
            let data = mutated(sample, using: &generator)
            do {
                let file = try SafetensorsFile(data: data, name: "f")
                accepted += 1
                for name in file.names {
                    _ = try? file.floats(name)
                    _ = try? file.integers(name)
                    _ = try? file.checkFinite(name)
                }
            } catch let error as SafetensorsError {
                #expect(!error.description.isEmpty)
            }
        }
        #expect((1..<19_000).contains(accepted))  // the mutations reach both outcomes
    }

    /// Changes some bytes, mostly in the header, to ones that matter to the format; or cuts or extends.
    private func mutated(_ sample: Data, using generator: inout SplitMix) -> Data {
        var data = sample
        let alphabet = Array("0123456789{}[]\",:\\u -eE.FIUB".utf8) + [0, 0x1F, 0x7F, 0x80, 0xC0, 0xFF]
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<data.count, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: data[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: data = Data(data.prefix(max(place, 1)))
            case 2: data.append(0)
            case 3: data[min(place, 7)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 4: data.swapAt(place, Int.random(in: 0..<data.count, using: &generator))
            default: data[place] = alphabet.randomElement(using: &generator)!
            }
        }
        return data
    }
}

/// A small seeded generator (Steele, Lea & Flood 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
