import Foundation

// Numbers as people read them, the same in every locale.

extension BinaryFloatingPoint {
    /// The number with exactly `digits` digits behind the point: `2.5.fixed(2)` is "2.50".
    public func fixed(_ digits: Int) -> String {
        // Not `String(format:)`: it would bring Foundation's 34 MB of locale data into a static binary.
        withVaList([Int32(digits), Double(self)]) { arguments in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400 + digits) { text in
                vsnprintf(text.baseAddress!, text.count, "%.*f", arguments)
                return String(cString: text.baseAddress!)
            }
        }
    }

    /// About three digits and a unit prefix: "873", "12.3 k", "4.56 M", "0.42".
    public var abbreviated: String {
        let value = Double(self)
        guard value.isFinite else { return value.fixed(0) }
        var scaled = value
        var prefixes = ["", " k", " M", " G", " T"][...]
        while abs(scaled) >= 999.5, prefixes.count > 1 {
            scaled /= 1000
            prefixes.removeFirst()
        }
        let isWhole = prefixes.startIndex == 0 && scaled == scaled.rounded()
        let digits = isWhole || abs(scaled) >= 99.95 ? 0 : abs(scaled) >= 9.995 ? 1 : 2
        return scaled.fixed(digits) + prefixes.first!
    }
}

extension BinaryInteger {
    /// The number with a comma between thousands: "1,003,854".
    public var grouped: String {
        var digits = String(magnitude)[...]
        var groups: [Substring] = []
        while !digits.isEmpty {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        return (self < 0 ? "-" : "") + groups.joined(separator: ",")
    }
}

/// Why a text is not a duration.
public enum DurationFormatError: CommandError, LocalizedError, Equatable {
    /// A bare number: seconds, minutes or hours?
    case missingUnit(String)
    /// Not a sequence of numbers with units, or not above zero.
    case malformed(String)

    public var exitStatus: ExitStatus { .usage }
    public var errorDescription: String? { description }

    public var description: String {
        switch self {
        case .missingUnit(let text): "add a unit: \(text)s (seconds), \(text)m (minutes) or \(text)h (hours)"
        case .malformed: "write hours, minutes and seconds like 90s, 20m, 1.5h or 1h30m"
        }
    }
}

extension Duration {
    /// Reads a duration above zero such as "90s", "20m", "1.5h" or "1h30m".
    ///
    /// As a command-line option: `@Option(help: "…", transform: Duration.init(parsing:)) var timeBudget: Duration?`.
    public init(parsing text: String) throws(DurationFormatError) {
        if Double(text) != nil { throw .missingUnit(text) }
        var rest = text[...]
        var seconds = 0.0
        var allowedUnits: [Character: Double] = ["h": 3600, "m": 60, "s": 1]
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isWholeNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            guard let value = Double(number), let unit = rest.popFirst(), let scale = allowedUnits[unit] else {
                throw .malformed(text)
            }
            seconds += value * scale
            allowedUnits = allowedUnits.filter { $0.value < scale }
        }
        guard seconds > 0, seconds < 1e12 else { throw .malformed(text) }
        self = .seconds(seconds)
    }

    /// The duration in its two largest units: "0.4 s", "12 s", "3 min 20 s", "1 h 05 min", "2 d 03 h".
    public var readable: String {
        let exact = seconds
        if exact < 9.95 { return exact.fixed(1) + " s" }
        let total = Int(exact.rounded())
        let (minutes, hours, days) = (total / 60, total / 3600, total / 86_400)
        func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if minutes == 0 { return "\(total) s" }
        if hours == 0 { return "\(minutes) min \(twoDigits(total % 60)) s" }
        if days == 0 { return "\(hours) h \(twoDigits(minutes % 60)) min" }
        return "\(days) d \(twoDigits(hours % 24)) h"
    }

    /// The duration as a number of seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}

extension String {
    /// The text as one word of a shell's command line, in quotes where it needs them.
    public var shellQuoted: String {
        let isPlain =
            !isEmpty
            && unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || "/._-+:@%,=".unicodeScalars.contains($0)
            }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
