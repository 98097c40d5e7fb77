import CommandSupport
import Recurrent

/// What is asked for beside `--resume`, compared with what the training was started with: nothing that is given is
/// ignored.
struct ResumeCheck {
    /// Options that decide where and how something is shown, not what is trained, and those checked elsewhere.
    private static let free: Set<String> = [
        "--resume", "--output", "--overwrite", "--threads", "--quiet", "--format", "--chart", "--random-seed",
    ]

    private let given: GivenOptions
    private let path: String
    private let filesOfData: Set<String>

    init(_ given: GivenOptions, path: String, filesOfData: Set<String>) {
        (self.given, self.path, self.filesOfData) = (given, path, filesOfData)
    }

    /// Whether files of data are among the options.
    var namesData: Bool { given.names.contains(where: filesOfData.contains) }

    /// The options that decide what is trained, as a checkpoint remembers them.
    var options: [String: [String]] {
        let names = given.names.filter { !Self.free.contains($0) && !filesOfData.contains($0) }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, given.absoluteValues(of: $0)) })
    }

    /// Refuses options that are not those of the start.
    ///
    /// - Parameters:
    ///   - start: `nil` where it is unknown, so that every option is refused.
    ///   - seed: The one of the training, where it is known.
    func requireSame(_ start: TrainingStart?, seed: UInt64?) throws {
        for (name, values) in options.sorted(by: { $0.key < $1.key }) {
            if let old = start?.options[name] {
                guard !GivenOptions.isSame(values, old) else { continue }
                throw refusal(name, values, "it was started with \(Self.text(name, old))")
            }
            guard start == nil || !given.isDefault(name) else { continue }
            throw refusal(
                name, values,
                start == nil ? "the folder does not record how it was started" : "it was started without it")
        }
        if let value = given["--random-seed"]?.last, UInt64(value) != seed {
            throw refusal(
                "--random-seed", [value],
                seed.map { "it was started with --random-seed \($0)" }
                    ?? "the folder does not record how it was started")
        }
    }

    private func refusal(_ name: String, _ values: [String], _ reason: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "\(Self.text(name, values)) cannot be applied to the training in \(path): \(reason). Leave it out, or start over "
                + "with --output \(path.shellQuoted) --overwrite instead of --resume.")
    }

    private static func text(_ name: String, _ values: [String]) -> String {
        values.map { $0.hasPrefix("--") ? $0 : "\(name) \($0.shellQuoted)" }.joined(separator: " ")
    }
}
