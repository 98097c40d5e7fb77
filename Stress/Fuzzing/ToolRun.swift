import Foundation

/// A case that a tool reads as a user would start it.
struct ToolRun {
    let fuzzCase: FuzzCase
    let starts: Starts
    /// Where its files are put.
    let folder: URL
    let limits: Limits

    private static let documented: Set<Int32> = [0, 64, 65, 66, 74]
    /// Seconds of the clock after which a tool is asked to end.
    private static let patience = 6.0

    /// The command line, with folders in place of what stands for them.
    var words: [String] {
        (fuzzCase.command ?? []).map {
            $0.replacingOccurrences(of: "{starts}", with: starts.folder.path)
                .replacingOccurrences(of: "{}", with: folder.path)
        }
    }

    func run() throws -> Finding {
        try fuzzCase.write(to: folder)
        let scratch = folder.deletingLastPathComponent()
        let (output, errors) = (scratch.appendingPathComponent("output"), scratch.appendingPathComponent("errors"))
        let words = words
        let process = try ChildProcess(
            Tools.path(words[0]), Array(words.dropFirst()), folder: folder, output: output, errors: errors)
        var usage = ProcessUsage()
        var passed: String?
        var isAsked = false
        if fuzzCase.kind == .options {
            // What was asked for may take hours; whether it ends when it is told to is another matter.
            while process.isRunning, process.age < Self.patience { usleep(2_000) }
            isAsked = process.isRunning
            process.send(SIGTERM)
        }
        passed = process.wait(limits, usage: &usage)
        if let passed { return Finding(verdict: .limit, detail: isAsked ? "deaf to SIGTERM: \(passed)" : passed) }
        let status = process.ending?.status ?? 0
        let message = (try? Data(contentsOf: errors)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if status < 0 { return Finding(verdict: .crash, detail: "signal \(-status): \(message.lastLine)") }
        let isDocumented = Self.documented.contains(status) || (isAsked && status == 130)
        guard isDocumented, !message.contains("This is a defect") else {
            return Finding(verdict: .defect, detail: "exit status \(status): \(message.lastLine)")
        }
        guard status == 0 else { return Finding(verdict: .refused, detail: message.lastLine) }
        if let number = notFinite(in: [UInt8](try Data(contentsOf: output))) {
            return Finding(verdict: .notFinite, detail: "standard output holds \(number)")
        }
        return Finding(verdict: .succeeded)
    }

    private static let numbers: Set<String> = ["nan", "inf", "infinity"]

    /// A number in the output that is not finite: bare in JSON, or a word that the input does not have.
    private func notFinite(in output: [UInt8]) -> String? {
        let words = words
        if words.contains("json") || words.contains("jsonl") {
            for range in JSONSpans(output).values where range.count < 12 {
                let text = String(decoding: output[range], as: UTF8.self).lowercased()
                if Self.numbers.contains(text.replacingOccurrences(of: "-", with: "")) { return text }
            }
            return nil
        }
        guard !["sample", "translate"].contains(words[1]) else { return nil }  // a model writes what it likes
        let input = ([words.joined(separator: " ")] + fuzzCase.files.values.map { String(decoding: $0, as: UTF8.self) })
            .joined(separator: " ").lowercased()
        let found = String(decoding: output, as: UTF8.self).lowercased().split { !$0.isLetter && !$0.isNumber }
        return found.first { Self.numbers.contains(String($0)) && !input.contains($0) }.map(String.init)
    }
}

extension String {
    fileprivate var lastLine: String {
        split(whereSeparator: \.isNewline).last.map { String($0.prefix(600)) } ?? "no message"
    }
}
