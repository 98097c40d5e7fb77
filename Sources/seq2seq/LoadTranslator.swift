import EnglishFrenchModel
import Foundation
import Recurrent
import ToolSupport

extension EmbeddedModel {
    /// The models that `seq2seq` ships, the default first.
    static let translators = [englishFrench]
}

/// Loads the models that the command line names; none is the shipped model, and several become an ensemble.
func loadTranslator(_ names: [String], precision: Precision, isQuiet: Bool) throws -> Translator {
    let arguments = names.isEmpty ? [nil] : names.map(Optional.some)
    let translators = try arguments.map { name in
        try ModelArgument(name, shipped: EmbeddedModel.translators).load(
            isQuiet: isQuiet, tokenizer: \.sourceTokenizer, folder: { try Translator(contentsOf: $0) },
            shipped: { try Translator($0) })
    }
    var translator = translators[0]
    if translators.count > 1 { translator = try translator.joined(with: Array(translators.dropFirst())) }
    return precision == .fp32 ? translator : translator.quantized(to: precision)
}
