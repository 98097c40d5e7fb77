import Synchronization
import Testing

@testable import CommandSupport

/// A terminal that remembers what was written, and a clock that the test moves.
private final class FakeTerminal: Sendable {
    private let state = Mutex((text: [String](), now: ContinuousClock.now))

    var written: [String] { state.withLock { $0.text } }

    func advance(_ duration: Duration) {
        state.withLock { $0.now += duration }
    }

    func terminal(isLive: Bool, columns: Int = 100) -> ProgressBar.Terminal {
        ProgressBar.Terminal(
            isLive: isLive, columns: { columns },
            write: { text in self.state.withLock { $0.text.append(text) } },
            now: { self.state.withLock { $0.now } })
    }
}

@Suite struct ProgressBarTests {
    private let fake = FakeTerminal()

    private func bar(total: Int?, completed: Int = 0, isQuiet: Bool = false, isLive: Bool) -> ProgressBar {
        ProgressBar(
            "epoch 1/2", total: total, completed: completed, unit: "chars", isQuiet: isQuiet,
            terminal: fake.terminal(isLive: isLive))
    }

    @Test func theFirstPlainLineComesAfterTwoSecondsThenOneATenth() {
        let bar = bar(total: 1000, isLive: false)
        for step in 1...100 {
            fake.advance(.milliseconds(500))
            bar.update(completed: step * 10)
            if step == 3 { #expect(fake.written.isEmpty) }
            if step == 4 { #expect(fake.written.count == 1) }
        }
        #expect(fake.written.count == 11)
        #expect(fake.written[1] == "epoch 1/2   10 %  20 chars/s  5.0 s, 45 s left\n")
    }

    @Test func slowWorkIsReportedEveryThirtySeconds() {
        let bar = bar(total: 1_000_000, isLive: false)
        for step in 1...92 {
            fake.advance(.seconds(1))
            bar.update(completed: step)
        }
        #expect(fake.written.count == 4)
    }

    @Test func aLiveBarIsRedrawnAtMostTenTimesASecond() {
        let bar = bar(total: 1000, isLive: true)
        for step in 1...1000 {
            fake.advance(.milliseconds(1))
            bar.update(completed: step)
        }
        #expect((9...11).contains(fake.written.count))
        #expect(fake.written.allSatisfy { $0.hasPrefix("\r\u{1B}[2K") && $0.displayWidth < 100 + 4 })
    }

    @Test func aLineIsPrintedAboveTheBar() {
        let bar = bar(total: 10, isLive: true)
        bar.writeLine("before")
        bar.update(completed: 1)
        bar.writeLine("sample: Once")
        #expect(fake.written[0] == "before\n")
        #expect(fake.written[2] == "\r\u{1B}[2Ksample: Once\n")
        #expect(fake.written[3] == fake.written[1])
    }

    @Test func finishSumsUpWithTheMeanRate() {
        let bar = bar(total: 100, completed: 50, isLive: false)
        fake.advance(.seconds(10))
        bar.update(completed: 100, detail: "loss 1.432")
        bar.finish()
        #expect(fake.written.last == "epoch 1/2  100 %  5 chars/s  loss 1.432  10 s\n")
    }

    @Test func shortWorkAndQuietCommandsSayNothing() {
        let short = bar(total: 10, isLive: false)
        short.update(completed: 10)
        short.finish()
        let quiet = bar(total: 10, isQuiet: true, isLive: true)
        fake.advance(.seconds(60))
        quiet.update(completed: 5)
        quiet.writeLine("hidden")
        quiet.finish()
        #expect(fake.written.isEmpty)
    }

    @Test func aGivenFractionRulesTheTimeLeft() {
        let bar = bar(total: nil, isLive: false)
        fake.advance(.seconds(60))
        bar.update(completed: 10, fraction: 0.25)
        #expect(fake.written.last?.hasSuffix("1 min 00 s, 3 min 00 s left\n") == true)
    }
}

@Suite struct ProgressLineTests {
    private let line = ProgressLine(
        label: "epoch 3/10", fraction: 0.5, rate: 12_300, unit: "chars", detail: "loss 1.432", elapsed: .seconds(80),
        remaining: .seconds(80))

    @Test func aPlainLineHasEveryPart() {
        #expect(line.plain == "epoch 3/10   50 %  12.3 k chars/s  loss 1.432  1 min 20 s, 1 min 20 s left")
    }

    @Test func theBarIsHalfFullInTheMiddle() {
        #expect(line.live(width: 120).contains("[===============>              ]"))
    }

    @Test(arguments: [0, 1, 20, 60, 80, 90, 200])
    func aLiveLineFitsTheTerminal(width: Int) {
        #expect(line.live(width: width).displayWidth <= width)
    }

    @Test func onlyFinishedWorkIsAHundredPercent() {
        var nearly = line
        nearly.fraction = 0.9999
        #expect(nearly.plain.contains(" 99 %"))
    }

    @Test func theSmoothedRateIsExactForSteadyWorkAndFollowsAChange() throws {
        var rate = SmoothedRate(timeConstant: 10)
        #expect(rate.perSecond == nil)
        for _ in 0..<50 { rate.add(3, over: 0.5) }
        #expect(abs(try #require(rate.perSecond) - 6) < 1e-9)
        for _ in 0..<100 { rate.add(1, over: 0.5) }
        #expect(abs(try #require(rate.perSecond) - 2) < 0.1)
    }
}
