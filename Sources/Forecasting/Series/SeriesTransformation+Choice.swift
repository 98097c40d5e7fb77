extension SeriesTransformation {
    /// Whether the swings of a series grow with its level, so that logarithms even them out.
    ///
    /// The rows are cut into stretches of a season. Where the deviations within them, divided by their means, vary less
    /// than the deviations themselves, logarithms suit the series (Guerrero 1993, with the powers 0 and 1 alone).
    ///
    /// - Parameters:
    ///   - values: Training rows, oldest first.
    ///   - length: Rows of a stretch.
    ///   - offset: What is added before the logarithm is taken: 1 for a series that holds zeros.
    /// - Returns: `false` where a value has no logarithm or there are fewer than four stretches.
    public static func suitsLogarithms(_ values: [Double], length: Int, offset: Double = 0) -> Bool {
        guard values.allSatisfy({ $0 + offset > 0 }), length >= 2, values.count >= 4 * length else { return false }
        var (spreads, ratios): ([Double], [Double]) = ([], [])
        for start in stride(from: values.count % length, to: values.count, by: length) {
            let (mean, deviation) = moments(values[start..<start + length])
            spreads.append(deviation)
            ratios.append(deviation / (mean + offset))
        }
        func variation(_ values: [Double]) -> Double {
            let (mean, deviation) = moments(values[...])
            return mean > 0 ? deviation / mean : 0
        }
        return variation(ratios) < variation(spreads)
    }

    private static func moments(_ values: ArraySlice<Double>) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(values.count)).squareRoot())
    }
}
