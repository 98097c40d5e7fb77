import Foundation

extension Mutator {
    /// Damage to a safetensors file whose parts still fit each other for the most part.
    mutating func editSafetensors(_ bytes: inout [UInt8]) {
        guard bytes.count > 8 else { return damage(&bytes) }
        let length = bytes[..<8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(bytes.count - 8) else { return damage(&bytes) }
        var header = Array(bytes[8..<8 + Int(length)])
        var data = Array(bytes[(8 + Int(length))...])
        var stated: UInt64?
        switch random.below(8) {
        case 0...3: editTensor(&header, &data)
        case 4: editMetadata(&header)
        case 5: editJSON(&header)
        case 6: stated = random.pick([0, 1, .max, 1 << 63, 1 << 31, length &- 1, length &+ 1, 100 << 20])
        default: damage(&data)
        }
        let prefix = stated ?? UInt64(header.count)
        bytes = (0..<8).map { UInt8(truncatingIfNeeded: prefix >> (8 * $0)) } + header + data
    }

    private mutating func editTensor(_ header: inout [UInt8], _ data: inout [UInt8]) {
        guard var object = object(header) else { return editJSON(&header) }
        let names = object.keys.filter { $0 != "__metadata__" }.sorted()
        guard !names.isEmpty else { return editJSON(&header) }
        let name = random.pick(names)
        var entry = object[name] as? [String: Any] ?? [:]
        let range = (entry["data_offsets"] as? [Int]).flatMap { $0.count == 2 && $0[0] <= $0[1] ? $0[0]..<$0[1] : nil }
        switch random.below(9) {
        case 0...3: return overwrite(range ?? 0..<data.count, in: &data)
        case 4: entry["data_offsets"] = [0, 1].map { _ in random.pick([0, -1, data.count, 8, 4, Int.max, 1 << 40]) }
        case 5: entry["shape"] = shape(entry["shape"] as? [Int] ?? [])
        case 6: entry["dtype"] = random.pick(["F64", "F16", "BF16", "I64", "U8", "BOOL", "F8", "", "I32"])
        case 7:
            object[name] = nil
            if random.once(in: 2) { object[random.once(in: 2) ? "" : name + "x"] = entry }
            header = text(object)
            return
        default: entry = object[random.pick(names)] as? [String: Any] ?? entry
        }
        object[name] = entry
        header = text(object)
    }

    private mutating func shape(_ shape: [Int]) -> [Int] {
        var shape = shape
        switch random.below(4) {
        case 0: shape.reverse()
        case 1: shape.append(random.pick([0, 1, 2, -1, .max]))
        case 2: if !shape.isEmpty { shape[random.below(shape.count)] = random.pick([0, -1, 1, 1 << 32, .max]) }
        default: shape = [shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }]
        }
        return shape
    }

    /// Extreme numbers in place of one, some or all of a tensor.
    private mutating func overwrite(_ range: Range<Int>, in data: inout [UInt8]) {
        let range = range.clamped(to: 0..<data.count)
        guard range.count >= 4 else { return }
        let value = random.pick(HostileValues.floats).bitPattern
        let all = 0..<range.count / 4
        for index in random.once(in: 3) ? all : random.part(of: all.count, limit: 64) {
            for byte in 0..<4 {
                data[range.lowerBound + 4 * index + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
            }
        }
    }

    private mutating func editMetadata(_ header: inout [UInt8]) {
        guard var object = object(header), var metadata = object["__metadata__"] as? [String: String],
            let key = metadata.keys.sorted().randomElement(&random)
        else { return editJSON(&header) }
        switch random.below(6) {
        case 0: metadata[key] = nil
        case 1: metadata[key] = random.pick(HostileValues.numbers)
        case 2: metadata[key] = random.pick(HostileValues.texts)
        default:
            var text = Array((metadata[key] ?? "").utf8)
            editJSON(&text)
            metadata[key] = String(decoding: text, as: UTF8.self)
        }
        object["__metadata__"] = metadata
        header = text(object)
    }

    private func object(_ header: [UInt8]) -> [String: Any]? {
        try? JSONSerialization.jsonObject(with: Data(header)) as? [String: Any]
    }

    private func text(_ object: [String: Any]) -> [UInt8] {
        (try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)).map { [UInt8]($0) } ?? []
    }
}

extension Array {
    fileprivate func randomElement(_ random: inout Randomness) -> Element? { isEmpty ? nil : random.pick(self) }
}
