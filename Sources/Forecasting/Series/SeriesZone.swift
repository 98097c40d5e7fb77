import Tokenization

/// The time zone of the dates of a series.
public enum SeriesZone {
    /// What its clocks are ahead of UTC: a zone of the IANA database, UTC, or an offset such as +01:00. Nil where there is
    /// none of that name, or several have it.
    static func offsets(of name: String) -> ZoneOffsets? {
        if ["UTC", "GMT", "Z"].contains(name) { return ZoneOffsets(0) }
        if let first = name.first, "+-".contains(first) {
            let format = DateFormat(tokens: [.field(.offset, width: 1)])
            return format.reading(from: Array(name.utf8)[...])?.offset.map { ZoneOffsets($0) }
        }
        // CET or EST are what clocks show for a part of the year, or in several places.
        guard name.contains("/") || name.count > 4, name.allSatisfy({ $0.isASCII }) else { return nil }
        return ZoneOffsets(zone: name)
    }

    /// Whether there is one of that name.
    public static func isKnown(_ name: String) -> Bool { offsets(of: name) != nil }
}
