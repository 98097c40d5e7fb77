internal import CUnicode

/// The names of months and weekdays, in one form: wide or short, within a date or alone.
public enum DateNames {
    public enum Form: Sendable, CaseIterable {
        case wide, short, loneWide, loneShort
    }

    public enum Kind: Sendable {
        /// Twelve, from January.
        case months
        /// Seven, from Monday.
        case weekdays
    }

    /// The names, or none where ICU has none.
    public static func names(_ kind: Kind, _ form: Form, locale: String) -> [String] {
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
