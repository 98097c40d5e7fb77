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

    var inputs: [String] { files.isEmpty ? [] : files + [validation].compactMap { $0 } }

    func read(note: (ReadingNote) -> Void) throws -> TrainingData<TextCorpus> {
        func corpus(_ files: [String]) throws -> TextCorpus {
            try TextCorpus(
                contentsOf: files.map { URL(inputPath: $0) }, unit: tokens,
                encoding: encoding.map { try TextEncoding($0) })
        }
        return TrainingData(try corpus(files), validation: try validation.map { try corpus([$0]) })
    }

    func makeTraining(
        _ data: TrainingData<TextCorpus>, settings: TextGeneratorSettings, in folder: ModelFolder
    ) throws -> TextGeneratorTraining {
        try TextGeneratorTraining(
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

// What tokens are called where they are counted: figures for a byte and for a character do not compare.
extension TokenUnit {
    /// One of them, short, as in "nats/char".
    var noun: String {
        switch self {
        case .grapheme: "char"
        case .scalar: "code point"
        case .byte: "byte"
        case .word: "word"
        case .bpe: "piece"
        }
    }

    /// Many of them.
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
