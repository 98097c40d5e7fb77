import Foundation
import Testing

@testable import CommandSupport

@Suite struct InterruptsTests {
    @Test func theFirstSignalIsARequest() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Interrupts.begin(tool: "x")
            Interrupts.observe()
            if Interrupts.isRequested { _exit(1) }
            raise(SIGTERM)
            if Interrupts.isRequested { _exit(7) }
            _exit(2)
        }
    }

    @Test func aSecondSignalEndsTheProcessUnlessItComesWithTheFirst() async {
        await #expect(processExitsWith: .exitCode(130)) {
            Interrupts.begin(tool: "x")
            Interrupts.observe()
            raise(SIGINT)
            raise(SIGINT)
            usleep(700_000)
            if !Interrupts.isRequested { _exit(2) }
            raise(SIGINT)
            _exit(1)
        }
    }

    @Test func anIgnoredSignalStaysIgnored() async {
        await #expect(processExitsWith: .exitCode(7)) {
            signal(SIGINT, SIG_IGN)
            Interrupts.begin(tool: "x")
            Interrupts.observe()
            raise(SIGINT)
            _exit(Interrupts.isRequested ? 1 : 7)
        }
    }

    @Test func beforeACommandObservesASignalEndsItAtOnceAndSaysSo() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
                Interrupts.begin(tool: "tool")
                raise(SIGTERM)
                _exit(1)
            })
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("tool: interrupted\n"))
    }

    @Test func aCommandThatDoesNotPollIsEndedWithinTwoSeconds() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
                Interrupts.begin(tool: "tool")
                Interrupts.observe()
                Interrupts.say("interrupted; go on")
                raise(SIGTERM)
                for _ in 0..<100 { usleep(100_000) }
                _exit(1)
            })
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("tool: interrupted; go on\n"))
    }

    @Test func whatIsBeingSavedIsFinished() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Interrupts.begin(tool: "tool")
            Interrupts.observe { true }
            raise(SIGTERM)
            usleep(useconds_t(Interrupts.grace * 1_000 / 2))
            usleep(useconds_t(Interrupts.grace * 1_000))
            _exit(7)
        }
    }
}
