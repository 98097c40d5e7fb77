import CommandSupport
import Foundation
import Recurrent
import Tensors
import Tokenization

/// Models named on the command line: folders.
struct ModelArgument {
    let names: [String]

    init(_ names: [String]) { self.names = names }

    var name: String { names.joined(separator: " + ") }

    /// Loads the models; several become an ensemble.
    func load(precision: Precision, isQuiet: Bool) throws -> Translator {
        let translators = try names.map { try Translator(contentsOf: URL(fileURLWithPath: $0)) }
        var translator = translators[0]
        if translators.count > 1 { translator = try translator.joined(with: Array(translators.dropFirst())) }
        if !isQuiet, !translator.sourceTokenizer.matchesCurrentICU {
            let version = translator.sourceTokenizer.icuVersion.prefix(20).debugDescription
            StandardError.writeLine(
                "The model was made with ICU \(version), this is \(Segmenter.icuVersion): rare characters may be cut "
                    + "differently.")
        }
        return precision == .fp32 ? translator : translator.quantized(to: precision)
    }
}
