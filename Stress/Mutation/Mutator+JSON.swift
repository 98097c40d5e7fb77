/// Where the values of a JSON text lie, whether it is valid or not.
struct JSONSpans {
    /// All values, objects and arrays among them.
    private(set) var values: [Range<Int>] = []
    private(set) var keys: [Range<Int>] = []
    /// Keys with their values.
    private(set) var members: [Range<Int>] = []

    init(_ bytes: [UInt8]) {
        var open: [(start: Int, key: Int?)] = []
        var key: Int?
        var place = 0
        func close(_ end: Int, _ spans: inout JSONSpans) {
            guard let (start, key) = open.popLast() else { return }
            spans.add(start..<end, key: key)
        }
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append((place, key))
                key = nil
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                place += 1
                close(place, &self)
            case UInt8(ascii: "\""):
                let end = Self.endOfString(bytes, from: place)
                let next = bytes[end...].first { $0 > 0x20 }
                if next == UInt8(ascii: ":"), key == nil {
                    keys.append(place..<end)
                    key = place
                } else {
                    add(place..<end, key: key)
                    key = nil
                }
                place = end
            case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ":"): place += 1
            default:
                let end =
                    bytes[place...].firstIndex { [0x20, 0x0A, 0x2C, 0x5D, 0x7D, 0x22].contains($0) } ?? bytes.count
                add(place..<max(end, place + 1), key: key)
                key = nil
                place = max(end, place + 1)
            }
        }
    }

    private mutating func add(_ range: Range<Int>, key: Int?) {
        values.append(range)
        if let key { members.append(key..<range.upperBound) }
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start + 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place + 1, bytes.count)
    }
}

extension Mutator {
    /// Damage to JSON that is still JSON for the most part.
    mutating func editJSON(_ bytes: inout [UInt8]) {
        let spans = JSONSpans(bytes)
        guard !spans.values.isEmpty else { return damage(&bytes) }
        let value = random.pick(spans.values)
        switch random.below(9) {
        case 0: bytes.replaceSubrange(value, with: hostileJSON())
        case 1, 2: bytes.replaceSubrange(value, with: sameKind(as: bytes[value]))
        case 3: editMember(&bytes, spans)
        case 4: bytes.replaceSubrange(value, with: bytes[random.pick(spans.values)])
        case 5:
            guard !spans.keys.isEmpty else { return }
            let other = random.once(in: 2) ? Array(bytes[random.pick(spans.keys)]) : quoted(hostileText())
            bytes.replaceSubrange(random.pick(spans.keys), with: other)
        case 6: nest(value, in: &bytes)
        case 7: bytes.replaceSubrange(value, with: quoted(Array(bytes[value].prefix(200))))
        default:
            let text = value.count > 2 && bytes[value.lowerBound] == UInt8(ascii: "\"")
            text ? bytes.insert(contentsOf: hostileText(), at: value.lowerBound + 1) : replaceNumber(in: &bytes)
        }
    }

    private mutating func hostileJSON() -> [UInt8] {
        switch random.below(4) {
        case 0: Array(random.pick(HostileValues.jsonValues).utf8)
        case 1: quoted(hostileText())
        default: Array(random.pick(HostileValues.numbers).utf8)
        }
    }

    /// A value that a reader of this kind of value takes at first.
    private mutating func sameKind(as value: ArraySlice<UInt8>) -> [UInt8] {
        switch value.first {
        case UInt8(ascii: "\"")?: return quoted(hostileText())
        case UInt8(ascii: "t")?, UInt8(ascii: "f")?: return Array((random.once(in: 2) ? "true" : "false").utf8)
        case UInt8(ascii: "[")?: return Array(random.pick(["[]", "[0]", "[1, 1]", "[-1, 2, 3]", "[[1], [2]]"]).utf8)
        case UInt8(ascii: "{")?: return hostileJSON()
        default:
            guard let number = Double(String(decoding: value, as: UTF8.self)), random.once(in: 2) else {
                return Array(random.pick(HostileValues.numbers).utf8)
            }
            let near = random.pick([number + 1, number - 1, 2 * number, -number, number / 2, 1e9 * number])
            return Array((Int(exactly: near).map { "\($0)" } ?? "\(near)").utf8)
        }
    }

    private func quoted(_ text: [UInt8]) -> [UInt8] {
        let escaped = text.flatMap { byte -> [UInt8] in
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
        }
        return [UInt8(ascii: "\"")] + escaped + [UInt8(ascii: "\"")]
    }

    /// A member left out, or there twice, the second time with another value.
    private mutating func editMember(_ bytes: inout [UInt8], _ spans: JSONSpans) {
        guard !spans.members.isEmpty else { return }
        let member = random.pick(spans.members)
        if random.once(in: 2) {
            var end = member.upperBound
            while end < bytes.count, bytes[end] <= 0x20 { end += 1 }
            bytes.removeSubrange(member.lowerBound..<(end < bytes.count && bytes[end] == 0x2C ? end + 1 : end))
        } else {
            var copy = Array(bytes[member])
            if random.once(in: 2), let value = JSONSpans(copy).values.first {
                copy.replaceSubrange(value, with: hostileJSON())
            }
            bytes.insert(contentsOf: [UInt8(ascii: ",")] + copy, at: member.upperBound)
        }
    }

    private mutating func nest(_ value: Range<Int>, in bytes: inout [UInt8]) {
        let depth = random.pick([1, 2, 40, 600, 30_000])
        let (open, close) = random.once(in: 2) ? ("[", "]") : ("{\"a\":", "}")
        let opening = Array(repeatElement(Array(open.utf8), count: depth).joined())
        let closing = Array(repeatElement(Array(close.utf8), count: depth).joined())
        bytes.replaceSubrange(value, with: opening + bytes[value] + closing)
    }
}
