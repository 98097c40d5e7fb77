import Foundation
import ModelFiles

extension Translator {
    /// Reads a model folder.
    ///
    /// - Throws: ``ModelError``, `FileError`, `SafetensorsError` or `TokenizerError`, each one sentence that names the
    ///   file and what is wrong with it.
    public init(contentsOf folder: URL) throws {
        let (bundle, weights) = try ModelFolder(folder).open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// A translator that comes with the program, such as `.englishFrench` of the module `EnglishFrenchModel`.
    public init(_ embedded: EmbeddedModel) throws {
        let (bundle, weights) = try embedded.open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// Builds the translator from its files, wherever they are.
    public init(bundle: ModelBundle, weights: SafetensorsFile) throws {
        let (model, source) = try bundle.load(TranslatorNetwork.self, weights: weights)
        let target = try bundle.loadTargetTokenizer(
            targetVocabularySize: model.configuration.sharesVocabulary ? nil : model.configuration.targetVocabularySize)
        self.init(
            model: model, sourceTokenizer: source, targetTokenizer: target ?? source,
            lexicon: try Lexicon(from: weights))
    }

    /// Writes a model folder that ``init(contentsOf:)`` reads.
    public func save(to folder: URL, precision: WeightPrecision = .float32) throws {
        let files = ModelFolder(folder)
        try files.create()
        try FolderSnapshot.replace(in: folder) {
            try files.write(model, precision: precision) { lexicon?.add(to: &$0) }
            try files.write(
                model.configuration, sourceTokenizer,
                target: model.configuration.sharesVocabulary ? nil : targetTokenizer)
        }
    }
}
