import Foundation
import ModelFiles

/// The data and options a training was started with, to check that it is resumed with the same ones.
public struct TrainingStart: Codable, Sendable, Equatable {
    /// A text that changes with the data.
    public let fingerprint: String
    /// The options that were given, by name, with their values.
    public let options: [String: [String]]
    public let randomSeed: UInt64

    public init(fingerprint: String, options: [String: [String]], randomSeed: UInt64) {
        (self.fingerprint, self.options, self.randomSeed) = (fingerprint, options, randomSeed)
    }

    /// The entry of a checkpoint's description that holds it.
    public static let descriptionKey = "start"

    /// What the description of a checkpoint says; `nil` for one that says nothing, such as those of older versions.
    public init?(description: [String: String]) {
        guard let text = description[Self.descriptionKey],
            let start = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
        else { return nil }
        self = start
    }

    /// What the report of a finished training says.
    public init?(reportIn folder: ModelFolder) {
        struct Report: Decodable { let start: TrainingStart? }
        guard let start = (try? folder.readJSON(Report.self, ModelFolder.reportFile))?.start else {
            return nil
        }
        self = start
    }
}
