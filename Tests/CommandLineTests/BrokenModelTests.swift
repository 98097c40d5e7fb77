import Foundation
import Testing

/// Model folders that were damaged, altered, or made by another version.
struct BrokenModelTests {
    /// A way to break a model folder, and what the message must hold.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var status: Int32 = 65
        var words: [String]
        let apply: @Sendable (URL) throws -> Void
    }

    private static let modelFiles = ["config.json", "tokenizer.json", "model.safetensors"]

    private static let anyFile: [Damage] = modelFiles.flatMap { name in
        [
            Damage(testDescription: "\(name) missing", status: 66, words: [name]) {
                try FileManager.default.removeItem(at: $0.appendingPathComponent(name))
            },
            Damage(testDescription: "\(name) empty", words: [name]) {
                try Data().write(to: $0.appendingPathComponent(name))
            },
            Damage(testDescription: "\(name) truncated", words: [name]) {
                let file = $0.appendingPathComponent(name)
                let data = try Data(contentsOf: file)
                try data.prefix(data.count / 2).write(to: file)
            },
            Damage(testDescription: "\(name) one byte short", words: [name]) {
                let file = $0.appendingPathComponent(name)
                try Data(contentsOf: file).dropLast(2).write(to: file)
            },
            Damage(testDescription: "\(name) a folder", words: [name]) {
                try FileManager.default.removeItem(at: $0.appendingPathComponent(name))
                try FileManager.default.createDirectory(
                    at: $0.appendingPathComponent(name), withIntermediateDirectories: false)
            },
            Damage(testDescription: "\(name) noise", words: [name]) {
                try Data((0..<3_000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) })
                    .write(to: $0.appendingPathComponent(name))
            },
        ]
    }

    private static func json(
        _ file: String, _ what: String, words: [String], _ change: @escaping @Sendable (inout [String: Any]) -> Void
    ) -> Damage {
        Damage(testDescription: "\(file): \(what)", words: [file] + words) {
            let url = $0.appendingPathComponent(file)
            var object = try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
            change(&object)
            try JSONSerialization.data(withJSONObject: object).write(to: url)
        }
    }

    private static let configuration: [Damage] = [
        json("config.json", "newer version", words: ["version 2", "update"]) { $0["formatVersion"] = 2 },
        json("config.json", "another kind of model", words: ["sentimentClassifier"]) {
            $0["modelType"] = "sentimentClassifier"
        },
        json("config.json", "entry missing", words: ["hiddenSize"]) { $0["hiddenSize"] = nil },
        json("config.json", "entry of the wrong type", words: ["hiddenSize"]) { $0["hiddenSize"] = "big" },
        json("config.json", "size zero", words: ["hiddenSize is 0"]) { $0["hiddenSize"] = 0 },
        json("config.json", "negative size", words: ["numLayers is -1"]) { $0["numLayers"] = -1 },
        json("config.json", "size beyond all bounds", words: ["hiddenSize"]) { $0["hiddenSize"] = Int.max },
        json("config.json", "size that is not in the weights", words: ["embedding.weight"]) {
            $0["embeddingSize"] = 65_536
        },
        json("config.json", "more layers than weights", words: ["lstm.bias_hh_l1 is missing", "more"]) {
            $0["numLayers"] = 64
        },
        json("config.json", "dropout of 2", words: ["dropout"]) {
            var dropout = $0["dropout"] as? [String: Any]
            dropout?["output"] = 2
            $0["dropout"] = dropout
        },
        json("tokenizer.json", "vocabulary of another size", words: ["vocabulary"]) { $0["vocabularySize"] = 5 },
        json("tokenizer.json", "newer version", words: ["version 5", "update"]) { $0["formatVersion"] = 5 },
        json("tokenizer.json", "token missing", words: ["vocabulary"]) {
            $0["tokens"] = ($0["tokens"] as? [String]).map { Array($0.dropLast()) }
        },
        json("tokenizer.json", "token twice", words: ["twice"]) {
            $0["tokens"] = ($0["tokens"] as? [String]).map { Array($0.dropLast()) + [$0[0]] }
        },
        json("tokenizer.json", "unknown unit", words: ["unit"]) { $0["unit"] = "sentence" },
        Damage(testDescription: "config.json: nested without end", words: ["config.json", "JSON"]) {
            try Data(repeating: UInt8(ascii: "["), count: 200_000).write(to: $0.appendingPathComponent("config.json"))
        },
        Damage(testDescription: "tokenizer.json: nested without end", words: ["tokenizer.json", "JSON"]) {
            try Data(repeating: UInt8(ascii: "["), count: 200_000)
                .write(to: $0.appendingPathComponent("tokenizer.json"))
        },
    ]

    private static func weights(
        _ what: String, words: [String], headerLength: UInt64? = nil,
        _ change: @escaping @Sendable (inout SafetensorsText) throws -> Void
    ) -> Damage {
        Damage(testDescription: "weights: \(what)", words: ["model.safetensors"] + words) {
            let url = $0.appendingPathComponent("model.safetensors")
            var file = try SafetensorsText(contentsOf: url)
            try change(&file)
            try file.write(to: url, headerLength: headerLength)
        }
    }

    private static let safetensors: [Damage] = [
        weights("header longer than the file", words: ["header length"], headerLength: 1 << 20) { _ in },
        weights("header of 2^64 - 1 bytes", words: ["header length"], headerLength: .max) { _ in },
        weights("header of 2^63 bytes", words: ["header length"], headerLength: 1 << 63) { _ in },
        weights("header of no bytes", words: ["header length"], headerLength: 0) { _ in },
        weights("overlapping offsets", words: ["overlap", "embedding.weight"]) { file in
            let size = file.offsets("lstm.bias_hh_l0").reduce(0) { $1 - $0 }
            file.set("data_offsets", of: "lstm.bias_hh_l0", to: [0, size])
        },
        weights("offsets beyond the end", words: ["projection.weight"]) { file in
            let last = file.offsets("projection.weight")
            file.set("data_offsets", of: "projection.weight", to: [last[0], last[1] + 400])
        },
        weights("offsets beyond all bounds", words: ["projection.weight"]) { file in
            file.set("data_offsets", of: "projection.weight", to: [0, Int.max])
        },
        weights("reversed offsets", words: ["projection.bias"]) { file in
            file.set("data_offsets", of: "projection.bias", to: Array(file.offsets("projection.bias").reversed()))
        },
        weights("integers in place of floats", words: ["projection.bias", "I32"]) {
            $0.set("dtype", of: "projection.bias", to: "I32")
        },
        weights("type of another width", words: ["projection.bias"]) {
            $0.set("dtype", of: "projection.bias", to: "F64")
        },
        weights("unknown type", words: ["projection.bias", "X99"]) {
            $0.set("dtype", of: "projection.bias", to: "X99")
        },
        weights("transposed shape", words: ["lstm.weight_hh_l0", "[24, 96]", "[96, 24]"]) {
            $0.set("shape", of: "lstm.weight_hh_l0", to: [24, 96])
        },
        weights("shape beyond all bounds", words: ["projection.bias"]) {
            $0.set("shape", of: "projection.bias", to: [Int.max, Int.max])
        },
        weights("tensor under another name", words: ["projection.bias is missing", "'other' does not belong"]) { file in
            file.header["other"] = file.header.removeValue(forKey: "projection.bias")
        },
        weights("bytes behind the end", words: ["bytes after"]) { $0.data += [0, 0, 0, 0] },
        weights("newer version", words: ["version 2", "update"]) { $0.metadata["formatVersion"] = "2" },
        weights("NaN", words: ["nan", "lstm.weight_hh_l0"]) { file in
            let begin = file.offsets("lstm.weight_hh_l0")[0]
            file.data.replaceSubrange(begin..<begin + 4, with: [0, 0, 0xC0, 0x7F])
        },
        weights("infinity", words: ["inf", "projection.weight"]) { file in
            let end = file.offsets("projection.weight")[1]
            file.data.replaceSubrange(end - 4..<end, with: [0, 0, 0x80, 0x7F])
        },
    ]

    @Test(arguments: anyFile + configuration + safetensors)
    func aBrokenModelIsRefusedByName(damage: Damage) throws {
        let folder = try TinyModel.copy()
        try damage.apply(folder)
        let sampled = try textgen("sample", folder.path, "--length", "5", "--quiet")
        expectSentence(sampled, status: damage.status, damage.words + [folder.path])
        let evaluated = try textgen("evaluate", folder.path, TinyModel.training().text.path)
        expectSentence(evaluated, status: damage.status, damage.words + [folder.path])
    }

    /// Whatever the byte, the model is refused or works; it never crashes.
    @Test(arguments: 0..<24)
    func aFlippedByteNeverCrashes(index: Int) throws {
        let folder = try TinyModel.copy()
        let file = folder.appendingPathComponent(Self.modelFiles[index % 3])
        var data = try Data(contentsOf: file)
        // Two in three fall into the first kilobyte, where the header is.
        let range = index % 9 < 6 ? min(data.count, 1_000) : data.count
        let position = (index * 7_919 + 11) % range
        data[position] ^= 1 << UInt8(index % 7)
        try data.write(to: file)
        let outcome = try textgen("sample", folder.path, "--length", "5", "--random-seed", "1", "--quiet")
        #expect([0, 65].contains(outcome.status), "byte \(position): \(outcome.status) with: \(outcome.errors)")
        #expect(outcome.status != 65 || outcome.errors.contains(folder.path))
    }

    @Test func aModelThatIsNotThereIsMissed() throws {
        expectSentence(try textgen("sample", "nobody"), status: 66, ["nobody", "shakespeare"])
        let path = try Scratch.folder().path + "/nobody"
        expectSentence(try textgen("sample", path), status: 66, [path])
    }

    @Test func aFileInPlaceOfAModelFolderIsRefused() throws {
        let path = try TinyModel.training().text.path
        expectSentence(try textgen("sample", path), status: 65, [path, "folder"])
        expectSentence(try textgen("evaluate", path, path), status: 65, [path, "folder"])
    }
}
