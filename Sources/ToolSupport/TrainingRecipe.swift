import CommandSupport
import Foundation
import Recurrent

/// What a training is made from, as its checkpoint remembers it: where the data lie and how they are read.
public protocol TrainingRecipe: Codable {
    associatedtype Part: Fingerprinted
    associatedtype Training: ModelTraining

    /// What is said when the data are not those of the checkpoint, such as "the pairs have changed since".
    static var change: String { get }

    /// The files it reads, as a command line names them; ``String/absolutePath`` keeps `-`.
    var inputs: [String] { get }

    /// The model that the training starts from: the name of a shipped one, or the path of a folder.
    var from: String? { get }

    /// - Parameter note: Called with what a person should know of how the data were read.
    func read(note: (ReadingNote) -> Void) throws -> TrainingData<Part>

    func makeTraining(
        _ data: TrainingData<Part>, settings: Training.Settings, in folder: ModelFolder
    ) throws -> Training
}

extension TrainingRecipe {
    public var from: String? { nil }
}

/// Data that know a text which changes with their contents.
public protocol Fingerprinted {
    var fingerprint: String { get }
}

extension TextCorpus: Fingerprinted {}
extension ClassifierTexts: Fingerprinted {}
extension ParallelTexts: Fingerprinted {}
extension SeriesTable: Fingerprinted {}

/// What is learned from, and what is held out where that was given apart.
public struct TrainingData<Part: Fingerprinted> {
    public let training: Part
    public let validation: Part?
    /// What is mixed in and held out of the old kind, and the fingerprint of the model that the training starts from.
    public var old: (mix: Part?, validation: Part?, fingerprint: String)?

    public init(_ training: Part, validation: Part?) {
        (self.training, self.validation) = (training, validation)
    }

    var fingerprint: String {
        let parts = [training, validation, old?.mix, old?.validation]
        return parts.compactMap { $0?.fingerprint }.joined(separator: "-")
    }
}

private let (recipeKey, fingerprintKey, modelKey) = ("recipe", "fingerprint", "from")

extension TrainingRecipe {
    /// What a checkpoint stores.
    func description(of data: TrainingData<Part>, start: TrainingStart?) throws -> [String: String] {
        var description = [recipeKey: try JSONOutput.encode(self, isPretty: false), fingerprintKey: data.fingerprint]
        description[modelKey] = data.old?.fingerprint
        description[TrainingStart.descriptionKey] = try start.map { try JSONOutput.encode($0, isPretty: false) }
        return description
    }

    /// The recipe that the checkpoint in a folder stores.
    init(_ description: [String: String], in folder: ModelFolder) throws {
        guard let text = description[recipeKey],
            let recipe = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
        else { throw Self.mismatch("it does not record how it was started", in: folder) }
        guard !recipe.inputs.isEmpty else {
            throw Self.mismatch("its entry \"\(recipeKey)\" contains no file names", in: folder)
        }
        self = recipe
    }

    /// Refuses data that are not those of the checkpoint, and another model to start from.
    func requireSame(_ data: TrainingData<Part>, _ description: [String: String], in folder: ModelFolder) throws {
        if let from, data.old?.fingerprint != description[modelKey] {
            throw Self.mismatch("the model \(from) that it started from has changed since", in: folder)
        }
        guard data.fingerprint == description[fingerprintKey] else { throw Self.mismatch(Self.change, in: folder) }
    }

    private static func mismatch(_ reason: String, in folder: ModelFolder) -> TrainingError {
        .checkpointMismatch(file: folder.file(ModelFolder.checkpointFile).path, reason: reason)
    }
}

extension String {
    /// The path from the root, which holds from any working directory; `-`, standard input, stays.
    public var absolutePath: String { self == "-" ? self : URL(fileURLWithPath: self).path }
}
