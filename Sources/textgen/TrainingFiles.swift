import Datasets
import Foundation
import Recurrent
import Tokenization
import Training

/// The text files of a training, and how a checkpoint remembers them.
struct TrainingFiles {
    static let filesKey = "files"
    static let fingerprintKey = "fingerprint"

    let corpus: [String]
    let validation: String?

    private struct Stored: Codable {
        let corpus: [String]
        let validation: String?
    }

    init(corpus: [String], validation: String?) {
        self.corpus = corpus
        self.validation = validation
    }

    /// The files that a checkpoint names.
    init(description: [String: String], folder: String) throws {
        let data = Data((description[Self.filesKey] ?? "").utf8)
        guard let stored = try? JSONDecoder().decode(Stored.self, from: data), !stored.corpus.isEmpty else {
            throw TrainingError.checkpointMismatch(
                file: folder + "/" + ModelFolder.checkpointFile, reason: "it does not say which text it is of")
        }
        self.init(corpus: stored.corpus, validation: stored.validation)
    }

    func read(unit: TokenUnit) throws -> (corpus: TextCorpus, validation: TextCorpus?) {
        (
            try TextCorpus(contentsOf: corpus.map { URL(fileURLWithPath: $0) }, unit: unit),
            try validation.map { try TextCorpus(contentsOf: [URL(fileURLWithPath: $0)], unit: unit) }
        )
    }

    /// What a checkpoint stores: where the files lie, and a number that changes with their contents.
    func description(_ text: (corpus: TextCorpus, validation: TextCorpus?)) throws -> [String: String] {
        func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let files = Stored(corpus: corpus.map(absolute), validation: validation.map(absolute))
        return [
            Self.filesKey: String(decoding: try encoder.encode(files), as: UTF8.self),
            Self.fingerprintKey: text.corpus.fingerprint + (text.validation.map { "-" + $0.fingerprint } ?? ""),
        ]
    }
}
