extension DateReader {
    /// Reads what a clock is ahead of UTC: +02:00, Z, UTC+2, CET, and what stands in brackets behind it.
    mutating func readOffset() -> Bool {
        if let sign {
            guard let seconds = clock(leastDigits: 2) else { return false }
            offset = sign * seconds
        } else {
            guard let name = word(keepsPoint: true), name.utf8.count <= 5 else { return false }
            guard readZone(name) else { return false }
        }
        // A name behind an offset, perhaps in brackets, says the same once more.
        skipName()
        return skipBracketed()
    }

    /// Takes a sign, also the minus of Unicode.
    private var sign: Int? {
        mutating get {
            if accept(UInt8(ascii: "+")) { return 1 }
            if accept(UInt8(ascii: "-")) { return -1 }
            guard has([0xE2, 0x88, 0x92]) else { return nil }
            position += 3
            return -1
        }
    }

    private mutating func clock(leastDigits: Int) -> Int? {
        guard let hours = number(leastDigits, 2), hours <= 18 else { return nil }
        var minutes = 0
        if accept(UInt8(ascii: ":")) {
            guard let found = number(2, 2) else { return nil }
            minutes = found
        } else if next?.isDigit ?? false {
            guard let found = number(2, 2) else { return nil }
            minutes = found
        }
        return minutes < 60 ? (hours * 60 + minutes) * 60 : nil
    }

    private mutating func readZone(_ name: String) -> Bool {
        if ["Z", "z", "UTC", "GMT", "UT"].contains(name) {
            offset = 0
            guard name.count > 1, let sign else { return true }
            guard let seconds = clock(leastDigits: 1) else { return false }
            offset = sign * seconds
            return true
        }
        if let minutes = Self.zones[name] {
            offset = minutes * 60
            return true
        }
        guard name.utf8.count >= 2, name.allSatisfy({ $0.isASCII && $0.isUppercase }), name != "AM", name != "PM"
        else { return false }
        unclearZone = name
        return true
    }

    private mutating func skipBracketed() -> Bool {
        let start = position
        if has([0x20]) { position += 1 }
        guard let open = next, open == UInt8(ascii: "(") || open == UInt8(ascii: "[") else {
            position = start
            return true
        }
        let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
        while let byte = next {
            position += 1
            if byte == close { return true }
        }
        return false
    }

    private mutating func skipName() {
        let start = position
        guard offset != nil, accept(UInt8(ascii: " ")) else { return }
        if let name = word(keepsPoint: true), name.utf8.count <= 5, name.allSatisfy(\.isUppercase) { return }
        position = start
    }

    /// Abbreviations that stand for one offset alone, in minutes. CST, EST, IST, BST and others stand for several.
    private static let zones: [String: Int] = [
        "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "SAST": 120, "EAT": 180,
        "CAT": 120, "WAT": 60, "PKT": 300, "NPT": 345, "WIB": 420, "WITA": 480, "HKT": 480, "SGT": 480, "JST": 540,
        "KST": 540, "AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
        "BRT": -180, "ART": -180, "CLT": -240, "CLST": -180, "MDT": -360, "PDT": -420, "AKST": -540,
        "AKDT": -480, "HST": -600,
    ]
}
