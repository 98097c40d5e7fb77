import ArgumentParser
import Foundation
import Recurrent

/// A process that reads many cases, one after the other, as its parent asks for them.
struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Read cases for fuzz.", shouldDisplay: false)

    @Option var seed: UInt64
    @Option var kinds: String
    @Option var starts: String
    @Option var folder: String

    func run() throws {
        ThreadPool.useThreads(1)
        let kinds = kinds.split(separator: ",").compactMap { FuzzKind(rawValue: String($0)) }
        let models = ReadyModels(try Starts(contentsOf: URL(fileURLWithPath: starts)))
        let folder = URL(fileURLWithPath: folder)
        while let line = readLine() {
            PeakMemory.reset()
            let fuzzCase: FuzzCase
            if let number = Int(line) {
                fuzzCase = FuzzCase(seed: seed, number: number, kinds: kinds, starts: models.starts)
            } else {
                fuzzCase = try FuzzCase(keptIn: URL(fileURLWithPath: line))
            }
            try fuzzCase.write(to: folder)
            var probe = Probe(fuzzCase, in: folder, models: models)
            var finding = probe.run()
            if !finding.verdict.isFailure, let peak = PeakMemory.bytes, peak > Limits().bytes {
                finding = Finding(verdict: .limit, detail: "more than \(Limits().bytes >> 20) MiB of memory")
            }
            var answer = try JSONEncoder().encode(finding)
            answer.append(UInt8(ascii: "\n"))
            try FileHandle.standardOutput.write(contentsOf: answer)
        }
    }
}

/// The most memory that this process had since it was last asked; Linux tells it, others do not.
enum PeakMemory {
    static func reset() {
        #if os(Linux)
            try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        #endif
    }

    static var bytes: Int? {
        #if os(Linux)
            guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
        #else
            return nil
        #endif
    }
}
