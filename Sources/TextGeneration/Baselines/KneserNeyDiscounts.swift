/// What one order of modified Kneser-Ney takes off each count: `D1` off a count of 1, `D2` off 2, `D3+` off more.
struct KneserNeyDiscounts: Sendable {
    let one, two, more: Double

    /// For an order whose counts of counts are too thin to estimate from (the customary fixed values).
    static let fallback = KneserNeyDiscounts(one: 0.5, two: 1, more: 1.5)

    /// Estimates the discounts from the number of n-grams whose count is 1, 2, 3 and 4.
    ///
    /// `Y = n1 / (n1 + 2·n2)`, `D1 = 1 - 2Y·n2/n1`, `D2 = 2 - 3Y·n3/n2`, `D3+ = 3 - 4Y·n4/n3`: Chen & Goodman (1998),
    /// *An Empirical Study of Smoothing Techniques for Language Modeling*, equation 26. Where one of the four numbers
    /// is 0 or a discount would not be above 0, all three are ``fallback``; so `0 < Dk <= k`, every observed n-gram
    /// keeps a mass of 0 or more, and every context leaves some mass to the ids that never followed it.
    static func estimated(from counts: CountsOfCounts) -> KneserNeyDiscounts {
        guard counts.one > 0, counts.two > 0, counts.three > 0, counts.four > 0 else { return .fallback }
        let (n1, n2) = (Double(counts.one), Double(counts.two))
        let (n3, n4) = (Double(counts.three), Double(counts.four))
        let y = n1 / (n1 + 2 * n2)
        let estimate = KneserNeyDiscounts(one: 1 - 2 * y * n2 / n1, two: 2 - 3 * y * n3 / n2, more: 3 - 4 * y * n4 / n3)
        return estimate.one > 0 && estimate.two > 0 && estimate.more > 0 ? estimate : .fallback
    }

    /// What remains of `count`, 0 or more.
    func discounted(_ count: Int) -> Double {
        switch count {
        case 0: 0
        case 1: 1 - one
        case 2: 2 - two
        default: Double(count) - more
        }
    }
}

/// How many n-grams of one order have a count of exactly 1, 2, 3 and 4.
struct CountsOfCounts: Sendable {
    var one = 0, two = 0, three = 0, four = 0

    mutating func add(_ count: Int) {
        switch count {
        case 1: one += 1
        case 2: two += 1
        case 3: three += 1
        case 4: four += 1
        default: break
        }
    }
}
