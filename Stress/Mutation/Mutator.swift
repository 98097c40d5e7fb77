/// What a file is, so that damage reaches behind its reader's first check.
enum FileFormat: String {
    case json, safetensors, table, text, binary

    init(of name: String) {
        switch name.split(separator: ".").last.map(String.init) ?? "" {
        case "json", "jsonl": self = .json
        case "safetensors": self = .safetensors
        case "csv", "tsv": self = .table
        case "txt", "ft", "vec": self = .text
        default: self = .binary
        }
    }
}

/// Damages files, as its random numbers say.
struct Mutator {
    var random: Randomness
    /// Other files, to take parts of.
    let donors: [[UInt8]]

    private static let largest = 1 << 20

    mutating func mutate(_ bytes: inout [UInt8], as format: FileFormat) {
        var rounds = 1
        while rounds < 6, random.once(in: 3) { rounds += 1 }
        for _ in 0..<rounds {
            let before = bytes
            change(&bytes, as: format)
            if bytes.count > Self.largest { bytes = before }
        }
    }

    private mutating func change(_ bytes: inout [UInt8], as format: FileFormat) {
        if random.once(in: 4) { return damage(&bytes) }
        switch format {
        case .json: editJSON(&bytes)
        case .safetensors: editSafetensors(&bytes)
        case .table: random.once(in: 4) ? editText(&bytes) : editTable(&bytes)
        case .text: editText(&bytes)
        case .binary: damage(&bytes)
        }
    }

    /// Damage that knows nothing of the format.
    mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = random.bytes(random.size(upTo: 64))
            return
        }
        switch random.below(12) {
        case 0, 1: bytes[random.below(bytes.count)] ^= 1 << random.below(8)
        case 2: bytes[random.below(bytes.count)] = UInt8(random.below(256))
        case 3: bytes.removeLast(random.size(upTo: bytes.count))
        case 4: bytes.removeSubrange(random.part(of: bytes.count))
        case 5: bytes.insert(contentsOf: random.bytes(random.size(upTo: 64)), at: random.below(bytes.count + 1))
        case 6, 7:
            let part = bytes[random.part(of: bytes.count, limit: 4_096)]
            bytes.insert(contentsOf: part, at: random.below(bytes.count + 1))
        case 8: splice(into: &bytes)
        case 9: replaceNumber(in: &bytes)
        case 10: insertHostileText(into: &bytes)
        default:
            let part = random.part(of: bytes.count, limit: 16)
            let filling: UInt8 = random.pick([0, 0xFF, 0x7F, 0x80, UInt8(ascii: "9"), UInt8(ascii: "\n")])
            for index in part { bytes[index] = filling }
        }
    }

    /// A part of another file in place of one of this.
    private mutating func splice(into bytes: inout [UInt8]) {
        guard !donors.isEmpty else { return }
        let donor = random.pick(donors)
        bytes.replaceSubrange(
            random.part(of: bytes.count, limit: 1_024), with: donor[random.part(of: donor.count, limit: 4_096)])
    }

    /// An extreme number in place of one that is written in digits.
    mutating func replaceNumber(in bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        let from = random.below(bytes.count)
        guard var start = bytes[from...].firstIndex(where: isDigit) ?? bytes.firstIndex(where: isDigit) else { return }
        while start > 0, isDigit(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".") { start -= 1 }
        let end = bytes[start...].firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: Array(random.pick(HostileValues.numbers).utf8))
    }

    /// A text that readers of Unicode stumble over, once or very often.
    mutating func insertHostileText(into bytes: inout [UInt8]) {
        var insertion = hostileText()
        if random.once(in: 3) {
            let count = min(random.pick(HostileValues.repetitions), 120_000 / max(1, insertion.count))
            insertion = Array(repeatElement(insertion, count: max(1, count)).joined())
        }
        bytes.insert(contentsOf: insertion, at: boundary(in: bytes))
    }

    mutating func hostileText() -> [UInt8] {
        random.once(in: 6) ? random.pick(HostileValues.badBytes) : Array(random.pick(HostileValues.texts).utf8)
    }

    /// A place between two characters of UTF-8.
    private mutating func boundary(in bytes: [UInt8]) -> Int {
        var place = random.below(bytes.count + 1)
        while place < bytes.count, bytes[place] & 0xC0 == 0x80 { place += 1 }
        return place
    }

    /// Damage to a text, mostly between characters.
    mutating func editText(_ bytes: inout [UInt8]) {
        switch random.below(8) {
        case 0...3: insertHostileText(into: &bytes)
        case 4: editLines(&bytes)
        case 5: replaceNumber(in: &bytes)
        case 6:
            guard let byte = bytes.randomPlace(using: &random) else { return }
            let part = bytes[..<byte].suffix(random.size(upTo: 64))
            let count = random.pick(HostileValues.repetitions)
            bytes.insert(
                contentsOf: repeatElement(part, count: min(count, 200_000 / max(1, part.count))).joined(), at: byte)
        default: damage(&bytes)
        }
    }

    /// Lines left out, doubled, exchanged, ended in another way, or blank ones added.
    mutating func editLines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        var ending: [UInt8] = [UInt8(ascii: "\n")]
        let place = random.below(lines.count)
        switch random.below(7) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: random.below(lines.count + 1))
        case 2: lines.swapAt(place, random.below(lines.count))
        case 3:
            let blank: [UInt8] = random.once(in: 2) ? [] : Array(random.pick([" ", "\t", ",", "\u{200B}", "\""]).utf8)
            lines.insert(contentsOf: repeatElement(blank, count: random.pick(HostileValues.repetitions)), at: place)
        case 4: ending = Array(random.pick(["\r\n", "\r", "\n\r", "\u{2028}", ""]).utf8)
        case 5: lines = Array(lines.prefix(random.size(upTo: lines.count)))
        default: lines.insert(Array("# comment".utf8), at: place)
        }
        bytes = Array(lines.joined(separator: ending))
    }
}

extension [UInt8] {
    fileprivate func randomPlace(using random: inout Randomness) -> Int? { isEmpty ? nil : random.below(count) }
}
