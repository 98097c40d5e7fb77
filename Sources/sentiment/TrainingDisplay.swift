import CommandSupport
import Foundation
import Recurrent
import Training

/// Shows a training on standard error: plan, bar, validations.
final class TrainingDisplay {
    private let isQuiet: Bool
    private var bar: ProgressBar?

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func begin(_ training: SentimentTraining) {
        guard !isQuiet else { return }
        let settings = training.settings
        StandardError.writeLine(
            """
            \(training.trainingDocuments.grouped) texts to train on, \(training.validationDocuments.grouped) held out, \
            classes \(training.classNames.prefix(12).joined(separator: ", "))
            BiLSTM \(settings.numLayers) x \(settings.hiddenSize) on vectors of \(settings.embeddingSize), \
            \(training.tokenizer.vocabulary.count.grouped) words, \(training.model.parameterCount.grouped) parameters, \
            \(settings.training.epochs.fixed(settings.training.epochs.rounded() == settings.training.epochs ? 0 : 2)) epochs
            """)
        if training.progress.step > 0 {
            StandardError.writeLine(
                "going on at step \(training.progress.step.grouped), \((100 * training.progress.fraction).fixed(1)) % done"
            )
        }
        bar = ProgressBar(
            "training", total: training.progress.totalUnits, completed: training.progress.units, unit: "texts")
    }

    /// Shows an event; `false` when the user wants to stop.
    func show(_ event: SentimentTraining.Event) throws -> Bool {
        switch event {
        case .training(.stepEnded, let progress):
            bar?.update(completed: progress.units, detail: "loss \(progress.trainingLoss.fixed(4))")
        case .training(.validated(let validation), let progress):
            var line = "epoch \(validation.epoch.fixed(2))  train \(validation.trainingLoss.fixed(4))"
            if let loss = validation.validationLoss {
                line += "  held out \(loss.fixed(4)) nats" + (progress.best == validation ? "  best so far" : "")
            }
            bar?.writeLine(line)
        case .training(.checkpointDue, _): break
        case .stage(let name):
            end()
            if !isQuiet { StandardError.writeLine(name) }
        }
        return !Interrupts.isRequested
    }

    func end() {
        bar?.finish()
        bar = nil
    }
}
