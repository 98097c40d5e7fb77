extension SeriesFrequency {
    /// The most frequent step between moments that follow each other; nil where it makes up less than half of the steps
    /// forward.
    ///
    /// Months are taken where they are at least as frequent as a number of days. Steps of a day that spare all
    /// weekends are trading days. Of times with fractions of a second, steps are the same that differ by a quarter.
    static func found(in timestamps: [Timestamp]) -> SeriesFrequency? {
        if timestamps.contains(where: { $0.nanoseconds != 0 }), let found = measured(in: timestamps) { return found }
        var (seconds, months): ([Int: Int], [Int: Int]) = ([:], [:])
        var forward = 0
        for (first, second) in zip(timestamps, timestamps.dropFirst()) where second > first {
            forward += 1
            let step = Int(second.seconds - first.seconds)
            guard step > 0 else { continue }
            seconds[step, default: 0] += 1
            if step >= 28 * day { months[second.monthNumber - first.monthNumber, default: 0] += 1 }
        }
        guard let step = mostFrequent(seconds) else { return nil }
        if step.value >= 28 * day, let month = mostFrequent(months), month.count >= step.count,
            month.count * 2 >= forward
        {
            return .months(month.value)
        }
        if step.value == day, seconds.count > 1, sparesWeekends(timestamps) { return .tradingDays }
        return step.count * 2 >= forward ? .seconds(step.value) : nil
    }

    /// The mean of the steps of less than a day that are near the middle one, rounded as far as their spread allows; nil
    /// where they make up less than half of the steps forward.
    private static func measured(in timestamps: [Timestamp]) -> SeriesFrequency? {
        let steps = zip(timestamps, timestamps.dropFirst()).filter { $1 > $0 }
            .map { $1.totalNanoseconds - $0.totalNanoseconds }.sorted()
        guard !steps.isEmpty, steps[steps.count / 2] < Int128(day) * 1_000_000_000 else { return nil }
        let middle = steps[steps.count / 2]
        let near = steps.filter { 4 * ($0 - middle).magnitude <= middle.magnitude }
        guard near.count * 2 >= steps.count, let first = near.first, let last = near.last else { return nil }
        let sum = near.reduce(0, +)
        let count = Int128(near.count)
        var unit: Int128 = 60_000_000_000
        for next: Int128 in [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1] {
            let rounded = (2 * sum + count * unit) / (2 * count * unit) * unit
            if rounded > 0, (rounded * count - sum).magnitude <= (last - first).magnitude { break }
            unit = next
        }
        let rounded = (2 * sum + count * unit) / (2 * count * unit) * unit
        return rounded > 0 ? .every(nanoseconds: Int(rounded)) : nil
    }

    /// Of several, the shortest.
    private static func mostFrequent(_ counts: [Int: Int]) -> (value: Int, count: Int)? {
        counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }.map { ($0.key, $0.value) }
    }

    /// Whether no day is a weekend, and few of the days between them are missing.
    private static func sparesWeekends(_ timestamps: [Timestamp]) -> Bool {
        guard let first = timestamps.min(), let last = timestamps.max(), !timestamps.contains(where: \.isWeekend),
            let days = SeriesFrequency.tradingDays.steps(from: first, to: last)
        else { return false }
        return timestamps.count * 10 >= days * 9 && last.dayNumber - first.dayNumber > days
    }
}
