import CommandSupport
import Foundation
import Recurrent

/// The report of a training as people and programs read it.
struct ReportCard {
    private let report: TextGeneratorReport

    init(_ report: TextGeneratorReport) { self.report = report }

    func print(as format: OutputFormat) throws {
        switch format {
        case .json: try StandardOutput.writeLine(JSONOutput.encode(report))
        case .text: try StandardOutput.writeLine(text)
        }
    }

    private var text: String {
        guard let model = report.model else {
            return
                "trained \(report.trainingCharacters.grouped) \(unit.pluralOfFigures) in \(time); nothing was held out for evaluation."
        }
        var table = TextTable([.left("held-out text"), .right("nats/\(unit.noun)"), .right("bits/\(unit.noun)")])
        let baselines = report.baselines.sorted { $0.natsPerCharacter < $1.natsPerCharacter }
        for score in [model] + report.quantized + baselines {
            table.append([score.name, score.natsPerCharacter.fixed(4), score.bitsPerCharacter.fixed(4)])
        }
        var lines = [table.description]
        lines.append(
            "\(report.validationCharacters.grouped) held-out \(unit.pluralOfFigures), \(report.parameterCount.grouped) parameters, "
                + "trained in \(time), random seed \(report.settings.training.randomSeed), "
                + "epochs \(report.settings.training.epochs)")
        if unit == .bpe, let tokens = report.validationTokens, let length = report.charactersPerToken {
            lines.append(
                "The network read \(tokens.grouped) held-out pieces; a piece has \(length.fixed(2)) characters on average. "
                    + "The baselines are of characters.")
        }
        if let calibration = report.calibration {
            lines.append(
                "calibrated on the held-out text: logits divided by \(Double(calibration.temperature).fixed(2)); "
                    + "\(calibration.before.fixed(4)) nats before")
        }
        if report.outcome == "stopped early", let last = report.history.last {
            lines.append("stopped early after \(last.epoch.fixed(2)) epochs: the validation loss no longer improved.")
        }
        if report.unknownCharacters > 0 {
            lines.append(
                "\(report.unknownCharacters.grouped) held-out \(unit.pluralOfFigures) are not in the vocabulary of the training text."
            )
        }
        if report.beatsBaselines == false, let best = report.bestBaseline {
            lines.append(
                "The network does not beat the baseline \(best.name): more text or more epochs "
                    + "would help.")
        }
        return lines.joined(separator: "\n")
    }

    private var unit: TokenUnit { report.settings.unit }
    private var time: String { Duration.seconds(report.trainingSeconds).readable }
}
