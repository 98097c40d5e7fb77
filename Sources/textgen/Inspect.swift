import ArgumentParser
import CommandSupport
import Foundation
import ModelFiles
import Recurrent
import ToolSupport

/// `textgen inspect`: what a model expects and remembers while it reads a text.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a model expects and remembers while it reads a text.",
        discussion: """
            Prints the text with the surprise of each character in bits, the most surprising places with what the model \
            expected there, and the units that follow something in the text best: quotes, brackets, the length of the \
            line, and so on. Units are chosen on the first half of the text and measured on the second. --html writes the \
            same as a page with pictures of the units and their gates.

              textgen inspect story.txt
              textgen inspect story.txt --html story.html --ablation
              textgen inspect --text "It was late, she said." --units 12,1:40
              textgen inspect story.txt --model my-model --format json
            """)

    @Argument(help: "Text file; - or none for standard input.", completion: .file())
    var file: String?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Text to read in the place of a file.", valueName: "text"))
    var text: String?

    @Option(
        name: .shortAndLong, help: "Model folder, or name of a shipped model (default: prose-en).",
        completion: .directory)
    var model: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Characters to read, from the beginning of the text.", valueName: "n"))
    var length = 3_000

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Units to show too, by layer and number from 0: 1:40 is unit 40 of layer 1, and 12 is unit 12 of layer 0; at "
                + "most 24. Pages and JSON have those that follow something in any case.",
            valueName: "units"))
    var units: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Show which tokens have vectors nearest to those of the tokens of this text.", valueName: "text"))
    var neighbours: String?

    @Flag(
        help: """
            Measure how many bits the model loses with each gate fixed, and with each layer silent; reads the text once \
            for each.
            """)
    var ablation = false

    @Option(
        help: ArgumentHelp("Write a page with everything to this file, which needs no network.", valueName: "file"),
        completion: .file())
    var html: String?

    @OptionGroup var encoding: EncodingOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        try requirePaths([file, model, html])
        try requireCount("--length", length, limit: 1_000_000)
        _ = try chosenUnits
        guard text != "" else { throw ValidationError("--text is empty; give a text to read.") }
        guard neighbours != "" else { throw ValidationError("--neighbours is empty; give a text, such as aeiou.") }
        guard text == nil || file == nil else {
            throw ValidationError("--text and a file cannot be given together; leave one of them out.")
        }
        guard encoding.encoding == nil || text == nil else {
            throw ValidationError("--encoding applies to files, not to --text; leave it out.")
        }
    }

    /// The units of `--units`; none where it was not given.
    private var chosenUnits: [RecurrentUnit] {
        get throws {
            guard let units else { return [] }
            let parts = units.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count <= Inspection.mostUnits else {
                throw ValidationError("--units has \(parts.count) units; give at most \(Inspection.mostUnits).")
            }
            return try parts.map { part in
                let numbers = part.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
                guard (1...2).contains(numbers.count), let unit = numbers.last ?? nil, let layer = numbers[0],
                    unit >= 0, layer >= 0
                else {
                    throw ValidationError(
                        "--units has \(String(part).debugDescription); write units as numbers from 0, such as 12 or 1:40, "
                            + "with commas between them.")
                }
                return RecurrentUnit(layer: numbers.count == 2 ? layer : 0, unit: unit)
            }
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let name = file ?? "-"
        if text == nil {
            try requireReadable([(name == "-" ? nil : URL(fileURLWithPath: name), name)], of: "textgen inspect")
        }
        try requireOutputs([("--html", html)], inputs: text == nil ? [name] : [], models: [model])
        let argument = ModelArgument(model)
        let generator = try argument.load(precision: .fp32, isQuiet: common.quiet)
        Interrupts.observe()
        let inspection = try Inspection(
            of: corpus(for: generator), generator: generator, model: argument.name, length: length,
            units: chosenUnits, neighbours: neighbours, ablations: ablation ? { try ablations(generator, $0) } : nil)
        if let html {
            try DurableFile.replace(at: URL(fileURLWithPath: html), with: Data(InspectionPage(inspection).html.utf8))
            if !common.quiet { StandardError.writeLine("wrote \(html)") }
        }
        guard common.format == .text else {
            return try StandardOutput.writeLine(JSONOutput.encode(InspectionResult(inspection)))
        }
        try InspectionCard(inspection, showsNeighbours: neighbours != nil).print()
    }

    private func corpus(for generator: TextGenerator) throws -> TextCorpus {
        let unit = generator.tokenizer.unit
        if let text { return TextCorpus(text, name: "--text", unit: unit) }
        return try TextCorpus(contentsOf: [URL(inputPath: file ?? "-")], unit: unit, encoding: encoding.given)
    }

    private func ablations(_ generator: TextGenerator, _ ids: [Int32]) throws -> Inspection.Ablations {
        let bar = ProgressBar(
            "reading with changed gates", total: generator.ablationCount, unit: "changes", isQuiet: common.quiet)
        defer { bar.finish() }
        return try generator.ablations(ids: ids) { completed in
            try Interrupts.throwIfRequested()
            bar.update(completed: completed)
        }
    }
}
