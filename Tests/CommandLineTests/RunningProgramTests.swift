import Foundation
import Testing

/// What the tests of the tools rest on: a program that hangs fails its test, by name, and does not stay.
struct RunningProgramTests {
    @Test func aProgramThatHangsIsKilledAndNamed() throws {
        let program = try RunningProgram(.shell, ["-c", "echo waiting >&2; exec sleep 600"])
        try program.waitUntil { try program.errorsSoFar.contains("waiting") }
        let error = try #require(throws: ProgramError.self) { try program.wait(timeout: 0.2) }
        #expect(error.description.contains("exec sleep 600") && error.description.contains("0.2 s"))
        #expect(error.description.contains("waiting"))
        #expect(try program.wait(timeout: 60).status == -SIGKILL)
    }

    @Test func anEndIsNoReasonToWait() throws {
        let program = try RunningProgram(.shell, ["-c", "exit 3"])
        try program.waitUntil { false }
        #expect(try program.wait(timeout: 60).status == 3)
    }

    @Test func processorTimeGrowsWithWork() throws {
        let program = try RunningProgram(.shell, ["-c", "while :; do :; done"])
        try program.waitUntil { program.processorSeconds > 0.05 }
        #expect(program.isRunning && program.processorSeconds > 0.05)
    }
}
