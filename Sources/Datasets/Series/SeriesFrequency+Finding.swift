extension SeriesFrequency {
    /// The most frequent step between moments that follow each other; nil where it makes up less than half of the steps
    /// forward.
    ///
    /// Months are taken where they are at least as frequent as a number of days. Steps of a day that spare all
    /// weekends are trading days.
    static func found(in timestamps: [Timestamp]) -> SeriesFrequency? {
        var (seconds, months): ([Int: Int], [Int: Int]) = ([:], [:])
        var forward = 0
        for (first, second) in zip(timestamps, timestamps.dropFirst()) where second > first {
            forward += 1
            let step = Int(second.seconds - first.seconds)
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
