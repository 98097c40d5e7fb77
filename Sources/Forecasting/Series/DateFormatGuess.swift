/// The formats in which a date may be written, found by reading it from left to right: a weekday, a day, a time, an offset.
enum DateFormatGuess {
    /// Those that fit a cell, the likelier first.
    static func formats(of cell: ArraySlice<UInt8>) -> [DateFormat] {
        let cell = cell.trimmed
        guard cell.count <= 128, cell.contains(where: \.isDigit) else { return [] }
        return cell.withUnsafeBufferPointer { text in
            let start = [Reading(tokens: [], reader: DateReader(text))]
            let dated = extended(extended(start, by: leads), by: days)
            let timed = extended(extended(dated, by: joints), by: clocks)
            // A time may also come first.
            let clocked = extended(start, by: clocks)
            let turned = extended(extended(clocked, by: [" ", ", "].map(DateFormat.tokens)), by: days)
            let all =
                dated + extended(dated, by: tails) + timed + extended(timed, by: zones) + turned
                + extended(start, by: others) + clocked + extended(clocked, by: zones)
            var formats: [DateFormat] = []
            for found in all where found.reader.reading != nil {
                let format = DateFormat(tokens: found.tokens)
                if !formats.contains(format) { formats.append(format) }
            }
            return formats
        }
    }

    private struct Reading {
        var tokens: [DateFormat.Token]
        var reader: DateReader
    }

    private static func extended(_ readings: [Reading], by parts: [[DateFormat.Token]]) -> [Reading] {
        readings.flatMap { reading in
            parts.compactMap { part in
                var next = reading
                guard next.reader.read(DateFormat(tokens: part)) else { return nil }
                next.tokens += part
                return next
            }
        }
    }

