extension SeriesDraft {
    /// Puts the rows at regular times as the options allow, and finds their frequency.
    ///
    /// - Throws: ``SeriesError`` where the options do not allow it.
    mutating func regulate(_ options: SeriesOptions) throws(SeriesError) -> SeriesFrequency {
        guard !timestamps.isEmpty, options.frequency != .rows else {
            timestamps = []
            return .rows
        }
        turnRound()
        if options.sorts { sort() }
        guard let frequency = options.frequency ?? SeriesFrequency.found(in: timestamps) else {
            guard options.acceptsIrregular else { throw .noRegularStep(file: file) }
            timestamps = []
            notes.append("The dates have no regular step; the rows are counted.")
            return .rows
        }
        let found = irregularities(frequency)
        if options.acceptsIrregular {
            let count = found.reduce(0) { $0 + $1.count }
            if count > 0 { notes.append("\(count) irregular steps were taken as steps (\(frequency)).") }
            return frequency
        }
        try requireMends(of: found, options)
        if let duplicates = options.duplicates { merge(duplicates) }
        // Rows that were repeated stood between others, whose steps are seen only now.
        try requireMends(of: irregularities(frequency), options)
        if options.fill != nil { try insertMissingRows(frequency) }
        return frequency
    }

    private func requireMends(of found: [SeriesIrregularity], _ options: SeriesOptions) throws(SeriesError) {
        for irregularity in found {
            let isMended =
                switch irregularity.kind {
                case .backward, .offStep: false
                case .repeated: options.duplicates != nil
                case .gap: options.fill != nil
                }
            guard isMended else { throw .irregular(irregularity) }
        }
    }

    /// What is wrong with the steps, each kind once, in the order of `Kind`.
    private func irregularities(_ frequency: SeriesFrequency) -> [SeriesIrregularity] {
        var first: [SeriesIrregularity.Kind: Int] = [:]
        var counts: [SeriesIrregularity.Kind: Int] = [:]
        var (savings, all) = (0, 0)
        for row in timestamps.indices.dropFirst() {
            let (before, after) = (timestamps[row - 1], timestamps[row])
            guard let kind = frequency.irregularity(from: before, to: after) else { continue }
            first[kind] = first[kind] ?? row
            counts[kind, default: 0] += 1
            all += 1
            if frequency.mayBeDaylightSaving(from: before, to: after) { savings += 1 }
        }
        return SeriesIrregularity.Kind.allCases.compactMap { kind in
            guard let row = first[kind], let count = counts[kind], let place = places[row] else { return nil }
            return SeriesIrregularity(
                kind: kind, place: place, before: text(timestamps[row - 1]), after: text(timestamps[row]),
                count: count, frequency: frequency, looksLikeDaylightSaving: clock == .civil && savings * 10 >= all * 9)
        }
    }
}
