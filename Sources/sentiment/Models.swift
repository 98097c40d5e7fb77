import ArgumentParser
import CommandSupport
import PretrainedClassifiers

/// `sentiment models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with sentiment.",
        discussion: """
            Give a name to see its card: what it was trained on, with which command, how good it is, and where it fails.

              sentiment models
              sentiment models movie-reviews-en
            """)

    @Argument(help: "Show the card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    private struct Listed: Encodable {
        let name: String
        let summary: String
        let bytes: Int
        let card: String
    }

    func run() throws {
        let models = try name.map { [try PretrainedClassifier(named: $0)] } ?? PretrainedClassifier.all
        if common.format == .json {
            let listed = models.map { Listed(name: $0.name, summary: $0.summary, bytes: $0.byteCount, card: $0.card) }
            try StandardOutput.writeLine(name == nil ? JSONOutput.encode(listed) : JSONOutput.encode(listed[0]))
        } else if name != nil {
            try StandardOutput.write(models[0].card)
        } else {
            var table = TextTable([.left("model"), .right("MB"), .left("about")])
            for model in models { table.append([model.name, (Double(model.byteCount) / 1e6).fixed(1), model.summary]) }
            try StandardOutput.writeLine(table.description)
        }
    }
}
