import Foundation
import PretrainedTranslators
import Recurrent
import ToolSupport

/// Loads the models that the command line names; none is the shipped model, and several become an ensemble.
func loadTranslator(_ names: [String], precision: Precision, isQuiet: Bool) throws -> Translator {
    let arguments = names.isEmpty ? [nil] : names.map(Optional.some)
    let translators = try arguments.map { name in
        try ModelArgument(name, shipped: PretrainedTranslator.all).load(
            isQuiet: isQuiet, tokenizer: \.sourceTokenizer, folder: { try Translator(contentsOf: $0) },
            shipped: { try Translator(named: $0) })
    }
    var translator = translators[0]
    if translators.count > 1 { translator = try translator.joined(with: Array(translators.dropFirst())) }
    return precision == .fp32 ? translator : translator.quantized(to: precision)
}
