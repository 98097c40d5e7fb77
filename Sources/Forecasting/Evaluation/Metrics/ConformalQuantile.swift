/// The bound that the score of one more value keeps with at least the probability `level`, if all may be exchanged.
///
/// The `⌈(n + 1)·level⌉`-th smallest of `n` scores, infinite where there are not so many: Vovk, Gammerman & Shafer
/// (2005), *Algorithmic Learning in a Random World*. At a level of 0 and below it is minus infinity.
///
/// - Parameter scores: Sorted, the smallest first.
public func conformalQuantile(ofSorted scores: [Double], level: Double) -> Double {
    // What rounding adds to a product that is whole must not ask for one more score.
    let place = (Double(scores.count + 1) * level - 1e-9).rounded(.up)
    if place < 1 { return -.infinity }
    return place > Double(scores.count) ? .infinity : scores[Int(place) - 1]
}

/// The interval between two bounds; where they have crossed, the point between them.
func interval(_ lower: Double, _ upper: Double) -> ClosedRange<Double> {
    if lower <= upper { return lower...upper }
    let middle = (lower + upper) / 2
    return middle...middle
}
