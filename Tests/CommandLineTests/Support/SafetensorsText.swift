import Foundation
import Testing

/// A safetensors file taken apart, so that tests can break it.
struct SafetensorsText {
    var header: [String: Any]
    var data: Data

    init(contentsOf file: URL) throws {
        let bytes = try Data(contentsOf: file)
        let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        header = try #require(
            try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length)) as? [String: Any])
        data = Data(bytes.dropFirst(8 + length))
    }

    /// The entries of the metadata.
    var metadata: [String: String] {
        get { header["__metadata__"] as? [String: String] ?? [:] }
        set { header["__metadata__"] = newValue }
    }

    /// The names of the tensors, in the order of their data.
    var names: [String] {
        header.keys.filter { $0 != "__metadata__" }.sorted { offsets($0)[0] < offsets($1)[0] }
    }

    func offsets(_ name: String) -> [Int] {
        (header[name] as? [String: Any])?["data_offsets"] as? [Int] ?? [0, 0]
    }

    /// Sets a field of a tensor's entry.
    mutating func set(_ field: String, of name: String, to value: Any) {
        var entry = header[name] as? [String: Any] ?? [:]
        entry[field] = value
        header[name] = entry
    }

    /// - Parameter headerLength: What the file claims, in place of the truth.
    func write(to file: URL, headerLength: UInt64? = nil) throws {
        let text = try JSONSerialization.data(withJSONObject: header, options: .sortedKeys)
        let length = headerLength ?? UInt64(text.count)
        let prefix = Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
        try (prefix + text + data).write(to: file)
    }
}
