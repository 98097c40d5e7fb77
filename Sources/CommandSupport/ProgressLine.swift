import ModelFiles

/// What a progress report says at one moment, and how it is written.
struct ProgressLine: Sendable, Equatable {
    var label: String
    /// 0…1, or `nil` where the end is unknown.
    var fraction: Double?
    /// In `unit` per second.
    var rate: Double?
    var unit: String
    /// Losses and the like, ready to print.
    var detail: String = ""
    var elapsed: Duration
    var remaining: Duration?

    /// The report as a plain line, for logs.
    var plain: String {
        text(bar: nil)
    }

    /// The report with a bar, made to fit in `width` columns: first the bar goes, then the end of the line.
    func live(width: Int) -> String {
        let line = text(bar: nil)
        let room = min(width - line.displayWidth - 4, 30)
        guard let fraction, room >= 8 else { return String(line.truncated(toColumns: width)) }
        return text(bar: Self.bar(fraction, width: room))
    }

    private func text(bar: String?) -> String {
        var parts = [MessageText.visibleInLine(label), bar, fraction.map(Self.percent)]
        parts.append(rate.map { "\($0.abbreviated) \(unit)/s" })
        parts.append(MessageText.visibleInLine(detail))
        parts.append(elapsed.readable + (remaining.map { ", \($0.readable) left" } ?? ""))
        return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// "  7 %" to "100 %"; 100 only when all is done.
    private static func percent(_ fraction: Double) -> String {
        let percent = String(Int((min(max(fraction, 0), 1) * 100).rounded(.down)))
        return String(repeating: " ", count: 3 - percent.count) + percent + " %"
    }

    /// "[=====>    ]" with `width` columns between the brackets.
    private static func bar(_ fraction: Double, width: Int) -> String {
        let filled = Int((min(max(fraction, 0), 1) * Double(width)).rounded(.down))
        let head = filled < width ? ">" : ""
        return "[" + String(repeating: "=", count: filled) + head
            + String(repeating: " ", count: width - filled - head.count) + "]"
    }
}
