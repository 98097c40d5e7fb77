import CommandSupport
import Foundation
import Recurrent
import Training

/// Shows a training on standard error: plan, bar, validations.
final class TrainingDisplay {
    private let isQuiet: Bool
    private var bar: ProgressBar?

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func begin(_ training: TranslationTraining) {
        guard !isQuiet else { return }
        let settings = training.settings
        let (source, target) = (training.sourceTokenizer.vocabulary.count, training.targetTokenizer.vocabulary.count)
        let epochs = settings.training.epochs
        var counts =
            "\(training.trainingPairs.grouped) pairs to train on, \(training.validationPairs.grouped) held out"
        if training.tooLongPairs > 0 {
            counts +=
                ", \(training.tooLongPairs.grouped) left out with more than \(settings.maxTokens) tokens on a side"
        }
        if training.emptyPairs > 0 { counts += ", \(training.emptyPairs.grouped) left out with an empty side" }
        StandardError.writeLine(
            """
            \(counts)
            encoder \(settings.encoderLayers) x 2 x \(settings.encoderSize), decoder \(settings.decoderLayers) x \
            \(settings.hiddenSize), \(settings.attention.rawValue) attention, \(source.grouped) and \(target.grouped) \
            tokens (\(settings.unit.rawValue)), \(training.model.parameterCount.grouped) parameters, \
            \(epochs.fixed(epochs.rounded() == epochs ? 0 : 2)) epochs
            """)
        if training.progress.step > 0 {
            StandardError.writeLine(
                "going on at step \(training.progress.step.grouped), \((100 * training.progress.fraction).fixed(1)) % done"
            )
        }
        bar = ProgressBar(
            "training", total: training.progress.totalUnits, completed: training.progress.units, unit: "pairs")
    }

    /// Shows an event; `false` when the user wants to stop.
    func show(_ event: TranslationTraining.Event) throws -> Bool {
        switch event {
        case .training(.stepEnded, let progress):
            bar?.update(completed: progress.units, detail: "loss \(progress.trainingLoss.fixed(4))")
        case .training(.validated(let validation), let progress):
            var line = "epoch \(validation.epoch.fixed(2))  train \(validation.trainingLoss.fixed(4))"
            if let loss = validation.validationLoss {
                line += "  held out \(loss.fixed(4)) nats/token" + (progress.best == validation ? "  best so far" : "")
            }
            bar?.writeLine(line)
        case .training(.checkpointDue, _): break
        case .stage(let name):
            end()
            if !isQuiet { StandardError.writeLine(name) }
        case .translating(let completed, let total):
            if bar == nil { bar = ProgressBar("translating", total: total, unit: "texts", isQuiet: isQuiet) }
            bar?.update(completed: completed)
        }
        return !Interrupts.isRequested
    }

    func end() {
        bar?.finish()
        bar = nil
    }
}
