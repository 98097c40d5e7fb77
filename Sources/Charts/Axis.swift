import Foundation

/// The range of values that a plot shows, and the place of each.
struct Axis: Equatable {
    /// The ends, as logarithms to base 10 on a logarithmic scale.
    let lower: Double
    let upper: Double
    let isLogarithmic: Bool

    /// Values of this size and above have no place, so that differences stay finite.
    static let largest = 1e300

    /// Holds all values that have a place, and `padding` times the range on either side.
    init(holding values: some Sequence<Double>, scale: Panel.YScale = .linear, padding: Double) {
        isLogarithmic = scale == .logarithmic
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values where abs(value) < Self.largest && (!isLogarithmic || value > 0) {
            (low, high) = (min(low, value), max(high, value))
        }
        if low > high { (low, high) = isLogarithmic ? (0.1, 10) : (0, 1) }
        if isLogarithmic { (low, high) = (log10(low), log10(high)) }
        let size = max(abs(low), abs(high))
        if high - low <= size * 1e-12 {
            let half = isLogarithmic ? 0.5 : size < 1e-290 ? 1 : size * 0.1
            (low, high) = (low - half, high + half)
        }
        let room = (high - low) * padding
        (lower, upper) = (low - room, high + room)
    }

    /// 0 at the lower end, 1 at the upper; `nil` for a value without a place.
    func share(_ value: Double) -> Double? {
        guard abs(value) < Self.largest, !isLogarithmic || value > 0 else { return nil }
        return ((isLogarithmic ? log10(value) : value) - lower) / (upper - lower)
    }

    /// The share within 0…1; values below a logarithmic scale and infinities lie at the ends.
    func clampedShare(_ value: Double) -> Double? {
        if value.isNaN { return nil }
        guard let share = share(value) else { return value > 0 ? 1 : 0 }
        return min(max(share, 0), 1)
    }
}

extension Axis {
    /// Ticks from low to high at round numbers: at least three, and at most `most` where that leaves three.
    func ticks(most: Int) -> [Tick] {
        guard isLogarithmic else { return Tick.linear(in: lower...upper, most: most) }
        return Tick.logarithmic(in: lower...upper, most: most)
    }
}
