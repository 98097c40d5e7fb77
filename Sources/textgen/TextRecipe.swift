import ArgumentParser
import Foundation
import Recurrent
import ToolSupport

/// Where the text of a training lies, and what a token of it is.
struct TextRecipe: TrainingRecipe {
    static let change = "the text has changed since"

    var files: [String]
    var validation: String?
    let tokens: TokenUnit
    /// `nil` is UTF-8, or for tokens of bytes whatever the files hold.
    let encoding: String?
    /// Nil in the checkpoints of versions that had no such options, and where there is none.
    let from: String?
    let mix: [String]?
    let oldValidation: [String]?

    init(
        files: [String], validation: String?, tokens: TokenUnit, encoding: String?,
        continuation: ContinuationOptions<Train.Text>
    ) {
        (self.files, self.validation, self.tokens, self.encoding) = (files, validation, tokens, encoding)
        from = continuation.from.map { ModelArgument($0).absoluteName }
        (mix, oldValidation) = (
            continuation.mix.map(\.absolutePath), continuation.oldValidation.map(\.absolutePath)
        )
    }

    var inputs: [String] {
        guard !files.isEmpty else { return [] }
        return files + [validation].compactMap { $0 } + (mix ?? []) + (oldValidation ?? [])
            + (from.map { ModelArgument($0).files } ?? [])
    }

    func read(note: (ReadingNote) -> Void) throws -> TrainingData<TextCorpus> {
        let old = try from.map { try ModelArgument($0).load(precision: .fp32, isQuiet: true) }
        func corpus(_ files: [String]) throws -> TextCorpus {
            try TextCorpus(
                contentsOf: files.map { URL(inputPath: $0) }, unit: old?.tokenizer.unit ?? tokens,
                encoding: encoding.map { try TextEncoding($0) })
        }
        func oldCorpus(_ files: [String]?) throws -> TextCorpus? {
            guard let files, !files.isEmpty else { return nil }
            return try corpus(files)
        }
        var data = TrainingData(try corpus(files), validation: try validation.map { try corpus([$0]) })
        data.old = try old.map { (try oldCorpus(mix), try oldCorpus(oldValidation), try $0.fingerprint) }
        return data
    }

    func makeTraining(
        _ data: TrainingData<TextCorpus>, settings: TextGeneratorSettings, in folder: ModelFolder
    ) throws -> TextGeneratorTraining {
        if let from {
            let generator = try ModelArgument(from).load(precision: .fp32, isQuiet: true)
            return try TextGeneratorTraining(
                corpus: data.training, validation: data.validation,
                from: GeneratorContinuation(
                    generator, name: from, mixing: data.old?.mix, oldValidation: data.old?.validation),
                folder: folder, settings: settings)
        }
        return try TextGeneratorTraining(
            corpus: data.training, validation: data.validation, folder: folder, settings: settings)
    }
}

/// The option of all subcommands that read files of text.
struct EncodingOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Encoding of the files, such as windows-1252, gb18030 or shift_jis (default: utf-8; models of bytes read files "
                + "unchanged).", valueName: "name"))
    var encoding: String?

    func validate() throws { _ = try given }

    /// `nil` where none was given.
    var given: TextEncoding? {
        get throws {
            do { return try encoding.map { try TextEncoding($0) } } catch let error as TextEncodingError {
                throw ValidationError(error.message)
            }
        }
    }
}

extension LineEnds: ExpressibleByArgument {}

// What tokens are called where they are counted: figures for a byte and for a character do not compare. Those of pieces are
// given for characters.
extension TokenUnit {
    /// What figures are given for, short, as in "nats/char".
    var noun: String {
        switch self {
        case .grapheme, .bpe: "char"
        case .scalar: "code point"
        case .byte: "byte"
        case .word: "word"
        }
    }

    /// Many of what figures are given for.
    var pluralOfFigures: String { self == .bpe ? Self.grapheme.plural : plural }

    /// Many tokens.
    var plural: String {
        switch self {
        case .grapheme: "characters"
        case .scalar: "code points"
        case .byte: "bytes"
        case .word: "words"
        case .bpe: "pieces"
        }
    }
}
