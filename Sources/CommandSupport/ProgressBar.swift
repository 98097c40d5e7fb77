import Foundation
import ModelFiles
import Synchronization

/// Progress of a long command on standard error. Safe to use from any thread.
///
/// On a terminal a bar that is redrawn at most ten times a second; elsewhere a plain line after 2 seconds, then with
/// each tenth of the work or every 30 seconds, but never two within 2 seconds.
///
/// ```swift
/// let progress = ProgressBar("epoch 1/10", total: corpus.count, unit: "chars", isQuiet: common.quiet)
/// progress.update(completed: 12_800, detail: "loss 1.432")
/// progress.finish()
/// ```
public final class ProgressBar: Sendable {
    /// Where a bar draws itself.
    struct Terminal: Sendable {
        var isLive: Bool
        var columns: @Sendable () -> Int
        var write: @Sendable (String) -> Void
        var now: @Sendable () -> ContinuousClock.Instant

        static var standardError: Terminal {
            Terminal(
                isLive: StandardError.isLiveTerminal, columns: { StandardError.columns },
                write: StandardError.writeStyled, now: { .now })
        }
    }

    private let total: Int?
    private let isQuiet: Bool
    private let terminal: Terminal
    private let start: ContinuousClock.Instant
    private let state: Mutex<State>

    /// Starts the clock.
    ///
    /// - Parameters:
    ///   - label: What is being done, such as "epoch 1/10".
    ///   - total: Units of work in all; `nil` where the end is unknown.
    ///   - completed: Units done before this run, which count for the fraction but not for the rate.
    ///   - unit: Plural of what is counted, such as "chars"; the rate is written in it.
    ///   - isQuiet: Says nothing at all.
    public convenience init(
        _ label: String, total: Int?, completed: Int = 0, unit: String, isQuiet: Bool = false
    ) {
        self.init(
            label, total: total, completed: completed, unit: unit, isQuiet: isQuiet, terminal: .standardError)
    }

    init(_ label: String, total: Int?, completed: Int = 0, unit: String, isQuiet: Bool = false, terminal: Terminal) {
        self.total = total
        self.isQuiet = isQuiet
        self.terminal = terminal
        start = terminal.now()
        let fraction = Self.fraction(completed, of: total)
        state = Mutex(
            State(
                line: ProgressLine(label: label, fraction: fraction, unit: unit, elapsed: .zero),
                completed: completed, sampledAt: start, shownAt: nil, shownFraction: fraction ?? 0))
    }

    /// Tells how far the work is, and shows it if it is time to.
    ///
    /// - Parameters:
    ///   - completed: Units done in all, those of `init` included.
    ///   - fraction: Share of the work that is done, where units do not tell: under a time budget, for instance.
    ///   - detail: Losses and the like, ready to print; `nil` keeps the last.
    ///   - label: A new label; `nil` keeps the last.
    public func update(completed: Int, fraction: Double? = nil, detail: String? = nil, label: String? = nil) {
        if isQuiet { return }
        let now = terminal.now()
        state.withLock { state in
            if let detail { state.line.detail = detail }
            if let label { state.line.label = label }
            state.sample(completed, fraction: fraction ?? Self.fraction(completed, of: total), at: now, since: start)
            if terminal.isLive {
                if state.shownAt.map({ now - $0 >= .milliseconds(100) }) ?? true { draw(&state, at: now) }
            } else if isLineDue(state, at: now) {
                show(state.line.plain, &state, at: now)
            }
        }
    }

    /// Prints a whole line above the bar.
    public func writeLine(_ text: String) {
        if isQuiet { return }
        state.withLock { state in
            let text = MessageText.visible(text)
            terminal.write((terminal.isLive && state.shownAt != nil ? Self.clear : "") + text + "\n")
            if terminal.isLive && state.shownAt != nil { draw(&state, at: terminal.now()) }
        }
    }

