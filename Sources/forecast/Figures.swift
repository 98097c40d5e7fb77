import CommandSupport
import Foundation
import Recurrent

// Numbers of tables, with the digits that tell them apart.

extension Double {
    /// With five significant digits at least, and as many more as show a ten-thousandth of what the column spans: 1e9 and
    /// 1e9 + 1 look different, and so do 1e-9 and 2e-9. At most sixteen, all that the number has.
    ///
    /// - Parameter span: The distance over which the values of the column lie; 0 where it is not known.
    func cell(spanning span: Double = 0) -> String {
        guard isFinite, self != 0 else { return fixed(0) }
        let places = Self.places(of: self)
        let behind = span > 0 && span.isFinite ? max(5 - places, 4 - Self.places(of: span)) : 5 - places
        let digits = min(16, max(5, behind + places))
        if places > 16 || places < -4 { return scientific(digits) }
        return fixed(max(0, min(behind, 16 - places)))
    }

    /// An error, with four digits or so of the one that it stands beside.
    func figure(beside other: Double) -> String {
        guard isFinite, other.isFinite, other > 0 else { return fixed(5) }
        let places = Self.places(of: other)
        if places > 15 || places < -1 { return self == 0 ? "0" : scientific(4) }
        return fixed(places < 1 ? 5 : max(0, 4 - places))
    }

    /// Digits in front of the point; 0 or below for what begins behind it.
    private static func places(of value: Double) -> Int { Int(log10(abs(value)).rounded(.down)) + 1 }

    private func scientific(_ digits: Int) -> String {
        withVaList([Int32(digits - 1), self]) { arguments in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { text in
                vsnprintf(text.baseAddress!, text.count, "%.*e", arguments)
                return String(cString: text.baseAddress!)
            }
        }
    }
}

extension [Double] {
    /// The distance from the smallest number to the largest; 0 for fewer than two.
    var extent: Double {
        let finite = filter(\.isFinite)
        return (finite.max() ?? 0) - (finite.min() ?? 0)
    }

    /// The distance between the quartiles, which a few wild values do not widen, or the whole where it is none.
    var middleExtent: Double {
        let sorted = filter(\.isFinite).sorted()
        guard sorted.count >= 4 else { return extent }
        let middle = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
        return middle > 0 ? middle : extent
    }
}

extension String {
    /// With a capital first letter, unless it is the name of a cell, such as lstm.
    var capitalizedFirst: String {
        RecurrentCellKind(rawValue: self) != nil ? self : prefix(1).uppercased() + dropFirst()
    }
}