    private static let leads = ["", "EEE, ", "EEE ", "EEE, 'den' "].map(DateFormat.tokens)
    private static let tails = [" EEE", ", EEE", " (EEE)"].map(DateFormat.tokens)
    private static let days = [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "dd.MM.yyyy", "dd.MM.yy", "MM/dd/yyyy", "dd/MM/yyyy",
        "MM/dd/yy", "dd/MM/yy", "MM-dd-yyyy", "dd-MM-yyyy", "MM-dd-yy", "dd-MM-yy", "yy-MM-dd", "yy/MM/dd",
        "dd-MMM-yyyy", "dd-MMM-yy", "dd MMM yyyy", "MMM dd, yyyy", "MMM dd yyyy", "dd MMM yy", "dd. MMM yyyy",
        "dd. MMM yy", "dd.MMM.yyyy", "dd/MMM/yyyy", "dd/MMM/yy", "ddMMMyyyy", "ddMMMyy", "dd MMM, yyyy", "MMM-dd-yyyy",
        "yyyy-MMM-dd", "yyyy/MMM/dd", "yyyy MMM dd", "yyyy, MMM dd", "MMM ddo, yyyy", "MMM ddo yyyy", "ddo MMM yyyy",
        "ddo MMM, yyyy", "ddo 'of' MMM yyyy", "ddo 'of' MMM, yyyy", "dd 'de' MMM 'de' yyyy", "dd 'de' MMM yyyy",
        "dd 'de' MMM 'del' yyyy", "dd MMM 'de' yyyy", "yyyy年MM月dd日", "yyyy. MM. dd.", "yyyy. MM. dd", "dd. MM. yyyy",
        "dd.MM.yyyy.", "yyyy-DDD", "dd MM yyyy", "yyyy MM dd", "yyyy_MM_dd",
    ].map(DateFormat.tokens)
    private static let joints = [
        " ", "'T'", "'t'", ", ", " 'at' ", ", 'at' ", " 'um' ", " 'à' ", " - ", "-", "_", ":", "/",
    ].map(DateFormat.tokens)
    private static let clocks = [
        "HH:mm", "HH:mm:ss", "HH:mm:ss.S", "HH:mm:ss,S", "hh:mm a", "hh:mm:ss a", "hh:mma", "hh:mm:ssa", "hh:mm:ss.S a",
        "hh.mm.ss a", "hh.mm.ss.S a",
        "hh a", "hha", "HH'h'mm", "HH 'h' mm", "HH:mm 'Uhr'", "HH:mm:ss 'Uhr'", "HH.mm 'Uhr'", "HH 'Uhr'", "HH时mm分",
        "HH時mm分", "HH:mm:ss:S",
    ].map(DateFormat.tokens)
    private static let zones = ["X", " X"].map(DateFormat.tokens)
    /// Days without delimiters also have times without them.
    private static let others = [
        "yyyy-MM", "yyyy/MM", "y-MM", "MM/yyyy", "MM-yyyy", "MM.yyyy", "yyyy.MM", "MMM yyyy", "MMM-yyyy", "MMM-yy",
        "MMM yy", "MMM/yyyy",
        "MMM/yy", "MMM, yyyy", "MMM. yyyy", "MMM ''yy", "MMMyyyy", "MMMyy", "yyyy-MMM", "yyyy MMM", "yyyy/MMM",
        "yyyyMMM",
        "yy-MMM", "MMM 'de' yyyy", "yyyy'M'MM", "yyyy年MM月", "yyyy. MM.", "yyyy MM", "MM yyyy",
        "yyyy'Q'Q", "yyyy-'Q'Q", "yyyy 'Q'Q", "yyyy/'Q'Q", "yyyy:'Q'Q", "yyyy.'Q'Q", "yyyy_'Q'Q", "'Q'Q yyyy",
        "'Q'Q-yyyy", "'Q'Q/yyyy", "'Q'Qyyyy", "'Q'Q.yyyy", "'Q'Q, yyyy", "'Q'Q yy", "'Q'Q-yy", "'Q'Q/yy", "'Q'Q''yy",
        "'Q'Qyy", "yy'Q'Q",
        "yy-'Q'Q", "yyyy'q'Q", "yyyy-'q'Q", "yyyy 'q'Q", "'q'Q yyyy", "'q'Q-yyyy", "Q'Q'yyyy", "Q'Q' yyyy", "Q'Q'yy",
        "yyyy Q'Q'", "yyyy-Q'Q'", "Q. 'Quartal' yyyy", "'T'Q yyyy", "'T'Q-yyyy", "yyyy-'T'Q", "yyyy 'T'Q", "yyyy'T'Q",
        "yyyy-'H'B", "yyyy'H'B", "yyyy 'H'B", "'H'B yyyy", "'H'B-yyyy", "'H'B/yyyy", "'H'Byyyy", "B'H'yyyy",
        "B'H' yyyy",
        "yyyy-'S'B", "yyyy'S'B", "yyyy 'S'B", "'S'B yyyy", "'S'B-yyyy", "B. 'Halbjahr' yyyy",
        "YYYY-'W'ww", "YYYY'W'ww", "YYYY 'W'ww", "YYYY/'W'ww", "YYYY-'w'ww", "YYYY'w'ww", "YYYY-'W'ww-e", "YYYY'W'wwe",
        "'W'ww YYYY", "'W'ww-YYYY", "'W'ww/YYYY", "'KW' ww YYYY", "'KW'ww YYYY", "'KW' ww/YYYY", "'KW'ww/YYYY",
        "YYYY-'KW'ww", "YYYY 'KW'ww", "YYYY 'KW' ww", "YYYY/'KW'ww", "ww. 'KW' YYYY", "'Week' ww, YYYY",
        "'Week' ww YYYY",
        "'Week' ww/YYYY", "YYYY 'Week' ww",
        "yyyyMMddHH", "yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMMdd'T'HHmm", "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmmssX",
        "yyyyMMdd HHmm",
        "yyyyMMdd HHmmss", "yyyyMMdd_HHmmss", "yyyy-MM-dd'T'HH", "yyyy-MM-dd'T'HHX", "yyyy-MM-dd HH",
        "yyyy-MM-dd-HH.mm.ss", "yyyy-MM-dd HH.mm", "yyyy-MM-dd HH.mm.ss", "dd.MM.yyyy HH.mm", "dd.MM.yyyy HH.mm.ss",
        "EEE MMM dd HH:mm:ss yyyy", "EEE MMM dd HH:mm:ss X yyyy", "EEE MMM dd yyyy HH:mm:ss X", "yyyy", "yyyyMM",
        "yyyy年", "'FY'yyyy", "'FY' yyyy", "unix", "unix.S", "unix-ms", "unix-ms.S", "unix-us", "unix-ns",
    ].map(DateFormat.tokens)
}
