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
