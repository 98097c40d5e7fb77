import ArgumentParser
import CommandSupport
import Foundation
import GeneralEnglishModel
import MessagesMultilingualModel
import MovieReviewsModel
import Recurrent
import ToolSupport

/// `sentiment models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with sentiment.",
        discussion: """
            Give a name to show the model card: training data, training command, evaluation and known failures.

              sentiment models
              sentiment models general-en
            """)

    @Argument(help: "Show the model card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func run() throws { try ModelList(EmbeddedModel.classifiers, name: name).print(as: common.format) }
}

extension EmbeddedModel {
    /// The models that `sentiment` ships, the default first.
    static let classifiers = [generalEnglish, movieReviewsEnglish, messagesMultilingual]
}

extension ModelArgument {
    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) { self.init(name, shipped: EmbeddedModel.classifiers) }

    func load(
        precision: Precision = .fp32, _ choice: ClassesOption? = nil, isQuiet: Bool
    ) throws -> TextClassifier {
        let all = try load(
            isQuiet: isQuiet, tokenizer: \.tokenizer, folder: { try TextClassifier(contentsOf: $0) },
            shipped: { try TextClassifier($0) })
        let names = choice?.names ?? []
        if !names.isEmpty, all.isMultiLabel {
            throw CommandFailure(
                .usage,
                "--classes is not for models that give a text any number of labels: each label has a probability of its "
                    + "own; leave it out.")
        }
        let analyzer = names.isEmpty ? all : try all.choosing(among: names)
        return precision == .fp32 ? analyzer : analyzer.quantized(to: precision)
    }
}

extension TextClassifier {
    /// Refuses options that are for models which give each text one class.
    func refuseIfMultiLabel(_ given: GivenOptions, _ options: String..., because reason: String) throws {
        guard isMultiLabel, let option = options.first(where: given.contains) else { return }
        throw CommandFailure(
            .usage, "\(option) is not for models that give a text any number of labels: \(reason); leave it out.")
    }
}

/// `--classes`, which leaves out some of a model's classes.
struct ClassesOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Choose among these classes of the model only, separated by commas, such as negative,positive; their "
                + "probabilities add up to 1.", valueName: "list"))
    var classes: String?

    var names: [String] {
        (classes ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    func validate() throws {
        guard let classes else { return }
        guard Set(names).count >= 2, names.count == Set(names).count, !names.contains("") else {
            throw ValidationError(
                "--classes needs two or more different classes, separated by commas, not \(MessageText.quoted(classes))."
            )
        }
    }
}
