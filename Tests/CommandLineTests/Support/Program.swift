import Foundation
import Testing

/// An executable that tests start as a user would.
struct Program: Sendable {
    let path: String

    static let textgen = Program(named: "textgen")
    static let sentiment = Program(named: "sentiment")
    static let seq2seq = Program(named: "seq2seq")
    static let forecast = Program(named: "forecast")
    static let shell = Program(path: "/bin/sh")

    init(path: String) { self.path = path }

    /// A program of this package: it lies where the test bundle does.
    init(named name: String) {
        let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        let folders =
            bundles.map { $0.deletingLastPathComponent() } + [
                Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
            ]
        let candidates = folders.map { $0.appendingPathComponent(name).path }
        path = candidates.first(where: FileManager.default.isExecutableFile) ?? candidates[0]
    }
}

/// How a program ended and what it wrote.
struct Outcome {
    /// The exit status; the negative number of the signal that killed the program.
    let status: Int32
    let outputData: Data
    let errors: String

    /// Standard output, which is always text.
    var output: String {
        guard let text = String(validating: outputData, as: UTF8.self) else {
            Issue.record("standard output is not valid UTF-8: \(Array(outputData))")
            return String(decoding: outputData, as: UTF8.self)
        }
        return text
    }

    var errorLines: [Substring] { errors.split(separator: "\n") }
}

/// Runs a program to its end.
///
/// - Parameters:
///   - environment: Beside that of the tests.
///   - timeout: Seconds after which the program is killed and an error thrown.
func run(
    _ program: Program, _ arguments: [String], input: String = "", environment: [String: String] = [:],
    timeout: Double = 120
) throws -> Outcome {
    try RunningProgram(program, arguments, input: input, environment: environment).wait(timeout: timeout)
}

/// Runs `textgen` to its end.
func textgen(_ arguments: String..., timeout: Double = 120) throws -> Outcome {
    try run(.textgen, arguments, timeout: timeout)
}

/// Runs `forecast` to its end.
func forecast(_ arguments: String..., input: String = "", timeout: Double = 120) throws -> Outcome {
    try run(.forecast, arguments, input: input, timeout: timeout)
}

/// Runs a shell script; `$0` is textgen, `$1` and so on are the arguments.
func shell(_ script: String, _ arguments: String...) throws -> Outcome {
    try run(.shell, ["-c", script, Program.textgen.path] + arguments)
}
