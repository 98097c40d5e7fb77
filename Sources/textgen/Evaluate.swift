import ArgumentParser
import CommandSupport
import Datasets
import Foundation
import Recurrent
import Tensors
import Tokenization

/// `textgen evaluate`: how well a model foresees a text.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how well a model foresees a text.",
        discussion: """
            Reads the text from its start, every character scored before it is read, and prints nats and bits a
            character: lower is better. Beside it stands what no learning at all would reach.

              textgen evaluate my-model other.txt
              textgen evaluate shakespeare play.txt --format json
            """)

    @Argument(help: "Model folder, or the name of a shipped model.", completion: .directory)
    var model: String

    @Argument(help: "Text files, read one after the other as one text.", completion: .file())
    var files: [String]

    @OptionGroup var common: CommonOptions

    private struct Result: Encodable {
        let model: String
        let characters: Int
        let natsPerCharacter: Double
        let bitsPerCharacter: Double
        let perplexity: Double
        let unknownCharacters: Int
        let uniformNatsPerCharacter: Double
    }

    func run() throws {
        ThreadPool.useThreads(common.threadCount)
        let generator = try ModelArgument(model).load(isQuiet: common.quiet)
        let tokenizer = generator.tokenizer
        let corpus = try TextCorpus(contentsOf: files.map { URL(fileURLWithPath: $0) }, unit: tokenizer.unit)
        let ids = try corpus.ids(with: tokenizer)
        Interrupts.observe()
        let bar = ProgressBar("reading", total: ids.count, unit: "chars", isQuiet: common.quiet)
        let evaluation = try generator.evaluate(ids: ids) { completed in
            try Interrupts.throwIfRequested()
            bar.update(completed: completed)
        }
        bar.finish()
        try show(
            Result(
                model: ModelArgument(model).name, characters: evaluation.characters,
                natsPerCharacter: evaluation.natsPerCharacter, bitsPerCharacter: evaluation.bitsPerCharacter,
                perplexity: evaluation.perplexity, unknownCharacters: evaluation.unknownCharacters,
                uniformNatsPerCharacter: log(Double(tokenizer.vocabulary.ordinaryIDs.count))))
    }

    private func show(_ result: Result) throws {
        guard common.format == .text else { return try StandardOutput.writeLine(JSONOutput.encode(result)) }
        var table = TextTable([.left(""), .right("nats/char"), .right("bits/char")])
        let uniform = result.uniformNatsPerCharacter
        table.append([result.model, result.natsPerCharacter.fixed(4), result.bitsPerCharacter.fixed(4)])
        table.append(["uniform", uniform.fixed(4), (uniform / log(2)).fixed(4)])
        try StandardOutput.writeLine(table.description)
        var line = "\(result.characters.grouped) characters, perplexity \(result.perplexity.fixed(3))"
        if result.unknownCharacters > 0 { line += ", \(result.unknownCharacters.grouped) unknown to the model" }
        try StandardOutput.writeLine(line)
    }
}
