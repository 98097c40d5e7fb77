import Foundation

/// A Python script that does the same workload with another toolkit.
struct PeerProgram: Sendable {
    /// A file in `Benchmarks/Peers`.
    let script: String
    let arguments: [String]
}

/// A peer that has been started and waits for work.
///
/// The script prints one line, its name and version, or `missing: …` where it cannot run; from then on it reads a
/// number of rounds from each line of its input, does them, and prints the seconds that they took.
final class RunningPeer: Contestant {
    private(set) var name = ""
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var received: [UInt8] = []

    /// Variables that make a peer slower than its users have it, and that some machines set.
    private static let slowing = [
        "OPENBLAS_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_CPU_CAPABILITY", "OMP_", "GOTO_", "KMP_",
    ]

    init(_ program: PeerProgram, python: String, threads: Int) throws {
        let script = URL(fileURLWithPath: "Benchmarks/Peers").appendingPathComponent(program.script)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, script.path, "--threads", String(threads)] + program.arguments
        process.environment = ProcessInfo.processInfo.environment.filter { entry in
            !Self.slowing.contains { entry.key.hasPrefix($0) }
        }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let greeting = try line()
        if let reason = greeting.split(prefix: "missing: ") { throw PeerError(description: reason) }
        name = greeting
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
    }

    func seconds(rounds: Int) throws -> Double {
        try input.fileHandleForWriting.write(contentsOf: Data("\(rounds)\n".utf8))
        let answer = try line()
        guard let seconds = Double(answer) else { throw PeerError(description: "it answered: \(answer)") }
        return seconds
    }

    private func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeSubrange(...end) }
                return String(decoding: received[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw PeerError(description: "it ended without an answer") }
            received += more
        }
    }
}

/// Why a peer was not measured.
struct PeerError: Error, CustomStringConvertible {
    let description: String
}

extension String {
    fileprivate func split(prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
