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
