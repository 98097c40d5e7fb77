import ArgumentParser
import CommandSupport
import Foundation
import PretrainedModels
import Recurrent
import Tensors
import Tokenization

extension Precision: ExpressibleByArgument {}

/// The option of all commands that read or write with a model.
struct PrecisionOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Bits of the weights while reading: fp32, bf16 or int8; fewer are faster and a little less exact.")
    var precision: Precision = .fp32
}

/// A model named on the command line: a folder, or the name of a shipped model.
struct ModelArgument {
    let name: String

    init(_ name: String?) { self.name = name ?? PretrainedModel.default.name }

    /// Loads the model; a folder of that name goes before a shipped model, and a line on stderr says so.
    func load(precision: Precision, isQuiet: Bool) throws -> TextGenerator {
        let generator: TextGenerator
        if FileManager.default.fileExists(atPath: name) || name.contains("/") {
            if !isQuiet, PretrainedModel.all.contains(where: { $0.name == name }) {
                StandardError.writeLine("Using the folder \(name) here, not the shipped model of that name.")
            }
            generator = try TextGenerator(contentsOf: URL(fileURLWithPath: name), precision: precision)
        } else {
            generator = try TextGenerator(named: name, precision: precision)
        }
        if !isQuiet, !generator.tokenizer.matchesCurrentICU {
            StandardError.writeLine(
                "The model was made with ICU \(generator.tokenizer.icuVersion), this is \(Segmenter.icuVersion): "
                    + "rare characters may be cut differently.")
        }
        return generator
    }
}
