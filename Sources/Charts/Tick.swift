import Foundation

/// A labelled place on an axis.
struct Tick: Equatable {
    let value: Double
    let label: String

    /// Multiples of 1, 2 or 5 times a power of ten: the finest that are no more than `most`, but at least three.
    static func linear(in range: ClosedRange<Double>, most: Int) -> [Tick] {
        let top = Int(log10(range.upperBound - range.lowerBound).rounded(.down))
        var best: [Double] = []
        var bestExponent = top
        for exponent in stride(from: top, through: top - 3, by: -1) {
            for digit in [5.0, 2, 1] {
                let values = multiples(digit, exponent, in: range)
                if best.count >= 3 && values.count > most { return labelled(best, exponent: bestExponent) }
                (best, bestExponent) = (values, exponent)
            }
        }
        return labelled(best, exponent: bestExponent)
    }

    /// Multiples of `digit · 10^exponent`, the nearest numbers to their decimal forms.
    private static func multiples(_ digit: Double, _ exponent: Int, in range: ClosedRange<Double>) -> [Double] {
        let step = multiple(of: digit, exponent)
        let slack = 1e-9
        let first = (range.lowerBound / step - slack).rounded(.up)
        let last = (range.upperBound / step + slack).rounded(.down)
        guard last >= first, last - first < 10_000 else { return [] }
        return stride(from: first, through: last, by: 1).map { multiple(of: $0 * digit, exponent) }
    }

    /// `value · 10^exponent`, rounded once.
    private static func multiple(of value: Double, _ exponent: Int) -> Double {
        let power = pow(10, Double(abs(exponent)))
        return exponent < 0 ? value / power : value * power
    }

    /// Powers of ten, every few of them if there are many; 1, 2 and 5 times powers if there are few; within less than
    /// half a decade, round numbers. `range` holds logarithms.
    static func logarithmic(in range: ClosedRange<Double>, most: Int) -> [Tick] {
        let (low, high) = (Int(range.lowerBound.rounded(.up)), Int(range.upperBound.rounded(.down)))
        let decades = high - low + 1
        if decades >= 3 {
            let step = (decades + max(most, 3) - 1) / max(most, 3)
            let ticks = stride(from: low, through: high, by: max(step, 1)).map { exponent in
                Tick(value: pow(10, Double(exponent)), label: powerLabel(exponent))
            }
            if ticks.count >= 3 { return ticks }
        }
        let values = (low - 1...max(high, low - 1)).flatMap { exponent in
            [1.0, 2, 5].map { multiple(of: $0, exponent) }
        }
        let inside = values.filter { range.contains(log10($0)) }
        if inside.count >= 3 { return inside.map { Tick(value: $0, label: shortLabel($0)) } }
        return linear(in: pow(10, range.lowerBound)...pow(10, range.upperBound), most: most)
    }

    private static func powerLabel(_ exponent: Int) -> String {
        (-4...5).contains(exponent) ? shortLabel(pow(10, Double(exponent))) : "1e\(exponent)"
    }

    /// All with the decimals that the step needs, in whichever of the plain and the scientific form is shorter.
    private static func labelled(_ values: [Double], exponent: Int) -> [Tick] {
        let largest = values.map(abs).max() ?? 0
        let digits = largest > 0 ? max(0, Int(log10(largest).rounded(.down)) - exponent) : 0
        let scientific = values.map { $0 == 0 ? "0" : tidied(String(format: "%.*e", digits, $0)) }
        guard largest < 1e15, exponent > -16 else { return zip(values, scientific).map(Tick.init) }
        let plain = values.map { String(format: "%.*f", max(0, -exponent), $0 == 0 ? 0 : $0) }
        let longest = plain.map(\.count).max() ?? 0
        let isShort = longest <= 7 || longest <= (scientific.map(\.count).max() ?? 0)
        return zip(values, isShort ? plain : scientific).map(Tick.init)
    }

    /// Six digits at most: `0.05`, `1.5`, `2e7`.
    static func shortLabel(_ value: Double) -> String {
        tidied(String(format: "%.6g", value == 0 ? 0 : value))
    }

    /// `1e7` for `1e+07`.
    private static func tidied(_ number: String) -> String {
        guard let mark = number.firstIndex(of: "e"), let exponent = Int(number[number.index(after: mark)...]) else {
            return number
        }
        return number[..<mark] + "e\(exponent)"
    }
}
