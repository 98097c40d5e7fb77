import ArgumentParser
import CommandSupport
import Foundation
import Tensors

@main enum Main {
    static func main() { CommandRunner.run(BenchmarkCommand.self) }
}

/// `benchmarks`: Recurrent and its peers in turn.
struct BenchmarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measure Recurrent beside other toolkits.",
        discussion: """
            Each workload is done by Recurrent and by every peer that is installed, in turn, so that a disturbed machine \
            disturbs all alike; figures are medians over the turns. Peers are Python packages (torch, onnx, \
            onnxruntime, numpy); what is not there is left out and named at the end.

              benchmarks
              benchmarks --case train/2x512 --python venv/bin/python
            """)

    @Option(name: .customLong("case"), help: "Only cases whose name holds this; may be given several times.")
    var cases: [String] = []

    @Option(help: ArgumentHelp("The Python that has the peers.", valueName: "program"))
    var python = "python3"

    @Option(help: "Turns of each contestant.")
    var pairs = 7

    @Option(help: ArgumentHelp("Length of a turn.", valueName: "seconds"))
    var seconds = 2.0

    @Option(help: ArgumentHelp("Where benchmarks.json and benchmarks.svg go.", valueName: "folder"))
    var output = "benchmark-results"

    @Option(help: ArgumentHelp("A text for the tokenizers (default: the project's own).", valueName: "file"))
    var text: String?

    @Flag(help: "List the cases.")
    var list = false

    @Flag(help: "Leave the peers out.")
    var alone = false

    @Option(help: ArgumentHelp("Threads of each contestant (default: all cores).", valueName: "n"))
    var threads: Int?

    func validate() throws {
        guard pairs >= 1, seconds > 0, threads ?? 1 >= 1 else {
            throw ValidationError("--pairs and --threads must be at least 1, --seconds above 0.")
        }
    }

    func run() throws {
        if list {
            for benchmark in Benchmark.all(textFile: text) { try StandardOutput.writeLine(benchmark.name) }
            return
        }
        let chosen = Benchmark.all(textFile: text).filter { benchmark in
            cases.isEmpty || cases.contains { benchmark.name.contains($0) }
        }
        guard !chosen.isEmpty else {
            throw ValidationError("No case is called \(cases.joined(separator: ", ")); --list shows them.")
        }
        let threadCount = threads ?? ProcessInfo.processInfo.activeProcessorCount
        ThreadPool.useThreads(threadCount)
        var board = Scoreboard(
            conditions: .init(
                processor: Machine.processorName, instructionSet: Machine.instructionSet, threads: threadCount,
                pairs: pairs, secondsPerTurn: seconds, peakOperationsPerSecond: Machine.measurePeakSpeed()))
        let conditions = board.conditions
        StandardError.writeLine(
            "\(conditions.processor), \(conditions.instructionSet), \(threadCount) threads, peak "
                + "\((conditions.peakOperationsPerSecond / 1e9).fixed(0)) GFLOP/s")
        for benchmark in chosen {
            StandardError.writeLine("measuring \(benchmark.name)")
            board.entries.append(try entry(for: benchmark, threads: threadCount))
        }
        try StandardOutput.writeLine(board.table)
        for gap in board.gaps { StandardError.writeLine(gap) }
        try board.write(to: URL(fileURLWithPath: output))
        StandardError.writeLine("wrote \(output)/benchmarks.json and benchmarks.svg")
    }

    private func entry(for benchmark: Benchmark, threads: Int) throws -> Scoreboard.Entry {
        var contestants: [any Contestant] = [OwnProgram(benchmark)]
        var missing: [String] = []
        for peer in alone ? [] : benchmark.peers {
            do { contestants.append(try RunningPeer(peer, python: python, threads: threads)) } catch {
                missing.append("\(peer.script): \(error)")
            }
        }
        let measurements = try Contest(pairs: pairs, secondsPerTurn: seconds)
            .rates(of: contestants, unitsPerRound: benchmark.unitsPerRound)
        return Scoreboard.Entry(
            benchmark: benchmark.name, unit: benchmark.unit,
            operationsPerUnit: benchmark.operationsPerRound.map { $0 / benchmark.unitsPerRound },
            own: measurements[0], peers: Array(measurements.dropFirst()), missing: missing)
    }
}
