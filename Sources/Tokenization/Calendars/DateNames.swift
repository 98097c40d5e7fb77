internal import CUnicode

/// The names of months and weekdays, in one form: wide or short, within a date or alone.
package enum DateNames {
    /// How a name is written.
    package enum Form: Sendable, CaseIterable {
        /// In full, within a date: "January"; in the genitive where a language has one.
        case wide
        /// Abbreviated, within a date: "Jan".
        case short
        /// In full, by itself, as in the heading of a calendar.
        case loneWide
        /// Abbreviated, by itself.
        case loneShort
    }

    /// What is named.
    package enum Kind: Sendable {
        /// Twelve, from January.
        case months
        /// Seven, from Monday.
        case weekdays
    }

    /// The names, or none where ICU has none.
    package static func names(_ kind: Kind, _ form: Form, locale: String) -> [String] {
        let (names, count): (unicode_date_names, Int) =
            switch (kind, form) {
            case (.months, .wide): (UNICODE_MONTHS, 12)
            case (.months, .short): (UNICODE_SHORT_MONTHS, 12)
            case (.months, .loneWide): (UNICODE_LONE_MONTHS, 12)
            case (.months, .loneShort): (UNICODE_LONE_SHORT_MONTHS, 12)
            case (.weekdays, .wide): (UNICODE_WEEKDAYS, 7)
            case (.weekdays, .short): (UNICODE_SHORT_WEEKDAYS, 7)
            case (.weekdays, .loneWide): (UNICODE_LONE_WEEKDAYS, 7)
            case (.weekdays, .loneShort): (UNICODE_LONE_SHORT_WEEKDAYS, 7)
            }
        let found = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            let size = unicode_date_symbols(locale, names, buffer.baseAddress, buffer.count)
            return size < 0
                ? ""
                : String(
                    decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<size]), as: UTF8.self)
        }
        let list = found.split(separator: "\n").map(String.init)
        return list.count == count ? list : []
    }
}

/// What the clocks of a place are ahead of UTC, from each change to the next.
package struct ZoneOffsets: Sendable, Hashable {
    /// Seconds since 1970 from which each of ``offsets`` holds; the first holds before them too.
    private var starts: [Int64]
    private var offsets: [Int]

    /// A time zone of the IANA database by name, such as "Europe/Berlin"; nil where there is none.
    package init?(zone: String) {
        let capacity = 2048
        var times = [Double](repeating: 0, count: capacity)
        var offsets = [Int32](repeating: 0, count: capacity)
        let count = unicode_zone_offsets(zone, &times, &offsets, capacity)
        guard count > 0 else { return nil }
        self.init(zip(times, offsets).prefix(count).map { (Int64($0), Int($1)) })
    }

    /// One that is always the same, in seconds.
    package init(_ offset: Int) { (starts, offsets) = ([0], [offset]) }

    /// Those that were seen at some moments, in seconds since 1970, of which there is at least one.
    package init(_ seen: [(time: Int64, offset: Int)]) {
        precondition(!seen.isEmpty, "ZoneOffsets: no offset was seen.")
        (starts, offsets) = ([], [])
        for (time, offset) in seen.sorted(by: { $0.time < $1.time }) where offset != offsets.last {
            starts.append(time)
            offsets.append(offset)
        }
    }

    /// At a moment, in seconds since 1970.
    package func offset(at time: Int64) -> Int {
        var (low, high) = (0, starts.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= time { low = middle } else { high = middle }
        }
        return offsets[low]
    }

    /// Those at which a clock shows a time, in seconds since 1970 as if it were UTC: the earlier moment first; none where
    /// the clock skips the time, two where it shows it twice.
    package func offsets(atLocal local: Int64) -> [Int] {
        let day: Int64 = 86_400
        let near = Set([-day, 0, day].map { offset(at: local + $0) }).sorted(by: >)
        return near.filter { offset(at: local - Int64($0)) == $0 }
    }
}
