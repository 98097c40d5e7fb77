import Foundation
import Recurrent
import ServingTestModels
import Synchronization
import Testing

/// The program itself, in a process of its own.
final class RunningServer: @unchecked Sendable {
    private let process = Process()
    private let errors = Pipe()
    private let output = Pipe()
    private let folder: URL
    /// What it logged, a line each.
    let log = Lines()

    /// - Parameter arguments: Besides a model named `writer`.
    init(_ arguments: [String], hasModel: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("server-\(UUID().uuidString)")
        let model = folder.appendingPathComponent("model")
        try ServingTestModels.generator.save(to: model)
        process.executableURL = try Self.program
        process.arguments =
            (hasModel ? ["--no-shipped-models", "--model", "writer=\(model.path)", "--port", "0"] : []) + arguments
        process.standardError = errors
        process.standardOutput = output
        try process.run()
        let (handle, log) = (errors.fileHandleForReading, log)
        Thread.detachNewThread {
            var rest = Data()
            while case let data = handle.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    log.append(String(decoding: rest[..<end], as: UTF8.self))
                    rest = rest[(end + 1)...]
                }
            }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    /// The program beside the tests.
    private static var program: URL {
        get throws {
            let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
            let folders =
                bundles.map { $0.deletingLastPathComponent() } + [
                    Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
                ]
            let programs = folders.map { $0.appendingPathComponent("recurrent-server") }
            return try #require(programs.first { FileManager.default.isExecutableFile(atPath: $0.path) })
        }
    }

    /// The port, once it answers requests.
    func port() async throws -> Int {
        while process.isRunning {
            for line in log.all where line.contains(#""message":"listening""#) {
                let match = try #require(line.firstMatch(of: /:(\d+)"/))
                return try #require(Int(match.1))
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("The server ended: \(log.all)")
        throw CancellationError()
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for its end.
    ///
    /// - Returns: The exit status, what it printed, and the seconds that this took.
    func end() async -> (status: Int32, output: String, seconds: Double) {
        await onThread { [self] in
            let start = ContinuousClock.now
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (
                process.terminationStatus, String(decoding: data, as: UTF8.self),
                (ContinuousClock.now - start) / .seconds(1)
            )
        }
    }
}