    /// Replaces the bar by a line that sums up; work of less than 2 seconds leaves no line where there is no bar.
    public func finish() {
        if isQuiet { return }
        state.withLock { state in
            let now = terminal.now()
            var line = state.line
            line.elapsed = now - start
            line.remaining = nil
            if let rate = state.meanRate(over: line.elapsed) { line.rate = rate }
            if terminal.isLive {
                terminal.write("\(Self.clear)\(line.plain)\n")
            } else if line.elapsed >= .seconds(2) {
                terminal.write("\(line.plain)\n")
            }
            state.shownAt = nil
        }
    }

    private static let clear = "\r\u{1B}[2K"

    private static func fraction(_ completed: Int, of total: Int?) -> Double? {
        total.map { $0 > 0 ? Double(completed) / Double($0) : 1 }
    }

    private func draw(_ state: inout State, at now: ContinuousClock.Instant) {
        // The last column stays free: a full line would wrap in some terminals.
        terminal.write(Self.clear + state.line.live(width: terminal.columns() - 1))
        state.shownAt = now
    }

    private func show(_ line: String, _ state: inout State, at now: ContinuousClock.Instant) {
        terminal.write(line + "\n")
        state.shownAt = now
        state.shownFraction = state.line.fraction ?? 0
    }

    private func isLineDue(_ state: State, at now: ContinuousClock.Instant) -> Bool {
        let silence = now - (state.shownAt ?? start)
        if silence < .seconds(2) { return false }
        if state.shownAt == nil || silence >= .seconds(30) { return true }
        let tenth = { (fraction: Double) in (fraction * 10).rounded(.down) }
        return tenth(state.line.fraction ?? 0) > tenth(state.shownFraction)
    }
}

extension ProgressBar {
    private struct State {
        var line: ProgressLine
        var completed: Int
        var sampledAt: ContinuousClock.Instant
        var shownAt: ContinuousClock.Instant?
        var shownFraction: Double
        var doneHere = 0
        var rate = SmoothedRate()
        var fractionRate = SmoothedRate()

        mutating func sample(
            _ completed: Int, fraction: Double?, at now: ContinuousClock.Instant, since start: ContinuousClock.Instant
        ) {
            let seconds = (now - sampledAt).seconds
            rate.add(Double(completed - self.completed), over: seconds)
            if let fraction {
                fractionRate.add(fraction - (line.fraction ?? 0), over: seconds)
            }
            doneHere += completed - self.completed
            self.completed = completed
            sampledAt = now
            line.fraction = fraction
            line.rate = rate.perSecond
            line.elapsed = now - start
            line.remaining = remaining
        }

        /// Estimated from the smoothed rate; `nil` until there is one.
        private var remaining: Duration? {
            guard let fraction = line.fraction, fraction < 1, let rate = fractionRate.perSecond, rate > 0 else {
                return nil
            }
            let seconds = (1 - fraction) / rate
            return seconds < 1e9 ? .seconds(seconds) : nil
        }

        func meanRate(over elapsed: Duration) -> Double? {
            elapsed > .zero ? Double(doneHere) / elapsed.seconds : nil
        }
    }
}

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

/// A rate per second in which older work counts less and less.
///
/// Amount and time both decay with the same time constant, so the estimate is unbiased from the first sample on.
struct SmoothedRate: Sendable {
    /// Seconds after which work counts 1/e.
    let timeConstant: Double
    private var amount = 0.0
    private var seconds = 0.0

    init(timeConstant: Double = 15) {
        self.timeConstant = timeConstant
    }

    mutating func add(_ amount: Double, over seconds: Double) {
        let decay = exp(-seconds / timeConstant)
        self.amount = self.amount * decay + amount
        self.seconds = self.seconds * decay + seconds
    }

    /// Amount per second; `nil` before any time has passed.
    var perSecond: Double? {
        seconds > 0 ? amount / seconds : nil
    }
}
