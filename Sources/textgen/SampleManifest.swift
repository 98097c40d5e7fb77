import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// All that made an output, in a file from which `--replay` makes it again.
struct SampleManifest: Codable {
    struct Model: Codable {
        let name: String
        /// A number that changes with the model.
        let fingerprint: String
    }

    struct Output: Codable, Equatable {
        let bytes: Int
        let fingerprint: String
    }

    /// The version of this format.
    var format = SampleManifest.newestFormat
    var program = "textgen"
    var version = Release.version
    /// What the kernels used; others may round differently.
    var instructionSet = Machine.instructionSet
    let model: Model
    let seed: String
    let randomSeed: UInt64
    let sampling: SamplingOptions
    /// The options of `textgen sample`, with those that were not given.
    let arguments: [String]
    /// A number for each file that was read, which changes with its text.
    let files: [String: String]
    let output: Output

    private static let newestFormat = 1
    private static let largestFile = 256 << 20

    func write(to path: String) throws {
        try DurableFile.replace(at: URL(fileURLWithPath: path), with: JSONFile.encode(self))
    }

    /// - Throws: `FileError`, and `CommandFailure` for a file that is no manifest of this version.
    init(contentsOf path: String) throws {
        let data = try FileReading.contents(of: URL(inputPath: path), limit: Self.largestFile)
        func failure(_ reason: String) -> CommandFailure {
            CommandFailure(.badData, "\(MessageText.quoted(path)) is no manifest of textgen sample: \(reason).")
        }
        struct Version: Decodable { let format: Int }
        do {
            let format = try JSONDecoder().decode(Version.self, from: data).format
            guard format == Self.newestFormat else {
                throw failure("it has format \(format), and this program reads \(Self.newestFormat)")
            }
            self = try JSONDecoder().decode(SampleManifest.self, from: data)
        } catch let error as DecodingError { throw failure(JSONFile.reason(error)) }
    }

    init(
        model: Model, seed: String, randomSeed: UInt64, sampling: SamplingOptions, arguments: [String],
        files: [String: String], output: Output
    ) {
        (self.model, self.seed, self.randomSeed, self.sampling) = (model, seed, randomSeed, sampling)
        (self.arguments, self.files, self.output) = (arguments, files, output)
    }

    // MARK: Replaying

    /// Refuses a model or files that differ from those that made the output.
    func require(model fingerprint: String, named name: String, files: [String: String]) throws {
        guard fingerprint == model.fingerprint else {
            throw CommandFailure(
                .badData,
                "the model \(MessageText.quoted(name)) is not the one that made this output; give back the model with the "
                    + "fingerprint \(model.fingerprint).")
        }
        for (path, fingerprint) in files.sorted(by: { $0.key < $1.key }) where self.files[path] != fingerprint {
            throw CommandFailure(
                .badData, "\(MessageText.quoted(path)) has changed since this output was made; give back its text.")
        }
    }

    /// Refuses an output that differs after all.
    func require(_ output: Output) throws {
        guard output != self.output else { return }
        throw CommandFailure(
            .badData,
            "the output differs from the one of the manifest, made by version \(version) on a machine with "
                + "\(instructionSet); this is version \(Release.version) with \(Machine.instructionSet).")
    }
}
